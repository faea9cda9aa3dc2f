"""Lists of issues, as pages and as files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.issues.models import Issue, Kind, Priority
from carehomes.issues.presenters.listing import HEADER, SORT_WORDS, ListPage, tabs_of
from carehomes.issues.queries.lists import FOR_THEM, FOR_US, MOST_IN_FILE, PAGE, Search, counts, found, page_of
from carehomes.ui.csv_file import csv_response
from carehomes.ui.numbers import number_in, page_in
from carehomes.ui.workbook import workbook_response


def read_search(request: ScopedRequest) -> Search:
    """What the address asks for; anything that is no choice of ours is left out."""
    asked = request.GET
    tabs = [tab for tab, _ in tabs_of(request.acting)]
    tab, turn, sort = asked.get("tab", ""), asked.get("turn", ""), asked.get("sort", "")
    return Search(
        tab=tab if tab in tabs else tabs[0],
        kind=asked.get("kind", "") if asked.get("kind") in Kind else "",
        priority=asked.get("priority", "") if asked.get("priority") in Priority else "",
        turn=turn if turn in (FOR_US, FOR_THEM) else "",
        words=" ".join(asked.get("q", "").replace("\x00", "").split())[:60],
        sort=sort if sort in SORT_WORDS else "",
        home_id=number_in(asked.get("home", "")) or None,
        late=asked.get("late") == "1",
        page=page_in(asked.get("page", "")),
    )


@require_safe
@requires(Permission.SEE_ISSUES)
def issues(request: ScopedRequest) -> HttpResponse:
    """What waits for the reader, for their organisation, for the homes and for outside systems."""
    search, now = read_search(request), timezone.now()
    counted = counts(request.acting, [tab for tab, _ in tabs_of(request.acting)], search, now)
    search = replace(search, page=min(search.page, max(1, -(-counted["found"] // PAGE))))
    rows = page_of(search, request.acting, now)
    giving = "give" in request.GET and request.acting.may(Permission.ASSIGN_ISSUES)
    page = ListPage(search, request.acting, now, rows, counted, giving)
    _log(request, rows, "issues")
    return render(request, "issues/issues.jinja", {"page": page})


def _log(request: ScopedRequest, rows: Sequence[Issue], screen: str) -> None:
    named = {(each.resident_id, each.home_id) for each in rows if each.resident_id and each.resident}
    record_reads(named, screen=screen, by=request.acting)


@require_safe
@requires(Permission.SEE_ISSUES)
def issues_file(request: ScopedRequest, ending: str) -> HttpResponse:
    """The same list as a file, all pages of it."""
    search, now = read_search(request), timezone.now()
    rows = list(found(search, request.acting, now)[:MOST_IN_FILE])
    _log(request, rows, "issues, file")
    lines = ListPage(search, request.acting, now, rows, {"found": len(rows)}).lines
    answer = csv_response if ending == "csv" else workbook_response
    return answer(_name(search, now), HEADER, [line.cells for line in lines])


def _name(search: Search, now: datetime) -> str:
    return f"issues-{search.tab}-{london_today(now).isoformat()}"
