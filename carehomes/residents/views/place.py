"""What happens to a resident's place: another room, away and back, leaving, dying, coming again, and putting it right."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now
from carehomes.residents import actions, forms
from carehomes.residents.models import Resident
from carehomes.residents.models import ResidentChange as Change
from carehomes.residents.presenters.choices import choices_for, undo_words
from carehomes.residents.presenters.words import trail
from carehomes.residents.queries import newest_change
from carehomes.residents.transitions import may
from carehomes.residents.views.sending import draw_form, resident_or_404, sent


@requires(Permission.EDIT_RESIDENTS)
def stay(request: ScopedRequest, pk: int) -> HttpResponse:
    """What happened? Only what can follow from where they are now."""
    resident = resident_or_404(pk)
    record_reads([(pk, resident.home_id)], screen="What happened to their place", by=request.acting)
    return render(
        request,
        "residents/stay.jinja",
        {"resident": resident, "choices": choices_for(resident), "trail": trail(resident, "What happened?")},
    )


def _page(
    request: ScopedRequest,
    pk: int,
    change: Change,
    make: Callable[..., Any],
    do: Callable[[Any, dict[str, Any]], object],
    **words: str,
) -> HttpResponse:
    """One form, one event: refused before it is drawn when it cannot follow from where the resident is."""
    resident = resident_or_404(pk)
    if not may(change, resident.state) and request.method == "GET":
        return redirect("residents:stay", pk=pk)
    form = make(form_data(request))
    who = {"by": request.acting, "now": london_now(), "resident_id": pk}
    named = {name: text.format(name=resident.name, home=resident.home.name) for name, text in words.items()}

    def act() -> str:
        do(form, {**who, "key": form.key})
        return actions.address_of(pk)

    done = sent(request, form, act, named.pop("done"))
    back = reverse("residents:stay", args=[pk])
    return done or draw_form(request, resident, form, screen=change.label, back_url=back, **named)


@requires(Permission.EDIT_RESIDENTS)
def room(request: ScopedRequest, pk: int) -> HttpResponse:
    """Another room in the same home."""
    return _page(
        request,
        pk,
        Change.ROOM,
        forms.RoomForm,
        lambda form, who: actions.change_room(**who, room=form.cleaned_data["room"]),
        title="Which room is {name} in?",
        submit_label="Save the room",
        done="The room was saved.",
    )


@requires(Permission.EDIT_RESIDENTS)
def away(request: ScopedRequest, pk: int) -> HttpResponse:
    """To hospital, or away with family."""
    return _page(
        request,
        pk,
        Change.WENT_AWAY,
        forms.AwayForm,
        lambda form, who: actions.go_away(**who, going=form.going),
        title="{name} went to hospital or away",
        submit_label="Record it",
        done="Recorded. The place in {home} stays theirs.",
    )


@requires(Permission.EDIT_RESIDENTS)
def back(request: ScopedRequest, pk: int) -> HttpResponse:
    """Back from hospital or leave."""
    return _page(
        request,
        pk,
        Change.CAME_BACK,
        forms.BackForm,
        lambda form, who: actions.come_back(**who, back_on=form.cleaned_data["back_on"]),
        title="{name} is back",
        submit_label="Record the return",
        done="The return was recorded.",
    )


@requires(Permission.EDIT_RESIDENTS)
def leave(request: ScopedRequest, pk: int) -> HttpResponse:
    """Left for good."""

    def do(form: forms.LeaveForm, who: dict[str, Any]) -> None:
        clean = form.cleaned_data
        actions.leave(**who, left_on=clean["left_on"], left_to=clean["left_to"], detail=clean["detail"])

    return _page(
        request,
        pk,
        Change.LEFT,
        forms.LeaveForm,
        do,
        title="{name} has left",
        lead="For a move to another care home in England choose “Moved to another home” instead: the record goes along.",
        submit_label="Record it",
        done="Recorded that {name} has left {home}.",
    )


@requires(Permission.EDIT_RESIDENTS)
def death(request: ScopedRequest, pk: int) -> HttpResponse:
    """Somebody has died."""

    def do(form: forms.DeathForm, who: dict[str, Any]) -> None:
        clean = form.cleaned_data
        actions.record_death(**who, died_on=clean["died_on"], place=clean["place"])

    return _page(
        request,
        pk,
        Change.DIED,
        forms.DeathForm,
        do,
        title="{name} has died",
        lead="Their open work is closed where it no longer applies. This can be put right if it was recorded in error.",
        submit_label="Record the death",
        submit_kind="warning",
        done="The death of {name} was recorded.",
    )


@requires(Permission.EDIT_RESIDENTS)
def readmit(request: ScopedRequest, pk: int) -> HttpResponse:
    """Somebody who had left comes back to the same home."""
    return _page(
        request,
        pk,
        Change.READMITTED,
        forms.ReadmitForm,
        lambda form, who: actions.readmit(**who, arrival=form.arrival),
        title="{name} comes back to {home}",
        submit_label="Admit again",
        done="{name} lives in {home} again.",
    )


@requires(Permission.EDIT_RESIDENTS)
def put_right(request: ScopedRequest, pk: int) -> HttpResponse:
    """Undoes the newest thing that was recorded, with a reason."""
    resident = resident_or_404(pk)
    newest = newest_change(resident)
    if newest == Change.MOVED:
        return redirect("residents:undo_move", pk=pk)
    words = undo_words(resident, newest)
    form = forms.PutRightForm(form_data(request), change=newest)
    done = sent(
        request,
        form,
        lambda: _put_right(request, resident, form),
        "Put right. What was recorded in error stays in the history, marked as such.",
    )
    return done or draw_form(
        request,
        resident,
        form,
        title=words.title,
        screen=Change.CORRECTED.label,
        lead=words.lead,
        submit_label="Put it right",
        submit_kind="warning",
        back_url=reverse("residents:stay", args=[pk]),
    )


def _put_right(request: ScopedRequest, resident: Resident, form: forms.PutRightForm) -> str:
    change, reason = form.cleaned_data["change"], form.cleaned_data["reason"]
    actions.put_right(
        by=request.acting, key=form.key, now=london_now(), resident_id=resident.pk, change=change, reason=reason
    )
    return actions.address_of(resident.pk)
