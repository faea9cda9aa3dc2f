"""The small forms of check-ins. The check-in itself is `checkins.sheet`: its questions are versioned data."""

from typing import Any

from django.http import QueryDict

from carehomes.ui import forms

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


class AddForm(forms.IdempotentForm):
    """What a home said after its check-in of the week was completed."""

    section = forms.ChoiceField(label="What it is about", called="what it is about", display="select")
    text = forms.TextArea(label="What the home said", called="what the home said", max_length=4000)
    spoke_to = forms.CharField(label="Who said so", hint="Their name and job", max_length=150, called="who said so")

    def __init__(self, data: QueryDict | None, *, sections: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.choose_from("section", [("", "Choose a section"), *sections])


class CorrectForm(forms.IdempotentForm):
    """What should have been noted, and why it was not."""

    answer = forms.ChoiceField(
        label="What the home said", choices=[("nothing", "Nothing to report"), ("something", "Something")]
    )
    text = forms.TextArea(label="In their words", called="what the home said", max_length=4000)
    reason = forms.CharField(label="Why it is put right", called="why it is put right", max_length=300)
    conditions = [forms.given("answer", "something").require("text")]


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
