"""Moving to another home of the register: choose it, see who will see the record from then on, confirm; and bringing back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now
from carehomes.directory.models import CareHome
from carehomes.residents import actions, forms, queries
from carehomes.residents.models import Move, Resident
from carehomes.residents.models import ResidentChange as Change
from carehomes.residents.presenters.words import trail
from carehomes.residents.transitions import may
from carehomes.residents.views.sending import draw_form, resident_or_404, sent


@requires(Permission.EDIT_RESIDENTS)
def move(request: ScopedRequest, pk: int) -> HttpResponse:
    """To which home? Names of homes are in the public register, so they may stand in the address."""
    resident = resident_or_404(pk)
    if not may(Change.MOVED, resident.state):
        return redirect("residents:stay", pk=pk)
    record_reads([(pk, resident.home_id)], screen="Move to another home", by=request.acting)
    typed = request.GET.get("q", "").strip()
    found = queries.destinations(typed, resident.home_id) if typed else queries.own_homes(resident.home_id)
    return render(
        request,
        "residents/move.jinja",
        {"resident": resident, "typed": typed, "found": found, "trail": trail(resident, "Move to another home")},
    )


@requires(Permission.EDIT_RESIDENTS)
def move_to(request: ScopedRequest, pk: int, home_pk: int) -> HttpResponse:
    """When, and who will see the record from then on."""
    resident = resident_or_404(pk)
    home = get_object_or_404(CareHome.objects.registered().exclude(pk=resident.home_id), pk=home_pk)
    form = forms.MoveForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        done = _send(request, resident, home, form)
        if done:
            return done
    return draw_form(
        request,
        resident,
        form,
        title=f"Move {resident.name} to {home.name}",
        screen="Move to another home",
        template="residents/move_to.jinja",
        home=home,
        audience=queries.audience_of(home_pk),
        still_seen=queries.sees_residents_of(home_pk),
        back_url=reverse("residents:move", args=[pk]),
    )


def _send(request: ScopedRequest, resident: Resident, home: CareHome, form: forms.MoveForm) -> HttpResponse | None:
    def act() -> str:
        clean = form.cleaned_data
        moved = actions.move(
            by=request.acting,
            key=form.key,
            now=london_now(),
            resident_id=resident.pk,
            to_home_id=home.pk,
            moved_on=clean["moved_on"],
            kind=clean["kind"],
            room=clean["room"],
        )
        if moved.still_seen:
            return actions.address_of(resident.pk)
        return reverse("residents:of_home", args=[resident.home_id]) + "?state=left"

    return sent(request, form, act, f"{resident.name} has moved to {home.name}, which has the record now.")


@requires(Permission.EDIT_RESIDENTS)
def undo_move(request: ScopedRequest, pk: int) -> HttpResponse:
    """Back to the home somebody was moved from by mistake: by the people of either home."""
    resident, moved = queries.visible(pk), queries.move_of(pk)
    if resident is None and (moved is None or not queries.can_undo(moved.at, london_now())):
        raise Http404
    form = forms.PutRightForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        done = sent(request, form, lambda: _undo(request, pk, form), "The move was undone.")
        if done:
            return done
    name, home_id = _who(resident, moved)
    record_reads([(pk, home_id)], screen="Undo a move", by=request.acting)
    context = {"form": form, "title": f"Was {name} not moved?", "moved": moved, "resident": resident, "name": name}
    return render(request, "residents/undo_move.jinja", context)


def _who(resident: Resident | None, moved: Move | None) -> tuple[str, int]:
    if resident:
        return resident.name, resident.home_id
    assert moved is not None  # the view has answered "not found" otherwise
    return moved.name, moved.home_id


def _undo(request: ScopedRequest, pk: int, form: forms.PutRightForm) -> str:
    home_id = actions.undo_move(by=request.acting, key=form.key, resident_id=pk, reason=form.cleaned_data["reason"])
    if queries.sees_residents_of(home_id):
        return actions.address_of(pk)
    messages.info(request, "The home that has the record now is not one whose residents you see.")
    return reverse("residents:residents")
