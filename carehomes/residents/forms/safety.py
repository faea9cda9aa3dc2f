"""Allergies and legal documents."""

from typing import Any

from carehomes.directory.forms.versioned import VersionedForm
from carehomes.residents.actions import NewAllergy, NewDocument
from carehomes.residents.models import Allergy, LegalDocument
from carehomes.ui import forms

NONE_KNOWN, LIST_IS_RIGHT = "none_known", "list_is_right"
_DAY = "For example, 25 11 2026, or today"


class AllergyForm(forms.IdempotentForm):
    """A substance and what it did. `replaces`: "none known" was stated before and has to be taken back aloud."""

    substance = forms.CharField(label="What they are allergic to", max_length=150, autocomplete="off")
    reaction = forms.CharField(label="What it did", hint="For example, rash", required=False, max_length=200)
    severity = forms.ChoiceField(
        label="How bad it was",
        called="how bad it was",
        choices=Allergy.Severity.choices,
        display="choice",
        initial=Allergy.Severity.NOT_KNOWN,
    )
    happened = forms.CharField(
        label="When it happened", hint="For example, 2019", required=False, max_length=60, width=20
    )
    source = forms.CharField(
        label="Who says so",
        called="who says so",
        hint="For example, Moira Sorrel, or the discharge letter",
        max_length=150,
    )
    replaces_none_known = forms.BooleanField(label="This takes the place of “none known”", required=False)

    def __init__(self, data: Any, *, replaces: bool, **options: Any) -> None:
        super().__init__(data, **options)
        if not replaces:
            del self.fields["replaces_none_known"]

    @property
    def allergy(self) -> NewAllergy:
        """What the action takes, once the form is valid."""
        names = ("substance", "reaction", "severity", "happened", "source")
        return NewAllergy(**{name: self.cleaned_data[name] for name in names})


class CheckAllergiesForm(VersionedForm, forms.IdempotentForm):
    """Somebody was asked. `listed`: whether there is a list whose rightness can be stated; `version`: of which list."""

    answer = forms.ChoiceField(
        label="What did they say?",
        called="what they said",
        choices=[(NONE_KNOWN, "No allergies known"), (LIST_IS_RIGHT, "The list is right")],
    )
    checked_with = forms.CharField(
        label="Who was asked",
        called="who was asked",
        hint="Name and job, such as Moira Sorrel, deputy manager",
        max_length=150,
    )
    checked_on = forms.DateField(label="When", called="the day you asked", past=True, hint=_DAY)

    def __init__(self, data: Any, *, listed: bool, **options: Any) -> None:
        super().__init__(data, **options)
        answers = self.fields["answer"].choices  # type: ignore[attr-defined]  # a choice field
        self.choose_from("answer", [each for each in answers if (each[0] == LIST_IS_RIGHT) == listed])
        self.fields["answer"].initial = LIST_IS_RIGHT if listed else NONE_KNOWN


class RemoveAllergyForm(forms.IdempotentForm):
    """Why it is taken off the list."""

    reason = forms.CharField(
        label="Why it is removed",
        called="why it is removed",
        hint="For example, recorded for the wrong person, or tested and tolerated on 3 November 2026",
        max_length=200,
    )


class PlaceFields(forms.IdempotentForm):
    """Where the paper is, who holds it, when it is looked at again."""

    place = forms.CharField(
        label="Where the paper is", called="where the paper is", hint="For example, the room folder", max_length=150
    )
    detail = forms.CharField(
        label="Who holds it, or what it says", hint="For example, her daughter Heather", required=False, max_length=300
    )
    review_on = forms.DateField(label="Review by", called="the day of the review", required=False, hint=_DAY)


class DocumentPlaceForm(VersionedForm, PlaceFields):
    """The same, of a document that is on record."""


class DocumentForm(PlaceFields):
    """A document that somebody has seen."""

    kind = forms.ChoiceField(
        label="Kind of document", called="the kind of document", choices=LegalDocument.Kind.choices
    )
    dated_on = forms.DateField(label="Date on the document", called="the date of the document", past=True, hint=_DAY)

    field_order = ("kind", "dated_on", "place", "detail", "review_on")

    @property
    def document(self) -> NewDocument:
        """What the action takes, once the form is valid."""
        names = ("kind", "dated_on", "place", "detail", "review_on")
        return NewDocument(**{name: self.cleaned_data[name] for name in names})


class EndDocumentForm(forms.IdempotentForm):
    """It no longer holds."""

    reason = forms.CharField(
        label="Why it no longer holds",
        called="why it no longer holds",
        hint="For example, replaced by a newer form, withdrawn, or recorded in error",
        max_length=200,
    )
    ended_on = forms.DateField(label="Since when", called="the day it ended", past=True, hint=_DAY)
