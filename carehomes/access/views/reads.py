"""Who read which resident's record: searched by a data protection officer."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from carehomes.access import presenters, queries
from carehomes.access.forms import ReadsForm
from carehomes.access.look_ups import TOO_MANY_REQUESTS, TOO_OFTEN, may_look_up
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.queries import ReadSearch
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.csv_file import csv_response

PAGE = 50
MOST_IN_FILE = 10_000


def _search(request: ScopedRequest) -> tuple[ReadsForm, ReadSearch | None]:
    """The form as it was sent, and the search; None where an answer is wrong."""
    people = queries.readers(request.acting.organisation_id)
    form = ReadsForm(request.GET, people=people)
    if not form.is_valid():
        return form, None
    answers = form.cleaned_data
    if queries.is_nhs_number(answers["resident"]) and not may_look_up(request.acting.user_id):
        form.add_error("resident", TOO_OFTEN)
        return form, None
    person = int(answers["person"]) if answers["person"] else None
    return form, ReadSearch(answers["resident"].strip(), person, answers["first"], answers["last"])


@requires(Permission.SEE_ACCESS_LOG)
def reads(request: ScopedRequest) -> HttpResponse:
    """The readings of a search, 50 a page, the latest first. `before` in the address is where the page begins."""
    form, search = _search(request)
    before = request.GET.get("before", "")
    found = queries.readings(search) if search else queries.readings(ReadSearch()).none()
    if before.isdecimal():
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    address = request.GET.copy()
    address.pop("before", None)
    context = {
        "form": form,
        "lines": presenters.read_lines(rows[:PAGE]),
        "query": address.urlencode(),
        "searched": bool(search and search != ReadSearch()),
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "most_in_file": MOST_IN_FILE,
    }
    too_often = TOO_OFTEN in form.errors.get("resident", [])
    return render(request, "access/reads.jinja", context, status=TOO_MANY_REQUESTS if too_often else HTTPStatus.OK)


@requires(Permission.SEE_ACCESS_LOG)
def reads_file(request: ScopedRequest) -> HttpResponse:
    """The same search as a file."""
    _, search = _search(request)
    found = queries.readings(search)[:MOST_IN_FILE] if search else []
    rows = (presenters.read_row(line) for line in presenters.read_lines(found))
    return csv_response(f"readings-{london_today().isoformat()}", presenters.READ_HEADER, rows)
