"""What can become of an issue, and who may cause it: one answer for actions, buttons and API."""

from statemachine import State, StateMachine

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.issues.models import Issue, IssueState


class Refused(Exception):
    """The issue is in a state in which this cannot be done, or words are missing. The message says so to the person who asked."""


class IssueMachine(StateMachine):
    """Everything leads to the home's yes or no. What is over can always be reopened; nothing leaves the machine."""

    open = State(value=IssueState.OPEN, initial=True)
    accepted = State(value=IssueState.ACCEPTED)
    in_progress = State(value=IssueState.IN_PROGRESS)
    handed_off = State(value=IssueState.HANDED_OFF)
    resolved = State(value=IssueState.RESOLVED)
    reopened = State(value=IssueState.REOPENED)
    closed = State(value=IssueState.CLOSED)
    withdrawn = State(value=IssueState.WITHDRAWN)

    accept = open.to(accepted) | reopened.to(accepted)
    start = open.to(in_progress) | accepted.to(in_progress) | reopened.to(in_progress)
    hand_off = open.to(handed_off) | accepted.to(handed_off) | in_progress.to(handed_off) | reopened.to(handed_off)
    came_back = handed_off.to(in_progress)
    resolve = (
        open.to(resolved)
        | accepted.to(resolved)
        | in_progress.to(resolved)
        | handed_off.to(resolved)
        | reopened.to(resolved)
    )
    confirm = (
        resolved.to(closed)
        | open.to(closed)
        | accepted.to(closed)
        | in_progress.to(closed)
        | handed_off.to(closed)
        | reopened.to(closed)
    )
    not_done = resolved.to(reopened) | closed.to(reopened)
    cannot_say = resolved.to.itself()
    reopen = closed.to(reopened) | withdrawn.to(reopened) | resolved.to(reopened)
    withdraw = (
        open.to(withdrawn)
        | accepted.to(withdrawn)
        | in_progress.to(withdrawn)
        | handed_off.to(withdrawn)
        | resolved.to(withdrawn)
        | reopened.to(withdrawn)
    )
    assign = (
        open.to.itself()
        | accepted.to(open)
        | in_progress.to(open)
        | handed_off.to.itself()
        | resolved.to.itself()
        | reopened.to.itself()
    )
    prioritise = (
        open.to.itself()
        | accepted.to.itself()
        | in_progress.to.itself()
        | handed_off.to.itself()
        | reopened.to.itself()
    )


_WORKERS = frozenset({Permission.WORK_ISSUES})
_HOME_OR_PHONE = frozenset({Permission.ANSWER_FOR_HOME, Permission.RECORD_HOME_ANSWER})
_BOTH = frozenset({Permission.WORK_ISSUES, Permission.ANSWER_FOR_HOME})
_GIVERS = frozenset({Permission.ASSIGN_ISSUES})

# Any one of the permissions will do.
MAY_CAUSE: dict[str, frozenset[Permission]] = {
    **dict.fromkeys(("accept", "start", "hand_off", "came_back", "resolve"), _WORKERS),
    **dict.fromkeys(("confirm", "not_done", "cannot_say"), _HOME_OR_PHONE),
    **dict.fromkeys(("reopen", "withdraw"), _BOTH),
    **dict.fromkeys(("assign", "prioritise"), _GIVERS),
}


def events_of(issue: Issue, *, by: Acting) -> frozenset[str]:
    """What this person may do with the issue now."""
    possible = {event.id for event in IssueMachine(issue).allowed_events}
    if not _may_withdraw(issue, by):
        possible -= {"withdraw"}
    return frozenset(event for event in possible if any(map(by.may, MAY_CAUSE[event])))


def _may_withdraw(issue: Issue, by: Acting) -> bool:
    """A home takes back what it raised itself, until somebody has taken it up; from then on it says whether it is done.

    What the home owns it withdraws as every owner does.
    """
    if not by.may(Permission.ANSWER_FOR_HOME) or issue.owner_organisation_id == by.organisation_id:
        return True
    taken_up = issue.state != IssueState.OPEN or issue.accepted_at is not None
    return not taken_up and issue.raised_by_organisation_name == by.organisation


def state_after(issue: Issue, event: str) -> IssueState:
    """The state to which an event leads from the present one. The caller has asked `check`."""
    present = next(each for each in IssueMachine.states if each.value == issue.state)
    target = next(each.target for each in present.transitions if event in each.events)
    return IssueState(target.value)


def check(issue: Issue, event: str, *, by: Acting) -> None:
    """Refuses an event that the issue or the person does not allow. The caller holds the lock on the row."""
    if event not in events_of(issue, by=by):
        raise Refused(f"This cannot be done now. The issue is: {issue.get_state_display().lower()}.")
