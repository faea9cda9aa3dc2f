"""The small forms of check-ins. The check-in itself is `checkins.check_in_form.sheet`: its questions are versioned data."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from carehomes.ui import forms
from checkins.actions.afterwards import Need
from checkins.check_in_form.sheet import resident_of
from checkins.models import Reason, Urgency

# A check-in's state and reason are read by commissioners too: reasons are chosen, never typed.
DECLINED = (
    "No time this week",
    "An outbreak or an inspection",
    "Spoke to another team this week",
    "Did not say why",
)
CANCELLED = (
    "The home has no residents",
    "The home is closed for now",
    "Rung under another home's name",
    "The home is for children only",
    "Made in error",
)


class StopForm(forms.IdempotentForm):
    """The home declines, or there is nobody to ring."""

    outcome = forms.ChoiceField(
        label="What happened",
        choices=[("decline", "The home does not want to be rung this week"), ("cancel", "There is nobody to ring")],
    )
    declined = forms.ChoiceField(
        label="Why they declined", called="why they declined", choices=[(each, each) for each in DECLINED]
    )
    cancelled = forms.ChoiceField(
        label="Why there is nobody to ring",
        called="why there is nobody to ring",
        choices=[(each, each) for each in CANCELLED],
    )
    conditions = [
        forms.given("outcome", "decline").require("declined"),
        forms.given("outcome", "cancel").require("cancelled"),
    ]

    @property
    def reason(self) -> str:
        """Why, once the form is valid."""
        return str(self.cleaned_data["declined"] or self.cleaned_data["cancelled"])


ISSUE, CLINICIAN = "issue", "clinician"
NEEDS = [(ISSUE, "Somebody of the team: it becomes an issue"), (CLINICIAN, "A clinician, for a resident")]


class OfWhomForm(forms.IdempotentForm):
    """Of whom what the home said speaks, as in the check-in form itself, and who must do something about it."""

    resident = forms.CharField(
        label="Which resident is it about",
        called="the resident",
        hint="Type a name, or leave it empty where it is about the whole home",
        required=False,
        max_length=200,
        autocomplete="off",
        spellcheck=False,
        attributes={"list": "people-names"},
    )
    needs = forms.ChoiceField(label="Who is needed", called="who is needed", choices=NEEDS, initial=ISSUE)
    urgency = forms.ChoiceField(
        label="How soon",
        called="how soon",
        choices=Urgency.choices,
        display="choice",
        urgent=frozenset({Urgency.SAME_DAY}),
    )
    reasons = forms.MultipleChoiceField(label="Why", called="why", choices=Reason.choices, display="choice")
    conditions = [forms.given("needs", CLINICIAN).require("urgency", "reasons")]

    def __init__(self, data: QueryDict | None, *, names: Mapping[int, str], **options: Any) -> None:
        super().__init__(data, **options)
        self._names = names

    def clean(self) -> dict[str, Any]:
        """The resident lives in the home; a clinician comes for somebody."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed = cleaned.get("resident") or ""
        if typed and resident_of(typed, self._names) is None:
            self.add_error("resident", "Choose a resident of the home, or leave it empty")
        elif not typed and cleaned.get("needs") == CLINICIAN:
            self.add_error("resident", "Choose the resident who needs a clinician")
        return cleaned

    @property
    def need(self) -> Need | None:
        """Who must do what about whom, once the form is valid; None: nothing more."""
        clean = self.cleaned_data
        if clean["needs"] not in (ISSUE, CLINICIAN):
            return None
        return Need(resident_of(clean["resident"], self._names), clean["urgency"] or "", tuple(clean["reasons"] or ()))


class AddForm(OfWhomForm):
    """What a home said after its check-in of the week was completed."""

    section = forms.ChoiceField(label="What it is about", called="what it is about", display="select")
    text = forms.TextArea(label="What the home said", called="what the home said", max_length=4000)
    spoke_to = forms.CharField(label="Who said so", hint="Their name and job", max_length=150, called="who said so")
    field_order = ("section", "text", "resident", "needs", "urgency", "reasons", "spoke_to")

    def __init__(
        self, data: QueryDict | None, *, sections: list[tuple[str, str]], names: Mapping[int, str], **options: Any
    ) -> None:
        super().__init__(data, names=names, **options)
        self.choose_from("section", [("", "Choose a section"), *sections])


class WithdrawForm(forms.IdempotentForm):
    """Somebody who was named does not need a clinician any more."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        hint="For example: seen by the district nurse this morning",
        max_length=200,
        called="why it is withdrawn",
    )


class RingBackForm(forms.Form):
    """When the home asks to be rung back."""

    ring_back_at = forms.TimeField(label="Ring back at", required=False)
