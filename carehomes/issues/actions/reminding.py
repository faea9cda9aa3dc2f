"""What was handed off is not forgotten: on the day by which an answer was asked for, its owner hears so."""

from datetime import datetime, timedelta

from carehomes.access.scopes import system_scope
from carehomes.deadlines import london_today
from carehomes.issues import kinds
from carehomes.issues.actions.sweep import Late, whom_to_tell
from carehomes.issues.actions.telling import address_of
from carehomes.issues.models import HandOff, Told
from carehomes.notifications.actions import Notice, tell_each
from carehomes.ui.formats import day

TOLD_FOR = timedelta(days=2)  # a scheduler that was away for a day makes up for it


def remind_of_answers(now: datetime) -> int:
    """Part of the tick; each hand-off is told once, however often it runs. Returns how many have come to their day and have no answer."""
    today = london_today(now)
    with system_scope("answers of outside systems that are due"):
        due = HandOff.objects.filter(came_back_at=None, answer_by__lte=today, answer_by__gt=today - TOLD_FOR)
        waiting = list(due.select_related("issue__home").order_by("pk"))
        owned = [(each, each.issue) for each in waiting]
        late = [Late(each.home_id, [Told.OWNER], of.owner_organisation_id, of.owner_user_id) for each, of in owned]
        told = whom_to_tell(late, now) if late else []
        tell_each((_notice(each, people) for each, people in zip(waiting, told, strict=True)), kind=kinds.ANSWER_DUE)
    return len(waiting)


def _notice(hand_off: HandOff, people: dict[int, str]) -> Notice:
    issue = hand_off.issue
    title = f"Issue {issue.pk}, {issue.home.name}: an answer was asked for by {day(hand_off.answer_by)}"[:200]
    return Notice(people, title, address_of(issue), cause=f"hand-off-{hand_off.pk}-answer")
