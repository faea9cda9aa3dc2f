"""Planning the caseload: choose homes, see what would change, do it, undo it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import actions, queries
from carehomes.ui.formats import plural
from checkins.forms.caseload import CaseloadForm
from checkins.presenters.caseload import CaseloadPage, changes, in_words, load

UNPROCESSABLE = 422
EVERY = "every"  # the box that ticks all homes shown


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PLAN_CHECK_INS)
def caseload(request: ScopedRequest) -> HttpResponse:
    """The homes, and what is to hold for those that are ticked."""
    today, data = london_today(), form_data(request)
    planned = queries.planned_homes(today)
    page = CaseloadPage(planned, today, request.GET.get("whose", ""), request.GET.get("weekday", ""))
    ringers = queries.ringers(request.acting, planned, today)
    form = CaseloadForm(_ticked(data, page), planned=planned, ringers=ringers, today=today)
    do = request.POST.get("do", "")
    if do == "preview" and form.is_valid():
        return _preview(request, form)
    if do == "assign" and form.is_valid():
        return _assign(request, form, page)
    return _choose(request, form, page, UNPROCESSABLE if do in ("preview", "assign") else 200)


def _ticked(data: QueryDict | None, page: CaseloadPage) -> QueryDict | None:
    """What was sent, with every home shown where that box is ticked."""
    if data is None or EVERY not in data:
        return data
    copy = data.copy()
    copy.setlist("homes", [str(each.home.pk) for each in page.shown])
    return copy


def _choose(request: ScopedRequest, form: CaseloadForm, page: CaseloadPage, status: int = 200) -> HttpResponse:
    ticked = form.data.getlist("homes") if form.is_bound else []  # type: ignore[attr-defined]  # a QueryDict
    context = {
        "page": page,
        "form": form,
        "lines": page.lines(ticked),
        "undoable": queries.planned_today(request.acting, timezone.now()),
    }
    return render(request, "checkins/caseload.jinja", context, status=status)


def _preview(request: ScopedRequest, form: CaseloadForm) -> HttpResponse:
    asked = form.assignment
    planned = queries.planned_homes(london_today(), form.cleaned_data["homes"])
    found = changes(actions.proposals(planned, asked), asked)
    context: dict[str, Any] = {
        "words": in_words(asked),
        "changes": found,
        "load": load(found),
        "seen": queries.fingerprint(planned),
        "carried": [
            (name, value)
            for name, values in form.data.lists()  # type: ignore[attr-defined]  # a QueryDict
            for value in values
            if name not in ("csrfmiddlewaretoken", "do", EVERY)
        ],
    }
    return render(request, "checkins/caseload_preview.jinja", context)


def _assign(request: ScopedRequest, form: CaseloadForm, page: CaseloadPage) -> HttpResponse:
    asked, now = form.assignment, timezone.now()
    try:
        number = actions.assign(
            by=request.acting,
            home_ids=form.cleaned_data["homes"],
            asked=asked,
            seen=request.POST.get("seen", ""),
            words=in_words(asked),
            key=form.key,
            now=now,
        )
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
        return _choose(request, form, page, UNPROCESSABLE)
    messages.success(
        request, f"{plural(number, 'home')} planned. {in_words(asked)}. You can undo it below until midnight."
    )
    return redirect("checkins:caseload")


@require_POST
@requires(Permission.PLAN_CHECK_INS)
def undo(request: ScopedRequest, key: UUID) -> HttpResponse:
    """Takes a planning of today back, where nobody has changed a home since."""
    try:
        undone = actions.undo(by=request.acting, key=key, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("checkins:caseload")
    messages.success(request, f"{plural(undone.homes, 'home')} as before.")
    if undone.kept:
        messages.warning(request, f"Left as they are, because they were changed since: {', '.join(undone.kept)}.")
    return redirect("checkins:caseload")
