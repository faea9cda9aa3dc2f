"""Residents who need someone: the list, acknowledging, withdrawing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.ui import formats
from carehomes.ui.numbers import number_in, numbers_in, page_in
from checkins import actions
from checkins.forms.check_ins import WithdrawForm
from checkins.models import Nomination
from checkins.presenters.nomination import ON_ITS_PAGE
from checkins.presenters.to_see import MANY, Entry, ToSeePage
from checkins.queries.to_see import PAGE, PARTS, page_of, tallies
from checkins.transitions import Refused
from checkins.views.nomination import too_late


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def to_see(request: ScopedRequest) -> HttpResponse:
    """Same day first, then by urgency; what was answered in the last two weeks under its own tab."""
    now, counted = timezone.now(), tallies(timezone.now())
    asked = request.GET.get("show", "")
    show = asked if asked in PARTS else ""
    home_id, number = number_in(request.GET.get("home", "")) or None, page_in(request.GET.get("page", ""))
    found = page_of(now, part=show, home_id=home_id, number=number)
    entries = [Entry(each, request.acting, now) for each in found]
    page = ToSeePage(counted, entries, request.acting, show, home_id, number)
    record_reads(((each.resident_id, each.home_id) for each in found), screen="residents to see", by=request.acting)
    return render(request, "checkins/to_see.jinja", {"page": page, "page_size": PAGE})


@require_POST
@requires(Permission.ACKNOWLEDGE_NOMINATIONS)
def acknowledge(request: ScopedRequest, pk: int) -> HttpResponse:
    """A clinician takes it on, from the list or on the page of the nomination; there they go on."""
    back = (
        redirect("checkins:nomination", pk) if request.GET.urlencode() == ON_ITS_PAGE else redirect("checkins:to_see")
    )
    nomination = get_object_or_404(Nomination.objects.select_related("resident"), pk=pk)
    try:
        done = actions.acknowledge(nomination_id=pk, by=request.acting, now=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return back
    mine = done.acknowledged_by_user_id == request.acting.user_id
    who = "You have" if mine else f"{done.acknowledged_by_name} has"
    messages.success(
        request, f"{who} acknowledged {nomination.resident.name}. Ring {done.home.name} if you have not yet."
    )
    return back


@require_POST
@requires(Permission.SEE_NOMINATIONS)
def many(request: ScopedRequest) -> HttpResponse:
    """The same for several that were ticked: each for which it can be done; the others are named with the reason."""
    event, chosen = request.POST.get("do", ""), request.POST.getlist("chosen")
    words = dict(MANY)
    if event not in words:
        raise Http404
    if not chosen:
        messages.warning(request, "Tick the residents first.")
        return redirect("checkins:to_see")
    ids = numbers_in(chosen)
    done = actions.do_to_many(event=event, nomination_ids=ids, by=request.acting, now=timezone.now())
    if done.done:
        messages.success(request, f"{words[event]}: {formats.plural(len(done.done), 'resident')}.")
    for nomination, why in done.refused:
        messages.warning(request, f"{nomination.resident.name}: {why}")
    return redirect("checkins:to_see")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_NOMINATIONS)
def withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """It is not needed any more, for a reason."""
    nomination = get_object_or_404(Nomination.objects.select_related("resident", "home"), pk=pk)
    form = WithdrawForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        return _withdraw(request, nomination, form)
    if request.method != "POST" and (late := too_late(request, nomination, "withdraw")):
        return late
    record_reads([(nomination.resident_id, nomination.home_id)], screen="residents to see", by=request.acting)
    context = {
        "title": f"Withdraw {nomination.resident.name}",
        "form": form,
        "nav_key": "checkins:to_see",
        "submit_label": "Withdraw",
        "submit_kind": "warning",
        "lead": f"{nomination.resident.name} of {nomination.home.name} leaves the list of residents to see. "
        "The record keeps what was said and why it was withdrawn.",
        "back_url": reverse("checkins:nomination", args=[pk]),
        "back_label": nomination.resident.name,
    }
    return render(request, "layouts/form.jinja", context)


def _withdraw(request: ScopedRequest, nomination: Nomination, form: WithdrawForm) -> HttpResponse:
    try:
        actions.withdraw(
            nomination_id=nomination.pk, reason=form.cleaned_data["reason"], by=request.acting, now=timezone.now()
        )
        messages.success(request, f"{nomination.resident.name} is withdrawn.")
    except Refused as refused:
        messages.warning(request, str(refused))
    if request.acting.may(Permission.ANSWER_FOR_HOME):
        return redirect("checkins:nomination", nomination.pk)
    return redirect("checkins:to_see")
