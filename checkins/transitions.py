"""What can become of a check-in and of a nomination, and who may cause it: one answer for actions, buttons and API."""

from datetime import date
from functools import cache
from types import SimpleNamespace

from statemachine import State, StateMachine

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import Week
from checkins.models import CheckIn, CheckInState, Nomination, NominationState, Urgency


class Refused(Exception):
    """The record is in a state in which this cannot be done. The message says so to the person who asked.

    `field`: the form's field that it is about, or "" for the whole form.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CheckInMachine(StateMachine):
    """A call that was not answered keeps the check-in open; what a home declined can be rung after all."""

    scheduled = State(value=CheckInState.SCHEDULED, initial=True)
    in_progress = State(value=CheckInState.IN_PROGRESS)
    no_answer = State(value=CheckInState.NO_ANSWER)
    completed = State(value=CheckInState.COMPLETED, final=True)
    declined = State(value=CheckInState.DECLINED)
    cancelled = State(value=CheckInState.CANCELLED)

    start = scheduled.to(in_progress) | no_answer.to(in_progress) | declined.to(in_progress) | cancelled.to(in_progress)
    attempt = scheduled.to(no_answer) | in_progress.to(no_answer) | no_answer.to.itself()
    complete = in_progress.to(completed)
    decline = scheduled.to(declined) | in_progress.to(declined) | no_answer.to(declined)
    cancel = scheduled.to(cancelled) | in_progress.to(cancelled) | no_answer.to(cancelled)


class NominationMachine(StateMachine):
    """From a home's worry to a recorded contact. A deferral comes back by its date; seen and withdrawn are the ends.

    An urgency may be agreed anew while the resident waits on the agenda. Whoever is taken off it goes back to where they were.
    """

    raised = State(value=NominationState.RAISED, initial=True)
    acknowledged = State(value=NominationState.ACKNOWLEDGED)
    triaged = State(value=NominationState.TRIAGED)
    on_agenda = State(value=NominationState.ON_AGENDA)
    deferred = State(value=NominationState.DEFERRED)
    seen = State(value=NominationState.SEEN, final=True)
    withdrawn = State(value=NominationState.WITHDRAWN, final=True)

    acknowledge = raised.to(acknowledged)
    triage = triaged.from_(raised, acknowledged, deferred) | triaged.to.itself() | on_agenda.to.itself()
    put_on_agenda = on_agenda.from_(raised, acknowledged, triaged, deferred)
    take_off_agenda = on_agenda.to(triaged)
    see = seen.from_(raised, acknowledged, triaged, on_agenda, deferred)
    defer = deferred.from_(raised, acknowledged, triaged, on_agenda) | deferred.to.itself()
    withdraw = withdrawn.from_(raised, acknowledged, triaged, on_agenda, deferred)


# What puts a concern off. One of today that nobody has acknowledged is not put off: somebody has to read it first.
PUTS_OFF = frozenset({"put_on_agenda", "defer"})

# Any one of the permissions will do.
MAY_CAUSE: dict[str, frozenset[Permission]] = {
    **dict.fromkeys(("start", "attempt", "complete", "decline", "cancel"), frozenset({Permission.TAKE_CHECK_INS})),
    "acknowledge": frozenset({Permission.ACKNOWLEDGE_NOMINATIONS}),
    "withdraw": frozenset({Permission.TAKE_CHECK_INS, Permission.ACKNOWLEDGE_NOMINATIONS, Permission.ANSWER_FOR_HOME}),
    **dict.fromkeys(("triage", "see", "defer"), frozenset({Permission.TRIAGE_NOMINATIONS})),
    **dict.fromkeys(
        ("put_on_agenda", "take_off_agenda"),
        frozenset({Permission.TAKE_CHECK_INS, Permission.TRIAGE_NOMINATIONS, Permission.RUN_ROUNDS}),
    ),
}


def is_over(week: date, today: date) -> bool:
    """Whether the week that begins on this Monday lies behind us."""
    return week < Week.containing(today).monday


def must_be_acknowledged(nomination: Nomination) -> bool:
    """Whether it is for today and no clinician has read it."""
    return nomination.state == NominationState.RAISED and nomination.urgency == Urgency.SAME_DAY


@cache
def _events_from(machine: type[StateMachine], state: str) -> frozenset[str]:
    """The events that lead on from a state. A machine is asked once for each: making one takes longer than a query."""
    return frozenset(event.id for event in machine(SimpleNamespace(state=state)).allowed_events)


def events_of(record: CheckIn | Nomination, *, by: Acting, today: date) -> frozenset[str]:
    """What this person may do with the record now.

    A past week can no longer be rung; a call that was under way when it ended may still be completed, so that nothing typed is lost.
    A week that has not begun cannot be rung yet.
    """
    possible = _events_from(CheckInMachine if isinstance(record, CheckIn) else NominationMachine, record.state)
    if isinstance(record, CheckIn) and is_over(record.week, today):
        possible &= {"complete"}
    elif isinstance(record, CheckIn) and record.week > today:
        possible &= {"decline", "cancel"}
    if isinstance(record, Nomination) and must_be_acknowledged(record):
        possible -= PUTS_OFF
    if isinstance(record, Nomination) and not _may_withdraw(record, by):
        possible -= {"withdraw"}
    return frozenset(event for event in possible if any(map(by.may, MAY_CAUSE[event])))


def _may_withdraw(nomination: Nomination, by: Acting) -> bool:
    """A home takes back what it said itself, until a clinician has taken it up."""
    if not by.may(Permission.ANSWER_FOR_HOME):
        return True
    return nomination.state == NominationState.RAISED and nomination.raised_by_organisation_name == by.organisation


def check(record: CheckIn | Nomination, event: str, *, by: Acting, today: date) -> None:
    """Refuses an event that the record or the person does not allow. The caller holds the lock on the row."""
    if event not in events_of(record, by=by, today=today):
        if isinstance(record, Nomination) and event in PUTS_OFF and must_be_acknowledged(record):
            raise Refused("A clinician first acknowledges what is named for today.")
        raise Refused(f"This cannot be done any more: {record.get_state_display().lower()}.")
