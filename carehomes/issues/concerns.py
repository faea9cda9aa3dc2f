"""What a home tells the team about one resident that a clinician must look at. A room above takes it; the ground floor only passes it on.

    @takes_concerns
    def nominate(concern, *, by, now):
        return actions.raise_concern(…)   # and the address of the page where the home sees what becomes of it

Without such a room it becomes an issue, so that nothing told is lost.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.directory.models import CareHome
from carehomes.ui.states import State


@dataclass(frozen=True, slots=True)
class Concern:
    """A resident of whom the home says something. `urgency` and `reasons` are the words of domain 2.1 for nominations.

    `signs` are the keys of what staff ticked (`telling.SIGNS`); `sentence` holds their words and what was typed.
    """

    key: UUID
    home_id: int
    resident_id: int
    urgency: str
    reasons: Sequence[str]
    sentence: str
    signs: Sequence[str] = ()


class Taker(Protocol):
    """Writes the concern in the transaction of the page; its key makes a second sending the same one. Answers a page's address."""

    def __call__(self, concern: Concern, *, by: Acting, now: datetime) -> str: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a home said, and what became of it: a row of the home's own page. `resident`: (id, home) of whom it names."""

    title: str
    url: str
    state: State
    note: str
    at: datetime
    over: bool = False
    resident: tuple[int, int] | None = None


Outcomes = Callable[[Acting, CareHome, datetime], Iterable[Outcome]]
_takers: list[Taker] = []
_outcomes: list[Outcomes] = []


def takes_concerns(taker: Taker) -> Taker:
    """Registers the one room that takes concerns. ValueError for a second one."""
    if _takers and _takers[0] is not taker:
        raise ValueError("Concerns are taken by one room only.")
    _takers[:] = [taker]
    return taker


def taker() -> Taker | None:
    """The room that takes concerns, if one is installed."""
    return _takers[0] if _takers else None


def tells_outcomes(source: Outcomes) -> Outcomes:
    """Registers what a room shows of what a home has said, in the scope of whoever reads: one query at most. The panel logs the reading."""
    _outcomes.append(source)
    return source


def outcomes_for(by: Acting, home: CareHome, now: datetime) -> list[Outcome]:
    """Everything that became of what this home said, what is open first, then the newest."""
    found = [each for source in _outcomes for each in source(by, home, now)]
    return sorted(found, key=lambda each: (each.over, -each.at.timestamp()))
