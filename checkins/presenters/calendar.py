"""The calendar of calls: four weeks of days with their load, and the calls of one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, is_working_day
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.models import CheckInState, Mode
from checkins.presenters.record import STATES
from checkins.queries.calendar import PlannedCall, people_in, per_day

MINE, EVERYONE = "mine", "everyone"
FEW = 3  # homes that a day names before it says "and 4 more"


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    day: date
    calls: Sequence[PlannedCall]
    today: date
    busiest: int

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def over(self) -> bool:
        return self.day < self.today

    @property
    def holiday(self) -> bool:
        return self.day.isoweekday() < 6 and not is_working_day(self.day)

    @property
    def words(self) -> str:
        """ "6 calls", "Bank holiday"."""
        return "Bank holiday" if self.holiday and not self.calls else formats.plural(len(self.calls), "call")

    @property
    def homes(self) -> str:
        """The first homes of the day by name."""
        rest = len(self.calls) - FEW
        names = ", ".join(call.home for call in self.calls[:FEW])
        return f"{names} and {rest} more" if rest > 0 else names

    @property
    def shares(self) -> list[tuple[str, int]]:
        """Who rings how many, where several do."""
        counted: dict[str, int] = {}
        for call in self.calls:
            name = ", ".join(call.away or call.coordinators) or "Nobody named"
            counted[name] = counted.get(name, 0) + 1
        return sorted(counted.items(), key=lambda each: (-each[1], each[0]))

    @property
    def moved(self) -> int:
        """Calls that a bank holiday has moved here."""
        return sum(1 for call in self.calls if call.moved)


@dataclass(frozen=True)
class CalendarPage:
    """What the calendar shows, as the address asked for it."""

    first: Week
    today: date
    by: Acting
    calls: Sequence[PlannedCall]
    whose: str
    chosen: date | None

    @cached_property
    def shown(self) -> list[PlannedCall]:
        if self.whose == EVERYONE:
            return list(self.calls)
        if self.whose == MINE:
            return [call for call in self.calls if self.by.user_id in call.people]
        return [call for call in self.calls if self.whose in (*call.coordinators, *call.away)]

    @cached_property
    def weeks(self) -> list[dict[str, Any]]:
        """Each week with its days."""
        by_day = per_day(self.shown, self.first)
        busiest = max((len(calls) for calls in by_day.values()), default=0)
        days = [Day(day, calls, self.today, busiest) for day, calls in by_day.items()]
        weeks: dict[Week, list[Day]] = {}
        for each in days:
            weeks.setdefault(Week.containing(each.day), []).append(each)
        return [
            {"week": week, "days": of_week, "calls": sum(len(day.calls) for day in of_week)}
            for week, of_week in weeks.items()
        ]

    @property
    def busiest(self) -> str:
        """Where the load of a week is uneven, in a sentence: the fullest day against an even share. "" where it is even."""
        week = next((each for each in self.weeks if each["week"] > Week.containing(self.today)), None)
        if week is None or not week["calls"]:
            return ""
        working = [day for day in week["days"] if not day.holiday and day.day.isoweekday() < 6]
        full = max(week["days"], key=lambda day: len(day.calls))
        even = -(-week["calls"] // len(working))
        if len(full.calls) <= even + 1:
            return ""
        name = formats.DAYS[full.day.weekday()]
        return f"{name}s carry {len(full.calls)} of {week['calls']} calls; shared evenly it would be {even} a day."

    @property
    def options(self) -> list[dict[str, Any]]:
        """Whose calls may be shown."""
        pairs = [(MINE, "Yours and those you cover"), (EVERYONE, "Everyone")]
        pairs += [(name, name) for name in people_in(self.calls)]
        return [{"value": value, "text": text, "selected": value == self.whose} for value, text in pairs]

    @property
    def day(self) -> Day | None:
        """The day whose calls are listed."""
        days = {day.day: day for week in self.weeks for day in week["days"]}
        return days.get(self.chosen) if self.chosen else None

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [_line(call) for call in self.day.calls] if self.day else []

    def address(self, **other: object) -> str:
        """The address of this view, with something else asked for."""
        parts = {"whose": self.whose, "from": str(self.first), **other}
        return f"{address_of('checkins:calendar')}?{urlencode({key: value for key, value in parts.items() if value})}"

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Earlier and later weeks; nothing before this one."""
        this, before, after = Week.containing(self.today), self.first, self.first
        for _ in range(4):
            before, after = before.previous(), after.next()
        links = [("Four weeks later", self.address(**{"from": str(after)}))]
        return (
            links
            if self.first <= this
            else [("Four weeks earlier", self.address(**{"from": str(max(before, this))})), *links]
        )

    @property
    def may_plan(self) -> bool:
        return self.by.may(Permission.PLAN_CHECK_INS)


def _line(call: PlannedCall) -> dict[str, Any]:
    who = ", ".join(call.coordinators) or "Nobody named"
    cover = f"{', '.join(call.away)} covers" if call.away else ""
    moved = f"Moved from {formats.day(call.usual)}, a bank holiday" if call.moved else ""
    return {
        "call": call,
        "when": formats.span(call.starts, call.ends),
        "how": str(Mode(call.mode).label),
        "who": who,
        "note": ". ".join(filter(None, (cover, moved))),
        "state": STATES[CheckInState(call.state)] if call.state else State("none", "Planned"),
    }
