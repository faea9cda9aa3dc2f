"""Input of the page on which a person says how they want to be told."""

from collections.abc import Sequence
from typing import Any

from carehomes.notifications.kinds import Choice, Kind
from carehomes.notifications.models import Channel
from carehomes.notifications.queries import Chosen
from carehomes.notifications.rules import LONGEST_LEAD, Times
from carehomes.ui import forms
from carehomes.ui.formats import DAYS

_WEEKDAYS = [(number, name) for number, name in enumerate(DAYS, start=1)]
_ONLY_DAILY = {Channel.DIGEST: "In the daily email", Channel.OFF: "Not at all"}


class SettingsForm(forms.Form):
    """A way for each kind that this person can be told of and may choose, and the times of e-mails."""

    keeps_quiet = forms.BooleanField(label="No email at certain hours", required=False)
    quiet_from = forms.TimeField(label="From", called="when the quiet hours start", hint="For example, 19:00")
    quiet_to = forms.TimeField(label="Until", called="when the quiet hours end", hint="For example, 07:00")
    digest_days = forms.MultipleChoiceField(
        label="Days of the daily email",
        called="the days of the daily email",
        choices=_WEEKDAYS,
        coerce=int,
        display="choice",
        required=False,
        hint="With no day chosen, it never comes",
    )
    digest_at = forms.TimeField(label="When it comes", called="when the daily email comes", hint="For example, 07:30")
    on_bank_holidays = forms.BooleanField(label="Also on bank holidays", required=False)

    conditions = [forms.given("keeps_quiet").require("quiet_from", "quiet_to")]

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in kinds:
            self.fields[f"way-{kind.key}"] = _way(kind)
            if kind.lead_days is not None:
                self.fields[f"lead-{kind.key}"] = forms.IntegerField(
                    label="Days before",
                    called=f"the days before, for “{kind.words}”",
                    min_value=0,
                    max_value=LONGEST_LEAD,
                    width=3,
                )
        self.order_fields([name for name in self.fields if "-" in name])

    def clean(self) -> dict[str, Any]:
        """Quiet hours that end when they start would last all day or not at all."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if clean.get("quiet_from") and clean.get("quiet_from") == clean.get("quiet_to"):
            self.add_error("quiet_to", "Quiet hours must end at another time than they start")
        return clean

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, by key of kind."""
        clean = self.cleaned_data
        return {kind.key: Choice(clean[f"way-{kind.key}"], clean.get(f"lead-{kind.key}")) for kind in self.kinds}

    @property
    def times(self) -> Times:
        """When e-mail may come."""
        clean = self.cleaned_data
        return Times(
            clean["quiet_from"] or None,
            clean["quiet_to"] or None,
            clean["digest_at"],
            tuple(sorted(clean["digest_days"])),
            on_bank_holidays=clean["on_bank_holidays"],
        )


def _way(kind: Kind) -> forms.ChoiceField:
    words = _ONLY_DAILY if set(kind.channels) == set(_ONLY_DAILY) else {each: each.label for each in kind.channels}
    return forms.ChoiceField(
        label=kind.words,
        called=f"how you are told: “{kind.words}”",
        hint=kind.hint,
        choices=[(str(value), text) for value, text in words.items()],
        display="select",
    )


def initial(chosen: Chosen, kinds: Sequence[Kind]) -> dict[str, Any]:
    """What the form shows before anything is changed."""
    times = chosen.times
    shown: dict[str, Any] = {
        "keeps_quiet": times.quiet_from is not None,
        "quiet_from": times.quiet_from,
        "quiet_to": times.quiet_to,
        "digest_at": times.digest_at,
        "digest_days": list(times.digest_days),
        "on_bank_holidays": times.on_bank_holidays,
    }
    for kind in kinds:
        choice = chosen.of(kind)
        shown[f"way-{kind.key}"], shown[f"lead-{kind.key}"] = choice.channel, choice.lead_days
    return shown
