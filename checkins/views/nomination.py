"""One resident who needs someone: the record, and every answer to it as a form of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now, london_today
from carehomes.directory.queries import urgent_number
from carehomes.residents.actions import Refused as RefusedHere
from carehomes.residents.presenters.words import called
from carehomes.residents.views.sending import draw_form, resident_or_404, sent
from carehomes.ui.forms import Form
from checkins import actions
from checkins.forms import residents as forms
from checkins.models import Nomination
from checkins.panels.residents import news2_and_soft_signs
from checkins.presenters.nomination import NominationPage
from checkins.queries.to_see import record_of
from checkins.transitions import Refused, check

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def nomination(request: ScopedRequest, pk: int) -> HttpResponse:
    """Where it stands, what to do now, what has become of it."""
    try:
        record = record_of(pk)
    except Nomination.DoesNotExist as error:
        raise Http404 from error
    found = record.nomination
    record_reads([(found.resident_id, found.home_id)], screen="resident to see", by=request.acting)
    page = NominationPage(record, request.acting, timezone.now(), urgent_number(found.home))
    trail = [("Residents to see", reverse("checkins:to_see")), (found.resident.name, "")]
    context = {
        "page": page,
        "each": found,
        "called": called(found.resident),
        "trail": trail,
        "clinical": news2_and_soft_signs(request.acting, found.resident),
    }
    return render(request, "checkins/nomination_record.jinja", context)


def _found(pk: int) -> Nomination:
    try:
        found = Nomination.objects.select_related("resident__home").get(pk=pk)
    except Nomination.DoesNotExist as error:
        raise Http404 from error
    return found


def too_late(request: ScopedRequest, found: Nomination, event: str) -> HttpResponse | None:
    """Back to the page of the nomination, with the reason, where this person cannot do that any more."""
    try:
        check(found, event, by=request.acting, today=london_today())
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:nomination", found.pk)
    return None


def _form(
    request: ScopedRequest,
    pk: int,
    make: Callable[[Any, Nomination], Form],
    act: Callable[[Any], Any],
    words: dict[str, str],
) -> HttpResponse:
    """A form that answers a nomination. `act` gets the valid form; `words`: the event, title, done, and how the button reads.

    What cannot be done any more is said before somebody types, not after.
    """
    found = _found(pk)
    if request.method != "POST" and (late := too_late(request, found, words["event"])):
        return late
    form = make(form_data(request), found)
    here = reverse("checkins:nomination", args=[pk])

    def do() -> str:
        try:
            act(form)
        except Refused as refused:
            raise RefusedHere(refused.field, str(refused)) from refused
        return here

    done = sent(request, form, do, words["done"])
    title = words["title"].format(name=found.resident.name)
    return done or draw_form(
        request,
        found.resident,
        form,
        screen="resident to see",
        title=title,
        submit_label=words["button"],
        back_url=here,
        lead=found.sentence,
    )


@FORMS
@requires(Permission.TRIAGE_NOMINATIONS)
def triage(request: ScopedRequest, pk: int) -> HttpResponse:
    """How urgent a clinician finds it."""

    def act(form: forms.TriageForm) -> None:
        clean = form.cleaned_data
        actions.triage(
            nomination_id=pk, urgency=clean["urgency"], why=clean["why"], by=request.acting, now=timezone.now()
        )

    return _form(
        request,
        pk,
        lambda data, found: forms.TriageForm(data, initial={"urgency": found.how_soon, "why": found.agreed_why}),
        act,
        {
            "event": "triage",
            "title": "How urgent is it for {name}?",
            "done": "The urgency is agreed.",
            "button": "Agree",
        },
    )


@FORMS
@requires(Permission.TRIAGE_NOMINATIONS)
def seen(request: ScopedRequest, pk: int) -> HttpResponse:
    """A clinician's contact."""

    def act(form: forms.SeenForm) -> None:
        clean = form.cleaned_data
        actions.see(
            nomination_id=pk,
            contact=clean["contact"],
            outcome=clean["outcome"],
            seen_at=form.at,
            by=request.acting,
            now=timezone.now(),
        )

    initial = forms.now_in(london_now(), "seen_on", "seen_time")
    return _form(
        request,
        pk,
        lambda data, found: forms.SeenForm(data, initial=initial),
        act,
        {
            "event": "see",
            "title": "Record that {name} was seen",
            "done": "The contact is recorded.",
            "button": "Record the contact",
        },
    )


@FORMS
@requires(Permission.TRIAGE_NOMINATIONS)
def defer(request: ScopedRequest, pk: int) -> HttpResponse:
    """It can wait until a day."""

    def act(form: forms.DeferForm) -> None:
        clean = form.cleaned_data
        actions.defer(
            nomination_id=pk, until=clean["until"], reason=clean["reason"], by=request.acting, now=timezone.now()
        )

    return _form(
        request,
        pk,
        lambda data, found: forms.DeferForm(data, initial={"until": found.deferred_until}),
        act,
        {
            "event": "defer",
            "title": "Look at {name} again on a later day",
            "done": "It comes back on that day.",
            "button": "Defer",
        },
    )


@FORMS
@requires(Permission.SEE_NOMINATIONS)
def put_on_agenda(request: ScopedRequest, pk: int) -> HttpResponse:
    """On the agenda of the home's next round."""

    def act(form: forms.AgendaForm) -> None:
        actions.put_on_agenda(
            nomination_id=pk, reason=form.cleaned_data["reason"], by=request.acting, now=timezone.now()
        )

    words = {
        "event": "put_on_agenda",
        "title": "Put {name} on the agenda",
        "done": "On the agenda of the next round.",
        "button": "Put on the agenda",
    }
    return _form(request, pk, lambda data, found: forms.AgendaForm(data), act, words)


@FORMS
@requires(Permission.SEE_NOMINATIONS)
def take_off_agenda(request: ScopedRequest, pk: int) -> HttpResponse:
    """Back to where it was before."""

    def act(form: forms.AgendaForm) -> None:
        actions.take_off_agenda(
            nomination_id=pk, reason=form.cleaned_data["reason"], by=request.acting, now=timezone.now()
        )

    words = {
        "event": "take_off_agenda",
        "title": "Take {name} off the agenda",
        "done": "Off the agenda.",
        "button": "Take off",
    }
    return _form(request, pk, lambda data, found: forms.AgendaForm(data), act, words)


@FORMS
@requires(Permission.TAKE_OBSERVATIONS)
def name_resident(request: ScopedRequest, pk: int) -> HttpResponse:
    """A resident who needs someone, named between two check-ins, with the number to ring above the form."""
    resident = resident_or_404(pk)
    form = forms.ConcernForm(form_data(request))

    def do() -> str:
        clean = form.cleaned_data
        concern = actions.Concern(form.key, pk, clean["urgency"], clean["reasons"], clean["sentence"])
        try:
            made = actions.raise_concern(concern=concern, by=request.acting, now=timezone.now())
        except Refused as refused:
            raise RefusedHere(refused.field, str(refused)) from refused
        return reverse("checkins:nomination", args=[made.pk])

    done = sent(request, form, do, "The team is told.")
    return done or draw_form(
        request,
        resident,
        form,
        screen="resident to see",
        title=f"Tell a clinician about {resident.name}",
        template="checkins/name_resident.jinja",
        submit_label="Tell them",
        urgent=urgent_number(resident.home),
    )
