"""Completing a check-in: what was typed becomes answers and nominations, at once and once."""

from collections.abc import Sequence
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.rows import delete, insert
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.issues.queries.people import Team
from checkins.actions.becoming import issues_of, take_the_homes_word, write_answers
from checkins.actions.nominations import nominations_of
from checkins.actions.records import begin, locked, move
from checkins.actions.unreached import answered
from checkins.check_in_form.sheet import Problem, Sheet, problems, read
from checkins.models import (
    CheckIn,
    CheckInDraft,
    CheckInState,
    Conversation,
    FormVersion,
    Nomination,
    Urgency,
)
from checkins.queries.completing import Typed, typed_in
from checkins.transitions import Refused, check


class Incomplete(Refused):
    """Something is still missing; `problems` says what, in the order of the page."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.problems = found
        super().__init__("Something is missing.")


class Stale(Refused):
    """Somebody changed the draft after this person looked it over."""

    def __init__(self, draft: CheckInDraft) -> None:
        self.draft = draft
        super().__init__(f"{draft.saved_by_name} changed this after you looked it over.")


def complete(*, check_in_id: int, revision: int, by: Acting, now: datetime) -> CheckIn:
    """Completes the check-in with what its draft says at this revision. Sent twice, the second gives back the first result.

    Raises `Stale`, `Incomplete`, or `Refused` where the check-in cannot be completed.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        if check_in.state == CheckInState.COMPLETED:
            return check_in
        typed = typed_in(check_in, now)
        if typed is None:
            raise Refused("Nothing has been said in this check-in yet.")
        if typed.draft.revision != revision:
            raise Stale(typed.draft)
        _complete(check_in, typed, by, now)
        return check_in


def _complete(check_in: CheckIn, typed: Typed, by: Acting, now: datetime) -> None:
    if check_in.state == CheckInState.NO_ANSWER:  # they rang back
        check(check_in, "start", by=by, today=london_today(now))
        begin(check_in, by=by, now=now)
    check(check_in, "complete", by=by, today=london_today(now))
    sections, names = typed.sections, typed.names
    sheet = read(typed.draft.fields, check_in.mode, typed.known)
    found = problems(sheet, sections, names)
    if found:
        raise Incomplete(found)
    team = Team(check_in.home_id)
    raised = nominations_of(check_in, sheet.nominations, typed.raised, typed.minutes, team, by=by, now=now)
    take_the_homes_word(check_in, sheet, by=by, now=now)
    answers = write_answers(check_in, typed.version, sections, sheet, names, by=by, now=now)
    issues = issues_of(check_in, sections, answers, sheet, names, team, by=by, now=now)
    _close(check_in, typed.version, sheet, raised, len(issues), by=by, now=now)
    delete(typed.draft)
    answered(typed.unanswered, f"{sheet.spoke_to} answered; the check-in is done.", by=by, now=now)


def _close(
    check_in: CheckIn,
    version: FormVersion,
    sheet: Sheet,
    raised: Sequence[Nomination],
    issues: int,
    *,
    by: Acting,
    now: datetime,
) -> None:
    said = Conversation(
        check_in_id=check_in.pk,
        home_id=check_in.home_id,
        form_version_id=version.pk,
        spoke_to=sheet.spoke_to,
        note=sheet.note,
    )
    insert([said])
    check_in.mode, check_in.completed_at = sheet.mode, now
    check_in.caller_user_id, check_in.caller_name = by.user_id, by.person
    check_in.caller_organisation_id = by.organisation_id
    check_in.items_raised = issues
    check_in.nominations_raised = len(raised)
    check_in.same_day_raised = sum(1 for each in raised if each.urgency == Urgency.SAME_DAY)
    move(check_in, CheckInState.COMPLETED, by=by, now=now)
