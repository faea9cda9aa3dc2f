"""What a home's own pages, its check-in and its resident's pages show of its issues."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.deadlines import LONDON
from carehomes.issues.models import Happened, Issue, IssueState, IssueStatus
from carehomes.issues.queries.lists import with_line

RECENT = timedelta(days=7)


def still_open_for(home_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """Everything of this home that is not closed, what is late or waits for the home's word first: for the weekly check-in.

    Each comes back here by itself until the home says that it is done (`actions.home_says_yes`). Lines as in lists: `group`,
    `handed_to`, with `words`, `resident` and `owner_organisation`. One query.
    """
    rows = with_line(Issue.objects.filter(home_id=home_id, closed_at=None), by, now)
    return sorted(
        rows, key=lambda each: (each.due_at >= now and each.state != IssueState.RESOLVED, each.due_at, each.pk)
    )


def became_of(home_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """What is open in a home, and what was closed in the last week: the home sees what became of what it said. One query."""
    recent = Q(closed_at=None) | Q(closed_at__gte=now - RECENT)
    rows = with_line(Issue.objects.filter(recent, home_id=home_id), by, now)
    return list(rows.order_by("-raised_at", "-pk")[:50])


def to_answer(home_id: int, today: date, by: Acting, now: datetime) -> "QuerySet[Issue]":
    """What waits for this home's yes or no and may be asked today, the oldest first."""
    ask = Q(ask_again_on=None) | Q(ask_again_on__lte=today)
    rows = Issue.objects.filter(ask, home_id=home_id, state=IssueState.RESOLVED)
    return with_line(rows, by, now).order_by("resolved_at", "pk")


ANSWERS = (Happened.CONFIRMED, Happened.NOT_DONE, Happened.CANNOT_SAY)


def answered_today(home_id: int, today: date) -> "list[IssueStatus]":
    """What the home said today that is still the last word: until midnight in London it can be changed there."""
    midnight = datetime.combine(today, time(), tzinfo=LONDON)
    rows = IssueStatus.objects.filter(home_id=home_id, at__gte=midnight, happened__in=ANSWERS)
    return list(
        rows.filter(revision=F("issue__revision")).select_related("issue__words", "issue__resident").order_by("-at")
    )


def of_resident(resident_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """The issues about one resident, the newest first. One query."""
    return list(with_line(Issue.objects.filter(resident_id=resident_id), by, now).order_by("-raised_at", "-pk")[:50])
