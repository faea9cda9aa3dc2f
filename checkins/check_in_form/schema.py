"""What a form version consists of: sections, each of them nothing or something, and the questions that something opens. Pure.

A version is kept as JSON and read here. Conditions (`checkins.check_in_form.conditions`) may only speak of what stands before them
on the page, so that no question can wait for itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from checkins.check_in_form.conditions import Answers, Condition, Malformed, parse

KEY = r"[a-z][a-z_]{0,39}"
SOMETHING, NOTHING = "something", "nothing"
MOST_SECTIONS, MOST_QUESTIONS = 30, 12
# Sections of every form, with the counts in them (docs/adr/0011): the four of the letter of May 2020; new and returned residents, who are
# asked about in every call; and the place for whatever else the home says.
ALWAYS_ASKED: Mapping[str, tuple[str, Sequence[str]]] = {
    "medicines": ("Medicines", ()),
    "end_of_life": ("End of life", ()),
    "infection": ("Infection and new COVID-19", ("residents", "staff")),
    "urgent_clinical": ("Urgent clinical", ()),
    "new_residents": ("New and returned residents", ()),
    "other": ("Anything else", ()),
}
LARGEST_NUMBER = 999


class Kind(StrEnum):
    """What an answer may be."""

    YES_NO = "yes_no"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"
    RESIDENTS = "residents"

    @property
    def label(self) -> str:
        return _KIND_WORDS[self]


_KIND_WORDS = {
    Kind.YES_NO: "Yes, no, or not known",
    Kind.NUMBER: "A number",
    Kind.CHOICE: "One of a few answers",
    Kind.TEXT: "Words",
    Kind.RESIDENTS: "Residents of the home",
}
YES_NO = (("yes", "Yes"), ("no", "No"), ("not_known", "Not known"))


@dataclass(frozen=True)
class Question:
    """One question of a section. `key` names it in conditions and answers; a `fact` said less than a week ago is not asked again."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required_when: str = ""
    skip_when: str = ""
    fact: bool = False

    @cached_property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The answers to choose from: value and words."""
        return YES_NO if self.kind is Kind.YES_NO else self.choices

    @cached_property
    def required(self) -> Condition | None:
        return parse(self.required_when) if self.required_when else None

    @cached_property
    def skipped(self) -> Condition | None:
        return parse(self.skip_when) if self.skip_when else None

    def words(self, value: str) -> str:
        """An answer as people say it."""
        return dict(self.answers).get(value, value)


@dataclass(frozen=True)
class Section:
    """One section of a form version: its key, what it is called, what it asks about, and what more it asks where there is something."""

    key: str
    title: str
    help: str = ""
    skip_when: str = ""
    questions: tuple[Question, ...] = field(default=())

    @property
    def in_sentence(self) -> str:
        """ "End of life" inside a sentence; "PPE and stock" keeps its capitals."""
        keeps = len(self.title) > 1 and self.title[1].isupper()
        return self.title if keeps else self.title[:1].lower() + self.title[1:]

    @cached_property
    def skipped(self) -> Condition | None:
        return parse(self.skip_when) if self.skip_when else None

    def question(self, key: str) -> Question | None:
        return next((each for each in self.questions if each.key == key), None)


def read_sections(kept: Iterable[Mapping[str, Any]]) -> list[Section]:
    """The sections of a version, in order."""
    return [_section(each) for each in kept]


def _section(kept: Mapping[str, Any]) -> Section:
    questions = tuple(_question(each) for each in kept.get("questions", ()))
    return Section(kept["key"], kept["title"], kept.get("help", ""), kept.get("skip_when", ""), questions)


def _question(kept: Mapping[str, Any]) -> Question:
    words = {name: kept.get(name, "") for name in ("help", "required_when", "skip_when")}
    choices = tuple((each["key"], each["label"]) for each in kept.get("choices", ()))
    fact = bool(kept.get("fact"))
    return Question(key=kept["key"], kind=Kind(kept["kind"]), label=kept["label"], choices=choices, fact=fact, **words)


def kept(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections as a version keeps them."""
    return [_kept(each) for each in sections]


def _kept(section: Section) -> dict[str, Any]:
    made = asdict(section)
    for each in made["questions"]:
        each["kind"] = str(each["kind"])
        each["choices"] = [{"key": key, "label": label} for key, label in each["choices"]]
    return {**made, "questions": list(made["questions"])}


def asked(sections: Sequence[Section], answers: Answers) -> list[Section]:
    """The sections to ask, given what has been answered: those whose `skip_when` does not hold."""
    return [each for each in sections if not (each.skipped and each.skipped.holds(answers))]


def questions_asked(section: Section, answers: Answers) -> list[Question]:
    """The questions of a section to ask: none before there is something, and none that are skipped."""
    if SOMETHING not in answers.get(section.key, ()):
        return []
    return [each for each in section.questions if not (each.skipped and each.skipped.holds(answers))]


def detail_words(section: Section, details: Mapping[str, Sequence[str]]) -> str:
    """The answers to a section's questions in one line, in the order of the form and without residents.

    "Residents with new COVID-19: 2. Was anybody hurt? No"
    """
    lines = [
        f"{each.label}{' ' if each.label.endswith('?') else ': '}{each.words(details[each.key][0])}"
        for each in section.questions
        if each.kind is not Kind.RESIDENTS and details.get(each.key)
    ]
    return ". ".join(lines)


def hindrances(sections: Sequence[Section]) -> list[str]:
    """What stands in the way of publishing, in words for the administrator; empty for a sound form with all that is always asked."""
    return [*mistakes(sections), *_left_out(sections)]


def _left_out(sections: Sequence[Section]) -> Iterable[str]:
    """What every form asks and this one does not."""
    known = {each.key: each for each in sections}
    for key, (title, counts) in ALWAYS_ASKED.items():
        section = known.get(key)
        if section is None:
            yield f"Every form asks about {key} (“{title}”), and this one does not"
            continue
        if section.skip_when:
            yield f"“{section.title}” is asked in every call: it cannot be skipped"
        for count in counts:
            question = section.question(count)
            if question is None or question.kind is not Kind.NUMBER or question.skip_when:
                yield f"“{section.title}” asks in every form for the number {key}.{count}"


def mistakes(sections: Sequence[Section]) -> list[str]:
    """What does not fit together in a form; empty for a sound one."""
    if not sections:
        return ["The form has no section"]
    found, known = [], set[str]()
    if len(sections) > MOST_SECTIONS:
        found.append(f"The form has {len(sections)} sections, and at most {MOST_SECTIONS} can be asked in a call")
    for section in sections:
        if section.key in known:
            found.append(f"Two sections have the key {section.key}")
        found += _of_condition(f"“{section.title}” is skipped when", section.skip_when, known)
        known.add(section.key)
        found += _of_questions(section, known)
    return found


def _of_questions(section: Section, known: set[str]) -> list[str]:
    found = []
    if len(section.questions) > MOST_QUESTIONS:
        found.append(f"“{section.title}” has more than {MOST_QUESTIONS} questions")
    for each in section.questions:
        name = f"{section.key}.{each.key}"
        if name in known:
            found.append(f"Two questions of “{section.title}” have the key {each.key}")
        if each.kind is Kind.CHOICE and len(each.choices) < 2:
            found.append(f"“{each.label}” needs at least two answers to choose from")
        if each.fact and each.required_when:
            found.append(f"“{each.label}” is a fact, so it cannot be demanded: what was said lately is not asked again")
        found += _of_condition(f"“{each.label}” is skipped when", each.skip_when, known)
        found += _of_condition(f"“{each.label}” must be answered when", each.required_when, known)
        known.add(name)
    return found


def _of_condition(place: str, sentence: str, known: set[str]) -> list[str]:
    if not sentence:
        return []
    try:
        condition = parse(sentence)
    except Malformed as error:
        return [f"{place}: {error}"]
    later = sorted({each.reference for each in condition.references()} - known)
    return [f"{place}: {', '.join(later)} does not stand before it"] if later else []


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions: what happened to what, in words."""

    what: str
    about: str
    before: str = ""
    after: str = ""


_ASPECTS = {"title": "called", "help": "explained as", "skip_when": "skipped when", "label": "asks", "kind": "answered by",
            "required_when": "must be answered when", "choices": "answers", "fact": "not asked again within a week"}  # fmt: skip


def differences(before: Sequence[Section], after: Sequence[Section]) -> list[Change]:
    """What a version changes, in the order of its page: sections and questions that are new, gone, moved or different."""
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    found = [Change("new section", each.title) for each in after if each.key not in old]
    found += [Change("section gone", each.title) for each in before if each.key not in new]
    shared_before, shared_after = [key for key in old if key in new], [key for key in new if key in old]
    if shared_before != shared_after:
        found.append(
            Change(
                "order",
                "Sections",
                *(", ".join(old[key].title for key in keys) for keys in (shared_before, shared_after)),
            )
        )
    for key in shared_after:
        found += _changed(old[key], new[key], ("title", "help", "skip_when"), new[key].title)
        found += _questions_changed(old[key], new[key])
    return found


def _questions_changed(before: Section, after: Section) -> list[Change]:
    old, new = {each.key: each for each in before.questions}, {each.key: each for each in after.questions}
    found = [Change("new question", f"{after.title}: {each.label}") for key, each in new.items() if key not in old]
    found += [Change("question gone", f"{after.title}: {each.label}") for key, each in old.items() if key not in new]
    aspects = ("label", "help", "kind", "choices", "required_when", "skip_when", "fact")
    for key in (each for each in new if each in old):
        found += _changed(old[key], new[key], aspects, f"{after.title}: {new[key].label}")
    return found


def _changed(before: Any, after: Any, aspects: Iterable[str], about: str) -> list[Change]:
    pairs = [(each, _say(getattr(before, each)), _say(getattr(after, each))) for each in aspects]
    return [Change(_ASPECTS[each], about, was, now) for each, was, now in pairs if was != now]


def _say(value: Any) -> str:
    if isinstance(value, Kind):
        return value.label
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(label for _, label in value) if isinstance(value, tuple) else str(value)
