"""The card of one resident in a round: the names of its fields, what they say, and what is still missing. Pure functions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from checkins.models import COUNTS, Outcome

Fields = Mapping[str, Sequence[str]]
PLAIN = ("decided", "contact", "clinician", "category")
_OF_ACTION = re.compile(r"(action|owner|by)-([1-9][0-9]?)")
NO_CATEGORY = "none"  # a discussion that is no appointment


@dataclass(frozen=True, slots=True)
class TypedAction:
    """An action as typed: what, who (an invitation's id), by when (ISO date). Empty boxes are empty strings."""

    number: int
    words: str
    owner: str
    due: str

    @property
    def due_on(self) -> date | None:
        try:
            return date.fromisoformat(self.due)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Card:
    """What is typed."""

    decided: str
    contact: str
    clinician: str
    category: str
    actions: tuple[TypedAction, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A field and what is wrong with it."""

    name: str
    text: str


def known(fields: Fields) -> dict[str, list[str]]:
    """The fields that a card has, without those that are empty; anything else that was sent is left out."""
    found = {
        name: [value.replace("\r\n", "\n") for value in values if value.strip()] for name, values in fields.items()
    }
    return {name: values for name, values in found.items() if is_known(name)}


def is_known(name: str) -> bool:
    """Whether a field of this name belongs to a card; whatever else was sent is dropped."""
    return name in PLAIN or bool(_OF_ACTION.fullmatch(name))


def is_begun(fields: Fields) -> bool:
    """Whether anything is typed that would be lost. The clinician and the category are filled in by the page itself."""
    return any(values for name, values in fields.items() if name not in ("clinician", "category"))


def names_in(*each: Iterable[str]) -> set[str]:
    """Every field of a card that one of these names, and the plain ones."""
    return {*PLAIN, *(name for names in each for name in names if is_known(name))}


def action_numbers(fields: Fields) -> list[int]:
    """Numbers of the actions that anything is typed for."""
    return sorted({int(match[2]) for name in fields if (match := _OF_ACTION.fullmatch(name))})


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].strip()


def read(fields: Fields) -> Card:
    """What the fields say. An action of which only the person or the day is chosen is none yet."""
    actions = (
        TypedAction(n, _one(fields, f"action-{n}"), _one(fields, f"owner-{n}"), _one(fields, f"by-{n}"))
        for n in action_numbers(fields)
    )
    plain = {name: _one(fields, name) for name in PLAIN}
    return Card(**plain, actions=tuple(each for each in actions if each.words))


def problems(
    card: Card, *, clinicians: Iterable[str], owners: Iterable[str], categories: Iterable[str], today: date
) -> list[Problem]:
    """What is missing before the card is done, in the order of the page. Owners and clinicians are ids of invitations."""
    found = [*_decided(card), *(each for action in card.actions for each in _action(action, set(owners), today))]
    if card.contact not in (Outcome.SEEN, Outcome.DISCUSSED, Outcome.NOT_REACHED):
        found.append(Problem("contact", "Choose whether they were seen, discussed or not reached"))
    elif card.contact in COUNTS:
        found += _clinical(card, set(clinicians), set(categories))
    return found


def _decided(card: Card) -> list[Problem]:
    if card.contact == Outcome.DISCUSSED and not card.decided:
        return [Problem("decided", "Write what was discussed: a discussion counts only where it is written down")]
    return []


def _clinical(card: Card, clinicians: set[str], categories: set[str]) -> list[Problem]:
    found = []
    if card.clinician not in clinicians:
        found.append(Problem("clinician", "Choose the clinician: only a clinician’s contact counts"))
    without = card.contact == Outcome.DISCUSSED and card.category in ("", NO_CATEGORY)
    if card.category not in categories and not without:
        found.append(Problem("category", "Choose the appointment category"))
    return found


def _action(action: TypedAction, owners: set[str], today: date) -> list[Problem]:
    found = []
    if action.owner not in owners:
        found.append(Problem(f"owner-{action.number}", f"Choose who does “{action.words[:60]}”"))
    if action.due_on is None or action.due_on < today:
        found.append(Problem(f"by-{action.number}", f"Choose by when “{action.words[:60]}” is done"))
    return found
