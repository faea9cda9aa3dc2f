"""Who read which resident's record: searched by a data protection officer.

What is looked for may be a name or an NHS number, so it is posted and kept out of addresses (carehomes/access/kept_searches.py).
"""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access import presenters, queries
from carehomes.access.forms import ReadsForm
from carehomes.access.kept_forms import form_data
from carehomes.access.kept_searches import keep, kept
from carehomes.access.look_ups import TOO_MANY_REQUESTS, TOO_OFTEN, may_look_up
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.queries import ReadSearch
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.csv_file import csv_response
from carehomes.ui.numbers import number_in

PAGE = 50
MOST_IN_FILE = 10_000
_KEPT = "reads"
_MOST_CHARACTERS = 100
_DAY = ("day", "month", "year")
_FIELDS = ("resident", "person", *(f"{which}_{part}" for which in ("first", "last") for part in _DAY))


def _search(request: ScopedRequest) -> tuple[ReadsForm, ReadSearch | None]:
    """The form as it was sent, and the search; None where an answer is wrong. `n` in the address is the number of the search."""
    people = queries.readers(request.acting.organisation_id)
    sent = kept(request.session, _KEPT, request.GET.get("n", "")) or {}
    form = ReadsForm(sent, people=people)
    if not form.is_valid():
        return form, None
    answers = form.cleaned_data
    if queries.is_nhs_number(answers["resident"]) and not may_look_up(request.acting.user_id):
        form.add_error("resident", TOO_OFTEN)
        return form, None
    person = int(answers["person"]) if answers["person"] else None
    return form, ReadSearch(answers["resident"].strip(), person, answers["first"], answers["last"])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_ACCESS_LOG)
def reads(request: ScopedRequest) -> HttpResponse:
    """The readings of a search, 50 a page, the latest first. `before` in the address is where the page begins."""
    typed = form_data(request)
    if typed is not None:
        sent = {name: typed.get(name, "")[:_MOST_CHARACTERS] for name in _FIELDS}
        return redirect(f"{reverse('access:reads')}?n={keep(request.session, _KEPT, sent)}")
    form, search = _search(request)
    before = number_in(request.GET.get("before", ""))
    found = queries.readings(search) if search else queries.readings(ReadSearch()).none()
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    number = request.GET.get("n", "")
    context = {
        "form": form,
        "lines": presenters.read_lines(rows[:PAGE]),
        "query": f"n={number}" if number.isdecimal() else "",
        "searched": bool(search and search != ReadSearch()),
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "most_in_file": MOST_IN_FILE,
    }
    too_often = TOO_OFTEN in form.errors.get("resident", [])
    return render(request, "access/reads.jinja", context, status=TOO_MANY_REQUESTS if too_often else HTTPStatus.OK)


@require_safe
@requires(Permission.SEE_ACCESS_LOG)
def reads_file(request: ScopedRequest) -> HttpResponse:
    """The same search as a file."""
    _, search = _search(request)
    found = queries.readings(search)[:MOST_IN_FILE] if search else []
    rows = (presenters.read_row(line) for line in presenters.read_lines(found))
    return csv_response(f"readings-{london_today().isoformat()}", presenters.READ_HEADER, rows)
