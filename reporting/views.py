"""Reports as pages and as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.csv_file import csv_response
from carehomes.ui.workbook import workbook_response
from reporting import queries
from reporting.asked import Asked, read, reports_of
from reporting.forms import area_name, filter_fields
from reporting.metrics import Report
from reporting.presenters import SUPPRESSED, ReportFile, ReportPage, comparison, definition


@require_safe
@requires(Permission.SEE_REPORTS)
def index(request: ScopedRequest) -> HttpResponse:
    """The reports that this role can read, each with the question that it answers."""
    return render(request, "reporting/index.jinja", {"reports": reports_of(request.acting)})


@require_safe
@requires(Permission.SEE_REPORTS)
def definitions(request: ScopedRequest) -> HttpResponse:
    """How each number is made."""
    reports = [(report, [(each, definition(each)) for each in report.metrics]) for report in reports_of(request.acting)]
    compared = {each.report: comparison(each) for each in queries.last_comparisons()}
    return render(request, "reporting/definitions.jinja", {"reports": reports, "compared": compared})


@require_safe
@requires(Permission.SEE_REPORTS)
def report(request: ScopedRequest, key: str) -> HttpResponse:
    """One view of a report. Eight queries at most: its lines, their trend, the areas to choose from, what it is narrowed to."""
    asked = _asked(request, key)
    areas = queries.areas(asked, asked.areas_to_choose)
    page = _page(asked, area_name(asked, areas), trend=True)
    context = {"page": page, "fields": filter_fields(asked, areas), "suppressed": SUPPRESSED}
    return render(request, "reporting/report.jinja", context)


@require_safe
@requires(Permission.SEE_REPORTS)
def report_file(request: ScopedRequest, key: str, ending: str) -> HttpResponse:
    """All lines of a view as a file, which says of itself what it holds."""
    asked = _asked(request, key)
    area = area_name(asked, queries.areas(asked, asked.areas_to_choose)) if asked.area else ""
    made = ReportFile(_page(asked, area))
    name = f"{key}-{asked.until}"
    response = csv_response if ending == "csv" else workbook_response
    return response(name, made.header, made.lines, about=made.about)


def _asked(request: ScopedRequest, key: str) -> Asked:
    return read(_report(request, key), request.acting, london_today(), request.GET.dict())


def _report(request: ScopedRequest, key: str) -> Report:
    found = next((each for each in reports_of(request.acting) if each.key == key), None)
    if found is None:
        raise Http404
    return found


def _page(asked: Asked, area: str, *, trend: bool = False) -> ReportPage:
    now = timezone.now()
    counted = queries.count(asked, now)
    weekly = None
    if trend and asked.has_trend:
        weekly = counted if asked.breakdown == "week" else queries.count(asked, now, "week")
    names = {**queries.names(asked), "area": area}
    return ReportPage(asked=asked, counted=counted, weekly=weekly, names=names)
