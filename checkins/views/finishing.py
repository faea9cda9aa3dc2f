"""Completing a check-in, or saying why it does not happen this week."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.queries import open_roles
from carehomes.ui.numbers import revision_in
from checkins import actions
from checkins.actions.becoming import kind_of
from checkins.actions.completing import Incomplete, Stale
from checkins.check_in_form.schema import SOMETHING
from checkins.check_in_form.sheet import problems
from checkins.forms.check_ins import StopForm
from checkins.models import CheckIn, CheckInState
from checkins.presenters.call import CallPage
from checkins.queries.check_in import call_of, check_in_with_form
from checkins.queries.going_to import goes_to
from checkins.transitions import Refused, events_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    """What will go to whom; then completed."""
    found = check_in_with_form(pk)
    if request.method == "POST":
        return _complete(request, found)
    if found.state == CheckInState.COMPLETED:
        return redirect("checkins:check_in", pk)
    call = call_of(found, request.acting, timezone.now())
    draft = call.draft
    page = CallPage(call=call, fields=draft.fields if draft else {}, today=london_today(), now=timezone.now())
    if draft is None or problems(page.sheet, call.sections, call.names):
        messages.info(request, "Something is still missing before this check-in can be completed.")
        return redirect("checkins:check_in", pk)
    leads = [role.person_name for role in open_roles([found.home_id], NamedRoleKind.CLINICAL_LEAD) if role.user_id]
    record_reads(_named(page), screen="check-in", by=request.acting)
    said = [ask.section.key for ask in page.asks if ask.answer == SOMETHING]
    owners = goes_to(found.home_id, map(kind_of, said), request.acting, timezone.now())
    context = {"page": page, "leads": leads, "owners": {key: owners[kind_of(key)] for key in said}}
    return render(request, "checkins/confirm.jinja", context)


def _named(page: CallPage) -> set[tuple[int, int]]:
    chosen = {each.resident_id for each in page.sheet.nominations}
    return {(each.id, each.home_id) for each in page.call.people if each.id in chosen}


def _complete(request: ScopedRequest, found: CheckIn) -> HttpResponse:
    try:
        done = actions.complete(
            check_in_id=found.pk, revision=_revision(request), by=request.acting, now=timezone.now()
        )
    except Stale as stale:
        messages.warning(request, f"{stale} Look it over again.")
        return redirect("checkins:confirm", found.pk)
    except Incomplete:
        messages.warning(request, "Something is missing now. Look it over again.")
        return redirect("checkins:check_in", found.pk)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:check_in", found.pk)
    messages.success(request, f"Check-in with {done.home.name} completed. {_raised(done)}")
    return redirect("checkins:this_week")


def _raised(done: CheckIn) -> str:
    total = done.items_raised + done.nominations_raised
    if not total:
        return "Nothing to report."
    return f"{total} raised, {done.same_day_raised} for the same day." if done.same_day_raised else f"{total} raised."


def _revision(request: HttpRequest) -> int:
    return revision_in(request.POST.get("revision", ""), otherwise=-1)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def stop(request: ScopedRequest, pk: int) -> HttpResponse:
    """The home declines this week, or there is nobody to ring."""
    found = get_object_or_404(CheckIn.objects.select_related("home"), pk=pk)
    form = StopForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        return _stop(request, found, form)
    if not {"decline", "cancel"} & events_of(found, by=request.acting, today=london_today()):
        messages.warning(request, f"This check-in is {found.get_state_display().lower()}.")
        return redirect("checkins:check_in", pk)
    week = found.week.isocalendar().week
    context = {
        "title": "Why this check-in does not happen",
        "form": form,
        "nav_key": "checkins:this_week",
        "submit_label": "Note it",
        "lead": f"{found.home.name}, week {week}. A commissioner sees the reason, so it is chosen from a list.",
        "back_url": reverse("checkins:check_in", args=[pk]),
        "back_label": f"Check-in with {found.home.name}",
    }
    return render(request, "layouts/form.jinja", context)


def _stop(request: ScopedRequest, found: CheckIn, form: StopForm) -> HttpResponse:
    act = {"decline": actions.decline, "cancel": actions.cancel}[form.cleaned_data["outcome"]]
    try:
        act(check_in_id=found.pk, reason=form.reason, by=request.acting, now=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:check_in", found.pk)
    messages.info(request, f"Noted: {form.reason}. {found.home.name} can still be rung this week.")
    return redirect("checkins:this_week")
