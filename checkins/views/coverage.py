"""The coverage of the week, for commissioners, councils, coordinators and readers of regions and of England."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from carehomes.ui.csv_file import csv_response
from carehomes.ui.numbers import page_in
from checkins.presenters.coverage import COLUMNS, HEADER, CoveragePage, breakdowns
from checkins.presenters.home_weeks import WeeksPage
from checkins.queries.coverage import PAGE, By, area_counts, homes_behind
from checkins.queries.home_weeks import homes_by_need, states_of, totals

NO_AREA = "none"  # in the address: homes without an area of this kind


@require_safe
@requires(Permission.SEE_COVERAGE)
def coverage(request: ScopedRequest) -> HttpResponse:
    """Counts by area; with a state or an area in the address, the homes behind them."""
    page = _page(request, PAGE)
    return render(request, "checkins/coverage.jinja", {"page": page})


@require_safe
@requires(Permission.SEE_COVERAGE)
def coverage_file(request: ScopedRequest) -> HttpResponse:
    """The homes of the view as a file."""
    page = _page(request, None)
    return csv_response(f"coverage-{page.week}", HEADER, page.file)


@require_safe
@requires(Permission.SEE_COVERAGE)
def coverage_weeks(request: ScopedRequest) -> HttpResponse:
    """Which homes have gone without a check-in, week by week. A reader of a region or of England chooses an area first."""
    today, by = london_today(), request.acting
    this, area, key, number = (
        Week.containing(today),
        _area(request),
        _key(request),
        page_in(request.GET.get("page", "")),
    )
    if by.role.national and key is None:
        return redirect("checkins:coverage")
    homes, found = homes_by_need(by, this, today, area, key, number)
    page = WeeksPage(
        this=this,
        now=timezone.now(),
        by=by,
        area=area,
        key=key,
        number=number,
        found=found,
        homes=homes,
        states=states_of([home.home_id for home in homes], this),
        totals=totals(by, this, today, area, key),
    )
    return render(request, "checkins/coverage_weeks.jinja", {"page": page})


def _page(request: ScopedRequest, size: int | None) -> CoveragePage:
    today, by = london_today(), request.acting
    week, area = _week(request, Week.containing(today)), _area(request)
    state, key, number = _state(request), _key(request), page_in(request.GET.get("page", ""))
    wanted = size is None or state or key is not None
    homes = homes_behind(by, week, today, area, state=state, key=key, number=number, size=size) if wanted else []
    return CoveragePage(
        week=week,
        today=today,
        now=timezone.now(),
        by=by,
        area=area,
        state=state,
        key=key,
        number=number,
        counts=area_counts(by, week, today, area),
        homes=homes,
    )


def _week(request: HttpRequest, this: Week) -> Week:
    try:
        return min(Week.parse(request.GET.get("week", "")), this)
    except ValueError:
        return this


def _area(request: ScopedRequest) -> By:
    choices = breakdowns(request.acting.role)
    asked = request.GET.get("by", "")
    return next((each for each in choices if each == asked), choices[0])


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in [str(each) for each in COLUMNS] else ""


def _key(request: HttpRequest) -> str | None:
    asked = request.GET.get("area", "")
    return "" if asked == NO_AREA else asked or None
