"""When a question is asked or must be answered, as a sentence that an administrator writes and nothing but this file understands.

    infection is something and infection.residents at least 2
    not (staffing.cover is unsafe) or falls.hurt is answered

What is compared is a section ("infection": nothing or something) or one of its questions ("infection.residents"). `and` binds
closer than `or`. What nobody has answered is neither this nor that: a comparison with it never holds, "is not" included. Pure.

The browser asks the same at once, before anything is saved: `as_data` is what it gets, static/conditions.js what it makes of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carehomes.ui.numbers import number_in

Answers = Mapping[str, Sequence[str]]  # "infection" or "infection.residents": the answers given, without any empty one

_REFERENCE = r"[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?"
_TOKEN = re.compile(rf"\s*(\(|\)|{_REFERENCE}|[0-9]{{1,6}}|\S)")
WORDS = frozenset({"and", "or", "not", "is", "at", "least", "most", "answered"})
LONGEST = 300


class Malformed(ValueError):
    """The sentence is not one. The message says where to its author."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer compared with a word or a number."""

    reference: str
    how: str  # "is", "is not", "at least", "at most", "is answered"
    value: str = ""

    def holds(self, answers: Answers) -> bool:
        given = answers.get(self.reference, ())
        return bool(given) and _HOW[self.how](given, self.value)

    def references(self) -> Iterator["Comparison"]:
        yield self

    def as_data(self) -> list[Any]:
        return [self.how, self.reference, self.value]


@dataclass(frozen=True, slots=True)
class Combined:
    """`all` or `any` of several."""

    how: Callable[[Iterator[bool]], bool]
    parts: tuple["Condition", ...]

    def holds(self, answers: Answers) -> bool:
        return self.how(part.holds(answers) for part in self.parts)

    def references(self) -> Iterator[Comparison]:
        for part in self.parts:
            yield from part.references()

    def as_data(self) -> list[Any]:
        return [self.how.__name__, *(part.as_data() for part in self.parts)]


@dataclass(frozen=True, slots=True)
class Negated:
    """The opposite; of something unanswered it holds."""

    part: "Condition"

    def holds(self, answers: Answers) -> bool:
        return not self.part.holds(answers)

    def references(self) -> Iterator[Comparison]:
        yield from self.part.references()

    def as_data(self) -> list[Any]:
        return ["not", self.part.as_data()]


Condition = Comparison | Combined | Negated


def _number(given: Sequence[str]) -> int | None:
    return number_in(given[0])


def _at_least(given: Sequence[str], value: str) -> bool:
    number = _number(given)
    return number is not None and number >= int(value)


def _at_most(given: Sequence[str], value: str) -> bool:
    number = _number(given)
    return number is not None and number <= int(value)


_HOW: dict[str, Callable[[Sequence[str], str], bool]] = {
    "is": lambda given, value: value in given,
    "is not": lambda given, value: value not in given,
    "at least": _at_least,
    "at most": _at_most,
    "is answered": lambda given, value: True,
}


def parse(sentence: str) -> Condition:
    """What a sentence means. Raises Malformed, in words for its author."""
    if len(sentence) > LONGEST:
        raise Malformed(f"A condition must be {LONGEST} characters or fewer")
    reader = _Reader([match[1] for match in _TOKEN.finditer(sentence)])
    if reader.at_end:
        raise Malformed("The condition is empty")
    found = reader.either()
    if not reader.at_end:
        raise Malformed(f"“{reader.next()}” is not expected here")
    return found


class _Reader:
    """Goes through the words once, from left to right."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words, self.place = words, 0

    @property
    def at_end(self) -> bool:
        return self.place >= len(self.words)

    def next(self) -> str:
        if self.at_end:
            raise Malformed("The condition ends too early")
        self.place += 1
        return self.words[self.place - 1]

    def takes(self, word: str) -> bool:
        if self.at_end or self.words[self.place] != word:
            return False
        self.place += 1
        return True

    def either(self) -> Condition:
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Combined(any, tuple(parts))

    def both(self) -> Condition:
        parts = [self.single()]
        while self.takes("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else Combined(all, tuple(parts))

    def single(self) -> Condition:
        if self.takes("not"):
            return Negated(self.single())
        if self.takes("("):
            inside = self.either()
            if not self.takes(")"):
                raise Malformed("A bracket is not closed")
            return inside
        return self.comparison()

    def comparison(self) -> Comparison:
        reference = self.next()
        if not re.fullmatch(_REFERENCE, reference) or reference in WORDS:
            raise Malformed(f"“{reference}” is neither a section nor a question")
        how = self.how()
        if how == "is answered":
            return Comparison(reference, how)
        value = self.next()
        if how.startswith("at") and number_in(value) is None:
            raise Malformed(f"“{how}” wants a number, not “{value}”")
        return Comparison(reference, how, value)

    def how(self) -> str:
        if self.takes("is"):
            return next((f"is {word}" for word in ("not", "answered") if self.takes(word)), "is")
        if self.takes("at"):
            return next((f"at {word}" for word in ("least", "most") if self.takes(word)), "") or self.fail()
        return self.fail()

    def fail(self) -> str:
        word = "the end" if self.at_end else f"“{self.words[self.place]}”"
        raise Malformed(f"Say is, is not, is answered, at least or at most instead of {word}")
