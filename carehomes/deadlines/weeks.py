"""ISO weeks: Monday to Sunday, numbered so that week 1 holds the year's first Thursday.

The year of a week is not always the year of its days: 1 January 2027 is in week 53 of 2026.
Weekdays are numbered as in ISO 8601 and in PostgreSQL's `isodow`: 1 is Monday, 7 is Sunday.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from carehomes.deadlines.clock import plain_date
from carehomes.deadlines.working_days import is_working_day

MONDAY, FRIDAY, SUNDAY = 1, 5, 7


@dataclass(frozen=True, order=True, slots=True)
class Week:
    """One ISO week. `str(week)` is "2026-W48", as in a week field of a form; `Week.parse` reads it back.

    Weeks sort in time. A number that the year does not have (week 53 of most years) raises `ValueError`.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, MONDAY)

    @classmethod
    def containing(cls, day: date) -> Self:
        """The week that `day` is in. A datetime raises `TypeError`: which day it is depends on where."""
        iso = plain_date(day).isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The week written as "2026-W48", from 1900 to 2999; `ValueError` for anything else."""
        match = re.fullmatch(r"((?:19|2[0-9])[0-9]{2})-W([0-9]{2})", text)
        if match is None:
            raise ValueError("A week is written as year and number, like 2026-W48.")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> date:
        return self.day(MONDAY)

    @property
    def sunday(self) -> date:
        return self.day(SUNDAY)

    @property
    def label(self) -> str:
        """For people: "Week 48, 23 to 29 November 2026", with month and year repeated only where they change."""
        first, last = self.monday, self.sunday
        start = f"{first.day}"
        if first.month != last.month:
            start += f" {first:%B}"
        if first.year != last.year:
            start += f" {first.year}"
        return f"Week {self.number}, {start} to {last.day} {last:%B} {last.year}"

    def day(self, weekday: int) -> date:
        """The day of this week with the ISO number `weekday`; `ValueError` outside 1 to 7."""
        return date.fromisocalendar(self.year, self.number, weekday)

    def next(self) -> Self:
        return self.containing(self.monday + timedelta(weeks=1))

    def previous(self) -> Self:
        return self.containing(self.monday - timedelta(weeks=1))


def planned_day(week: Week, weekday: int) -> date:
    """The day on which something that happens every week on `weekday` happens in `week`.

    A bank holiday moves the day and never drops the week: to the next working day of the same week, else to the
    nearest earlier one, so Good Friday's call is made on Thursday. Saturday and Sunday stand as chosen: who chose a
    weekend works on weekends. In a week without any working day the chosen day stands too. Raises `UnknownYear`.
    """
    chosen = week.day(weekday)
    if weekday > FRIDAY:
        return chosen
    later = range(weekday, FRIDAY + 1)
    earlier = range(weekday - 1, MONDAY - 1, -1)
    return next((day for day in map(week.day, [*later, *earlier]) if is_working_day(day)), chosen)
