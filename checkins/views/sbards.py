"""Hand-overs: written by whoever hands over, printed on one page, copied as text, decided by whoever was told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.directory.queries import urgent_number
from carehomes.residents.presenters.words import trail
from carehomes.residents.views.sending import draw_form, resident_or_404, sent
from checkins import actions
from checkins.forms import residents as forms
from checkins.models import Sbard
from checkins.presenters.sbard import first_words, sbard_parts, sbard_text
from checkins.queries.clinical import clinical_of

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """A hand-over in five parts; what is known already stands in it."""
    resident = resident_or_404(pk)
    initial = first_words(resident, clinical_of(pk), timezone.now())
    form = forms.SbardForm(form_data(request), initial=initial)

    def do() -> str:
        made = actions.write_sbard(
            resident_id=pk, hand_over=form.hand_over, key=form.key, by=request.acting, now=timezone.now()
        )
        return reverse("checkins:sbard", args=[pk, made.pk])

    done = sent(request, form, do, "The hand-over is saved. Print it, or copy it as text.")
    return done or draw_form(
        request,
        resident,
        form,
        screen="SBARD",
        title="Write an SBARD hand-over",
        template="checkins/name_resident.jinja",
        submit_label="Save the hand-over",
        urgent=urgent_number(resident.home),
    )


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def sbard(request: ScopedRequest, pk: int, sbard_pk: int) -> HttpResponse:
    """One page, also on paper."""
    resident, found = resident_or_404(pk), get_object_or_404(Sbard, pk=sbard_pk, resident_id=pk)
    record_reads([(pk, resident.home_id)], screen="SBARD", by=request.acting)
    may_decide = request.acting.may(Permission.TRIAGE_NOMINATIONS) and not found.decision
    context = {
        "resident": resident,
        "sbard": found,
        "parts": sbard_parts(found),
        "text": sbard_text(resident, found),
        "may_decide": may_decide,
        "trail": trail(resident, "SBARD"),
    }
    return render(request, "checkins/sbard.jinja", context)


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def as_text(request: ScopedRequest, pk: int, sbard_pk: int) -> HttpResponse:
    """The same as plain text, for another system."""
    resident, found = resident_or_404(pk), get_object_or_404(Sbard, pk=sbard_pk, resident_id=pk)
    record_reads([(pk, resident.home_id)], screen="SBARD as text", by=request.acting)
    return HttpResponse(sbard_text(resident, found), content_type="text/plain; charset=utf-8")


@FORMS
@requires(Permission.TRIAGE_NOMINATIONS)
def decide(request: ScopedRequest, pk: int, sbard_pk: int) -> HttpResponse:
    """What the clinician who was told decided."""
    resident, found = resident_or_404(pk), get_object_or_404(Sbard, pk=sbard_pk, resident_id=pk)
    form = forms.DecisionForm(form_data(request))
    here = reverse("checkins:sbard", args=[pk, sbard_pk])

    def do() -> str:
        actions.decide_sbard(
            sbard_id=found.pk, decision=form.cleaned_data["decision"], by=request.acting, now=timezone.now()
        )
        return here

    done = sent(request, form, do, "The decision is saved.")
    lead = f"{found.situation} {found.recommendation}".strip()
    return done or draw_form(
        request,
        resident,
        form,
        screen="SBARD",
        title="Decide on the hand-over",
        submit_label="Save the decision",
        lead=lead,
        back_url=here,
    )
