"""The coordinator's list of the week, on the page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from carehomes.ui.csv_file import csv_response
from carehomes.ui.numbers import page_in
from checkins.presenters.worklist import COVER, EVERYONE, HEADER, MINE, PAGE, WeekPage
from checkins.queries.worklist import Caseload, caseload, details_of, week_rows
from checkins.rules import Group


@require_safe
@requires(Permission.SEE_CHECK_INS)
def this_week(request: ScopedRequest) -> HttpResponse:
    """The homes to ring this week, what to do next first; past weeks to read."""
    page = _page(request, everything=False)
    return render(request, "checkins/this_week.jinja", {"page": page})


@require_safe
@requires(Permission.SEE_CHECK_INS)
def this_week_file(request: ScopedRequest) -> HttpResponse:
    """The same list as a file, all pages of it."""
    page = _page(request, everything=True)
    return csv_response(f"check-ins-{page.week}", HEADER, page.file)


def _page(request: ScopedRequest, *, everything: bool) -> WeekPage:
    today = london_today()
    week, homes = _week(request, today_week=Week.containing(today)), caseload(request.acting, today)
    whose = _whose(request.GET.get("whose", ""), homes)
    state = request.GET.get("state", "")
    state = state if state in list(Group) else ""
    rows = week_rows(week, today, _homes(whose, homes))
    chosen = [row for row in rows if not state or row.group == state]
    number = _number(request, len(chosen))
    shown = chosen if everything else chosen[(number - 1) * PAGE : number * PAGE]
    return WeekPage(
        week=week,
        today=today,
        now=timezone.now(),
        by=request.acting,
        caseload=homes,
        whose=whose,
        state=state,
        number=number,
        rows=rows,
        details=details_of(row.pk for row in shown),
    )


def _week(request: HttpRequest, *, today_week: Week) -> Week:
    """The week of the address, else this one; nothing after the next."""
    try:
        asked = Week.parse(request.GET.get("week", ""))
    except ValueError:
        return today_week
    return min(asked, today_week.next())


def _whose(asked: str, homes: Caseload) -> str:
    usual = MINE if homes.mine else EVERYONE
    known = {EVERYONE, *([MINE] if homes.mine else []), *(f"{COVER}{key}" for key in homes.covers)}
    return asked if asked in known else usual


def _homes(whose: str, homes: Caseload) -> frozenset[int] | None:
    if whose == EVERYONE:
        return None
    return homes.mine if whose == MINE else homes.covers[whose.removeprefix(COVER)][1]


def _number(request: HttpRequest, rows: int) -> int:
    return page_in(request.GET.get("page", ""), last=-(-rows // PAGE))
