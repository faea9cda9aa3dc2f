"""Planning many homes at once: which of them, and what is to hold for all."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from carehomes.directory.actions import Assignment
from carehomes.directory.forms.home import MODES, first_weeks
from carehomes.directory.models import Weekday
from carehomes.directory.queries import Planned, Ringer
from carehomes.ui import forms

STAYS = ("", "Stays as it is")


class CaseloadForm(forms.IdempotentForm):
    """Everything but the homes is optional: what is left out stays as it is."""

    homes = forms.MultipleChoiceField(label="Homes", called="the homes", coerce=int)
    starts_on = forms.ChoiceField(
        label="From",
        called="the first week",
        display="select",
        coerce=date.fromisoformat,
        hint="This week keeps its days",
    )
    weekdays = forms.MultipleChoiceField(
        label="Day of the week",
        hint="Tick several to share the homes between them, as evenly as can be. None: each home keeps its day",
        choices=Weekday.choices,
        display="choice",
        coerce=int,
        required=False,
    )
    window_starts = forms.TimeField(label="From what time", hint="Leave both empty to keep the times", required=False)
    window_ends = forms.TimeField(label="Until what time", required=False)
    mode = forms.ChoiceField(label="How", choices=[STAYS, *MODES], display="select", required=False)
    coordinator = forms.ChoiceField(label="Care coordinator", display="select", required=False)
    cover = forms.ChoiceField(label="Cover", display="select", required=False)
    cover_from = forms.DateField(label="First day of the cover", called="the first day of the cover", required=False)
    cover_until = forms.DateField(
        label="Last day of the cover",
        called="the last day of the cover",
        hint="Until then the homes are on their list. Empty: a standing deputy, who finds them under “Homes of”",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        planned: Sequence[Planned],
        ringers: Sequence[Ringer],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.ringers = {str(each.user_id): each for each in ringers}
        people = [STAYS, *((key, each.person_name) for key, each in self.ringers.items())]
        for name, choices in (
            ("homes", [(str(each.home.pk), each.home.name) for each in planned]),
            ("starts_on", first_weeks(today)),
            ("coordinator", people),
            ("cover", people),
        ):
            self.choose_from(name, choices)

    def clean(self) -> dict[str, Any] | None:
        """Times come in pairs, a cover has a first day, and something must be asked for."""
        clean = super().clean()
        held = self.cleaned_data
        starts, ends = held.get("window_starts"), held.get("window_ends")
        if bool(starts) != bool(ends):
            self.add_error("window_ends" if starts else "window_starts", "Enter both times, or neither")
        elif starts and ends and ends <= starts:
            self.add_error("window_ends", "The end must be later than the start")
        if held.get("cover") and not held.get("cover_from"):
            self.add_error("cover_from", "Enter the first day of the cover")
        if not any(held.get(name) for name in ("weekdays", "window_starts", "mode", "coordinator", "cover")):
            self.add_error(None, "Choose what is to change: days, times, who rings, or who covers")
        return clean

    @property
    def assignment(self) -> Assignment:
        """What the action takes, once the form is valid."""
        clean = self.cleaned_data
        starts, ends = clean["window_starts"], clean["window_ends"]
        return Assignment(
            starts_on=clean["starts_on"],
            weekdays=tuple(clean["weekdays"]),
            window=(starts, ends) if starts and ends else None,
            mode=clean["mode"],
            coordinator=self.ringers.get(clean["coordinator"]),
            cover=self.ringers.get(clean["cover"]),
            cover_from=clean["cover_from"],
            cover_until=clean["cover_until"],
        )
