"""The parts of the check-in form as its templates draw them: a section, its questions, a resident who is being named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.check_in_form.conditions import Condition
from checkins.check_in_form.facts import Fact
from checkins.check_in_form.schema import Kind, Question, Section
from checkins.check_in_form.sheet import Sheet, TypedNomination
from checkins.models import Nomination, Reason, Urgency
from checkins.naming import resident_in
from checkins.queries.check_in import Person

FIRST_REASONS = ("change_in_condition", "soft_signs", "fall", "infection", "medicines", "end_of_life", "weight_loss")
REASON_WORDS = [(value, str(label)) for value, label in Reason.choices]
Choice = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A resident who needs someone: in hand (`is_open`: all boxes are drawn), a line of what the draft holds, or raised already."""

    key: str
    place: str
    section: str
    options: Sequence[Choice]
    sought: str
    reasons: Sequence[Choice]
    urgencies: Sequence[Choice]
    sentence: str
    name: str
    problems: Mapping[str, str]
    is_open: bool
    added: bool
    raised: Nomination | None
    urgency: State | None
    why: str
    newcomer: "Newcomer"

    @property
    def called(self) -> str:
        """Whom a line is about."""
        new = " ".join(each.value for each in self.newcomer.boxes[:2] if each.value)
        return self.name or self.sought or new or "Nobody chosen yet"


_BOXES = (
    ("given", "First names"),
    ("family", "Family name"),
    ("born", "Date of birth, such as 3 5 1935"),
    ("number", "NHS number (optional)"),
    ("room", "Room (optional)"),
    ("arrived", "When they arrived, if not today"),
)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a resident who is new."""

    name: str
    label: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A resident who is not in the list yet: what is typed about them, and who might be the same person."""

    boxes: Sequence[Box]
    is_open: bool
    alike: Sequence["Alike"]
    told_apart: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of whom the register knows already, and whether they live in this home; `same_number`: they cannot be two people."""

    id: int
    name: str
    said: str
    lives_here: bool
    same_number: bool


def newcomer(key: str, typed: TypedNomination | None, problems: Mapping[str, str], alike: Sequence[Alike]) -> Newcomer:
    """The boxes for who somebody is, opened where there is something in them."""
    given = typed.newcomer if typed else {}
    boxes = [
        Box(f"{part}-{key}", label, given.get(part, ""), problems.get(f"{part}-{key}", "")) for part, label in _BOXES
    ]
    is_open = bool(typed and typed.newcomer_open) or any(each.value or each.problem for each in boxes)
    return Newcomer(boxes, is_open, alike, ",".join(str(each.id) for each in alike))


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a section, with what its box holds."""

    name: str
    question: Question
    values: Sequence[str]
    items: Sequence[Choice]
    needed: bool
    problem: str
    known: str = ""
    known_values: Sequence[str] = ()
    skipped: bool = False
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Boxes:
    """The boxes of a sheet's questions. `labels`: the residents by number, as a box says them; `facts`: what is not asked again."""

    sheet: Sheet
    problems: Mapping[str, str]
    facts: Mapping[str, Fact]
    labels: Mapping[str, str]

    def of(self, section: Section, question: Question) -> Asked:
        """One question as the template draws it."""
        reference = f"{section.key}.{question.key}"
        values = self.sheet.details.get(reference, [])
        fact = self.facts.get(reference) if question.fact and not values else None
        name, given = f"q-{reference}", self.sheet.given
        return Asked(
            name=name,
            question=question,
            values=[self.labels.get(each, each) for each in values] if question.kind is Kind.RESIDENTS else values,
            items=_answers(name, question, values),
            needed=bool(question.required and question.required.holds(given)),
            problem=self.problems.get(name, ""),
            known=f"{question.words(fact.values[0])}, told {formats.day_clock(fact.told_at)}" if fact else "",
            known_values=fact.values if fact else (),
            skipped=bool(question.skipped and question.skipped.holds(given)),
            conditions=for_browser(skip=question.skipped, need=question.required),
        )


def _answers(name: str, question: Question, values: Sequence[str]) -> list[Choice]:
    return [
        {"value": value, "text": words, "id": "" if place else name, "checked": value in values}
        for place, (value, words) in enumerate(question.answers)
    ]


def answer_words(question: Question, values: Sequence[str], named: Mapping[int, str]) -> str:
    """An answer as the record says it; of residents their names, as far as they may still be seen."""
    if question.kind is not Kind.RESIDENTS:
        return question.words(values[0])
    return formats.joined([named.get(int(value), "Somebody who has left") for value in values])


@dataclass(frozen=True, slots=True)
class Told:
    """What the home filled in about a section before it was rung, by whom and when."""

    answer: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggested:
    """The one resident whom the words of a section name. Somebody says whether it is them."""

    id: int
    name: str


def suggested(text: str, chosen: str, names: Mapping[int, str]) -> Suggested | None:
    """Whom to suggest for a section; nobody where nothing is said, or somebody is chosen."""
    found = resident_in(text, names) if text and not chosen else None
    return Suggested(found, names[found]) if found else None


@dataclass(frozen=True, slots=True)
class Ask:
    """One section as a question."""

    section: Section
    answer: str
    text: str
    last: str
    problem: str
    text_problem: str
    blocks: Sequence[Block]
    questions: Sequence[Asked] = ()
    told: Told | None = None
    skipped: bool = False
    conditions: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    about_problem: str = ""
    suggested: Suggested | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two people changed: what it is called, and what each wrote."""

    label: str
    field: str
    theirs: str
    yours: str
    by: str
    at: datetime


def for_browser(**conditions: Condition | None) -> dict[str, str]:
    """Conditions as attributes of the page: name and data."""
    return {name: json.dumps(each.as_data(), separators=(",", ":")) for name, each in conditions.items() if each}


def options(people: Sequence[Person], chosen: int | None) -> list[Choice]:
    """Who lives in the home, for a list in which one is chosen."""
    return [
        {"value": str(each.id), "text": each.label, "checked": each.id == chosen} for each in people if each.lives_here
    ]


def reasons(key: str, chosen: Sequence[str]) -> list[Choice]:
    """Why a resident needs someone, the usual reasons first."""
    order = sorted(REASON_WORDS, key=lambda each: (each[0] not in FIRST_REASONS, _rank(each[0])))
    return _items("reasons", key, order, chosen)


def _rank(reason: str) -> int:
    return FIRST_REASONS.index(reason) if reason in FIRST_REASONS else len(FIRST_REASONS) + Reason.values.index(reason)


def urgencies(key: str, chosen: str) -> list[Choice]:
    """How soon, same day marked."""
    chosen_one = _items("urgency", key, [(value, str(label)) for value, label in Urgency.choices], [chosen])
    return [{**each, "urgent": each["value"] == Urgency.SAME_DAY} for each in chosen_one]


def _items(part: str, key: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str]) -> list[Choice]:
    return [
        {"value": value, "text": words, "id": "" if place else f"{part}-{key}", "checked": value in chosen}
        for place, (value, words) in enumerate(choices)
    ]
