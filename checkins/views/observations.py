"""What was measured and seen of a resident: the list of all, a set more, a correction, the baseline, soft signs."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now
from carehomes.directory.queries import urgent_number
from carehomes.residents.actions import Refused as RefusedHere
from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import trail
from carehomes.residents.views.sending import draw_form, resident_or_404, sent
from carehomes.ui.forms import Form
from checkins import actions
from checkins.forms import residents as forms
from checkins.models import Baseline, Observation, Vitals
from checkins.presenters.clinical import ObservationsPage
from checkins.queries.clinical import all_baselines, all_observations, clinical_of
from checkins.transitions import Refused

A_PAGE = 50
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def observations(request: ScopedRequest, pk: int) -> HttpResponse:
    """Every set, with what was corrected and why; every baseline."""
    resident = resident_or_404(pk)
    record_reads([(pk, resident.home_id)], screen="observations", by=request.acting)
    found = Paginator(all_observations(pk), A_PAGE).get_page(request.GET.get("page"))
    page = ObservationsPage(resident, list(found), list(all_baselines(pk)), timezone.now())
    context = {
        "resident": resident,
        "page": page,
        "pages": found,
        "trail": trail(resident, "Observations"),
        "may_write": request.acting.may(Permission.TAKE_OBSERVATIONS),
    }
    return render(request, "checkins/observations.jinja", context)


def _answered(
    request: ScopedRequest, resident: Resident, form: Form, act: Callable[[], Any], done: str
) -> HttpResponse | None:
    def do() -> str:
        try:
            act()
        except Refused as refused:
            raise RefusedHere("", str(refused)) from refused
        return reverse("residents:resident", args=[resident.pk])

    return sent(request, form, do, done)


def _scale_of(resident_id: int) -> dict[str, Any]:
    """The oxygen scale that holds for this person, and who decided on it: the newest baseline says so, else the newest set."""
    found = clinical_of(resident_id)
    row: Vitals | None = found.baseline or found.newest
    names = ("spo2_scale", "scale_decided_by", "scale_decided_on")
    return {name: getattr(row, name) for name in names} if row else {}


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """A set more. What was not measured stays empty."""
    resident = resident_or_404(pk)
    now = forms.now_in(london_now(), "taken_on", "taken_time")
    initial = {"taken_by": request.acting.person, **now, **_scale_of(pk)}
    form = forms.ObservationForm(form_data(request), initial=initial)

    def act() -> None:
        actions.record_observation(
            resident_id=pk,
            measured=form.measured,
            taken_at=form.at,
            taken_by=form.cleaned_data["taken_by"],
            key=form.key,
            by=request.acting,
            now=timezone.now(),
        )

    done = _answered(request, resident, form, act, "The observations are saved. See the score below.")
    lead = "Leave empty what you did not measure. Worried, whatever the numbers say? Ring, and note soft signs."
    return done or draw_form(
        request,
        resident,
        form,
        screen="observations",
        title="Add observations",
        submit_label="Save observations",
        lead=lead,
        template="checkins/vitals.jinja",
    )


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def correct(request: ScopedRequest, pk: int, observation_pk: int) -> HttpResponse:
    """A row that takes the place of another. The old one stays in the list."""
    resident = resident_or_404(pk)
    old = get_object_or_404(Observation, pk=observation_pk, resident_id=pk)
    now = forms.now_in(timezone.localtime(old.taken_at), "taken_on", "taken_time")
    initial = {**forms.typed_as(old), "taken_by": old.taken_by, **now}
    form = forms.CorrectionForm(form_data(request), initial=initial)

    def act() -> None:
        clean = form.cleaned_data
        correction = actions.Correction(form.measured, form.at, clean["taken_by"], clean["correction_reason"])
        actions.correct_observation(
            observation_id=old.pk, correction=correction, key=form.key, by=request.acting, now=timezone.now()
        )

    done = _answered(request, resident, form, act, "The correction is saved. The old row stays in the list of all.")
    return done or draw_form(
        request,
        resident,
        form,
        screen="observations",
        title="Correct observations",
        submit_label="Save the correction",
        template="checkins/vitals.jinja",
    )


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def baseline(request: ScopedRequest, pk: int) -> HttpResponse:
    """What is usual for this person."""
    resident = resident_or_404(pk)
    newest: Baseline | None = clinical_of(pk).baseline
    initial = forms.typed_as(newest) if newest else {"acvpu": "A", "on_oxygen": "air"}
    form = forms.BaselineForm(form_data(request), initial={**initial, "valid_from": london_now().date()})

    def act() -> None:
        clean = form.cleaned_data
        actions.set_baseline(
            resident_id=pk,
            measured=form.measured,
            valid_from=clean["valid_from"],
            said_by=clean["said_by"],
            key=form.key,
            by=request.acting,
            now=timezone.now(),
        )

    done = _answered(request, resident, form, act, "The baseline is saved.")
    lead = "What is measured when they are well. Leave empty what nobody knows. Later scores stand beside it."
    return done or draw_form(
        request,
        resident,
        form,
        screen="observations",
        title="What is usual",
        submit_label="Save the baseline",
        lead=lead,
        template="checkins/vitals.jinja",
    )


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def soft_signs(request: ScopedRequest, pk: int) -> HttpResponse:
    """What whoever knows the resident sees; it can ask for somebody without any number."""
    resident = resident_or_404(pk)
    now = forms.now_in(london_now(), "noticed_on", "noticed_time")
    form = forms.SoftSignsForm(form_data(request), initial={"noticed_by": request.acting.person, **now})

    def act() -> None:
        actions.note_soft_signs(
            resident_id=pk, noticed=form.noticed, key=form.key, by=request.acting, now=timezone.now()
        )

    done = _answered(request, resident, form, act, "The soft signs are saved.")
    return done or draw_form(
        request,
        resident,
        form,
        screen="observations",
        title="Note soft signs",
        template="checkins/name_resident.jinja",
        submit_label="Save",
        urgent=urgent_number(resident.home),
        lead=f"Normal for {resident.name}: {resident.usual_self}" if resident.usual_self else "",
    )
