"""Forms whose fields draw themselves as components of the NHS design system.

    from carehomes.ui import forms

    class ArrivalForm(forms.IdempotentForm):
        came_from = forms.ChoiceField(label="Where they came from", choices=ORIGINS)
        hospital = forms.CharField(label="Which hospital")
        conditions = [forms.given("came_from", "hospital").require("hospital")]

See docs/ui.md.
"""

from carehomes.ui.forms.base import Form, IdempotentForm
from carehomes.ui.forms.choices import BooleanField, ChoiceField, MultipleChoiceField
from carehomes.ui.forms.conditions import given
from carehomes.ui.forms.dates import DateField, TimeField
from carehomes.ui.forms.fields import (
    CharField,
    DecimalField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    PhoneField,
    TextArea,
)

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "Form",
    "HiddenField",
    "IdempotentForm",
    "IntegerField",
    "MultipleChoiceField",
    "PasswordField",
    "PhoneField",
    "TextArea",
    "TimeField",
    "given",
]
