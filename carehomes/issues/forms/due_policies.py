"""The draft of an organisation's due times as a form: its hours, a time for each priority, and exceptions for kinds."""

from typing import Any

from carehomes.issues.actions import DueDraft
from carehomes.issues.forms.versions import SeenForm, agreed_by
from carehomes.issues.models import DuePolicy, Kind, Priority
from carehomes.ui import forms

MOST_EXCEPTIONS = 6
LONGEST = 2_000  # working hours: a year


class DueForm(SeenForm):
    """When the organisation works, and how many working hours each priority gives. An exception without hours is left out."""

    opens = forms.TimeField(label="Work begins", called="when work begins", hint="On working days, such as 09:00")
    closes = forms.TimeField(label="Work ends", called="when work ends")
    source = agreed_by()

    def __init__(self, data: Any, *, policy: DuePolicy) -> None:
        times = list(policy.times.all())
        start = {name: getattr(policy, name) for name in ("opens", "closes", "source")}
        super().__init__(data, initial={**start, "seen": policy.revision})
        general = {each.priority: each.working_hours for each in times if not each.kind}
        for priority in Priority:
            self._add_hours(f"hours_{priority}", str(priority.label), general.get(priority), needed=True)
        special = [each for each in times if each.kind][:MOST_EXCEPTIONS]
        for number in range(1, MOST_EXCEPTIONS + 1):
            time = special[number - 1] if number <= len(special) else None
            self._add_choice(f"kind_{number}", "Kind", [("", "Choose"), *Kind.choices], time.kind if time else "")
            self._add_choice(
                f"priority_{number}", "How soon", Priority.choices, time.priority if time else Priority.WEEK
            )
            self._add_hours(f"hours_{number}", "Working hours", time.working_hours if time else None, needed=False)

    def _add_hours(self, name: str, label: str, hours: int | None, *, needed: bool) -> None:
        self.fields[name] = forms.IntegerField(
            label=label,
            called=f"how many working hours {label.lower()} gives",
            required=needed,
            min_value=1,
            max_value=LONGEST,
            width=4,
            suffix="working hours" if needed else "",
            initial=hours,
        )

    def _add_choice(self, name: str, label: str, choices: list[tuple[str, str]], chosen: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, called="the kind", display="select", required=False, choices=choices, initial=chosen
        )

    def priorities(self) -> list[Any]:
        """For the page: the hours of each priority."""
        return [self[f"hours_{priority}"] for priority in Priority]

    def exceptions(self) -> list[tuple[int, list[Any]]]:
        """For the page: the fields of each exception."""
        numbers = range(1, MOST_EXCEPTIONS + 1)
        return [(number, [self[f"{name}_{number}"] for name in ("kind", "priority", "hours")]) for number in numbers]

    def clean(self) -> dict[str, Any]:
        """A day ends after it begins; an exception names its kind, and each only once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", "Work must end after it begins")
        seen: set[tuple[str, str]] = set()
        for number in range(1, MOST_EXCEPTIONS + 1):
            key = (cleaned.get(f"kind_{number}") or "", cleaned.get(f"priority_{number}") or "")
            if cleaned.get(f"hours_{number}") is None:
                continue
            if not key[0]:
                self.add_error(f"kind_{number}", f"Choose the kind of exception {number}")
            elif key in seen:
                self.add_error(f"kind_{number}", f"Exception {number} says the same kind and time as another")
            seen.add(key)
        return cleaned

    @property
    def draft(self) -> DueDraft:
        """What was typed, once the form is valid."""
        given = self.cleaned_data
        times = {("", str(priority)): given[f"hours_{priority}"] for priority in Priority}
        for number in range(1, MOST_EXCEPTIONS + 1):
            if given.get(f"hours_{number}") is not None:
                times[given[f"kind_{number}"], given[f"priority_{number}"]] = given[f"hours_{number}"]
        return DueDraft(given["opens"], given["closes"], given["source"], times)
