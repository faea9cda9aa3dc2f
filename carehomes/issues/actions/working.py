"""What an owner does with an issue: accept, start, hand off, write down what came back, resolve, withdraw, reopen, set how soon."""

from datetime import date, datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.scopes import atomic
from carehomes.issues.actions.records import Doer, arm, begin, counted_from, doer, due_of, set_due, write
from carehomes.issues.actions.telling import tell_of, watch
from carehomes.issues.models import HandOff, Happened, Issue, IssueWords, Priority
from carehomes.issues.queries.people import Team
from carehomes.issues.transitions import Refused


def _take(issue: Issue, by: Acting) -> None:
    """Whoever accepts or starts something owns it, for the organisation in which they act."""
    issue.owner_organisation_id, issue.owner_user_id, issue.owner_name = by.organisation_id, by.user_id, by.person


def _told(
    issue: Issue, happened: Happened, *, event: str, by: Acting, now: datetime, key: UUID, words: str = ""
) -> Issue:
    """Writes the status and tells whom it concerns."""
    team = Team(issue.home_id)
    status = write(issue, happened, by=doer(by), now=now, event=event, key=key, words=words)
    watch(issue, [each for each in team.people if each.user_id == issue.owner_user_id], now)
    tell_of(issue, status, team)
    return issue


def accept(*, issue_id: int, key: UUID, by: Acting, now: datetime, seen: int | None = None) -> Issue:
    """This person takes it on and owns it from now on. Sent twice, it is done once."""
    with atomic():
        issue, fresh = begin(issue_id, "accept", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        _take(issue, by)
        issue.accepted_at = now
        return _told(issue, Happened.ACCEPTED, event="accept", by=by, now=now, key=key)


def start(*, issue_id: int, key: UUID, by: Acting, now: datetime, seen: int | None = None) -> Issue:
    """This person works on it now; what nobody had accepted is accepted by that."""
    with atomic():
        issue, fresh = begin(issue_id, "start", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        if issue.owner_user_id is None:
            _take(issue, by)
        issue.accepted_at = issue.accepted_at or now
        return _told(issue, Happened.STARTED, event="start", by=by, now=now, key=key)


def hand_off(
    *,
    issue_id: int,
    system: str,
    reference: str,
    answer_by: date | None,
    key: UUID,
    by: Acting,
    now: datetime,
    words: str = "",
    seen: int | None = None,
) -> Issue:
    """It goes on in a system outside Homeround, and stays open here until somebody writes down what came back."""
    if not system.strip():
        raise Refused("Say which system or service has it now.")
    with atomic():
        issue, fresh = begin(issue_id, "hand_off", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        if issue.owner_user_id is None:
            _take(issue, by)
        issue.accepted_at = issue.accepted_at or now
        HandOff.objects.create(
            issue=issue,
            home_id=issue.home_id,
            system=system.strip(),
            reference=reference.strip(),
            answer_by=answer_by,
            at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
        )
        return _told(issue, Happened.HANDED_OFF, event="hand_off", by=by, now=now, key=key, words=words.strip())


def record_outcome(
    *, issue_id: int, outcome: str, key: UUID, by: Acting, now: datetime, seen: int | None = None
) -> Issue:
    """What came back from the outside system. It is the owner's turn again."""
    if not outcome.strip():
        raise Refused("Say what came back.")
    with atomic():
        issue, fresh = begin(issue_id, "came_back", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        close_hand_off(issue, outcome.strip(), by=doer(by), now=now)
        return _told(issue, Happened.CAME_BACK, event="came_back", by=by, now=now, key=key, words=outcome.strip())


def close_hand_off(issue: Issue, outcome: str, *, by: Doer, now: datetime) -> None:
    """What is with an outside system, if anything is, is not any more."""
    for each in HandOff.objects.filter(issue=issue, came_back_at=None):
        each.outcome, each.came_back_at, each.came_back_by_name = outcome, now, by.name
        each.save()


def resolve(*, issue_id: int, answer: str, key: UUID, by: Acting, now: datetime, seen: int | None = None) -> Issue:
    """It is done, says the owner, and what was done, to the home. Only the home's yes closes it."""
    if not answer.strip():
        raise Refused("Say to the home what was done.")
    with atomic():
        issue, fresh = begin(issue_id, "resolve", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        if issue.owner_user_id is None:
            _take(issue, by)
        close_hand_off(issue, answer.strip(), by=doer(by), now=now)
        words = IssueWords.objects.select_for_update().get(issue=issue)
        words.answer, words.answered_at = answer.strip(), now
        words.answered_by_name, words.answered_by_organisation_name = by.person, by.organisation
        words.save()
        issue.accepted_at, issue.resolved_at, issue.ask_again_on = issue.accepted_at or now, now, None
        return _told(issue, Happened.RESOLVED, event="resolve", by=by, now=now, key=key, words=answer.strip())


def withdraw(*, issue_id: int, reason: str, key: UUID, by: Acting, now: datetime, seen: int | None = None) -> Issue:
    """It is not needed any more, or was raised in error. The home is told and may reopen it."""
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")
    with atomic():
        issue, fresh = begin(issue_id, "withdraw", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        close_hand_off(issue, f"Withdrawn: {reason.strip()}", by=doer(by), now=now)
        issue.closed_at = now
        return _told(issue, Happened.WITHDRAWN, event="withdraw", by=by, now=now, key=key, words=reason.strip())


def reopen(*, issue_id: int, why: str, key: UUID, by: Acting, now: datetime, seen: int | None = None) -> Issue:
    """It is open again, with its owner, and its time begins anew."""
    if not why.strip():
        raise Refused("Say why it is opened again.")
    with atomic():
        issue, fresh = begin(issue_id, "reopen", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        again(issue, now)
        return _told(issue, Happened.REOPENED, event="reopen", by=by, now=now, key=key, words=why.strip())


def again(issue: Issue, now: datetime) -> None:
    """Nothing of its end remains, and its time begins anew, by policy."""
    issue.due_on = None
    issue.closed_at = issue.confirmed_at = issue.resolved_at = issue.ask_again_on = None
    set_due(issue, now)


def change_priority(
    *, issue_id: int, priority: str, why: str, key: UUID, by: Acting, now: datetime, seen: int | None = None
) -> Issue:
    """Another priority, so another due date, counted from when its time began; a day that was agreed holds no more."""
    with atomic():
        issue, fresh = begin(issue_id, "prioritise", key=key, seen=seen, by=by)
        if not fresh or issue.priority == priority:
            return issue
        issue.priority = Priority(priority)
        since = counted_from(issue)
        due = due_of(issue, since)
        issue.due_on, issue.due_at = None, due.after(since)
        arm(issue, now, due)
        return _told(issue, Happened.PRIORITY, event="prioritise", by=by, now=now, key=key, words=why.strip())
