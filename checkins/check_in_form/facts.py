"""Facts that a home gave less than a week ago: shown with their day, and not asked again. Enter once. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from checkins.check_in_form.schema import Section

HOLDS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Fact:
    """What was said, and when."""

    values: Sequence[str]
    told_at: datetime


class Answered(Protocol):
    """What this looks at in an answer."""

    @property
    def section(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def raised_at(self) -> datetime: ...


def facts_in(answers: Iterable[Answered], sections: Sequence[Section], now: datetime) -> dict[str, Fact]:
    """The facts that still hold, by section and question ("visiting.beds"); of several the newest."""
    asked = {(section.key, each.key) for section in sections for each in section.questions if each.fact}
    found: dict[str, Fact] = {}
    for answer in sorted(answers, key=lambda each: each.raised_at):
        if now - answer.raised_at >= HOLDS:
            continue
        for key, values in answer.details.items():
            if values and (answer.section, key) in asked:
                found[f"{answer.section}.{key}"] = Fact(values, answer.raised_at)
    return found


def values_of(facts: Mapping[str, Fact]) -> dict[str, list[str]]:
    """The facts as answers, for conditions that speak of them."""
    return {name: list(fact.values) for name, fact in facts.items()}
