"""Who gets a new issue first, how soon a kind usually must be done, and whose turn a state is. Data and pure functions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from carehomes.access.kinds import RelationshipKind as Works
from carehomes.directory.models import NamedRoleKind as Named
from carehomes.issues.models import OURS, OVER, Kind, Priority

_TEAM = (Works.PCN, Works.PRACTICE, Works.COMMUNITY_SERVICES, Works.COMMISSIONER, Works.PROVIDER, Works.HOME)
_MEDICINES: tuple[Named | Works, ...] = (Named.MEDICINES_LEAD, *_TEAM)
_SUPPLY: tuple[Named | Works, ...] = (Named.MEDICINES_LEAD, Works.PHARMACY, *_TEAM)
_CLINICAL: tuple[Named | Works, ...] = (Named.CLINICAL_LEAD, *_TEAM)

# A named role means the organisation of whoever has it, and that person; a relationship means the organisation, and nobody yet.
# The first that the home has gets the issue. Most kinds go to the aligned PCN.
ROUTES: Mapping[Kind, tuple[Named | Works, ...]] = MappingProxyType(
    {
        **dict.fromkeys(Kind, _TEAM),
        Kind.MEDICINES: _MEDICINES,
        Kind.SUPPLY: _SUPPLY,
        Kind.END_OF_LIFE: _CLINICAL,
        Kind.URGENT_CLINICAL: _CLINICAL,
        Kind.INFECTION: _CLINICAL,
    }
)

USUAL_PRIORITY: Mapping[Kind, Priority] = MappingProxyType(
    {
        **dict.fromkeys(Kind, Priority.WEEK),
        Kind.END_OF_LIFE: Priority.URGENT,
        Kind.URGENT_CLINICAL: Priority.URGENT,
        Kind.INFECTION: Priority.TWO_DAYS,
        Kind.SUPPLY: Priority.TWO_DAYS,
        Kind.FALLS: Priority.TWO_DAYS,
        Kind.TRAINING: Priority.ROUTINE,
        Kind.NO_ANSWER: Priority.URGENT,
    }
)


@dataclass(frozen=True)
class Owner:
    """Whose an issue is: an organisation always, a person once there is one."""

    organisation_id: int
    organisation: str
    user_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Candidate:
    """One organisation, and perhaps a person of it, that works with the home as this relationship or in this named role."""

    step: str
    owner: Owner


def first_owner(kind: str, candidates: Iterable[Candidate], last: Owner) -> Owner:
    """The owner of a new issue of this kind. `last`: whose it is where nobody works with the home, so that it is never nobody's."""
    by_step: dict[str, Owner] = {}
    for each in candidates:
        by_step.setdefault(each.step, each.owner)
    return next((by_step[step] for step in ROUTES[Kind(kind)] if step in by_step), last)


def turn_of_owner(state: str) -> bool:
    """Whether it is the owner who must act next."""
    return state in OURS


def is_over(state: str) -> bool:
    """Whether nobody has anything to do any more."""
    return state in OVER


def mentions(text: str, names: Mapping[int, str]) -> list[int]:
    """The accounts whose names stand in the text after an @, in any case of letters; a longer name wins over its beginning.

    Of namesakes all are meant.
    """
    namesakes: dict[str, list[int]] = {}
    for user_id, name in sorted(names.items()):
        namesakes.setdefault(name.lower(), []).append(user_id)
    left, found = text.lower(), list[int]()
    for name in sorted(filter(None, namesakes), key=len, reverse=True):
        if f"@{name}" in left:
            found += namesakes[name]
            left = left.replace(f"@{name}", "")
    return found


def names_nobody(text: str, known: Iterable[str]) -> bool:
    """Whether a name after an @ is left once the known ones are taken out: somebody was meant, and nobody is told. Not an address."""
    left = text.lower()
    for name in sorted(known, key=len, reverse=True):
        left = left.replace(f"@{name.lower()}", "")
    return re.search(r"(?<!\w)@\w", left) is not None
