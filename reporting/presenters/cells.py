"""The lines of a report with what must be hidden from this reader hidden, and each number as it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from carehomes.ui import formats
from reporting.asked import Asked
from reporting.metrics import Measure, Metric, Report, Shown
from reporting.queries import Counted, Line
from reporting.rules import hidden_cells, is_small, rounded

SMALL, NOT_SHOWN = "1 to 4", "Not shown"
_HEAD = ("met", "not_met", "unknown", "counted", "excluded", "all")  # the cells of a share, in the order of a grid
_SUMS = ((0, 1, 2, 3), (3, 4, 5))  # counted is met, not met and not known; all is counted and left out


@dataclass(frozen=True)
class Cells:
    """One line with its counts as this reader gets them: some may be hidden (`hidden`, by the name of the cell), the others rounded."""

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
    cells = [Cells(*each) for each in zip(lines, counts, hidden, strict=True)]
    if asked.suppressed:
        cells = [_coarsened(report, each) for each in cells]
    return cells[:-1], cells[-1]


def _coarsened(report: Report, cells: Cells) -> Cells:
    """Counts rounded, rates worked out of rounded counts, and no medians and rates of few."""
    rates = {each: _rate(each, cells.line) for each in report.measures if each.shown is Shown.RATE}
    values = {**cells.line.values, **{each.key: rate for each, (rate, _) in rates.items()}}
    counts = {name: rounded(count) for name, count in cells.counts.items()}
    few = _of_few(report, cells.line, cells.hidden) | {each.key for each, (_, of) in rates.items() if is_small(of)}
    return Cells(replace(cells.line, values=values), counts, cells.hidden | few)


def _rate(measure: Measure, line: Line) -> tuple[float | None, int]:
    """A rate of rounded counts, and of how many it is."""
    value, base = line.values[measure.key], line.bases[measure.key]
    if not value:
        return value, 0
    of = round(measure.per * base / value)
    return measure.per * rounded(base) / rounded(of), of


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
