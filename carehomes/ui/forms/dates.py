"""Dates in three boxes as the design system asks for them, and times of day in one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from carehomes.ui import formats
from carehomes.ui.forms.bound import BoundComponent, Params
from carehomes.ui.forms.fields import Component

PARTS = ("day", "month", "year")
NEAR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(formats.MONTHS, start=1)}
YEARS = range(1900, 2100)  # any other is a slip, and the bank holidays of a farther year are known to nobody
ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")


@dataclass(frozen=True, slots=True)
class DateParts:
    """What was typed into the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, value: "date | str | DateParts | None") -> "DateParts":
        """The boxes for a date, or for text such as "2026-11-25" or "today" (which goes into the first box)."""
        if isinstance(value, DateParts):
            return value
        if isinstance(value, date):
            return cls(str(value.day), str(value.month), str(value.year))
        match = ISO.fullmatch(value or "")
        return cls(match[3], match[2], match[1]) if match else cls(day=value or "")

    def missing(self) -> tuple[str, ...]:
        """The names of the empty boxes."""
        return tuple(part for part in PARTS if not getattr(self, part))


class DatePartsWidget(forms.Widget):
    """Reads the three boxes `name_day`, `name_month`, `name_year`, or one value under the plain name."""

    def value_from_datadict(self, data: Mapping[str, Any], _files: Any, name: str) -> DateParts:
        """What was typed, stripped."""
        if name in data:
            return DateParts.of(str(data.get(name) or "").strip())
        return DateParts(*(str(data.get(f"{name}_{part}") or "").strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], _files: Any, name: str) -> bool:
        """True when the page did not send the field at all."""
        return name not in data and all(f"{name}_{part}" not in data for part in PARTS)


class BoundDate(BoundComponent):
    """Adds the three boxes, and which of them is wrong."""

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """The boxes that the error is about; all of them when it is about the whole date."""
        problems = self.form.errors.as_data().get(self.name, []) if self.errors else []
        parts = next(
            (problem.params["parts"] for problem in problems if problem.params and "parts" in problem.params), PARTS
        )
        return parts if problems else ()

    @property
    def error_id(self) -> str:
        """The first wrong box."""
        return f"{self.auto_id}_{next(iter(self.wrong_parts), 'day')}"

    def boxes(self) -> list[Params]:
        """The three boxes with what stands in them."""
        typed = DateParts.of(self.value())
        return [self._box(part, getattr(typed, part)) for part in PARTS]

    def _box(self, part: str, value: str) -> Params:
        return {
            "id": f"{self.auto_id}_{part}",
            "name": f"{self.html_name}_{part}",
            "label": part.capitalize(),
            "value": value,
            "width": 4 if part == "year" else 2,
            "error": part in self.wrong_parts,
            "inputmode": "numeric",
            **({"autocomplete": f"bday-{part}"} if self.field.look.autocomplete == "bday" else {}),
        }


class DateField(Component, forms.Field):
    """A date in three boxes. Also takes "today", "yesterday" and "tomorrow" in the first box, and names of months.

    `past` refuses dates after today, `future` dates before it; `earliest` and `latest` are fixed bounds. A year outside `YEARS` is
    always refused, so that no deadline is worked out from it.
    """

    template = "components/fields/date.jinja"
    widget = DatePartsWidget

    def __init__(
        self,
        *,
        past: bool = False,
        future: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        **options: Any,
    ) -> None:
        self.past, self.future, self.earliest, self.latest = past, future, earliest, latest
        super().__init__(**options)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundDate:
        """Django's hook for a bound field of our own."""
        return BoundDate(form, self, field_name)

    def to_python(self, value: Any) -> date | None:
        """The date, None where nothing was typed; ValidationError naming the box that is wrong."""
        parts = DateParts.of(value)
        if parts == DateParts():
            return None
        if parts.day.lower() in NEAR_DAYS and not (parts.month or parts.year):
            return timezone.localdate() + timedelta(days=NEAR_DAYS[parts.day.lower()])
        self._check_complete(parts)
        return self._real(parts)

    def validate(self, value: date | None) -> None:
        """Required, and within the bounds."""
        super().validate(value)
        if value is not None:
            self._check_bounds(value)

    @property
    def _start(self) -> str:
        return self.called[:1].upper() + self.called[1:]

    def _wrong(self, words: str, *parts: str) -> ValidationError:
        # Django fills %(name)s into messages that carry parameters, and there are none to fill.
        return ValidationError(words.replace("%", "%%"), code="invalid", params={"parts": parts or PARTS})

    def _check_complete(self, parts: DateParts) -> None:
        missing = parts.missing()
        if missing:
            raise self._wrong(f"{self._start} must include a {formats.joined(missing)}", *missing)
        if not re.fullmatch(r"\d{4}", parts.year):
            raise self._wrong("Year must include 4 numbers", "year")
        if int(parts.year) not in YEARS:
            raise self._wrong(f"Year must be between {YEARS[0]} and {YEARS[-1]}", "year")

    def _real(self, parts: DateParts) -> date:
        month = MONTH_NUMBERS.get(parts.month[:3].lower(), parts.month)
        try:
            return date(int(parts.year), int(month), int(parts.day))
        except (ValueError, OverflowError):  # the latter of many figures, such as a telephone number
            raise self._wrong(f"{self._start} must be a real date, like 25 11 2026") from None

    def _check_bounds(self, value: date) -> None:
        today = timezone.localdate()
        earliest = max(filter(None, (self.earliest, today if self.future else None)), default=None)
        latest = min(filter(None, (self.latest, today if self.past else None)), default=None)
        if earliest and value < earliest:
            words = "today or in the future" if earliest == today else f"on or after {formats.long_date(earliest)}"
            raise self._wrong(f"{self._start} must be {words}")
        if latest and value > latest:
            words = "today or in the past" if latest == today else f"on or before {formats.long_date(latest)}"
            raise self._wrong(f"{self._start} must be {words}")


class TimeField(Component, forms.Field):
    """A time of day in one box: takes 9:20, 09.20, 0920, 9am and 1:30 pm."""

    template = "components/fields/text.jinja"
    widget = forms.TextInput
    default_look = {"width": 5, "spellcheck": False, "autocomplete": "off"}
    pattern = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?\s*(am|pm)?", re.IGNORECASE)

    def prepare_value(self, value: Any) -> Any:
        """A time of our own as "09:20"; what was typed as it was typed."""
        return formats.clock(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time, None where nothing was typed."""
        text = str(value or "").strip()
        if not text:
            return None
        match = self.pattern.fullmatch(text)
        try:
            return self._read(match)
        except ValueError:
            start = self.called[:1].upper() + self.called[1:]
            raise ValidationError(f"{start} must be a time, like 09:20", code="invalid") from None

    def _read(self, match: re.Match[str] | None) -> time:
        if match is None:
            raise ValueError
        hour, half = int(match[1]), (match[3] or "").lower()
        if half and not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        return time(hour, int(match[2] or 0))
