"""The small forms of rounds. The card in the meeting is `checkins.rounds.card`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from carehomes.deadlines import london_today
from carehomes.directory.models import NamedRole, Profession
from carehomes.issues.queries.people import Person
from carehomes.residents.queries import Listed
from carehomes.ui import forms
from carehomes.ui.numbers import revision_in
from checkins.actions.round_cards import LONGEST_PUT_OFF
from checkins.actions.round_people import Guest
from checkins.actions.rounds import Plan
from checkins.forms.residents import DAY
from checkins.models import CancelReason, InvitedAs, Reason, RoundKind, RoundMode

LENGTHS = [(str(each), f"{each} minutes") for each in (30, 45, 60, 90, 120)]
_BY_ROLE = {
    "clinician": InvitedAs.CLINICIAN,  # never a GP because nobody said otherwise: it stands in the record
    "pharmacist": InvitedAs.PHARMACIST,
    "pharmacy_technician": InvitedAs.PHARMACY_TECHNICIAN,
    "community_pharmacist": InvitedAs.PHARMACIST,
    "care_coordinator": InvitedAs.CARE_COORDINATOR,
    "care_home_manager": InvitedAs.HOME_STAFF,
    "care_home_staff": InvitedAs.HOME_STAFF,
}
_BY_PROFESSION = {
    Profession.GP: InvitedAs.GP,
    Profession.COMMUNITY_MATRON: InvitedAs.COMMUNITY_MATRON,
    Profession.NURSE: InvitedAs.NURSE,
    Profession.ADVANCED_PRACTITIONER: InvitedAs.NURSE,
    Profession.GERIATRICIAN: InvitedAs.GERIATRICIAN,
    Profession.PHARMACIST: InvitedAs.PHARMACIST,
    Profession.PHARMACY_TECHNICIAN: InvitedAs.PHARMACY_TECHNICIAN,
    Profession.ALLIED_HEALTH: InvitedAs.THERAPIST,
}
AS_LISTED = ""  # what somebody with an account comes as, where nobody chose another
CHAIRS = frozenset({"clinician", "pharmacist", "care_coordinator"})


class People:
    """Those who work with a home, once each, and what each comes as: their profession where a named role says it, else their role.

    `prescribers`: account and organisation of those who prescribe, with the words for it.
    """

    def __init__(
        self, people: Sequence[Person], roles: Sequence[NamedRole], prescribers: Mapping[tuple[int, int], str]
    ) -> None:
        professions = {role.user_id: role.profession for role in roles if role.user_id and role.profession}
        self._guests: dict[int, Guest] = {}
        self._chairs: list[int] = []
        self.named = {role.user_id for role in roles if role.user_id}
        for each in people:
            if not each.sees_residents or each.user_id in self._guests or each.role not in _BY_ROLE:
                continue
            as_ = _BY_PROFESSION.get(Profession(professions.get(each.user_id, "other")), _BY_ROLE[each.role])
            self._guests[each.user_id] = Guest(
                each.name,
                as_,
                each.user_id,
                each.organisation_id,
                each.organisation,
                prescribes=prescribers.get((each.user_id, each.organisation_id), ""),
            )
            if each.role == "care_home_manager":
                self.named.add(each.user_id)
            if each.role in CHAIRS:
                self._chairs.append(each.user_id)

    def guest(self, user_id: str, invited_as: str = "") -> Guest:
        found = self._guests[int(user_id)]
        return replace(found, invited_as=invited_as or found.invited_as)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(str(key), self._words(each)) for key, each in self._guests.items()]

    @property
    def chairs(self) -> list[tuple[str, str]]:
        return [(str(key), self._words(self._guests[key])) for key in self._chairs]

    def _words(self, each: Guest) -> str:
        as_ = str(InvitedAs(each.invited_as).label)
        prescribes = f", {each.prescribes}" if each.prescribes else ""
        return f"{each.name}, {as_ if as_ == 'GP' else as_.lower()}{prescribes}, {each.organisation}"


class PlanForm(forms.IdempotentForm):
    """When, how, and who chairs."""

    kind = forms.ChoiceField(label="What it is", choices=RoundKind.choices, display="choice")
    held_on = forms.DateField(label="Day", called="the day", future=True, hint=DAY)
    starts_at = forms.TimeField(label="Begins at", called="the time", hint="For example, 13:30")
    minutes = forms.ChoiceField(label="How long", choices=LENGTHS, display="select")
    mode = forms.ChoiceField(label="How", called="how it is held", choices=RoundMode.choices, display="choice")
    link = forms.CharField(
        label="Link to join",
        hint="Begins with https://. It goes into the calendar entry",
        required=False,
        max_length=300,
        spellcheck=False,
        called="the link",
    )
    chair = forms.ChoiceField(label="Chair", called="the chair", display="select")
    seen = forms.HiddenField(required=False)
    conditions = [forms.given("mode", RoundMode.VIRTUAL).offer("link")]

    def __init__(self, data: Any, *, people: People, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.people = people
        self.choose_from("chair", [("", "Choose somebody"), *people.chairs])

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"] or "").strip()
        if link:
            try:
                URLValidator(schemes=["https"])(link)
            except ValidationError:
                raise ValidationError("The link must be an address that begins with https://") from None
        return link

    @property
    def revision(self) -> int:
        """The round's revision on the page that was sent; 0 where there is none."""
        return revision_in(str(self.cleaned_data["seen"] or ""))

    @property
    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(
            data["kind"], data["held_on"], data["starts_at"], int(data["minutes"]), data["mode"], data["link"] or ""
        )

    @property
    def chair_guest(self) -> Guest:
        return self.people.guest(self.cleaned_data["chair"])


class ConveneForm(PlanForm):
    """The same, and who is invited."""

    guests = forms.MultipleChoiceField(
        label="Who is invited",
        hint="They are told when you publish the agenda. Somebody outside Homeround can be added afterwards",
        required=False,
        called="who is invited",
    )

    def __init__(self, data: Any, *, people: People, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, people=people, initial=initial)
        self.choose_from("guests", people.choices)

    @property
    def invited(self) -> list[Guest]:
        return [self.people.guest(each) for each in self.cleaned_data["guests"]]


class GuestForm(forms.IdempotentForm):
    """One more: somebody who works with the home, or somebody outside."""

    who = forms.ChoiceField(label="Who", called="who", display="select")
    name = forms.CharField(label="Their name", max_length=150, called="their name")
    email = forms.EmailField(label="Their email address", called="their email address", autocomplete="off")
    invited_as = forms.ChoiceField(
        label="Comes as",
        called="what they come as",
        choices=[(AS_LISTED, "As in the list above"), *InvitedAs.choices],
        display="select",
        required=False,
    )
    conditions = [forms.given("who", "outside").require("name", "email")]

    def __init__(self, data: Any, *, people: People) -> None:
        super().__init__(data)
        self.people = people
        outside = ("outside", "Somebody outside Homeround, by email")
        self.choose_from("who", [("", "Choose somebody"), outside, *people.choices])

    def clean(self) -> None:
        """Nobody is put down as something because nobody said otherwise: what a clinician did counts as a contact."""
        data = super().clean() or self.cleaned_data
        if data.get("who") == "outside" and data.get("invited_as") == AS_LISTED:
            self.add_error("invited_as", "Choose what they come as")

    @property
    def guest(self) -> Guest:
        data = self.cleaned_data
        if data["who"] == "outside":
            return Guest(data["name"], data["invited_as"], email=data["email"])
        return self.people.guest(data["who"], data["invited_as"])


class AddResidentForm(forms.IdempotentForm):
    """Somebody of the home for the agenda."""

    resident = forms.ChoiceField(label="Who", called="the resident", display="select")
    reasons = forms.MultipleChoiceField(label="Why", choices=Reason.choices, required=False, called="why")
    why = forms.CharField(label="In a sentence", required=False, max_length=300, called="the sentence")

    def __init__(self, data: Any, *, residents: Sequence[Listed]) -> None:
        super().__init__(data)
        listed = [(str(each.id), f"{each.name}, {each.age}{_room(each)}") for each in residents]
        self.choose_from("resident", [("", "Choose a resident"), *listed])

    def clean(self) -> None:
        data = super().clean() or self.cleaned_data
        if not data.get("reasons") and not data.get("why"):
            self.add_error("reasons", "Choose why, or write it in a sentence")


def _room(resident: Listed) -> str:
    return f", room {resident.room}" if resident.room else ""


class PutOffForm(forms.IdempotentForm):
    """Another day."""

    until = forms.DateField(
        label="On the agenda again from",
        called="the day",
        future=True,
        hint="From that day on, the next round has them",
    )
    reason = forms.CharField(label="Why it can wait", max_length=300, called="why it can wait")

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        today = london_today()
        if until and not today < until <= today + timedelta(days=LONGEST_PUT_OFF):
            raise ValidationError(f"The day must be after today, within {LONGEST_PUT_OFF} days")
        return until


class CancelRoundForm(forms.IdempotentForm):
    """Why it is not held."""

    reason = forms.ChoiceField(label="Why it is not held", called="why", choices=CancelReason.choices)


class AddendumForm(forms.IdempotentForm):
    """What is added to a signed record."""

    text = forms.TextArea(label="What is added", called="what is added", rows=5, max_length=4000)
