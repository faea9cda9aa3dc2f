"""Fields that only residents' forms have."""

from typing import Any

from django.core.exceptions import ValidationError

from carehomes.residents.nhs_number import display, validate
from carehomes.ui import forms


class NHSNumberField(forms.CharField):
    """An NHS number, typed with or without spaces; clean as ten digits."""

    default_look = {"inputmode": "numeric", "width": 20, "spellcheck": False, "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Ten digits, "" where nothing was typed; ValidationError with the words of `nhs_number.validate`."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return validate(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """A number of our own in its groups; what was typed as it was typed."""
        return (
            display(value)
            if isinstance(value, str) and len(value) == 10 and value.isascii() and value.isdigit()
            else value
        )
