"""Changes of a draft form: pure functions from sections to sections. A key is made of words once and stays: answers have it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from checkins.check_in_form.conditions import WORDS
from checkins.check_in_form.schema import NOTHING, SOMETHING, Question, Section

Change = Callable[[list[Section]], list[Section]]
LONGEST_KEY = 40
_TAKEN = WORDS | {NOTHING, SOMETHING}  # words of the language of conditions


def key_for(words: str, taken: Iterable[str]) -> str:
    """A key of small letters for something called so, unlike those that are taken."""
    plain = re.sub(r"[^a-z]+", "_", words.lower()).strip("_")[:LONGEST_KEY] or "section"
    used, key, letters = {*taken, *_TAKEN}, plain, iter("bcdefghijklmnopqrstuvwxyz")
    while key in used:
        key = f"{plain[: LONGEST_KEY - 2]}_{next(letters)}"
    return key


def put_section(section: Section) -> Change:
    """Adds a section at the end, before the last ("Anything else"), or takes the place of the one with its key."""

    def change(sections: list[Section]) -> list[Section]:
        if any(each.key == section.key for each in sections):
            return [section if each.key == section.key else each for each in sections]
        return [*sections[:-1], section, *sections[-1:]]

    return change


def put_question(section_key: str, question: Question) -> Change:
    """Adds a question at the end of its section, or takes the place of the one with its key."""

    def change(sections: list[Section]) -> list[Section]:
        return [
            replace(each, questions=_with(each.questions, question)) if each.key == section_key else each
            for each in sections
        ]

    return change


def _with(questions: Sequence[Question], question: Question) -> tuple[Question, ...]:
    if any(each.key == question.key for each in questions):
        return tuple(question if each.key == question.key else each for each in questions)
    return (*questions, question)


def remove(name: str) -> Change:
    """Takes away a section ("falls") or a question of one ("falls.hurt")."""
    section_key, _, question_key = name.partition(".")

    def change(sections: list[Section]) -> list[Section]:
        if not question_key:
            return [each for each in sections if each.key != section_key]
        return [
            replace(each, questions=_without(each, question_key)) if each.key == section_key else each
            for each in sections
        ]

    return change


def _without(section: Section, key: str) -> tuple[Question, ...]:
    return tuple(each for each in section.questions if each.key != key)


def move(key: str, places: int) -> Change:
    """Moves a section up (-1) or down (1); at the end of the page it stays."""

    def change(sections: list[Section]) -> list[Section]:
        found = next((each for each in sections if each.key == key), None)
        if found is None:
            return sections
        place = sections.index(found)
        rest = [each for each in sections if each is not found]
        return [*rest[: max(0, place + places)], found, *rest[max(0, place + places) :]]

    return change
