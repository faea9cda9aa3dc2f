"""What can become of a home round or MDT meeting, and who may cause it: one answer for actions, buttons and API."""

from statemachine import State, StateMachine

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from checkins.models import Round, RoundState
from checkins.transitions import Refused


class RoundMachine(StateMachine):
    """Prepared, published, held, written up, signed off. What is signed off stays; what is not begun may be cancelled."""

    draft = State(value=RoundState.DRAFT, initial=True)
    agenda_published = State(value=RoundState.AGENDA_PUBLISHED)
    in_session = State(value=RoundState.IN_SESSION)
    written_up = State(value=RoundState.WRITTEN_UP)
    signed_off = State(value=RoundState.SIGNED_OFF, final=True)
    cancelled = State(value=RoundState.CANCELLED, final=True)

    plan = draft.to.itself() | agenda_published.to.itself()
    publish = draft.to(agenda_published)
    set_agenda = draft.to.itself() | agenda_published.to.itself() | in_session.to.itself()
    begin = in_session.from_(draft, agenda_published)
    write = in_session.to.itself() | written_up.to.itself()
    end = in_session.to(written_up)
    sign_off = written_up.to(signed_off)
    cancel = cancelled.from_(draft, agenda_published)


MAY_CAUSE: dict[str, Permission] = {
    **dict.fromkeys(("plan", "publish", "set_agenda", "begin", "write", "end", "cancel"), Permission.RUN_ROUNDS),
    "sign_off": Permission.SIGN_OFF_ROUNDS,
}


def round_events(found: Round, *, by: Acting) -> frozenset[str]:
    """What this person may do with the round now."""
    possible = {event.id for event in RoundMachine(found).allowed_events}
    return frozenset(event for event in possible if by.may(MAY_CAUSE[event]))


def check_round(found: Round, event: str, *, by: Acting) -> None:
    """Refuses an event that the round or the person does not allow. The caller holds the lock on the row."""
    if event not in round_events(found, by=by):
        raise Refused(f"This cannot be done: the round is {found.get_state_display().lower()}.")
