"""Forms about one resident who needs someone, or who was looked at: concerns, triage, observations, soft signs, the hand-over."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from carehomes.deadlines import LONDON
from carehomes.ui import formats, forms
from checkins.actions.observing import HandOver, Measured, Noticed
from checkins.calculations.early_warning import POSSIBLE
from checkins.models import Alertness, Contact, OxygenScale, Reason, SoftSign, Urgency, Vitals

DAY = "For example, 25 11 2026, or today"
URGENT = frozenset({Urgency.SAME_DAY.value})
OXYGEN = [("air", "Air"), ("oxygen", "Oxygen"), ("", "Not known")]


def at_london(day: date, clock: time) -> datetime:
    """A moment as somebody types it."""
    return datetime.combine(day, clock, LONDON)


def now_in(moment: datetime, day: str, clock: str) -> dict[str, date | time]:
    """What the two fields of a time begin with."""
    return {day: moment.date(), clock: moment.time()}


class ConcernForm(forms.IdempotentForm):
    """A resident who needs someone, named between two check-ins."""

    urgency = forms.ChoiceField(
        label="How soon", called="how soon", choices=Urgency.choices, display="choice", urgent=URGENT
    )
    reasons = forms.MultipleChoiceField(label="Why", called="why", choices=Reason.choices, display="choice")
    sentence = forms.TextArea(label="What the matter is, in a sentence", called="what the matter is", max_length=1000)


class TriageForm(forms.IdempotentForm):
    """How urgent a clinician finds it."""

    urgency = forms.ChoiceField(
        label="Agreed urgency", called="the urgency", choices=Urgency.choices, display="choice", urgent=URGENT
    )
    why = forms.CharField(
        label="Why, if it is not what the home asked for",
        called="why",
        required=False,
        max_length=300,
        hint="The home reads this",
    )


class SeenForm(forms.IdempotentForm):
    """A clinician's contact. Only this counts as having been seen."""

    contact = forms.ChoiceField(label="How", called="how they were seen", choices=Contact.choices, display="choice")
    seen_on = forms.DateField(label="Day", called="the day", past=True, hint=DAY)
    seen_time = forms.TimeField(label="Time", called="the time")
    outcome = forms.TextArea(label="What was found and decided", called="what was found and decided", max_length=4000)

    @property
    def at(self) -> datetime:
        """When, once the form is valid."""
        return at_london(self.cleaned_data["seen_on"], self.cleaned_data["seen_time"])


class DeferForm(forms.IdempotentForm):
    """It can wait until a day."""

    until = forms.DateField(label="Look again on", called="the day", future=True, hint=DAY.replace("today", "tomorrow"))
    reason = forms.CharField(
        label="Why it can wait",
        called="why it can wait",
        max_length=300,
        hint="For example: blood test on Monday first",
    )


class AgendaForm(forms.IdempotentForm):
    """On the agenda of the next round, with a word for the team."""

    reason = forms.CharField(label="A word for the round", required=False, max_length=300)


def _number(label: str, name: str) -> forms.IntegerField:
    lowest, highest = POSSIBLE[name]
    return forms.IntegerField(
        label=label, called=label[0].lower() + label[1:], required=False, min_value=lowest, max_value=highest
    )


class VitalsForm(forms.IdempotentForm):
    """The parameters of NEWS2, each as far as it was measured."""

    respiration_rate = _number("Breaths a minute", "respiration_rate")
    spo2 = forms.IntegerField(
        label="Oxygen saturation, %", called="oxygen saturation", required=False, min_value=0, max_value=100
    )
    on_oxygen = forms.ChoiceField(
        label="On air or oxygen", called="air or oxygen", required=False, choices=OXYGEN, display="choice"
    )
    systolic_bp = _number("Upper blood pressure", "systolic_bp")
    diastolic_bp = forms.IntegerField(
        label="Lower blood pressure", called="lower blood pressure", required=False, min_value=0, max_value=250
    )
    pulse = _number("Pulse a minute", "pulse")
    acvpu = forms.ChoiceField(
        label="Alertness",
        called="alertness",
        required=False,
        choices=[*Alertness.choices, ("", "Not known")],
        display="choice",
    )
    temperature = forms.DecimalField(
        label="Temperature, °C",
        called="temperature",
        required=False,
        decimal_places=1,
        min_value=POSSIBLE["temperature"][0],
        max_value=POSSIBLE["temperature"][1],
    )
    spo2_scale = forms.ChoiceField(
        label="Oxygen scale",
        called="the oxygen scale",
        choices=OxygenScale.choices,
        coerce=int,
        initial=OxygenScale.USUAL,
        hint="Scale 2 only where a competent person decided on a target of 88 to 92%",
    )
    scale_decided_by = forms.CharField(
        label="Who decided on scale 2", called="who decided on scale 2", max_length=150, hint="Name and job"
    )
    scale_decided_on = forms.DateField(label="When they decided", called="the day they decided", past=True, hint=DAY)
    note = forms.CharField(label="Note", required=False, max_length=500)

    conditions = [forms.given("spo2_scale", "2").require("scale_decided_by", "scale_decided_on")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.says_optional = False  # type: ignore[attr-defined]  # the page says once that everything may stay empty

    @property
    def measured(self) -> Measured:
        """What the action takes, once the form is valid."""
        names = (
            "respiration_rate",
            "spo2",
            "spo2_scale",
            "systolic_bp",
            "diastolic_bp",
            "pulse",
            "acvpu",
            "temperature",
        )
        more = ("scale_decided_by", "scale_decided_on", "note")
        oxygen = {"air": False, "oxygen": True}.get(self.cleaned_data["on_oxygen"])
        return Measured(**{name: self.cleaned_data[name] for name in (*names, *more)}, on_oxygen=oxygen)


def typed_as(row: Vitals) -> dict[str, Any]:
    """A row as a form would have sent it."""
    oxygen = {True: "oxygen", False: "air"}.get(row.on_oxygen, "")  # type: ignore[arg-type]  # None: not known
    names = [name for name in VitalsForm.base_fields if name not in ("idempotency_key", "on_oxygen")]
    return {**{name: getattr(row, name) for name in names}, "on_oxygen": oxygen}


class ObservationForm(VitalsForm):
    """One set of observations."""

    taken_on = forms.DateField(label="Day", called="the day", past=True, hint=DAY)
    taken_time = forms.TimeField(label="Time", called="the time")
    taken_by = forms.CharField(label="Who measured", called="who measured", max_length=150)

    @property
    def at(self) -> datetime:
        """When, once the form is valid."""
        return at_london(self.cleaned_data["taken_on"], self.cleaned_data["taken_time"])


class CorrectionForm(ObservationForm):
    """What takes the place of a set of observations."""

    correction_reason = forms.CharField(
        label="Why it is corrected",
        called="why it is corrected",
        max_length=200,
        hint="For example: typed into the wrong box. To take it back, leave all measurements empty",
    )


class BaselineForm(VitalsForm):
    """What is usual for this person."""

    valid_from = forms.DateField(label="Usual since", called="the day", past=True, hint=DAY)
    said_by = forms.CharField(
        label="Who says so, and from what",
        called="who says so",
        max_length=150,
        hint="For example: Moira Sorrel, from a week of readings",
    )


NOT_NOW = "not_now"


class SoftSignsForm(forms.IdempotentForm):
    """What whoever knows the resident sees. Enough on its own to ask for somebody."""

    signs = forms.MultipleChoiceField(
        label="What has changed", called="what has changed", choices=SoftSign.choices, required=False
    )
    different = forms.TextArea(
        label="What is different from their normal",
        called="what is different",
        max_length=1000,
        hint="In your own words. For example: always chats at breakfast, today says nothing",
    )
    noticed_on = forms.DateField(label="Day", called="the day", past=True, hint=DAY)
    noticed_time = forms.TimeField(label="Time", called="the time")
    noticed_by = forms.CharField(label="Who noticed", called="who noticed", max_length=150)
    urgency = forms.ChoiceField(
        label="Does somebody need to come?",
        called="whether somebody needs to come",
        choices=[*Urgency.choices, (NOT_NOW, "Not now, watch")],
        display="choice",
        urgent=URGENT,
        hint="You do not need a score to ask. If you are worried, say so",
    )

    @property
    def noticed(self) -> Noticed:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        return Noticed(
            signs=clean["signs"],
            different=clean["different"],
            at=at_london(clean["noticed_on"], clean["noticed_time"]),
            by=clean["noticed_by"],
            urgency="" if clean["urgency"] == NOT_NOW else clean["urgency"],
        )


class SbardForm(forms.IdempotentForm):
    """A hand-over in five parts."""

    situation = forms.TextArea(
        label="Situation",
        called="the situation",
        hint="Who it is, what is happening, how worried you are",
        max_length=1500,
    )
    background = forms.TextArea(
        label="Background", required=False, hint="What they live with, what is normal for them", max_length=1500
    )
    assessment = forms.TextArea(label="Assessment", required=False, hint="What you measured and see", max_length=1500)
    recommendation = forms.TextArea(
        label="Recommendation", required=False, hint="What you ask for, and how soon", max_length=1500
    )
    handed_to = forms.CharField(
        label="Who was told",
        called="who was told",
        required=False,
        max_length=150,
        hint="Name, service and number rung",
    )
    decision = forms.TextArea(
        label="Decision", required=False, hint="If they decided on the phone: what, and by when", max_length=1500
    )
    decided_by = forms.CharField(label="Who decided", called="who decided", required=False, max_length=150)

    @property
    def hand_over(self) -> HandOver:
        """What the action takes, once the form is valid."""
        names = [name for name in self.base_fields if name != "idempotency_key"]
        return HandOver(**{name: self.cleaned_data[name] for name in names})


class DecisionForm(forms.IdempotentForm):
    """What the clinician decided."""

    decision = forms.TextArea(label="Decision", called="what is decided", max_length=1500)


class AgreementForm(forms.IdempotentForm):
    """The order that the team agreed, and who did. Each resident's place is a number beside their name."""

    colleagues = forms.MultipleChoiceField(label="Who agreed with you", called="who agreed", required=False)
    with_whom = forms.CharField(
        label="Somebody else who agreed",
        called="who agreed",
        required=False,
        max_length=200,
        hint="For example: Moira Sorrel, deputy manager",
    )
    why = forms.TextArea(label="Why it differs from the computed order", required=False, max_length=500)

    def __init__(self, data: Any, *, colleagues: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.choose_from("colleagues", colleagues)

    def clean(self) -> None:
        data = super().clean() or self.cleaned_data
        if not data.get("colleagues") and not data.get("with_whom") and not self.errors:
            self.add_error("with_whom", "Say who agreed: nobody agrees alone")

    @property
    def agreed_with(self) -> str:
        """Everybody who agreed, once the form is valid; of colleagues with what they prescribe."""
        return formats.joined(
            [each for each in (*self.cleaned_data["colleagues"], self.cleaned_data["with_whom"]) if each]
        )
