"""The draft of an organisation's tries as a form: after how many minutes each further try of the day comes."""

from typing import Any

from carehomes.issues.forms.versions import SeenForm, agreed_by
from carehomes.ui import forms
from checkins.actions.retry_policies import RetryDraft
from checkins.models import MOST_TRIES, RetryPolicy

SOONEST, LATEST = 5, 480  # minutes from one try to the next
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _called(number: int) -> str:
    """The box in a sentence."""
    return f"the minutes from the {ORDINALS[number - 1]} try to the {ORDINALS[number]}"


class RetryForm(SeenForm):
    """Minutes from each try to the next. The first empty box ends the day's tries."""

    source = agreed_by()

    def __init__(self, data: Any, *, policy: RetryPolicy) -> None:
        super().__init__(data, initial={"source": policy.source, "seen": policy.revision})
        for number in range(1, MOST_TRIES):
            self.fields[f"wait_{number}"] = forms.IntegerField(
                label=f"From the {ORDINALS[number - 1]} try to the {ORDINALS[number]}",
                called=_called(number),
                required=False,
                min_value=SOONEST,
                max_value=LATEST,
                width=4,
                suffix="minutes",
                initial=policy.waits[number - 1] if number <= len(policy.waits) else None,
            )

    def boxes(self) -> list[Any]:
        """For the page: the boxes of the minutes, in order."""
        return [self[f"wait_{number}"] for number in range(1, MOST_TRIES)]

    def clean(self) -> dict[str, Any]:
        """After an empty box there is none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, MOST_TRIES):
            before = f"wait_{number - 1}"
            if cleaned.get(f"wait_{number}") is not None and cleaned.get(before) is None and before not in self.errors:
                self.add_error(before, f"Enter {_called(number - 1)}, or empty the boxes below it")
        return cleaned

    @property
    def draft(self) -> RetryDraft:
        """What was typed, once the form is valid."""
        typed = (self.cleaned_data[f"wait_{number}"] for number in range(1, MOST_TRIES))
        return RetryDraft([minutes for minutes in typed if minutes is not None], self.cleaned_data["source"])
