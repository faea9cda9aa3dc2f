"""A report in words: its columns, its lines with what must be hidden hidden, its tiles, and the same lines for a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from carehomes.deadlines import Week
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from checkins.presenters.coverage import NO_AREA
from checkins.queries.coverage import By
from checkins.rules import FourCounts
from reporting.asked import HOME, LEAST_WEEKS, NOWHERE, OWNER, Asked, periods_of
from reporting.metrics import Measure, Metric, Report, Shown
from reporting.queries import Counted, Line
from reporting.rules import SMALLEST_SHOWN, hidden_cells, is_small

PAGE = 20  # a line has up to eleven cells: more would weigh more than 40 kB
SMALL, NOT_SHOWN = "1 to 4", "Not shown"
FOUR = ("met", "not met", "left out", "not known")
_HEAD = ("met", "not_met", "unknown", "counted", "excluded", "all")  # the cells of a share, in the order of a grid
_SUMS = ((0, 1, 2, 3), (3, 4, 5))  # counted is met, not met and not known; all is counted and left out


@dataclass(frozen=True)
class Cells:
    """One line with its counts, of which some may be hidden from this reader (`hidden`, by the name of the cell)."""

    line: Line
    counts: dict[str, int]
    hidden: frozenset[str]

    def words(self, cell: str) -> str:
        """A count as it may be shown."""
        count = self.counts[cell]
        if cell not in self.hidden:
            return formats.number(count)
        return SMALL if is_small(count) else NOT_SHOWN

    def number(self, cell: str) -> object:
        """A count for a file: a number, or the words that stand instead."""
        return self.words(cell) if cell in self.hidden else self.counts[cell]

    def share(self, metric: Metric) -> str:
        """ "16 of 24, 67%", or what may be said of it."""
        met, counted = f"{metric.key}.met", f"{metric.key}.counted"
        if {met, counted} & self.hidden:
            return self.words(met) if met in self.hidden else NOT_SHOWN
        if not self.counts[counted]:
            return "None counted"
        shown = formats.share(self.counts[met], self.counts[counted])
        return f"{shown}, {formats.percent(self.counts[met], self.counts[counted])}"

    def percent(self, metric: Metric) -> object:
        """The share in per cent with one decimal, for a file; empty where there is none or it may not be shown."""
        met, counted = f"{metric.key}.met", f"{metric.key}.counted"
        if {met, counted} & self.hidden or not self.counts[counted]:
            return ""
        return round(100 * self.counts[met] / self.counts[counted], 1)

    def measure(self, measure: Measure) -> str:
        """A measure as the page writes it."""
        if measure.shown is Shown.COUNT:
            return self.words(measure.key)
        value = self.line.values[measure.key]
        if measure.key in self.hidden:
            return NOT_SHOWN
        if value is None:
            return "None"
        return lasted(value) if measure.shown is Shown.MINUTES else f"{value:.1f}"

    def measured(self, measure: Measure) -> object:
        """A measure for a file: minutes in whole numbers, rates with two decimals."""
        if measure.shown is Shown.COUNT:
            return self.number(measure.key)
        value = self.line.values[measure.key]
        if measure.key in self.hidden:
            return NOT_SHOWN
        return "" if value is None else round(value, 0 if measure.shown is Shown.MINUTES else 2)


def lasted(minutes: float) -> str:
    """A time in words of two parts at most: "45 min", "3 h 20 min", "4 days 6 h"."""
    whole = round(minutes)
    days, rest = divmod(whole, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return formats.plural(days, "day") + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {left} min" if left else "")
    return f"{left} min"


def counts_of(report: Report, line: Line) -> dict[str, int]:
    """Every count of a line by the name of its cell: "metric.met", "measure"."""
    counts: dict[str, int] = {}
    for metric in report.metrics:
        four = line.shares[metric.key]
        numbers = (four.met, four.not_met, four.unknown, four.counted, four.excluded, four.counted + four.excluded)
        counts |= {f"{metric.key}.{name}": number for name, number in zip(_HEAD, numbers, strict=True)}
    measured = (each for each in report.measures if each.shown is Shown.COUNT)
    return counts | {each.key: int(line.values[each.key] or 0) for each in measured}


def cells_of(asked: Asked, counted: Counted) -> tuple[list[Cells], Cells]:
    """The lines and their total, with what this reader may not see hidden."""
    report = asked.report
    lines = [*counted.lines, counted.total]
    counts = [counts_of(report, line) for line in lines]
    hidden = _hidden(report, counts) if asked.suppressed else [frozenset[str]()] * len(lines)
    cells = [
        Cells(line, numbers, names | _of_few(report, line, names) if asked.suppressed else names)
        for line, numbers, names in zip(lines, counts, hidden, strict=True)
    ]
    return cells[:-1], cells[-1]


def _hidden(report: Report, counts: Sequence[dict[str, int]]) -> list[frozenset[str]]:
    """The hidden cells of each line. What is not shown and could be worked out, everything less a measure, is looked at as well."""
    everything = f"{report.metrics[0].key}.all"
    parts = [each.key for each in report.measures if each.shown is Shown.COUNT and each.sql != "count(*)"]
    filled = [
        numbers | {f"{part}.rest": max(0, numbers[everything] - numbers[part]) for part in parts} for numbers in counts
    ]
    names = {name: column for column, name in enumerate(filled[0])}
    sums = [tuple(names[name] for name in line) for line in _lines_that_add_up(report, everything, parts)]
    cells = hidden_cells([list(numbers.values()) for numbers in filled], sums)
    return [frozenset(name for name, column in names.items() if (row, column) in cells) for row in range(len(counts))]


def _lines_that_add_up(report: Report, everything: str, parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Cells of which the last is the sum of the others. What counts everything is one number, however often it is shown."""
    shares = [tuple(f"{metric.key}.{_HEAD[part]}" for part in line) for metric in report.metrics for line in _SUMS]
    all_of_it = [f"{each.key}.all" for each in report.metrics[1:] if each.rows == report.metrics[0].rows]
    all_of_it += [each.key for each in report.measures if each.sql == "count(*)" and report.metrics[0].rows == "true"]
    rest = [(part, f"{part}.rest", everything) for part in parts]
    return [*shares, *((each, everything) for each in all_of_it), *rest, *report.adds_up]


def _of_few(report: Report, line: Line, hidden: frozenset[str]) -> frozenset[str]:
    """Medians and rates of few, and rates that would tell a hidden number."""
    few = {key for key, base in line.bases.items() if is_small(base)}
    return frozenset(few | {each.key for each in report.measures if each.tells in hidden})


@dataclass(frozen=True)
class Named:
    """A line's words and where it leads. `over_time`: the same home, week by week."""

    words: str
    note: str
    href: str
    over_time: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """One view of a report."""

    asked: Asked
    now: datetime
    counted: Counted
    weekly: Counted | None
    names: dict[str, str]

    @property
    def report(self) -> Report:
        return self.asked.report

    @cached_property
    def _cells(self) -> tuple[list[Cells], Cells]:
        return cells_of(self.asked, self.counted)

    @property
    def total(self) -> Cells:
        return self._cells[1]

    @cached_property
    def ordered(self) -> list[Cells]:
        """All lines in the order asked for."""
        lines = sorted(self._cells[0], key=lambda each: self.name_of(each.line).words.lower())
        if self.asked.sort == "name":
            return lines
        column = self.asked.sort or self._usual_order
        if column == "latest":
            return sorted(lines, key=lambda each: each.line.key, reverse=True)
        return sorted(lines, key=lambda each: self._weight(each, column), reverse=True)

    @property
    def _usual_order(self) -> str:
        """The latest first for times; else the most that is not met, which is what somebody must do something about."""
        return "latest" if self.asked.breakdown in ("week", "month") else "worst"

    def _weight(self, cells: Cells, column: str) -> float:
        """What a line is ordered by. What is hidden weighs nothing, so that the order does not tell it."""
        cell = f"{self.report.metrics[0].key}.not_met" if column == "worst" else column
        if cell in cells.hidden:
            return -1
        if cell in cells.counts:
            return cells.counts[cell]
        value = cells.line.values.get(cell)
        return -1 if value is None else value

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.ordered) // PAGE))

    @property
    def number(self) -> int:
        return min(self.asked.page, self.pages)

    @property
    def shown(self) -> list[Cells]:
        """The lines of this page of the view."""
        return self.ordered[(self.number - 1) * PAGE : self.number * PAGE]

    def name_of(self, line: Line) -> Named:
        """The line's words and the next smaller view, down to the home and its records."""
        asked, way = self.asked, self.asked.breakdown
        if way == "week":
            week = Week.containing(date.fromisoformat(line.key))
            return Named(
                f"Week {week.number}", _days(week), self.address(asked.but(until=week, weeks=1, breakdown=self._next))
            )
        if way == "month":
            year, month = line.key.split("-")
            return Named(f"{formats.MONTHS[int(month) - 1]} {year}", "", "")
        if way == HOME:
            return self._home(line)
        if way in list(By):
            key = line.key or NOWHERE
            words = line.name or NO_AREA[By(way)]
            return Named(words, "", self._within(area_kind=way, area=key))
        if way == OWNER:
            return Named(line.name or formats.NOT_KNOWN, "", self._within(owner=int(line.key)))
        choice = next(each for each in self.report.choices if each.key == way)
        words = choice.words.get(line.key, line.key or formats.NOT_KNOWN)
        narrowed = {**asked.chosen, way: line.key}
        return Named(words, "", self._within(chosen=narrowed) if line.key in choice.words and line.key else "")

    def _home(self, line: Line) -> Named:
        """A home leads to its records, for whoever may see them, else to its page."""
        home_id = int(line.key)
        records = self.report.records(self.asked.by, home_id)
        narrowed = self.asked.but(home_id=home_id, breakdown="week", sort="")
        over_time = "" if self.report.now_only or self.asked.by.role.national else self.address(narrowed)
        return Named(line.name, line.town, records or address_of("directory:home", home_id), over_time)

    @property
    def _next(self) -> str:
        """The breakdown that shows what is behind a line: its homes, or the areas where homes are not shown."""
        return HOME if HOME in self.asked.breakdowns else next(iter(self.asked.breakdowns))

    def _within(self, **narrower: Any) -> str:
        inside = self.asked.but(**narrower)
        way = HOME if inside.shows_homes else next(each for each in inside.breakdowns if each in list(By))
        return self.address(inside.but(breakdown=way)) if way != self.asked.breakdown else ""

    def address(self, asked: Asked) -> str:
        return f"{address_of('reporting:report', self.report.key)}{'?' if asked.query else ''}{asked.query}"

    def file_address(self, ending: str) -> str:
        query = self.asked.but().query
        return f"{address_of(f'reporting:{ending}', self.report.key)}{'?' if query else ''}{query}"

    @property
    def measures(self) -> list[Measure]:
        """Those that mean something in this breakdown."""
        return [each for each in self.report.measures if not each.only or self.asked.breakdown in each.only]

    @property
    def title(self) -> str:
        return self.report.title

    @property
    def period(self) -> str:
        """ "13 weeks to Sunday 29 November 2026", or "Today"."""
        if self.report.now_only:
            return f"On {formats.long_date(self.asked.today)}"
        if self.asked.weeks == 1:
            return self.asked.until.label
        first, last = formats.long_date(self.asked.first), formats.long_date(self.asked.last)
        return f"{self.asked.weeks} weeks, {first} to {last}"

    @property
    def whose(self) -> str:
        """Whose homes are counted."""
        asked = self.asked
        narrowed = [self.names.get("home", ""), self.names.get("area", ""), self.names.get("owner", "")]
        narrowed += [choice.words[value] for choice, value in asked.filters]
        narrowed += ["homes where I ring, cover or lead"] if asked.mine else []
        return ": ".join([asked.by.organisation, ", ".join(each for each in narrowed if each)]).removesuffix(": ")

    @property
    def scope(self) -> str:
        return f"{self.whose}. {self.period}"

    @property
    def kept(self) -> dict[str, object]:
        """What the drop-downs do not say and the view keeps."""
        kept = {"home": self.asked.home_id, "owner": self.asked.owner}
        return {name: value for name, value in kept.items() if value}

    @property
    def narrowed(self) -> str:
        """The home and the owner that the view is narrowed to."""
        return formats.joined([self.names[each] for each in ("home", "owner") if self.names.get(each)])

    @property
    def widened(self) -> str:
        return self.address(self.asked.but(home_id=None, owner=None))

    @property
    def all_of_it(self) -> str:
        """The report with nothing left out by choice, over the longest period."""
        asked = self.asked
        longest = periods_of(asked.by)[-1]
        wide = asked.but(
            weeks=longest, until=asked.this_week, area="", area_kind="", home_id=None, owner=None, mine=False
        )
        return self.address(replace(wide, chosen={}))

    @property
    def is_narrow(self) -> bool:
        return self.all_of_it != self.address(self.asked)

    def step(self, pages: int) -> str:
        """The view so many pages on."""
        return self.address(self.asked.but(page=self.number + pages))

    @property
    def as_of(self) -> str:
        return formats.moment(self.now)

    @property
    def way(self) -> str:
        """What the lines are."""
        return self.asked.breakdowns[self.asked.breakdown]

    @property
    def tiles(self) -> list[dict[str, Any]]:
        return [self._tile(metric) for metric in self.report.metrics]

    def _tile(self, metric: Metric) -> dict[str, Any]:
        cells, key = self.total, metric.key
        hidden = {f"{key}.met", f"{key}.counted"} & cells.hidden
        return {
            "name": metric.name,
            "part": cells.counts[f"{key}.met"],
            "whole": cells.counts[f"{key}.counted"],
            "words": cells.share(metric) if hidden else "",
            "unit": metric.unit,
            "left_out": cells.words(f"{key}.excluded"),
            "unknown": cells.words(f"{key}.unknown"),
            "trend": self._trend(metric),
            "source": f"As of {formats.clock(self.now)}",
            "link": self._within() if self.asked.breakdown != HOME else "",
            "link_label": "See the homes" if self.asked.shows_homes else "See the areas",
        }

    def _trend(self, metric: Metric) -> list[int]:
        """The share week by week in per cent, oldest first: of four or more weeks that are over, in each of which five or more count."""
        over = self.asked.today - timedelta(days=6)
        weeks = sorted(self.weekly.lines, key=lambda line: line.key) if self.weekly else []
        fours = [each.shares[metric.key] for each in weeks if date.fromisoformat(each.key) < over]
        if len(fours) < LEAST_WEEKS or any(four.counted < SMALLEST_SHOWN for four in fours):
            return []
        return [round(100 * four.met / four.counted) for four in fours]

    @property
    def worst(self) -> tuple[str, str, str] | None:
        """The line to see first, with its share and where it leads: the most not met, where lines are homes or areas."""
        places = {HOME, *map(str, By)}
        if self.asked.breakdown not in places or self.asked.sort or len(self.ordered) < 2:
            return None
        first, metric = self.ordered[0], self.report.metrics[0]
        if self._weight(first, "worst") < 1:
            return None
        named = self.name_of(first.line)
        missing = first.counts[f"{metric.key}.not_met"]
        words = (
            f"{metric.name}: not met for {formats.share(missing, first.counts[f'{metric.key}.counted'])} {metric.unit}."
        )
        return (named.words, words, named.href) if named.href else None

    @property
    def definitions(self) -> list[tuple[Metric, list[tuple[str, str]]]]:
        """What each share means, down to where it comes from."""
        return [(metric, definition(metric)[:5]) for metric in self.report.metrics]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all to count."""
        return not any(four.counted or four.excluded for four in self.counted.total.shares.values())

    @property
    def header(self) -> list[str]:
        """The columns of the file."""
        shares = [f"{metric.name}: {part}" for metric in self.report.metrics for part in (*FOUR, "per cent")]
        measures = [f"{each.label} (minutes)" if each.shown is Shown.MINUTES else each.label for each in self.measures]
        return [self.way, *(["Town"] if self.asked.breakdown == HOME else []), *shares, *measures]

    @property
    def file(self) -> list[list[object]]:
        """All lines of the view and their total, as a file."""
        lines = [[self._file_name(each.line), *self._town(each.line), *self._numbers(each)] for each in self.ordered]
        return [*lines, ["All", *([""] if self.asked.breakdown == HOME else []), *self._numbers(self.total)]]

    def _file_name(self, line: Line) -> str:
        """Weeks and months as they sort."""
        if self.asked.breakdown == "week":
            return str(Week.containing(date.fromisoformat(line.key)))
        return line.key if self.asked.breakdown == "month" else self.name_of(line).words

    def _town(self, line: Line) -> list[object]:
        return [line.town] if self.asked.breakdown == HOME else []

    def _numbers(self, cells: Cells) -> list[object]:
        found: list[object] = []
        for metric in self.report.metrics:
            found += [cells.number(f"{metric.key}.{part}") for part in ("met", "not_met", "excluded", "unknown")]
            found.append(cells.percent(metric))
        return found + [cells.measured(each) for each in self.measures]

    @property
    def about(self) -> list[tuple[str, object]]:
        """What a file says of itself: what was asked for, as of when, and what each number means."""
        facts: list[tuple[str, object]] = [
            ("Report", self.title),
            ("Homes", self.whose),
            ("Period", self.period),
            ("As of", self.as_of),
            ("Each line", self.way),
            ("Address", self.address(self.asked.but())),
        ]
        if self.asked.suppressed:
            facts.append(("Small numbers", SUPPRESSED))
        for metric in self.report.metrics:
            facts += [("", ""), ("Number", metric.name), *definition(metric)]
        return facts


SUPPRESSED = (
    "Counts of residents from 1 to 4 are written “1 to 4”, and what would give one away is not shown, "
    "for readers who see no residents."
)


def definition(metric: Metric) -> list[tuple[str, str]]:
    """What a number means, line by line."""
    return [
        ("Met", metric.numerator),
        ("Of", metric.denominator),
        ("Left out", metric.exclusions),
        ("Not known", metric.not_known),
        ("Source", metric.source),
        ("Owner", metric.owner),
        ("Looked at again by", formats.long_date(metric.reviewed_by)),
    ]


def _days(week: Week) -> str:
    return f"{formats.day(week.monday)} to {formats.day(week.sunday)}"


__all__ = ["PAGE", "Cells", "FourCounts", "ReportPage", "cells_of", "counts_of", "definition", "lasted"]
