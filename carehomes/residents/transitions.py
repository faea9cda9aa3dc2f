"""What may happen to a resident in which state: one table, the same for actions, buttons and error messages."""

from collections.abc import Mapping
from types import MappingProxyType

from carehomes.residents.models import ResidentChange as Change
from carehomes.residents.models import ResidentState as State
from carehomes.residents.rules import Refused

_LIVING_HERE = frozenset({State.IN_HOME, State.IN_HOSPITAL, State.AWAY})

ALLOWED: Mapping[Change, frozenset[State]] = MappingProxyType(
    {
        Change.ROOM: _LIVING_HERE,
        Change.WENT_AWAY: frozenset({State.IN_HOME}),
        Change.CAME_BACK: frozenset({State.IN_HOSPITAL, State.AWAY}),
        Change.MOVED: _LIVING_HERE | {State.LEFT},
        Change.LEFT: _LIVING_HERE,
        Change.DIED: _LIVING_HERE,
        Change.READMITTED: frozenset({State.LEFT}),
        Change.CORRECTED: frozenset(State),
    }
)

_WHY_NOT: Mapping[State, str] = MappingProxyType(
    {
        State.IN_HOME: "{name} is in the home",
        State.IN_HOSPITAL: "{name} is in hospital",
        State.AWAY: "{name} is away",
        State.LEFT: "{name} has left",
        State.DIED: "{name} has died",
    }
)


def may(change: Change, state: str) -> bool:
    """Whether this may happen to somebody in this state: asked by the page before it draws a button."""
    return State(state) in ALLOWED[change]


def check(change: Change, state: str, name: str) -> None:
    """Refuses what may not happen in this state, saying what the state is. Asked by every action after locking the row."""
    if not may(change, state):
        words = _WHY_NOT[State(state)].format(name=name)
        raise Refused("", f"{words}, so this cannot be recorded. Look at the record and start again from there")
