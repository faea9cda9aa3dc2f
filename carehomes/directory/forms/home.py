"""Numbers to ring, named people, and the day on which a home is rung."""

from datetime import date
from typing import Any

from django.http import QueryDict

from carehomes.access.models import Organisation
from carehomes.deadlines import Week
from carehomes.directory.actions import Contact, Person, Rhythm
from carehomes.directory.forms.versioned import VersionedForm
from carehomes.directory.models import MedicinesService, NamedRoleKind, Profession, RingMode, Weekday
from carehomes.ui import forms

WHOLE = 100  # per cent
WEEKS_AHEAD = 8
MODES = [
    (RingMode.PHONE, "By telephone"),
    (RingMode.VIDEO, "By video"),
    (RingMode.VISIT, "A visit"),
    (RingMode.PORTAL, "The home fills it in first"),
]


class ContactForm(VersionedForm, forms.IdempotentForm):
    """A number to ring."""

    person_name = forms.CharField(
        label="Name",
        hint="A person, or a post such as Nurse in charge, night",
        max_length=150,
        called="a name or a post",
    )
    job = forms.CharField(label="Job", max_length=100, required=False)
    phone = forms.PhoneField(label="Telephone number", called="a telephone number")
    when_to_ring = forms.CharField(
        label="When to ring", hint="For example, Monday to Thursday, not 11:30 to 12:30", max_length=150, required=False
    )
    is_main = forms.BooleanField(label="This is the number that worklists show", required=False)

    @property
    def contact(self) -> Contact:
        """What the action takes, once the form is valid."""
        names = ("person_name", "job", "phone", "when_to_ring", "is_main")
        return Contact(**{name: self.cleaned_data[name] for name in names})


class PersonForm(VersionedForm):
    """Who holds a named role."""

    share_percent = forms.IntegerField(
        label="Share of the home",
        called="the share",
        hint="100 when nobody shares it",
        min_value=1,
        max_value=WHOLE,
        suffix="%",
        initial=WHOLE,
    )
    covers = forms.MultipleChoiceField(label="What they cover", choices=MedicinesService.choices, required=False)
    person_name = forms.CharField(label="Full name", max_length=150)
    profession = forms.ChoiceField(
        label="Profession", choices=[("", "Choose a profession"), *Profession.choices], display="select"
    )
    organisation = forms.ChoiceField(
        label="Organisation",
        display="select",
        hint="One that works with this home",
        required=False,
        coerce=int,
        empty_value=None,
    )
    phone = forms.PhoneField(label="Telephone number", required=False)
    email = forms.EmailField(
        label="Email address they sign in with",
        hint="With it they are told here when a resident needs them. Leave it empty when they have no account",
        required=False,
        autocomplete="off",
    )

    def __init__(self, data: QueryDict | None, *, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(data, **options)
        choices = [("", "None of these"), *((str(each.pk), each.name) for each in organisations)]
        self.choose_from("organisation", choices)

    @property
    def person(self) -> Person:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        return Person(
            person_name=clean["person_name"],
            profession=clean["profession"],
            organisation_id=clean["organisation"],
            phone=clean["phone"],
            share_percent=clean.get("share_percent") or WHOLE,
            covers=clean.get("covers") or [],
            email=clean["email"],
        )


class ChangeRoleForm(PersonForm):
    """Corrects who holds a named role. The job itself and its first day do not change."""

    def __init__(self, data: QueryDict | None, *, kind: str, **options: Any) -> None:
        super().__init__(data, **options)
        for name, only in (("share_percent", NamedRoleKind.CLINICAL_LEAD), ("covers", NamedRoleKind.MEDICINES_LEAD)):
            if kind != only:
                del self.fields[name]


class NamedRoleForm(PersonForm, forms.IdempotentForm):
    """Names somebody."""

    kind = forms.ChoiceField(
        label="What they are for this home", choices=NamedRoleKind.choices, called="what they are for this home"
    )
    starts_on = forms.DateField(label="Since", called="the day it began", hint="For example, 1 10 2026")

    field_order = ("kind", "person_name", "profession", "organisation", "phone", "email", "starts_on")
    conditions = (
        forms.given("kind", NamedRoleKind.CLINICAL_LEAD).require("share_percent"),
        forms.given("kind", NamedRoleKind.MEDICINES_LEAD).offer("covers"),
    )


class EndForm(forms.Form):
    """The last day of something that has been so until then."""

    last_day = forms.DateField(
        label="Last day", called="the last day", hint="For example, 30 11 2026. Today is possible"
    )
    reason = forms.CharField(label="Reason", max_length=200, required=False)

    def __init__(self, data: QueryDict | None, *, with_reason: bool = False, today: date) -> None:
        super().__init__(data, initial={"last_day": today})
        if not with_reason:
            del self.fields["reason"]


class ScheduleForm(VersionedForm):
    """When and how a home is rung, from a week on."""

    weekday = forms.ChoiceField(label="Day of the week", choices=Weekday.choices, display="choice", coerce=int)
    window_starts = forms.TimeField(label="From", called="the start", hint="For example, 10:00")
    window_ends = forms.TimeField(label="Until", called="the end", hint="For example, 11:30")
    mode = forms.ChoiceField(label="How", choices=MODES, called="how they are rung", display="choice")
    starts_on = forms.ChoiceField(
        label="From",
        called="the first week",
        display="select",
        coerce=date.fromisoformat,
        hint="This week keeps its day",
    )
    note = forms.CharField(
        label="What to mind when ringing",
        hint="For example, the medicines round at 11:30",
        max_length=200,
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, today: date, version: int, **options: Any) -> None:
        super().__init__(data, version=version, **options)
        self.choose_from("starts_on", first_weeks(today))

    def clean(self) -> dict[str, Any] | None:
        """The window ends after it starts."""
        clean = super().clean()
        starts, ends = self.cleaned_data.get("window_starts"), self.cleaned_data.get("window_ends")
        if starts and ends and ends <= starts:
            self.add_error("window_ends", "The end must be later than the start")
        return clean

    @property
    def rhythm(self) -> Rhythm:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        return Rhythm(clean["weekday"], (clean["window_starts"], clean["window_ends"]), clean["mode"], clean["note"])


def first_weeks(today: date) -> list[tuple[str, str]]:
    """The weeks from which something new may be planned: the next eight."""
    week, found = Week.containing(today), []
    for _ in range(WEEKS_AHEAD):
        week = week.next()
        found.append((week.monday.isoformat(), week.label))
    return found
