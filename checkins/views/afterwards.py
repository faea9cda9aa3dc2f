"""Adding to a completed check-in, and putting it right."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.directory.queries import urgent_number
from carehomes.residents.queries import Listed, residents_of
from checkins.actions.afterwards import Need, Report, Right, add_report, correct
from checkins.forms import AddForm, CorrectForm
from checkins.models import CheckIn, CheckInState, SectionAnswer, Urgency
from checkins.presenters.call import title_of
from checkins.queries.forms import form_version, sections_of
from checkins.transitions import Refused

UNPROCESSABLE = 422
SAME_DAY_TOO = "The clinical lead was told. Ring the urgent line as well."


def _completed(pk: int) -> CheckIn:
    return get_object_or_404(
        CheckIn.objects.select_related("home", "caller_organisation"), pk=pk, state=CheckInState.COMPLETED
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the home said later in the week, added to the check-in of whoever rang first."""
    found = _completed(pk)
    sections, people = sections_of(form_version(found.due_on)), residents_of(found.home_id)
    form = AddForm(form_data(request), sections=[(each.key, each.title) for each in sections], names=_names(people))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        report = Report(clean["section"], clean["text"], clean["spoke_to"], form.need or Need())
        done = f"Added to the check-in with {found.home.name}, in your name."
        return _do(
            request,
            found,
            lambda: add_report(check_in_id=pk, report=report, key=form.key, by=request.acting, now=timezone.now()),
            f"{done} {_told(form.need)}",
        )
    who = f"{found.caller_name}, {found.caller_organisation}" if found.caller_organisation else found.caller_name
    lead = f"{who} has rung {found.home.name} this week. What they noted stays as it is; yours is added with your name and the time."
    return _page(request, found, form, people, f"Add to the check-in with {found.home.name}", lead, "Add it")


def _names(people: Sequence[Listed]) -> dict[int, str]:
    return {each.id: each.name for each in people}


def _told(need: Need | None) -> str:
    """What to do besides where somebody must come today."""
    return SAME_DAY_TOO if need and need.urgency == Urgency.SAME_DAY else ""


def _do(request: ScopedRequest, found: CheckIn, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done.strip())
    return redirect("checkins:check_in", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def put_right(request: ScopedRequest, pk: int, section: str) -> HttpResponse:
    """One section that was noted wrongly."""
    found = _completed(pk)
    answer = SectionAnswer.objects.select_related("form_version").filter(check_in=found, section=section).first()
    if answer is None:
        raise Http404
    people = residents_of(found.home_id)
    initial = {"answer": "something" if answer.something else "nothing", "text": answer.text}
    form = CorrectForm(form_data(request), something=answer.something, names=_names(people), initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        need = form.need if clean["answer"] == "something" else None
        right = Right(section, clean["answer"] == "something", clean["text"], clean["reason"], need)
        done = f"{title_of(answer)} is put right. What stood there before is kept with your reason."
        return _do(
            request,
            found,
            lambda: correct(check_in_id=pk, right=right, key=form.key, by=request.acting, now=timezone.now()),
            f"{done} {_told(need)}",
        )
    lead = "What stood there before stays in the record, with who changed it, when and why."
    return _page(request, found, form, people, f"Put right: {title_of(answer)}", lead, "Put it right")


def _page(
    request: ScopedRequest, found: CheckIn, form: Any, people: Sequence[Listed], title: str, lead: str, submit: str
) -> HttpResponse:
    record_reads({(each.id, each.home_id) for each in people}, screen="check-in", by=request.acting)
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
        "people": people,
        "urgent": urgent_number(found.home),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checkins/later.jinja", context, status=status)
