"""The bank holidays of England and Wales, from two sources that are checked against each other.

`bank_holidays.csv` is the list that GOV.UK publishes, row by row with where and when it was read. It decides for the
years that it covers, because it is what was proclaimed. The `holidays` package works the days out by rule; it answers
for the years that the table lacks, and cannot foresee a day that is moved or added by proclamation. `coverage` says
which source answers for which year, and `disagreements` where the two differ. A year that neither knows is an error.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise

import holidays

KINDS = ("usual", "substitute", "moved", "additional")
FEWEST_IN_A_YEAR = 8  # fixed since 1978; a year with fewer rows was cut off


class UnknownYear(LookupError):
    """Neither source knows the bank holidays of the year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"The bank holidays of {year} are not known, so its working days cannot be told. "
            "Is the year a slip? If not, add its published days to bank_holidays.csv."
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """One row of the table: a weekday that is not a working day, what it is called, and who says so."""

    date: date
    name: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A weekday that one source calls a bank holiday and the other does not. The table decides."""

    date: date
    name: str
    in_table: bool

    def __str__(self) -> str:
        if self.in_table:
            return f"{self.date} ({self.name}) is in bank_holidays.csv and not in the holidays package"
        return f"{self.date} ({self.name}) is in the holidays package and not in bank_holidays.csv"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which years each source answers for, first and last included."""

    published_from: int
    published_to: int
    computed_from: int
    computed_to: int

    def is_published(self, year: int) -> bool:
        """Whether the days of `year` are the published ones, and not only worked out by rule."""
        return self.published_from <= year <= self.published_to


def read_table(lines: Iterable[str]) -> tuple[BankHoliday, ...]:
    """The rows of a table like bank_holidays.csv; `ValueError` names what is wrong with it.

    A table with a year missing in the middle, or with a year cut short, would silently give too early deadlines.
    """
    rows = tuple(
        BankHoliday(date.fromisoformat(row["date"]), row["name"], row["kind"], row["source"])
        for row in csv.DictReader(lines)
    )
    for row in rows:
        if row.date.weekday() >= 5 or row.kind not in KINDS or not (row.name and row.source):
            raise ValueError(f"The row of {row.date} is not a weekday, or lacks a name, a kind or a source.")
    _check_years([row.date for row in rows])
    return rows


def _check_years(days: list[date]) -> None:
    """Refuse days out of order or twice, a gap between years, or a year with too few days."""
    if not days or any(earlier >= later for earlier, later in pairwise(days)):
        raise ValueError("The days must be there, in order, each once.")
    for year in range(days[0].year, days[-1].year + 1):
        if sum(day.year == year for day in days) < FEWEST_IN_A_YEAR:
            raise ValueError(f"The year {year} has fewer than {FEWEST_IN_A_YEAR} days.")


@cache
def table() -> tuple[BankHoliday, ...]:
    """The table kept in the project."""
    with files(__package__).joinpath("bank_holidays.csv").open(encoding="utf-8") as lines:
        return read_table(lines)


@cache
def bank_holidays_in(year: int) -> frozenset[date]:
    """The weekdays of `year` that are bank holidays; raises `UnknownYear`."""
    days = frozenset(row.date for row in table() if row.date.year == year) or frozenset(computed_days(year))
    if not days:
        raise UnknownYear(year)
    return days


def computed_days(year: int) -> dict[date, str]:
    """The weekdays that the `holidays` package works out for `year`, with names; empty outside the years that it knows.

    It also holds the true date of a holiday that falls on a weekend; that day is no working day in any case.
    """
    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name for day, name in days.items() if day.year == year and day.weekday() < 5}


def coverage() -> Coverage:
    """Which years are published, and which are only worked out by rule."""
    package = holidays.country_holidays("GB", subdiv="ENG")
    return Coverage(table()[0].date.year, table()[-1].date.year, package.start_year, package.end_year)


def disagreements() -> tuple[Disagreement, ...]:
    """The weekdays on which the two sources differ, in the years that both know. It should be empty."""
    published = {row.date: row.name for row in table()}
    years = {day.year for day in published}
    computed = {day: name for year in years for day, name in computed_days(year).items()}
    return compare(published, computed)


def compare(published: Mapping[date, str], computed: Mapping[date, str]) -> tuple[Disagreement, ...]:
    """The days that only one of the two mappings of day to name holds, in order; a differing name is no difference."""
    known = {**computed, **published}
    return tuple(
        Disagreement(day, known[day], in_table=day in published) for day in sorted(published.keys() ^ computed.keys())
    )
