"""Changing a round: its plan, its agenda and order, its people, putting somebody off, cancelling, adding to a signed record."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.residents.queries import residents_of
from carehomes.ui.numbers import number_in, numbers_in, revision_in
from checkins.actions import round_agenda, round_cards, round_people, rounds
from checkins.forms import rounds as forms
from checkins.models import AgendaItem, InvitationAnswer, Round, RoundInvitation
from checkins.queries.rounds import record_of_round, round_with_home
from checkins.rounds.transitions import check_round
from checkins.transitions import Refused
from checkins.views.round_session import _tried
from checkins.views.rounds import people_of

FORM = ["GET", "HEAD", "POST"]
LAST = 9_999  # the place of whoever was given no number


def _round(pk: int) -> Round:
    return round_with_home(pk)


def _trail(found: Round, last: str) -> list[tuple[str, str]]:
    return [
        ("Rounds", reverse("checkins:rounds")),
        (f"{found.get_kind_display()}, {found.home.name}", reverse("checkins:round", args=[found.pk])),
        (last, ""),
    ]


def _too_late(request: ScopedRequest, found: Round, event: str) -> HttpResponse | None:
    """Back to the round with the reason, before somebody types what can no longer be sent."""
    if request.method == "POST":
        return None
    try:
        check_round(found, event, by=request.acting)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:round", found.pk)
    return None


def _form_page(
    request: ScopedRequest,
    found: Round,
    form: Any,
    act: Callable[[], object],
    *,
    title: str,
    label: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """A form about a round: sent, done and back to the round; else the form again with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("checkins:round", found.pk)
    context = {
        "title": title,
        "nav_key": "checkins:rounds",
        "form": form,
        "trail": _trail(found, title),
        "submit_label": label,
        "cancel_url": reverse("checkins:round", args=[found.pk]),
        **more,
    }
    return render(request, "layouts/form.jinja", context)


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def plan(request: ScopedRequest, pk: int) -> HttpResponse:
    """Another day, time, place or chair."""
    found = _round(pk)
    if late := _too_late(request, found, "plan"):
        return late
    initial = {
        "kind": found.kind,
        "held_on": found.held_on,
        "starts_at": found.starts_at,
        "minutes": str(found.minutes),
        "mode": found.mode,
        "link": found.link,
        "chair": str(found.chair_user_id),
        "seen": str(found.revision),
    }
    form = forms.PlanForm(form_data(request), people=people_of(found.home_id), initial=initial)
    return _form_page(
        request,
        found,
        form,
        lambda: rounds.plan_anew(
            round_id=pk,
            plan=form.plan,
            chair=form.chair_guest,
            seen=form.revision,
            by=request.acting,
            now=timezone.now(),
        ),
        title="Change the day or the chair",
        label="Save",
        done="Saved. Whoever has the invitation gets an update.",
    )


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def cancel(request: ScopedRequest, pk: int) -> HttpResponse:
    """It is not held."""
    found = _round(pk)
    if late := _too_late(request, found, "cancel"):
        return late
    form = forms.CancelRoundForm(form_data(request))
    return _form_page(
        request,
        found,
        form,
        lambda: rounds.cancel_round(
            round_id=pk, reason=form.cleaned_data["reason"], by=request.acting, now=timezone.now()
        ),
        title="Cancel this round",
        label="Cancel the round",
        done="Cancelled. Residents on its agenda wait for the next one.",
        lead="Residents on its agenda wait again. Whoever was invited is told by email. A commissioner sees the reason.",
        submit_kind="warning",
    )


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def add_resident(request: ScopedRequest, pk: int) -> HttpResponse:
    """Somebody of the home for the agenda."""
    found = _round(pk)
    if late := _too_late(request, found, "set_agenda"):
        return late
    people = residents_of(found.home_id)
    record_reads({(each.id, each.home_id) for each in people}, screen="round", by=request.acting)
    form = forms.AddResidentForm(form_data(request), residents=people)
    return _form_page(
        request,
        found,
        form,
        lambda: round_agenda.add_resident(
            round_id=pk,
            resident_id=int(form.cleaned_data["resident"]),
            reasons=form.cleaned_data["reasons"],
            why=form.cleaned_data["why"],
            by=request.acting,
            now=timezone.now(),
        ),
        title="Add a resident",
        label="Add to the agenda",
        done="Added to the agenda.",
    )


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def order(request: ScopedRequest, pk: int) -> HttpResponse:
    """The order that the team agreed: a number beside each name, and up or down."""
    found = _round(pk)
    if late := _too_late(request, found, "set_agenda"):
        return late
    record = record_of_round(found)
    record_reads(record.reads, screen="round", by=request.acting)
    if request.method == "POST":
        places = {each.pk: _place(request.POST.get(f"place-{each.pk}", "")) for each in record.items}
        wanted = sorted(record.items, key=lambda each: (places[each.pk], each.place, each.pk))
        done = _tried(
            request,
            lambda: round_agenda.agree_order(
                round_id=pk,
                item_ids=[each.pk for each in wanted],
                seen=revision_in(request.POST.get("seen", "")),
                by=request.acting,
                now=timezone.now(),
            ),
            "The order is saved.",
        )
        return redirect("checkins:round" if done else "checkins:round_order", pk)
    context = {"found": found, "items": record.items, "trail": _trail(found, "Agree another order")}
    return render(request, "checkins/rounds/order.jinja", context)


def _place(typed: str) -> int:
    found = number_in(typed, at_most=LAST)
    return LAST if found is None else found


@require_POST
@requires(Permission.RUN_ROUNDS)
def take_off(request: ScopedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Not on this agenda."""
    item = get_object_or_404(AgendaItem, pk=item_pk, round_id=pk)
    _tried(
        request,
        lambda: round_agenda.take_off(item_id=item.pk, by=request.acting, now=timezone.now()),
        "Taken off the agenda. Whoever was named by the home waits as before.",
    )
    return redirect("checkins:round", pk)


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def put_off(request: ScopedRequest, pk: int, item_pk: int) -> HttpResponse:
    """To another day, with a reason."""
    item = get_object_or_404(AgendaItem.objects.select_related("resident"), pk=item_pk, round_id=pk)
    record_reads([(item.resident_id, item.home_id)], screen="round", by=request.acting)
    form = forms.PutOffForm(form_data(request))
    return _form_page(
        request,
        _round(pk),
        form,
        lambda: round_cards.put_off(
            item_id=item.pk,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=request.acting,
            now=timezone.now(),
        ),
        title=f"Put off {item.resident.name}",
        label="Put off",
        done=f"{item.resident.name} comes onto an agenda again by the day you chose.",
        lead="What is typed on the card is kept. Putting off is no contact.",
    )


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def people(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who is invited, and one more."""
    found = _round(pk)
    form = forms.GuestForm(form_data(request), people=people_of(found.home_id))
    if request.method == "POST" and form.is_valid():
        try:
            made = round_people.invite(round_id=pk, guests=[form.guest], by=request.acting, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Invited." if made else "They are invited already.")
            return redirect("checkins:round_people", pk)
    invited = RoundInvitation.objects.filter(round=found, removed_at=None).order_by("pk")
    context = {"found": found, "form": form, "invited": list(invited), "trail": _trail(found, "Who comes")}
    return render(request, "checkins/rounds/people.jinja", context)


@require_POST
@requires(Permission.RUN_ROUNDS)
def take_back(request: ScopedRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """They need not come."""
    invitation = get_object_or_404(RoundInvitation, pk=invitation_pk, round_id=pk)
    _tried(
        request,
        lambda: round_people.take_back_invitation(invitation_id=invitation.pk, by=request.acting, now=timezone.now()),
        f"{invitation.person_name} is not invited any more.",
    )
    return redirect("checkins:round_people", pk)


@require_POST
@requires(Permission.RUN_ROUNDS)
def attendance(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who is here."""
    _round(pk)
    here = numbers_in(request.POST.getlist("here"))
    _tried(
        request,
        lambda: round_people.note_attendance(round_id=pk, here=here, by=request.acting),
        "Attendance saved.",
    )
    return redirect(f"{reverse('checkins:round', args=[pk])}#here")  # the next one to tick is there


@require_POST
@requires(Permission.SEE_ROUNDS)
def answer(request: ScopedRequest, pk: int) -> HttpResponse:
    """Somebody says whether they come."""
    found = _round(pk)
    said = request.POST.get("answer", "")
    invited = RoundInvitation.objects.filter(round=found, user_id=request.acting.user_id, removed_at=None).exists()
    if said in InvitationAnswer.values and invited:
        _tried(
            request,
            lambda: round_people.answer_invitation(round_id=pk, answer=said, by=request.acting, now=timezone.now()),
            "Your answer is saved.",
        )
    return redirect("checkins:round", pk)


@require_http_methods(FORM)
@requires(Permission.RUN_ROUNDS)
def addendum(request: ScopedRequest, pk: int) -> HttpResponse:
    """Adds to a signed record."""
    found = _round(pk)
    form = forms.AddendumForm(form_data(request))
    return _form_page(
        request,
        found,
        form,
        lambda: rounds.add_to_record(
            round_id=pk, text=form.cleaned_data["text"], key=form.key, by=request.acting, now=timezone.now()
        ),
        title="Add to this record",
        label="Add",
        done="Added under your name. The signed record stays as it was.",
        lead="The signed record stays as it was. What you add stands below it with your name and the time.",
    )
