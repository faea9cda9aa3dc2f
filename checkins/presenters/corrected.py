"""What corrections changed in a section of a check-in: what stood there, and what came to stand there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carehomes.ui import formats
from checkins.check_in_form.schema import SOMETHING, Kind, Section, detail_words
from checkins.check_in_form.sheet import Sheet, resident_of
from checkins.models import Correction, SectionAnswer
from checkins.presenters.asking import Difference, answer_words
from checkins.presenters.call import title_of
from checkins.queries.check_in import section_of
from checkins.queries.correcting import Standing

WORDS = "In words"
NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a section that a correction changed: what it is, what it was, and what it became."""

    label: str
    was: str
    now: str


def corrected(
    corrections: Sequence[Correction], answers: Sequence[SectionAnswer], names: Mapping[int, str]
) -> Iterator[tuple[Correction, list[Change]]]:
    """Each correction with what it changed, the first first. `names`: of the residents whom an answer may name."""
    held = {each.section: each for each in answers}
    for place, each in enumerate(corrections):
        answer = held[each.section]
        section = section_of(answer) or Section(each.section, title_of(answer))
        later = (other.before for other in corrections[place + 1 :] if other.section == each.section)
        now = next(later, {"text": answer.text, "details": answer.details})
        yield each, _changes(section, each.before, now, names)


def _changes(
    section: Section, was: Mapping[str, Any], now: Mapping[str, Any], names: Mapping[int, str]
) -> list[Change]:
    words = [Change(WORDS, _text(section, was), _text(section, now))]
    keys = [each.key for each in section.questions if each.key in {**was["details"], **now["details"]}]
    asked = [
        Change(question.label, _answer(section, key, was, names), _answer(section, key, now, names))
        for key in keys
        if (question := section.question(key))
    ]
    return [each for each in (*words, *asked) if each.was != each.now]


def _text(section: Section, said: Mapping[str, Any]) -> str:
    """In words; where the answers alone say it, they do so themselves."""
    text = str(said["text"])
    return "see the answers" if text and text == detail_words(section, said["details"]) else text or "nothing to report"


def _answer(section: Section, key: str, said: Mapping[str, Any], names: Mapping[int, str]) -> str:
    question, values = section.question(key), said["details"].get(key)
    return answer_words(question, values, names) if question and values else NOT_ANSWERED


def overtaken(held: Standing, typed: Sheet) -> list[Difference]:
    """Where what somebody else put right meanwhile is not what this person typed. Empty where nobody did."""
    section, answer, last = held.section, held.answer, held.last
    if last is None:
        return []
    theirs = held.sheet(something=answer.something, text=held.text, answers=answer.details)
    pairs = [("What the home said", "id_answer", *(_something(each, section) for each in (theirs, typed)))]
    pairs += [("In their words", "id_text", *(each.texts.get(section.key, "") for each in (theirs, typed)))]
    for question in section.questions:
        said = [_said(each, held, f"{section.key}.{question.key}") for each in (theirs, typed)]
        pairs += [(question.label, f"q-{section.key}.{question.key}", *said)]
    return [
        Difference(label, field, before or "Nothing", yours or "Nothing", last.by_name, last.at)
        for label, field, before, yours in pairs
        if before != yours
    ]


def _something(sheet: Sheet, section: Section) -> str:
    return "Something" if sheet.answers.get(section.key) == SOMETHING else "Nothing to report"


def _said(sheet: Sheet, held: Standing, reference: str) -> str:
    """What a question's box holds, as people say it."""
    question, values = held.section.question(reference.partition(".")[2]), sheet.details.get(reference, [])
    if question is None or not values:
        return ""
    if question.kind is not Kind.RESIDENTS:
        return question.words(values[0])
    return formats.joined([held.names.get(resident_of(each, held.names) or 0, each) for each in values])
