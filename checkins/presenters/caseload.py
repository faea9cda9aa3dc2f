"""The caseload to plan: the homes with who rings them when, and what a planning would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carehomes.directory.actions import Assignment, Proposal
from carehomes.directory.models import RingMode, Weekday
from carehomes.directory.presenters.home import MODE_WORDS, rung
from carehomes.directory.queries import Planned
from carehomes.ui import formats

NOBODY = "none"  # in the address: homes that nobody rings


@dataclass(frozen=True)
class CaseloadPage:
    """The homes to choose from, as the address filters them."""

    planned: Sequence[Planned]
    today: date
    whose: str
    weekday: str

    @cached_property
    def shown(self) -> list[Planned]:
        return [each for each in self.planned if self._rung_by(each) and self._on_the_day(each)]

    def _rung_by(self, each: Planned) -> bool:
        names = each.coordinators(self.today)
        return not self.whose or (self.whose in names if self.whose != NOBODY else not names)

    def _on_the_day(self, each: Planned) -> bool:
        return not self.weekday or str(each.schedule_on(self.today).weekday) == self.weekday

    @property
    def people(self) -> list[dict[str, Any]]:
        names = sorted({name for each in self.planned for name in each.coordinators(self.today)})
        pairs = [("", "Everyone"), *((name, name) for name in names), (NOBODY, "Nobody yet")]
        return [{"value": value, "text": text, "selected": value == self.whose} for value, text in pairs]

    @property
    def days(self) -> list[dict[str, Any]]:
        pairs = [("", "Every day"), *((str(value), label) for value, label in Weekday.choices)]
        return [{"value": value, "text": text, "selected": value == self.weekday} for value, text in pairs]

    def lines(self, ticked: Sequence[str]) -> list[dict[str, Any]]:
        """The homes in words; those of `ticked` (ids) stay ticked."""
        return [
            {
                "home": each.home,
                "rung": rung(each.schedule_on(self.today)),
                "who": formats.joined(each.coordinators(self.today)) or "Nobody yet",
                "cover": formats.joined(each.covers(self.today)),
                "later": self._later(each),
                "ticked": str(each.home.pk) in ticked,
            }
            for each in self.shown
        ]

    def _later(self, each: Planned) -> str:
        coming = [row for row in each.schedules if row.starts_on > self.today and row.ends_on != row.starts_on]
        return f"From {formats.day(coming[0].starts_on)}: {rung(coming[0])}" if coming else ""


def in_words(asked: Assignment) -> str:
    """A planning in one line, as its page and its undo say it."""
    days = formats.joined([f"{Weekday(day).label}s" for day in asked.weekdays])
    window = formats.span(*asked.window) if asked.window else ""
    how = MODE_WORDS[RingMode(asked.mode)].lstrip(", ") or "by telephone" if asked.mode else ""
    who = f"{asked.coordinator.person_name} rings" if asked.coordinator else ""
    later = ", ".join(filter(None, (days, window, how, who)))
    parts = [f"from {formats.day(asked.starts_on)}: {later}"] if later else []
    if asked.cover:
        until = f" to {formats.day(asked.cover_until)}" if asked.cover_until else " on"
        parts.append(f"{asked.cover.person_name} covers from {formats.day(asked.cover_from)}{until}")
    return ". ".join(part[:1].upper() + part[1:] for part in parts)


def changes(found: Sequence[Proposal], asked: Assignment) -> list[dict[str, Any]]:
    """Each home before and after, for the preview."""
    return [_change(each, asked) for each in found]


def _change(each: Proposal, asked: Assignment) -> dict[str, Any]:
    now = each.planned.schedule_on(asked.starts_on)
    names = formats.joined(each.planned.coordinators(asked.starts_on)) or "Nobody"
    who = asked.coordinator.person_name if asked.coordinator else names
    return {
        "home": each.planned.home,
        "before": f"{rung(now)}. {names}",
        "after": f"{_after(each, rung(now))}. {who}",
        "same": each.rhythm is None and who == names,
        "weekday": each.rhythm.weekday if each.rhythm else now.weekday,
    }


def _after(each: Proposal, now: str) -> str:
    rhythm = each.rhythm
    if rhythm is None:
        return now
    return f"{Weekday(rhythm.weekday).label}s, {formats.span(*rhythm.window)}{MODE_WORDS[RingMode(rhythm.mode)]}"


def load(found: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """How many of the chosen homes would be rung on each weekday."""
    counted = {day: sum(1 for each in found if each["weekday"] == day) for day in Weekday.values}
    return [(str(Weekday(day).label), number) for day, number in counted.items() if number or day < 6]
