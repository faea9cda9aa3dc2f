"""Where somebody is: arriving, another room, away and back, moving, leaving, dying, and putting any of it right."""

from typing import Any

from carehomes.residents.actions import Arrival, Going
from carehomes.residents.models import Absence, ArrivedFrom, StayEnd, StayKind
from carehomes.ui import forms

ELSEWHERE = (ArrivedFrom.HOSPITAL, ArrivedFrom.OTHER_HOME, ArrivedFrom.HOSPICE, ArrivedFrom.OTHER)
DESTINATIONS = [
    (StayEnd.WENT_HOME, "Their own home"),
    (StayEnd.HOSPITAL, "Hospital, and will not come back"),
    (StayEnd.HOSPICE, "Hospice"),
    (StayEnd.MOVED_HOME, "A care home that is not in the register of England"),
    (StayEnd.OTHER, "Somewhere else"),
]
PLANNED = {"yes": True, "no": False, "not_known": None}
_DAY = "For example, 25 11 2026, or today"


class ArrivalFields(forms.Form):
    """How somebody comes to a home: part of two forms."""

    arrived_on = forms.DateField(label="When they arrive", called="the day they arrived", hint=_DAY)
    kind = forms.ChoiceField(label="Kind of stay", called="the kind of stay", choices=StayKind.choices)
    arrived_from = forms.ChoiceField(
        label="Where they come from", called="where they come from", choices=ArrivedFrom.choices
    )
    arrived_from_detail = forms.CharField(label="Which hospital, home or place", max_length=150)
    room = forms.CharField(label="Room", required=False, max_length=30, width=10, autocomplete="off")

    conditions = [forms.given("arrived_from", *ELSEWHERE).offer("arrived_from_detail")]

    def made_arrival(self) -> Arrival:
        """What the actions take, once the form is valid."""
        names = ("arrived_on", "arrived_from", "kind", "arrived_from_detail", "room")
        return Arrival(**{name: self.cleaned_data[name] for name in names})


class ReadmitForm(forms.IdempotentForm, ArrivalFields):
    """Somebody who had left comes back."""

    @property
    def arrival(self) -> Arrival:
        """How they came, once the form is valid."""
        return self.made_arrival()


class RoomForm(forms.IdempotentForm):
    """Another room."""

    room = forms.CharField(label="Room", max_length=30, width=10, autocomplete="off")


class MoveForm(forms.IdempotentForm):
    """To another home, once it is chosen."""

    moved_on = forms.DateField(label="When they move", called="the day they moved", hint=_DAY)
    kind = forms.ChoiceField(
        label="Kind of stay there", called="the kind of stay", choices=StayKind.choices, initial=StayKind.PERMANENT
    )
    room = forms.CharField(
        label="Room there", required=False, max_length=30, width=10, autocomplete="off", called="the room"
    )


class AwayForm(forms.IdempotentForm):
    """To hospital, or away with family."""

    kind = forms.ChoiceField(label="Where they went", called="where they went", choices=Absence.Kind.choices)
    place = forms.CharField(label="Which hospital", called="which hospital", max_length=150)
    planned = forms.ChoiceField(
        label="Was it planned?",
        called="whether it was planned",
        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
        display="choice",
    )
    reason = forms.CharField(
        label="Why", hint="In a few words, such as chest infection", required=False, max_length=200
    )
    went_on = forms.DateField(label="When they went", called="the day they went", past=True, hint=_DAY)

    conditions = [
        forms.given("kind", Absence.Kind.HOSPITAL).require("place", "planned"),
    ]

    @property
    def going(self) -> Going:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        return Going(clean["kind"], clean["went_on"], clean["place"], clean["reason"], PLANNED.get(clean["planned"]))


class BackForm(forms.IdempotentForm):
    """Back in the home."""

    back_on = forms.DateField(label="When they came back", called="the day they came back", past=True, hint=_DAY)


class LeaveForm(forms.IdempotentForm):
    """Left for good, but not for another home of the register: moving has its own page."""

    left_to = forms.ChoiceField(label="Where they went", called="where they went", choices=DESTINATIONS)
    detail = forms.CharField(label="Which home or place", called="which home or place", max_length=150)
    left_on = forms.DateField(label="When they left", called="the day they left", past=True, hint=_DAY)

    conditions = [
        forms.given("left_to", StayEnd.MOVED_HOME, StayEnd.HOSPITAL, StayEnd.HOSPICE, StayEnd.OTHER).offer("detail")
    ]


class DeathForm(forms.IdempotentForm):
    """Somebody has died."""

    died_on = forms.DateField(label="When they died", called="the day they died", past=True, hint=_DAY)
    place = forms.ChoiceField(
        label="Where they died",
        called="where they died",
        choices=[
            (words, words) for words in ("In the home", "In hospital", "In a hospice", "Somewhere else", "Not known")
        ],
        display="choice",
    )


class PutRightForm(forms.IdempotentForm):
    """What was recorded in error, and why it is put right. `change` is what the page showed as the newest."""

    change = forms.HiddenField(required=False)
    reason = forms.CharField(
        label="What was wrong",
        called="what was wrong",
        hint="For example, recorded for the wrong person",
        max_length=200,
    )

    def __init__(self, data: Any, *, change: str = "", **options: Any) -> None:
        super().__init__(data, initial={"change": change}, **options)
