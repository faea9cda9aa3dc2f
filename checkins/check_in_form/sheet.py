"""The check-in form as data: names of its fields, what they say, and what is still missing. Pure.

Everything typed travels as a flat table of field names and values, the same from a page, from an autosave and in a draft:

    spoke_to, spoke_to_name, mode, note
    section-<key> (nothing or something), text-, about-<key>  one set for each section of the form version
    q-<section>.<key>                                         one for each question of a section
    issue-<id> (done or not_yet)                              one for each issue that is open
    place-<uuid>, resident-, reasons-, urgency-, sentence-, added-<uuid>    one set for each resident who needs someone
    given-<uuid>, family-, born-, number-, room-, arrived-<uuid>            where that resident is new to the home; newcomer-: opened

`place-<uuid>` is "<when it was opened, in milliseconds> <section>"; a nomination without it was given up. A nomination that the page
shows as one line is not sent at all, but named in `kept`: the draft holds what it says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from carehomes.ui.numbers import number_in
from checkins.check_in_form.conditions import Answers
from checkins.check_in_form.schema import (
    KEY,
    LARGEST_NUMBER,
    NOTHING,
    SOMETHING,
    Kind,
    Question,
    Section,
    asked,
    questions_asked,
)
from checkins.models import Mode, Reason, Urgency
from checkins.rules import Fields

SOMEONE_ELSE = "other"
DONE, NOT_YET = "done", "not_yet"
LONGEST = 4000  # characters of one text
LONGEST_NAME = 150

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NEWCOMER = ("given", "family", "born", "number", "room", "arrived")  # as carehomes.residents.forms.BOXES
_PARTS = "|".join(("place", "resident", "reasons", "urgency", "sentence", "added", "newcomer", *NEWCOMER))
_NAME = re.compile(
    rf"(?:spoke_to|spoke_to_name|mode|note|(?:section|text|about)-{KEY}|q-{KEY}\.{KEY}|issue-[0-9]{{1,18}}|(?:{_PARTS})-{_UUID})"
)
_PLACE = re.compile(rf"place-({_UUID})")


@dataclass(frozen=True, slots=True)
class TypedNomination:
    """A resident who needs someone, as typed so far."""

    key: UUID
    section: str
    resident: str
    reasons: list[str]
    urgency: str
    sentence: str
    added: bool
    newcomer: Mapping[str, str]
    newcomer_open: bool

    @property
    def resident_id(self) -> int | None:
        """The resident chosen, None where nobody is."""
        return number_in(self.resident)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form as typed so far."""

    spoke_to: str
    mode: str
    note: str
    answers: Mapping[str, str]
    texts: Mapping[str, str]
    abouts: Mapping[str, str]
    details: Mapping[str, list[str]]
    issues: Mapping[int, str]
    nominations: list[TypedNomination]
    known: Mapping[str, list[str]]

    def placed_in(self, section: str) -> list[TypedNomination]:
        return [each for each in self.nominations if each.section == section]

    @property
    def given(self) -> Answers:
        """What conditions speak of: sections and their questions with what was answered, now or less than a week ago."""
        return {**self.known, **self.details, **{key: [answer] for key, answer in self.answers.items() if answer}}

    def to_ask(self, sections: Sequence[Section]) -> list[Section]:
        """The sections that are asked, given the answers so far, and every one in which a resident is named."""
        ones = {section.key for section in asked(sections, self.given)} | {each.section for each in self.nominations}
        return [section for section in sections if section.key in ones]

    def put_by(self, sections: Sequence[Section]) -> list["PutBy"]:
        """What was typed and is not asked any more, because of another answer. It is kept, and counts only if it is asked again."""
        asked_ones = self.to_ask(sections)
        found = [_of_skipped(self, section) for section in sections if section not in asked_ones]
        for section in asked_ones:
            questions = [each for each in section.questions if each.skipped and each.skipped.holds(self.given)]
            found += [PutBy(each.label, said_to(self, section, [each])) for each in questions]
        return [each for each in found if each.words]

    def answered(self, sections: Iterable[Section]) -> int:
        """How many of these sections have an answer."""
        return sum(1 for section in sections if self.answers.get(section.key))

    def details_of(self, section: Section) -> dict[str, list[str]]:
        """The answers to the questions of a section that were asked: key and values."""
        held = {
            each.key: self.details.get(f"{section.key}.{each.key}", []) for each in questions_asked(section, self.given)
        }
        return {key: values for key, values in held.items() if values}


@dataclass(frozen=True, slots=True)
class PutBy:
    """A section or a question that is not asked any more, and what was typed there."""

    label: str
    words: str


def said_to(sheet: Sheet, section: Section, questions: Iterable[Question]) -> str:
    """What was typed to these questions, in one line."""
    given = [(each, sheet.details.get(f"{section.key}.{each.key}", [])) for each in questions]
    return ", ".join(each.words(value) for each, values in given for value in values)


def _of_skipped(sheet: Sheet, section: Section) -> PutBy:
    said = [sheet.texts.get(section.key, ""), said_to(sheet, section, section.questions)]
    return PutBy(section.title, ". ".join(each.rstrip(".") for each in said if each))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or wrong: the field's id on the page, and what to do."""

    field: str
    text: str


def known(sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Only the fields of this form, with line ends of one kind and without empty values."""
    kept = {name: [_plain(value) for value in values] for name, values in sent.items() if _NAME.fullmatch(name)}
    return {name: [value for value in values if value.strip()] for name, values in kept.items()}


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\x00", "")


def field_names(sections: Sequence[Section], fields: Iterable[Fields], open_names: Iterable[str]) -> set[str]:
    """Every name that a whole form of these sections may send, what `fields` already holds included."""
    names = {"spoke_to", "spoke_to_name", "mode", "note", *open_names}
    names |= {f"{part}-{section.key}" for section in sections for part in ("section", "text", "about")}
    names |= {f"q-{section.key}.{each.key}" for section in sections for each in section.questions}
    for held in fields:
        keys = [match[1] for match in map(_PLACE.fullmatch, held) if match]
        names |= {name for key in keys for name in names_of(key)}
    return names


def names_of(key: str) -> set[str]:
    """Every name that a form may send about one resident who needs someone."""
    return {f"{part}-{key}" for part in _PARTS.split("|")}


def read(fields: Fields, planned: str = "", known: Mapping[str, list[str]] | None = None) -> Sheet:
    """What the fields say. `planned`: how one meant to speak to them, until somebody says how one did; `known`: see `facts`."""
    return Sheet(
        spoke_to=_spoke_to(fields),
        mode=_one(fields, "mode") or (planned if planned != Mode.PORTAL else "") or Mode.PHONE,
        note=_one(fields, "note"),
        answers=_of(fields, "section-"),
        texts=_of(fields, "text-"),
        abouts=_of(fields, "about-"),
        details={
            name.removeprefix("q-"): list(values) for name, values in fields.items() if name.startswith("q-") and values
        },
        issues={int(key): value for key, value in _of(fields, "issue-").items()},
        nominations=_nominations(fields),
        known=known or {},
    )


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[0].strip()


def _of(fields: Fields, start: str) -> dict[str, str]:
    return {name.removeprefix(start): _one(fields, name) for name in fields if name.startswith(start)}


def _spoke_to(fields: Fields) -> str:
    chosen, name = _one(fields, "spoke_to"), _one(fields, "spoke_to_name")
    return name if chosen in ("", SOMEONE_ELSE) else chosen


def _nominations(fields: Fields) -> list[TypedNomination]:
    placed = sorted((_opened(_one(fields, match[0])), match[1]) for match in map(_PLACE.fullmatch, fields) if match)
    return [_nomination(fields, key) for _, key in placed if _one(fields, f"place-{key}")]


def _opened(place: str) -> int:
    return number_in(place.split(" ")[0]) or 0


def _nomination(fields: Fields, key: str) -> TypedNomination:
    return TypedNomination(
        key=UUID(key),
        section=_one(fields, f"place-{key}").partition(" ")[2],
        resident=_one(fields, f"resident-{key}"),
        reasons=[value for value in fields.get(f"reasons-{key}", []) if value in Reason.values],
        urgency=_one(fields, f"urgency-{key}"),
        sentence=_one(fields, f"sentence-{key}"),
        added=bool(_one(fields, f"added-{key}")),
        newcomer={part: typed for part in NEWCOMER if (typed := _one(fields, f"{part}-{key}"))},
        newcomer_open=bool(_one(fields, f"newcomer-{key}")),
    )


def new_place(now: datetime, section: str) -> str:
    """The value of `place-<uuid>` for a nomination that is opened now in this section ("" for none)."""
    return f"{int(now.timestamp() * 1000)} {section}"


def problems(sheet: Sheet, sections: Sequence[Section], names: Mapping[int, str]) -> list[Problem]:
    """What stands in the way of completing, in the order of the page. `names`: the residents who may be chosen."""
    found = _of_the_call(sheet)
    shown = [section.key for section in sections]
    for section in sheet.to_ask(sections):
        found += of_section(sheet, section, names)
        found += [each for typed in sheet.placed_in(section.key) for each in of_nomination(typed, names)]
    elsewhere = [typed for typed in sheet.nominations if typed.section not in shown]
    found += [each for typed in elsewhere for each in of_nomination(typed, names)]
    found += _named_twice(sheet, names)
    if len(sheet.note) > LONGEST:
        found.append(Problem("note", f"The note must be {LONGEST:,} characters or fewer"))
    return found


def of_section(sheet: Sheet, section: Section, names: Mapping[int, str]) -> list[Problem]:
    """What is missing or wrong in one section, the residents named for a clinician left out."""
    return [
        *_of_a_section(sheet, section),
        *_of_whom(sheet, section, names),
        *_of_questions(sheet, section, names),
    ]


def _of_the_call(sheet: Sheet) -> list[Problem]:
    found = []
    if not sheet.spoke_to or sheet.spoke_to == SOMEONE_ELSE:
        found.append(Problem("spoke_to", "Choose who you spoke to"))
    elif len(sheet.spoke_to) > LONGEST_NAME:
        found.append(Problem("spoke_to", f"The name must be {LONGEST_NAME} characters or fewer"))
    if sheet.mode not in Mode.values:
        found.append(Problem("mode-phone", "Choose how you spoke to them"))
    return found


def _of_a_section(sheet: Sheet, section: Section) -> list[Problem]:
    answer, text = sheet.answers.get(section.key, ""), sheet.texts.get(section.key, "")
    if answer not in (NOTHING, SOMETHING):
        place, words = f"section-{section.key}-n", f"Say if there is anything to report on {section.in_sentence}"
    elif answer == NOTHING and sheet.placed_in(section.key):
        place, words = f"section-{section.key}-s", f"A resident is named under {section.in_sentence}: choose Something"
    elif answer == SOMETHING and not text and not sheet.placed_in(section.key) and not sheet.details_of(section):
        place, words = f"text-{section.key}", f"Say in a sentence what there is to report on {section.in_sentence}"
    elif len(text) > LONGEST:
        place, words = f"text-{section.key}", f"{section.title} must be {LONGEST:,} characters or fewer"
    else:
        return []
    return [Problem(place, words)]


def _of_whom(sheet: Sheet, section: Section, names: Mapping[int, str]) -> list[Problem]:
    """Whom a section is about is a resident of the home, or nobody."""
    typed = sheet.abouts.get(section.key, "")
    if not typed or sheet.answers.get(section.key) != SOMETHING or resident_of(typed, names):
        return []
    return [
        Problem(f"about-{section.key}", f"Choose a resident of the home for {section.in_sentence}, or leave it empty")
    ]


def about(sheet: Sheet, section: Section, names: Mapping[int, str]) -> int | None:
    """The resident of whom a section speaks: who was chosen, else the only one with whom a question of it was answered."""
    chosen = resident_of(sheet.abouts.get(section.key, ""), names)
    if chosen is not None:
        return chosen
    keys = [each.key for each in section.questions if each.kind is Kind.RESIDENTS]
    answered = [resident_of(value, names) for key in keys for value in sheet.details_of(section).get(key, [])]
    return answered[0] if len(answered) == 1 else None


def _of_questions(sheet: Sheet, section: Section, names: Mapping[int, str]) -> list[Problem]:
    """What is missing or wrong among the questions that something in a section opens."""
    found = []
    for each in questions_asked(section, sheet.given):
        values = sheet.details.get(f"{section.key}.{each.key}", [])
        words = _missing(each, sheet.given) if not values else _wrong(each, values, names)
        if words:
            found.append(Problem(f"q-{section.key}.{each.key}", words))
    return found


def _missing(question: Question, given: Answers) -> str:
    return f"Answer “{question.label}”" if question.required and question.required.holds(given) else ""


def _wrong(question: Question, values: Sequence[str], names: Mapping[int, str]) -> str:
    value = values[0].strip()
    number = number_in(value)
    if question.kind is Kind.NUMBER and (number is None or number > LARGEST_NUMBER):
        return f"“{question.label}” must be a whole number from 0 to {LARGEST_NUMBER}"
    if question.answers and value not in dict(question.answers):
        return f"Choose an answer to “{question.label}”"
    if question.kind is Kind.RESIDENTS and any(resident_of(each, names) is None for each in values):
        return f"Choose residents of the home for “{question.label}”"
    return f"“{question.label}” must be {LONGEST:,} characters or fewer" if len(value) > LONGEST else ""


def resident_of(value: str, names: Mapping[int, str]) -> int | None:
    """The resident whom a value names by number, or by a name that only one of them has."""
    number = number_in(value)
    if number is not None:
        return number if number in names else None
    words = value.strip().lower()
    found = [key for key, name in names.items() if words == name.lower() or words.startswith(f"{name.lower()},")]
    return found[0] if len(found) == 1 else None


def _named_twice(sheet: Sheet, names: Mapping[int, str]) -> list[Problem]:
    """A resident is named once in a call: two clinicians would come for the same concern."""
    known_ones = [typed for typed in sheet.nominations if typed.resident_id in names]
    first = {typed.resident_id: typed.key for typed in reversed(known_ones)}
    again = [typed for typed in known_ones if first[typed.resident_id] != typed.key]
    return [
        Problem(f"resident-{typed.key}", f"{names[typed.resident_id or 0]} is named twice: put both into one")
        for typed in again
    ]


def of_nomination(typed: TypedNomination, names: Mapping[int, str]) -> list[Problem]:
    """What is missing of one resident who needs someone."""
    key = typed.key
    name = names.get(typed.resident_id or 0)
    if name is None:
        return [Problem(f"resident-{key}", "Choose the resident who needs someone")]
    checks = (
        (not typed.reasons, f"reasons-{key}", f"Choose why {name} needs someone now"),
        (typed.urgency not in Urgency.values, f"urgency-{key}", f"Choose how soon {name} needs someone"),
        (not typed.sentence, f"sentence-{key}", f"Say in a sentence why {name} needs someone"),
        (
            len(typed.sentence) > LONGEST,
            f"sentence-{key}",
            f"The sentence must be {LONGEST:,} characters or fewer",
        ),
    )
    return [Problem(field, words) for wrong, field, words in checks if wrong]
