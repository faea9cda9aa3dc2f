"""Who somebody is: when they are added, and when the facts are changed."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from carehomes.access.models import Organisation
from carehomes.directory.forms.versioned import VersionedForm
from carehomes.residents.actions import Arrival, Facts
from carehomes.residents.forms.fields import NHSNumberField
from carehomes.residents.forms.place import ArrivalFields
from carehomes.residents.models import NoNumberReason, Resident, Sex
from carehomes.residents.queries import practice_with_code
from carehomes.ui import forms
from carehomes.ui.numbers import numbers_in

KNOWN, OTHER_PRACTICE = "known", "other"
SAME_NAMES = (
    *("given_name", "family_name", "preferred_name", "date_of_birth", "sex", "ethnicity", "language"),
    *("communication_needs", "usual_self", "contact_name", "contact_relation", "contact_phone"),
)


class PersonForm(forms.IdempotentForm):
    """What every record needs. `practices`: those that work with the home, to choose from."""

    given_name = forms.CharField(label="First names", max_length=100, autocomplete="off", spellcheck=False)
    family_name = forms.CharField(label="Family name", max_length=100, autocomplete="off", spellcheck=False)
    preferred_name = forms.CharField(
        label="What they like to be called", required=False, max_length=100, autocomplete="off", spellcheck=False
    )
    date_of_birth = forms.DateField(label="Date of birth", past=True, hint="For example, 3 5 1935")
    number = forms.ChoiceField(
        label="NHS number",
        called="whether the NHS number is known",
        choices=[(KNOWN, "Known"), *NoNumberReason.choices],
    )
    nhs_number = NHSNumberField(label="NHS number", hint="10 digits, like 999 123 4567")
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, display="choice", initial=Sex.NOT_KNOWN)
    practice = forms.ChoiceField(
        label="Registered practice",
        hint="The GP practice where they are registered. It need not be one that works with this home",
        display="select",
        required=False,
    )
    practice_code = forms.CharField(
        label="ODS code of the practice", hint="Like A81001", max_length=10, width=10, spellcheck=False
    )

    conditions = [
        forms.given("number", KNOWN).require("nhs_number"),
        forms.given("practice", OTHER_PRACTICE).require("practice_code"),
    ]

    def __init__(self, data: QueryDict | None, *, practices: Sequence[Organisation], **options: Any) -> None:
        super().__init__(data, **options)
        listed = [(str(each.pk), each.name) for each in practices]
        self.choose_from("practice", [("", "Not known"), *listed, (OTHER_PRACTICE, "Another practice")])

    def clean_practice_code(self) -> str:
        """The code of a practice that there is."""
        code = str(self.cleaned_data["practice_code"]).upper().strip()
        self.other_practice = practice_with_code(code) if code else None
        if code and self.other_practice is None:
            self.add_error("practice_code", "No GP practice has this code. Check it, or choose Not known")
        return code

    @property
    def practice_id(self) -> int | None:
        """The practice that was chosen, once the form is valid."""
        chosen = self.cleaned_data["practice"]
        if chosen == OTHER_PRACTICE:
            return self.other_practice
        return int(chosen) if chosen else None

    @property
    def facts(self) -> Facts:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        known = clean["number"] == KNOWN
        return Facts(
            **{name: clean[name] for name in SAME_NAMES if name in clean},
            nhs_number=clean["nhs_number"] if known else None,
            no_nhs_number_reason="" if known else clean["number"],
            registered_practice_id=self.practice_id,
        )


class AddForm(PersonForm, ArrivalFields):
    """Somebody who comes to live in a home. `not_the_same`: the look-alikes that were shown and found to be other people."""

    not_the_same = forms.HiddenField(required=False)

    field_order = (
        *("given_name", "family_name", "preferred_name", "date_of_birth", "sex", "number", "nhs_number"),
        *("arrived_on", "kind", "arrived_from", "arrived_from_detail", "room", "practice", "practice_code"),
    )
    conditions = [*PersonForm.conditions, *ArrivalFields.conditions]

    @property
    def arrival(self) -> Arrival:
        """How they came, once the form is valid."""
        return self.made_arrival()

    @property
    def told_apart(self) -> set[int]:
        """The records that somebody has looked at and found to be other people."""
        return set(numbers_in(self.cleaned_data["not_the_same"].split(",")))


class FactsForm(VersionedForm, PersonForm):
    """Everything about who somebody is. What happens to them has pages of its own."""

    usual_self = forms.CharField(
        label="What is normal for them",
        hint="In a sentence, so that others notice a change. For example, walks with a frame, chats, eats well",
        required=False,
        max_length=300,
    )
    communication_needs = forms.CharField(
        label="How they communicate", hint="For example, hearing aid in the left ear", required=False, max_length=300
    )
    language = forms.CharField(label="Language they speak", required=False, max_length=60)
    ethnicity = forms.CharField(label="Ethnic group", hint="As they say it", required=False, max_length=60)
    contact_name = forms.CharField(
        label="Next of kin or best-interest contact", required=False, max_length=150, autocomplete="off"
    )
    contact_relation = forms.CharField(
        label="Who that is to them", hint="For example, daughter", required=False, max_length=60, autocomplete="off"
    )
    contact_phone = forms.PhoneField(label="Number of the contact", required=False)

    field_order = (
        *("given_name", "family_name", "preferred_name", "date_of_birth", "sex", "number", "nhs_number", "practice"),
        *("practice_code", "usual_self", "communication_needs", "language", "ethnicity", "contact_name"),
        *("contact_relation", "contact_phone"),
    )

    @staticmethod
    def initial_of(resident: Resident) -> dict[str, Any]:
        """The form filled with what is known."""
        practice = str(resident.registered_practice_id or "")
        return {
            **{name: getattr(resident, name) for name in SAME_NAMES},
            "number": resident.no_nhs_number_reason or KNOWN,
            "nhs_number": resident.nhs_number or "",
            "practice": practice,
        }
