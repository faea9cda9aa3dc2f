"""Adding to a completed check-in, and putting it right."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from checkins.actions.afterwards import Report, add_report, correct
from checkins.forms import AddForm, CorrectForm
from checkins.models import CheckIn, CheckInState, SectionAnswer
from checkins.presenters.call import title_of
from checkins.queries.forms import form_version, sections_of
from checkins.transitions import Refused

UNPROCESSABLE = 422


def _completed(pk: int) -> CheckIn:
    return get_object_or_404(
        CheckIn.objects.select_related("home", "caller_organisation"), pk=pk, state=CheckInState.COMPLETED
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the home said later in the week, added to the check-in of whoever rang first."""
    found = _completed(pk)
    sections = sections_of(form_version(found.due_on))
    form = AddForm(form_data(request), sections=[(each.key, each.title) for each in sections])
    if request.method == "POST" and form.is_valid():
        report = Report(form.cleaned_data["section"], form.cleaned_data["text"], form.cleaned_data["spoke_to"])
        try:
            add_report(check_in_id=pk, report=report, key=form.key, by=request.acting, now=timezone.now())
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, f"Added to the check-in with {found.home.name}, in your name.")
        return redirect("checkins:check_in", pk)
    who = f"{found.caller_name}, {found.caller_organisation}" if found.caller_organisation else found.caller_name
    lead = f"{who} has rung {found.home.name} this week. What they noted stays as it is; yours is added with your name and the time."
    return _page(request, found, form, f"Add to the check-in with {found.home.name}", lead, "Add it")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def put_right(request: ScopedRequest, pk: int, section: str) -> HttpResponse:
    """One section that was noted wrongly."""
    found = _completed(pk)
    answer = SectionAnswer.objects.select_related("form_version").filter(check_in=found, section=section).first()
    if answer is None:
        raise Http404
    initial = {"answer": "something" if answer.something else "nothing", "text": answer.text}
    form = CorrectForm(form_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        what = {"something": clean["answer"] == "something", "text": clean["text"], "reason": clean["reason"]}
        correct(check_in_id=pk, section=section, key=form.key, by=request.acting, now=timezone.now(), **what)
        messages.success(request, f"{title_of(answer)} is put right. What stood there before is kept with your reason.")
        return redirect("checkins:check_in", pk)
    lead = "What stood there before stays in the record, with who changed it, when and why."
    return _page(request, found, form, f"Put right: {title_of(answer)}", lead, "Put it right")


def _page(request: ScopedRequest, found: CheckIn, form: Any, title: str, lead: str, submit: str) -> HttpResponse:
    week = f"Check-in, week {found.week.isocalendar().week}"
    trail = [
        (found.home.name, reverse("directory:home", args=[found.home_id])),
        (week, reverse("checkins:check_in", args=[found.pk])),
    ]
    context = {
        "title": title,
        "form": form,
        "lead": lead,
        "submit_label": submit,
        "nav_key": "checkins:this_week",
        "trail": [*trail, (title, "")],
        "cancel_url": reverse("checkins:check_in", args=[found.pk]),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "layouts/form.jinja", context, status=status)
