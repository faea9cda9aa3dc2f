"""What the address of a report asks for. The address says all of it, so that a view can be sent and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.deadlines import Week
from carehomes.ui.numbers import number_in, page_in
from checkins.presenters.coverage import AREA_WORDS, breakdowns
from checkins.queries.coverage import By
from reporting.metrics import REPORTS, Choice, Report
from reporting.whole_areas import NOWHERE, TIMES, source_of

PERIODS = (1, 4, 13, 26, 52, 104)  # weeks
PERIODS_OF_NATION = (1, 4, 13)  # every week of England is 15,000 rows of homes …
PERIODS_OF_AREAS = (1, 4, 13, 26, 52)  # … unless the counts of its areas are kept
USUAL_OF_NATION = 4
LEAST_WEEKS = 4  # that a trend is made of
HOME, OWNER = "home", "owner"


def reports_of(by: Acting) -> list[Report]:
    """The reports that this role can read."""
    return [report for report in REPORTS.values() if report.national or not by.role.national]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One view of a report: which weeks, which homes, which of the things counted, broken down and ordered how."""

    report: Report
    by: Acting
    today: date
    weeks: int
    until: Week
    breakdown: str = ""
    area_kind: str = ""
    area: str = ""
    home_id: int | None = None
    owner: int | None = None
    mine: bool = False
    chosen: Mapping[str, str]
    sort: str = ""
    page: int = 1

    @property
    def first(self) -> date:
        """The Monday on which the period begins."""
        return self.until.monday - timedelta(weeks=self.weeks - 1)

    @property
    def last(self) -> date:
        """The Sunday on which it ends."""
        return self.until.sunday

    @property
    def this_week(self) -> Week:
        return Week.containing(self.today)

    @cached_property
    def breakdowns(self) -> dict[str, str]:
        """The ways in which this reader can break the numbers down, and their words."""
        own = {each.key: each.label for each in self.report.choices if each.breaks_down}
        owners = {OWNER: "Owner"} if self.report.owner else {}
        times = {} if self.report.now_only else TIMES
        areas = {str(area): AREA_WORDS[area] for area in breakdowns(self.by.role)}
        homes = {HOME: "Home"} if self.shows_homes else {}
        return {**times, **areas, **homes, **own, **owners}

    @property
    def shows_homes(self) -> bool:
        """Readers of a region or of England see homes within an area, never all at once; and never one home's residents."""
        return not self.by.role.national or (bool(self.area) and not self.report.people)

    @property
    def areas_to_choose(self) -> tuple[By, ...]:
        """The kinds of areas that stand in the drop-down: not the 150 councils of England, unless the view is narrowed to one."""
        kinds = breakdowns(self.by.role)
        few = self.by.role.national and self.area_kind != By.COUNCIL
        return tuple(kind for kind in kinds if kind != By.COUNCIL or not few)

    @property
    def has_trend(self) -> bool:
        """Whether week by week can be drawn: five weeks or more, so that four are over. Of England only where weeks are counted anyway."""
        told = self.weeks > LEAST_WEEKS and not self.report.now_only and not self.suppressed
        return told and (self.breakdown == "week" or not self.by.role.national)

    @property
    def suppressed(self) -> bool:
        """Whether small counts are kept from this reader."""
        return self.report.people and not self.by.role.sees_residents

    @property
    def filters(self) -> list[tuple[Choice, str]]:
        """The choices that narrow the view, with their values."""
        return [(each, self.chosen[each.key]) for each in self.report.choices if each.key in self.chosen]

    def but(self, **changes: Any) -> "Asked":
        """The same view with something changed, from its first page on."""
        return replace(self, **{"page": 1, **changes})

    @property
    def query(self) -> str:
        """The part of the address after the question mark. What is usual is left out."""
        usual = usual_breakdown(self)
        parts = {
            "weeks": "" if self.weeks == usual_weeks(self.report, self.by) or self.report.now_only else self.weeks,
            "until": "" if self.until == self.this_week else str(self.until),
            "by": "" if self.breakdown == usual else self.breakdown,
            "area": f"{self.area_kind}:{self.area}" if self.area else "",
            "home": self.home_id or "",
            "owner": self.owner or "",
            "mine": "1" if self.mine else "",
            **self.chosen,
            "sort": self.sort,
            "page": "" if self.page == 1 else self.page,
        }
        return urlencode({name: value for name, value in parts.items() if value != ""})


def usual_breakdown(asked: Asked) -> str:
    """How a report is broken down when the address does not say: its own way, or the first that the reader has."""
    usual = asked.report.usual
    return usual if usual in asked.breakdowns else next(iter(asked.breakdowns))


def read(report: Report, by: Acting, today: date, given: Mapping[str, str]) -> Asked:
    """The view that an address asks for. What makes no sense in it is left out, never an error."""
    area_kind, _, area = given.get("area", "").partition(":")
    known = area_kind in [str(each) for each in By] and (_number(area) or area_kind == By.REGION or area == NOWHERE)
    home, owner = (_number(given.get(name, "")) for name in ("home", "owner"))
    this = Week.containing(today)
    asked = Asked(
        report=report,
        by=by,
        today=today,
        weeks=_weeks(given.get("weeks", ""), report, by),
        until=this if report.now_only else _week(given.get("until", ""), this),
        area_kind=area_kind if known and len(area) < 60 else "",
        area=area if known and len(area) < 60 else "",
        home_id=None if by.role.national else home,
        owner=owner if report.owner else None,
        mine=given.get("mine") == "1" and not by.role.national,
        chosen=_chosen(report, given),
        sort=given.get("sort", "")[:40],
        page=page_in(given.get("page", "")),
    )
    way = given.get("by", "")
    broken_down = replace(asked, breakdown=way if way in asked.breakdowns else usual_breakdown(asked))
    return replace(broken_down, weeks=max(each for each in periods_of(broken_down) if each <= asked.weeks))


def _number(given: str) -> int | None:
    return number_in(given) or None


def _weeks(given: str, report: Report, by: Acting) -> int:
    if report.now_only:
        return 1
    weeks = number_in(given)
    return weeks if weeks in PERIODS else usual_weeks(report, by)


def usual_weeks(report: Report, by: Acting) -> int:
    """The period when the address does not say."""
    return USUAL_OF_NATION if by.role.national else report.weeks


def periods_of(asked: Asked) -> tuple[int, ...]:
    """How many weeks the reader may look at together in this view."""
    if not asked.by.role.national:
        return PERIODS
    return PERIODS_OF_AREAS if source_of(asked, asked.breakdown) else PERIODS_OF_NATION


def _week(given: str, this: Week) -> Week:
    try:
        return min(Week.parse(given), this)
    except ValueError:
        return this


def _chosen(report: Report, given: Mapping[str, str]) -> dict[str, str]:
    return {
        each.key: given[each.key] for each in report.choices if given.get(each.key) and given[each.key] in each.words
    }
