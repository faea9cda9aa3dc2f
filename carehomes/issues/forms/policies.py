"""The draft of an escalation policy as a form: a few steps, each with its time and whom it tells."""

from typing import Any

from carehomes.issues.actions import Draft
from carehomes.issues.escalation import Tier
from carehomes.issues.forms.versions import SeenForm
from carehomes.issues.models import ABOUT, Clock, EscalationPolicy, Told
from carehomes.ui import forms

MOST_STEPS = 5
MINUTES = 60
UNITS = [("1", "Minutes"), ("60", "Hours"), ("480", "Working days of 8 hours")]


def _unit_of(minutes: int | None) -> str:
    """The longest unit in which this many minutes are a whole number."""
    return next((value for value, _ in reversed(UNITS) if minutes and minutes % int(value) == 0), "60")


class NewPolicyForm(forms.IdempotentForm):
    """What the policy is about."""

    about = forms.ChoiceField(
        label="What it is about", called="what it is about", display="select", required=False, choices=ABOUT
    )


class PolicyForm(SeenForm):
    """Name, clock, words for when nobody works, up to five steps, and when the last comes again. An empty time leaves its step out."""

    name = forms.CharField(label="Name", max_length=100)
    clock = forms.ChoiceField(label="Which hours count", display="choice", choices=Clock.choices)
    out_of_hours = forms.TextArea(label="What to do when nobody works", required=False, max_length=300, rows=2)
    out_of_hours_phone = forms.PhoneField(label="Number when nobody works", required=False)

    def __init__(self, data: Any, *, policy: EscalationPolicy) -> None:
        tiers = list(policy.tiers.all())
        start = {name: getattr(policy, name) for name in ("name", "clock", "out_of_hours", "out_of_hours_phone")}
        super().__init__(data, initial={**start, "seen": policy.revision})
        for number in range(1, MOST_STEPS + 1):
            tier = tiers[number - 1] if number <= len(tiers) else None
            self._add_step(number, tier.after_minutes if tier else None, list(tier.tells) if tier else [])
        self._add_repeat(policy.repeat_minutes)

    def _add_repeat(self, minutes: int) -> None:
        unit = _unit_of(minutes)
        self.fields["repeat"] = forms.IntegerField(
            label="The last step comes again after",
            called="after how long the last step comes again",
            hint="Until somebody takes it up, so that nothing falls silent",
            min_value=1,
            max_value=10_000,
            width=5,
            initial=minutes // int(unit),
        )
        self.fields["repeat_unit"] = forms.ChoiceField(
            label="Counted in", called="the unit", display="choice", choices=UNITS, initial=unit
        )

    def _add_step(self, number: int, minutes: int | None, tells: list[str]) -> None:
        unit = _unit_of(minutes)
        self.fields[f"after_{number}"] = forms.IntegerField(
            label="How long after it was due",
            called=f"how long after step {number}",
            hint="0 is the moment at which it is due" if number == 1 else "",
            required=False,
            min_value=0,
            max_value=10_000,
            width=5,
            initial=minutes // int(unit) if minutes is not None else None,
        )
        self.fields[f"unit_{number}"] = forms.ChoiceField(
            label="Counted in", called="the unit", display="choice", required=False, choices=UNITS, initial=unit
        )
        self.fields[f"tells_{number}"] = forms.MultipleChoiceField(
            label="Tells",
            called=f"whom step {number} tells",
            display="choice",
            required=False,
            choices=Told.choices,
            initial=tells,
        )

    def steps(self) -> list[tuple[int, list[Any]]]:
        """For the page: the fields of each step."""
        return [
            (number, [self[f"{name}_{number}"] for name in ("after", "unit", "tells")])
            for number in range(1, MOST_STEPS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Each step with a time tells somebody, and no two come at the same time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[int] = set()
        for number in range(1, MOST_STEPS + 1):
            if cleaned.get(f"after_{number}") is None:
                continue
            if not cleaned.get(f"tells_{number}"):
                self.add_error(f"tells_{number}", f"Choose whom step {number} tells")
            minutes = self._minutes(number)
            if minutes in seen:
                self.add_error(f"after_{number}", f"Step {number} comes at the same time as another step")
            seen.add(minutes)
        return cleaned

    def _minutes(self, number: int) -> int:
        unit = int(self.cleaned_data.get(f"unit_{number}") or MINUTES)
        return int(self.cleaned_data[f"after_{number}"]) * unit

    @property
    def draft(self) -> Draft:
        """What was typed, once the form is valid."""
        given = self.cleaned_data
        steps = [number for number in range(1, MOST_STEPS + 1) if given.get(f"after_{number}") is not None]
        return Draft(
            name=given["name"],
            clock=given["clock"],
            out_of_hours=given["out_of_hours"],
            out_of_hours_phone=given["out_of_hours_phone"],
            repeat_minutes=given["repeat"] * int(given["repeat_unit"]),
            tiers=[Tier(self._minutes(number), tuple(given[f"tells_{number}"])) for number in steps],
        )
