"""A field of one form on one page: what its component needs to draw it."""

from typing import TYPE_CHECKING, Any

from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from carehomes.ui.forms.conditions import Condition

Params = dict[str, Any]


class BoundComponent(BoundField):
    """Adds to Django's bound field the design system's parameters, the first error, and the parts it reveals."""

    field: Any  # a Django field with our `Component` mixed in

    @property
    def error(self) -> str | None:
        """The first error: one at a time is shown at the field."""
        return str(self.errors[0]) if self.errors else None

    @property
    def error_id(self) -> str:
        """The id of the element that the error summary leads to."""
        return self.auto_id

    @cached_property
    def reveals(self) -> "list[Condition]":
        """The conditions that hang on this field's answer."""
        return [rule for rule in getattr(self.form, "conditions", ()) if rule.field == self.name]

    @property
    def label_text(self) -> str:
        """The label, with "(optional)" where no answer is needed, also not once the part is shown."""
        needed = self.field.required or self.name in getattr(self.form, "needed_when_shown", ())
        quiet = needed or not self.field.says_optional
        return str(self.label) if quiet else f"{self.label} (optional)"

    def describe(self) -> Params:
        """Hint and error in the form that every macro of the design system takes."""
        hint = self.help_text
        words = {"html": hint} if isinstance(hint, SafeString) else {"text": str(hint)}
        return {
            **({"hint": words} if hint else {}),
            **({"errorMessage": {"text": self.error}} if self.error else {}),
        }

    def input_params(self) -> Params:
        """Parameters of a single input, select or text area."""
        look = self.field.look
        value = self.value()
        return {
            "id": self.auto_id,
            "name": self.html_name,
            "value": "" if value is None else value,
            "label": {"text": self.label_text, "classes": look.label_classes},
            "attributes": look.attributes,
            **look.input_options(),
            **self.describe(),
        }

    def group_params(self) -> Params:
        """Parameters of a group of inputs under one legend."""
        look = self.field.look
        return {
            "idPrefix": self.auto_id,
            "name": self.html_name,
            "small": True,
            "fieldset": {"legend": {"text": self.label_text, "classes": look.legend_classes}},
            **self.describe(),
        }

    def revealed(self, rule: "Condition") -> SafeString:
        """The fields of one condition, drawn, to be put inside what reveals them."""
        return mark_safe("".join(self.form[name].as_field_group() for name in rule.names))  # noqa: S308 - drawn by templates, escaped there
