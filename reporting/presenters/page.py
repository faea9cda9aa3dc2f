"""One view of a report in words: its tiles, its lines and where each leads, its period, whose homes it counts, as of when."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from carehomes.deadlines import Week
from carehomes.ui import formats, parts
from carehomes.ui.addresses import address_of
from checkins.presenters.coverage import NO_AREA
from checkins.queries.coverage import By
from reporting.asked import HOME, LEAST_WEEKS, NOWHERE, OWNER, Asked, periods_of
from reporting.metrics import Measure, Metric, Report
from reporting.presenters.cells import Cells, cells_of
from reporting.presenters.definitions import KEPT, definition
from reporting.queries import Counted, Line
from reporting.rules import SMALLEST_SHOWN

PAGE = 20  # a line has up to eleven cells: more would weigh more than 40 kB


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

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The heads of the table: what the lines are, then each share and each measure."""
        figures = [*(each.name for each in self.report.metrics), *(each.label for each in self.measures)]
        return [{"label": self.way}, *({"label": words, "num": True} for words in figures)]

    @property
    def rows(self) -> list[list[object]]:
        """The cells under them: the lines of this page of the view, then all together."""
        lines = [[_heading(self.name_of(each.line)), *self._figures(each)] for each in self.shown]
        return [*lines, [Markup("<b>All</b>"), *self._figures(self.total)]]

    def _figures(self, cells: Cells) -> list[object]:
        measured = (cells.measure(each) for each in self.measures)
        shares = (cells.share(each) for each in self.report.metrics)
        return [*shares, *(parts.quiet(words) if words in ("0", "None") else words for words in measured)]

    @cached_property
    def _named(self) -> dict[str, Named]:
        return {each.line.key: self._name(each.line) for each in self._cells[0]}

    def name_of(self, line: Line) -> Named:
        """The line's words and the next smaller view, down to the home and its records."""
        return self._named[line.key]

    def _name(self, line: Line) -> Named:
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
        query = asked.query
        return f"{self._base}?{query}" if query else self._base

    @cached_property
    def _base(self) -> str:
        return address_of("reporting:report", self.report.key)

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
        wide = asked.but(until=asked.this_week, area="", area_kind="", home_id=None, owner=None, mine=False, chosen={})
        return self.address(replace(wide, weeks=periods_of(wide)[-1]))

    @property
    def is_narrow(self) -> bool:
        return self.all_of_it != self.address(self.asked)

    def step(self, pages: int) -> str:
        """The view so many pages on."""
        return self.address(self.asked.but(page=self.number + pages))

    @property
    def as_of(self) -> str:
        return formats.moment(self.counted.as_of)

    @property
    def how_counted(self) -> str:
        """How numbers of whole areas come about; "" where the facts were counted for this page."""
        return KEPT if self.counted.is_kept else ""

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
            "source": f"As of {formats.clock(self.counted.as_of)}",
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


def _heading(named: Named) -> Markup:
    """A line's words and where they lead, and under them what is said quietly."""
    words = parts.link(named.words, named.href) if named.href else escape(named.words)
    if not named.note:
        return words
    over = (
        f'. <a href="{escape(named.over_time)}">By week{parts.unseen(f": {named.words}")}</a>'
        if named.over_time
        else ""
    )
    return Markup(f'{words} <span class="hd-sub">{escape(named.note)}{over}</span>')  # noqa: S704 - escaped in its place


def _days(week: Week) -> str:
    return f"{formats.day(week.monday)} to {formats.day(week.sunday)}"
