"""Allergies and legal documents."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now, london_today
from carehomes.residents import actions, forms
from carehomes.residents.forms.safety import NONE_KNOWN
from carehomes.residents.models import Allergy, AllergyState, LegalDocument, Resident
from carehomes.residents.presenters.record import allergy_words
from carehomes.residents.presenters.words import document_name, whose
from carehomes.residents.views.sending import draw_form, resident_or_404, sent


@requires(Permission.EDIT_RESIDENTS)
def add_allergy(request: ScopedRequest, pk: int) -> HttpResponse:
    """Adds one. After "none known" the form asks to take that back."""
    resident = resident_or_404(pk)
    form = forms.AllergyForm(form_data(request), replaces=resident.allergy_state == AllergyState.NONE_KNOWN)
    done = sent(request, form, lambda: _add_allergy(request, resident, form), "The allergy was added.")
    title = f"Add an allergy of {resident.name}"
    return done or draw_form(
        request,
        resident,
        form,
        title=title,
        screen="Add an allergy",
        submit_label="Add the allergy",
        lead=_stated(resident),
    )


def _stated(resident: Resident) -> str:
    if resident.allergy_state != AllergyState.NONE_KNOWN:
        return ""
    return f"“None known” was stated by {resident.allergies_checked_with}. Adding an allergy takes its place."


def _add_allergy(request: ScopedRequest, resident: Resident, form: forms.AllergyForm) -> str:
    actions.add_allergy(
        by=request.acting,
        key=form.key,
        now=london_now(),
        resident_id=resident.pk,
        allergy=form.allergy,
        replaces_none_known=form.cleaned_data.get("replaces_none_known", False),
    )
    return actions.address_of(resident.pk)


@requires(Permission.EDIT_RESIDENTS)
def check_allergies(request: ScopedRequest, pk: int) -> HttpResponse:
    """Somebody was asked: none known, or the list is right."""
    resident = resident_or_404(pk)
    listed = Allergy.objects.filter(resident=resident, removed_on=None).order_by("recorded_on", "pk")
    form = forms.CheckAllergiesForm(
        form_data(request),
        listed=resident.allergy_state == AllergyState.RECORDED,
        version=actions.version_of_allergies(pk),
    )
    done = sent(request, form, lambda: _check(request, pk, form), "The answer was recorded.")
    title = f"Ask about {whose(resident).lower()} allergies"
    return done or draw_form(
        request,
        resident,
        form,
        title=title,
        screen="Ask about allergies",
        submit_label="Record the answer",
        of_allergies=True,
        listed=[allergy_words(each) for each in listed],
    )


def _check(request: ScopedRequest, pk: int, form: forms.CheckAllergiesForm) -> str:
    clean = form.cleaned_data
    actions.check_allergies(
        by=request.acting,
        key=form.key,
        resident_id=pk,
        now=london_now(),
        checked_on=clean["checked_on"],
        checked_with=clean["checked_with"],
        none_known=clean["answer"] == NONE_KNOWN,
        version=form.seen,
    )
    return actions.address_of(pk)


@requires(Permission.EDIT_RESIDENTS)
def remove_allergy(request: ScopedRequest, pk: int, allergy_pk: int) -> HttpResponse:
    """Takes one off the list, with a reason."""
    resident = resident_or_404(pk)
    allergy = get_object_or_404(Allergy, pk=allergy_pk, resident_id=pk, removed_on=None)
    form = forms.RemoveAllergyForm(form_data(request))

    def act() -> str:
        actions.remove_allergy(
            by=request.acting, key=form.key, now=london_now(), allergy_id=allergy.pk, reason=form.cleaned_data["reason"]
        )
        return actions.address_of(pk)

    done = sent(request, form, act, f"{allergy.substance} was removed.")
    title = f"Remove {allergy.substance} from {whose(resident).lower()} allergies?"
    return done or draw_form(
        request,
        resident,
        form,
        title=title,
        screen="Remove an allergy",
        submit_label="Remove it",
        submit_kind="warning",
        lead=_last_one(resident, allergy),
    )


def _last_one(resident: Resident, allergy: Allergy) -> str:
    others = Allergy.objects.filter(resident=resident, removed_on=None).exclude(pk=allergy.pk)
    if others.exists():
        return ""
    return "It is the only one. Afterwards allergies read “Not asked” until somebody says that none is known."


@requires(Permission.EDIT_RESIDENTS)
def add_document(request: ScopedRequest, pk: int) -> HttpResponse:
    """A document that somebody has seen."""
    resident = resident_or_404(pk)
    form = forms.DocumentForm(form_data(request))

    def act() -> str:
        actions.add_document(by=request.acting, key=form.key, now=london_now(), resident_id=pk, document=form.document)
        return actions.address_of(pk)

    done = sent(request, form, act, "The document was added.")
    title = f"Add a document of {resident.name}"
    return done or draw_form(
        request, resident, form, title=title, screen="Add a document", submit_label="Add the document"
    )


@requires(Permission.EDIT_RESIDENTS)
def document(request: ScopedRequest, pk: int, document_pk: int) -> HttpResponse:
    """Where the paper is, who holds it, and when it is reviewed."""
    resident = resident_or_404(pk)
    paper = get_object_or_404(LegalDocument, pk=document_pk, resident_id=pk, ended_on=None)
    initial = {"place": paper.place, "detail": paper.detail, "review_on": paper.review_on}
    form = forms.DocumentPlaceForm(form_data(request), version=actions.version_of(paper), initial=initial)

    def act() -> str:
        clean = form.cleaned_data
        actions.change_document(
            by=request.acting,
            key=form.key,
            document_id=paper.pk,
            place=clean["place"],
            detail=clean["detail"],
            review_on=clean["review_on"],
            version=form.seen,
        )
        return actions.address_of(pk)

    done = sent(request, form, act, "The document was saved.")
    return done or draw_form(
        request,
        resident,
        form,
        title=f"{document_name(paper.kind)[0]} of {resident.name}",
        screen="Document",
        submit_label="Save",
        paper=paper,
    )


@requires(Permission.EDIT_RESIDENTS)
def end_document(request: ScopedRequest, pk: int, document_pk: int) -> HttpResponse:
    """It no longer holds."""
    resident = resident_or_404(pk)
    paper = get_object_or_404(LegalDocument, pk=document_pk, resident_id=pk, ended_on=None)
    form = forms.EndDocumentForm(form_data(request), initial={"ended_on": london_today()})

    def act() -> str:
        clean = form.cleaned_data
        actions.end_document(
            by=request.acting,
            key=form.key,
            now=london_now(),
            document_id=paper.pk,
            ended_on=clean["ended_on"],
            reason=clean["reason"],
        )
        return actions.address_of(pk)

    done = sent(request, form, act, "The document was ended. It stays in the history.")
    title = f"Does the {document_name(paper.kind)[0]} of {resident.name} no longer hold?"
    return done or draw_form(
        request, resident, form, title=title, screen="End a document", submit_label="End it", submit_kind="warning"
    )
