"""What can become of an issue, and who may cause it: one answer for actions, buttons and API."""

from statemachine import State, StateMachine

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
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


# What an owner does with it. A home does so only with what the home owns: of the rest it says whether it is done.
_WORK = frozenset({"accept", "start", "hand_off", "came_back", "resolve", "assign", "prioritise"})
_OF_HOMES = (OrganisationKind.CARE_HOME, OrganisationKind.CARE_PROVIDER)


def events_of(issue: Issue, *, by: Acting) -> frozenset[str]:
    """What this person may do with the issue now."""
    possible = {event.id for event in IssueMachine(issue).allowed_events}
    if not works_on(issue, by=by):
        possible -= _WORK if _may_take_back(issue, by) else _WORK | {"withdraw"}
    if issue.owner_user_id not in (None, by.user_id):
        possible -= {"start"}  # nobody else works on it: who wants to takes it over
    return frozenset(event for event in possible if any(map(by.may, MAY_CAUSE[event])))


def works_on(issue: Issue, *, by: Acting) -> bool:
    """Whether it may be this person's work: of those who speak for a home, only what the home or its provider owns."""
    return not by.may(Permission.ANSWER_FOR_HOME) or issue.owner_organisation.kind in _OF_HOMES


def _may_take_back(issue: Issue, by: Acting) -> bool:
    """A home takes back what it raised itself, until somebody has taken it up; from then on it says whether it is done."""
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
