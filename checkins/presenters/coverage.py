"""The coverage of a week in words: tiles, a table of areas, and the homes behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.roles import Role
from carehomes.deadlines import Week
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.queries.coverage import CANCELLED, DECLINED, OUT_OF_SCOPE, PAGE, WITHOUT, AreaCount, By, HomeLine
from checkins.rules import FourCounts, Group, count_week

STATES = {
    Group.DONE: State("done", "Done"),
    Group.OVERDUE: State("overdue", "Overdue"),
    Group.NO_ANSWER: State("wait", "No answer", "missed"),
    Group.TODAY: State("due", "Due today"),
    Group.LATER: State("none", "Not due yet"),
    DECLINED: State("wait", "Declined by the home", "cross"),
    CANCELLED: State("none", "Cancelled"),
    WITHOUT: State("unknown", "Not known: no check-in"),
    OUT_OF_SCOPE: State("none", "Not in scope"),
}
MISSED = State("overdue", "Missed", "cross")
AREA_WORDS = {By.PCN: "PCN", By.COUNCIL: "Council", By.COMMISSIONER: "Commissioner", By.REGION: "Region"}
NO_AREA = {
    By.PCN: "No aligned PCN",
    By.COUNCIL: "No council known",
    By.COMMISSIONER: "No commissioner known",
    By.REGION: "No region known",
}
# By what a reader may break the numbers down, the usual one first.
BREAKDOWNS = {
    "commissioner_lead": (By.PCN, By.COUNCIL),
    "local_authority_officer": (By.PCN, By.COMMISSIONER),
    "regional_reader": (By.COMMISSIONER, By.COUNCIL),
    "national_reader": (By.REGION, By.COMMISSIONER, By.COUNCIL),
}
USUAL = (By.PCN, By.COUNCIL, By.COMMISSIONER)
AREAS = 24  # areas a page: each has ten numbers, and most of them lead somewhere
HEADER = ("Home", "Town", "Area", "State", "Due on", "Completed", "Rung by", "Why left out")
COLUMNS = (
    Group.DONE,
    Group.OVERDUE,
    Group.NO_ANSWER,
    DECLINED,
    Group.TODAY,
    Group.LATER,
    WITHOUT,
    CANCELLED,
    OUT_OF_SCOPE,
)
ALWAYS = frozenset({Group.DONE, Group.OVERDUE, Group.NO_ANSWER})


def breakdowns(role: type[Role]) -> Sequence[By]:
    """The breakdowns of a role, the usual one first."""
    return BREAKDOWNS.get(role.key, USUAL)


@dataclass(frozen=True)
class Area:
    """One line of the table."""

    key: str
    name: str
    counts: Mapping[str, int]

    @property
    def metric(self) -> FourCounts:
        return four_counts(self.counts)


def four_counts(counts: Mapping[str, int]) -> FourCounts:
    """Met, not met, excluded, unknown."""
    groups = {group: counts.get(group, 0) for group in Group}
    groups[Group.STOPPED] = counts.get(DECLINED, 0) + counts.get(CANCELLED, 0)
    return count_week(
        groups,
        cancelled=counts.get(CANCELLED, 0),
        out_of_scope=counts.get(OUT_OF_SCOPE, 0),
        without=counts.get(WITHOUT, 0),
    )


@dataclass(frozen=True)
class CoveragePage:
    """What the address asked for, the counts by area, and the homes behind the chosen number."""

    week: Week
    today: date
    now: datetime
    by: Acting
    area: By
    state: str
    key: str | None
    number: int
    counts: Sequence[AreaCount]
    homes: Sequence[HomeLine]

    @property
    def over(self) -> bool:
        return self.week < Week.containing(self.today)

    @property
    def is_this_week(self) -> bool:
        return self.week == Week.containing(self.today)

    @cached_property
    def areas(self) -> list[Area]:
        """The areas, worst first: by the share of homes that were not reached."""
        found: dict[str, dict[str, int]] = {}
        names = {}
        for each in self.counts:
            found.setdefault(each.key, {})[each.counts_as] = each.homes
            names[each.key] = each.name or NO_AREA[self.area]
        areas = [Area(key, names[key], counts) for key, counts in found.items()]
        return sorted(areas, key=lambda area: (-_share(area.metric), area.name))

    @cached_property
    def total(self) -> dict[str, int]:
        """All areas together. A home counts once, since it has one area of a kind at a time."""
        return {state: sum(area.counts.get(state, 0) for area in self.areas) for state in COLUMNS}

    @property
    def metric(self) -> FourCounts:
        return four_counts(self.total)

    @property
    def title(self) -> str:
        """ "Weekly check-ins: coverage", or which homes are listed: "Homes of Westmere PCN: overdue"."""
        if not self.shows_homes:
            return "Weekly check-ins: coverage"
        state = f": {self.state_of(self.state).words.lower()}" if self.state else ""
        return f"Homes of {self.here or self.by.organisation}{state}"

    @property
    def scope(self) -> str:
        if self.shows_homes:
            return f"{formats.plural(self.found, 'care home')}. {self.week.label}"
        homes = formats.plural(sum(self.total.values()), "care home")
        return f"{self.by.organisation}. {homes}. {self.week.label}"

    @property
    def as_of(self) -> str:
        return formats.moment(self.now)

    @property
    def left_out(self) -> str:
        """What the denominator leaves out, and of how many nobody knows yet: the same number as in `four`."""
        counts = self.total
        cancelled = f", {counts[CANCELLED]:,} cancelled with a reason" if counts[CANCELLED] else ""
        none = f", {counts[WITHOUT]:,} of them without a check-in in this week" if counts[WITHOUT] else ""
        return (
            f"Left out: {counts[OUT_OF_SCOPE]:,} not in scope{cancelled}. Not known yet: {self.metric.unknown:,}{none}."
        )

    @property
    def four(self) -> str:
        """The metric as four counts."""
        metric = self.metric
        return f"Met {metric.met:,}, not met {metric.not_met:,}, left out {metric.excluded:,}, not known yet {metric.unknown:,}."

    @property
    def tiles(self) -> list[dict[str, Any]]:
        counted, note = self.metric.counted, f"As of {formats.clock(self.now)}. {self.left_out}"
        overdue = "Missed" if self.over else "Overdue"
        shown = [
            (Group.DONE, "Weekly check-in done", note),
            (Group.OVERDUE, overdue, ""),
            (Group.NO_ANSWER, "No answer so far", ""),
        ]
        last = (DECLINED, "Declined by the home", "") if self.over else (Group.LATER, "Not due yet", "")
        return [
            {
                "number": formats.share(self.total[state], counted),
                "label": label,
                "note": words or f"Of homes in scope, as of {formats.clock(self.now)}",
                "href": self.address(state=state, page=1),
            }
            for state, label, words in (*shown, last)
        ]

    @property
    def worst(self) -> Area | None:
        """The area to see first: the largest share of homes that were not reached, among those that have any."""
        late = [area for area in self.areas if area.metric.not_met and area.key]
        return late[0] if late else None

    @property
    def tabs(self) -> list[dict[str, Any]]:
        """The homes behind the numbers of the chosen area, or of all."""
        counts = (
            next((area.counts for area in self.areas if area.key == self.key), {})
            if self.key is not None
            else self.total
        )
        every = {
            "label": "All",
            "href": self.address(state="", page=1),
            "count": sum(counts.values()),
            "current": not self.state,
        }
        return [every] + [
            {
                "label": self.state_of(state).words,
                "href": self.address(state=state, page=1),
                "count": counts.get(state, 0),
                "alert": state == Group.OVERDUE,
                "current": state == self.state,
            }
            for state in COLUMNS
            if counts.get(state) or state == self.state
        ]

    def state_of(self, counts_as: str) -> State:
        return MISSED if self.over and counts_as == Group.OVERDUE else STATES[counts_as]

    @property
    def area_words(self) -> str:
        return AREA_WORDS[self.area]

    @property
    def here(self) -> str:
        """The chosen area's name."""
        return next((area.name for area in self.areas if area.key == self.key), "")

    @property
    def table(self) -> list[dict[str, Any]]:
        """One page of areas, the worst first."""
        number = min(self.number, self.pages)
        return [self._line(area) for area in self.areas[(number - 1) * AREAS : number * AREAS]]

    def _line(self, area: Area) -> dict[str, Any]:
        metric = area.metric
        cells = [(state, area.counts.get(state, 0)) for state in self.states]
        return {
            "name": area.name,
            "href": self.address(area=area.key or "none", state="", page=1),
            "homes": metric.counted,
            "share": formats.percent(metric.met, metric.counted),
            "cells": [
                {"number": number, "href": self.address(area=area.key or "none", state=state, page=1) if number else ""}
                for state, number in cells
            ],
        }

    @property
    def states(self) -> list[str]:
        """The columns of the table: those that are always looked for, and those in which there is a home."""
        return [state for state in COLUMNS if state in ALWAYS or self.total[state]]

    @property
    def columns(self) -> list[str]:
        return [self.state_of(state).words.split(":")[0] for state in self.states]

    @property
    def total_cells(self) -> list[int]:
        return [self.total[state] for state in self.states]

    @property
    def found(self) -> int:
        """How many homes the chosen number stands for."""
        chosen = self.areas if self.key is None else [area for area in self.areas if area.key == self.key]
        states = [self.state] if self.state else COLUMNS
        return sum(area.counts.get(state, 0) for area in chosen for state in states)

    @property
    def shows_homes(self) -> bool:
        """Whether the page lists homes; else it lists areas."""
        return bool(self.state) or self.key is not None

    @property
    def pages(self) -> int:
        rows, page = (self.found, PAGE) if self.shows_homes else (len(self.areas), AREAS)
        return max(1, -(-rows // page))

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "home": each,
                "state": self.state_of(each.counts_as),
                "when": formats.day_clock(each.completed_at) if each.completed_at else _due(each),
                "area": each.area or NO_AREA[self.area],
            }
            for each in self.homes
        ]

    @property
    def breakdown_options(self) -> list[dict[str, Any]]:
        return [
            {"value": str(each), "text": AREA_WORDS[each], "selected": each is self.area}
            for each in breakdowns(self.by.role)
        ]

    @property
    def week_links(self) -> list[tuple[str, str]]:
        before, this = self.week.previous(), Week.containing(self.today)
        links = [(f"Week {before.number}", self.address(week=str(before), page=1))]
        after = self.week.next()
        if self.is_this_week:
            return links
        return [*links, (f"Week {after.number}", self.address(week="" if after == this else str(after), page=1))]

    @property
    def by_week(self) -> str:
        """Where the same homes stand week by week; a reader of a region or of England chooses an area first."""
        if self.by.role.national and self.key is None:
            return ""
        address = self.address(week="", state="", page=1)
        return address.replace(address_of("checkins:coverage"), address_of("checkins:coverage_weeks"))

    @property
    def kept(self) -> dict[str, str]:
        return {} if self.is_this_week else {"week": str(self.week)}

    def address(self, **changes: Any) -> str:
        """This view with something changed; its address says all of it."""
        usual = breakdowns(self.by.role)[0]
        parts = {
            "week": "" if self.is_this_week else str(self.week),
            "by": "" if self.area is usual else str(self.area),
            "area": "" if self.key is None else self.key or "none",
            "state": self.state,
            "page": self.number,
            **changes,
        }
        kept = {name: value for name, value in parts.items() if value and value != 1}
        return f"{address_of('checkins:coverage')}{'?' if kept else ''}{urlencode(kept)}"

    @property
    def file(self) -> list[Sequence[object]]:
        """The homes as a file."""
        return [
            (
                each.name,
                each.town,
                each.area or NO_AREA[self.area],
                self.state_of(each.counts_as).words,
                each.due_on,
                f"{formats.in_london(each.completed_at):%Y-%m-%d %H:%M}" if each.completed_at else "",
                each.caller_organisation or "",
                each.scope_reason if each.counts_as == OUT_OF_SCOPE else "",
            )
            for each in self.homes
        ]


def _share(metric: FourCounts) -> float:
    return metric.not_met / metric.counted if metric.counted else 0


def _due(line: HomeLine) -> str:
    if line.counts_as == OUT_OF_SCOPE:
        return line.scope_reason or "Not in scope"
    return f"Due {formats.day(line.due_on)}" if line.due_on else ""
