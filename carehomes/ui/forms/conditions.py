"""Parts of a form that are asked for only after a certain answer.

    conditions = [
        given("came_from", "hospital").require("hospital", "discharged_on"),
        given("has_allergies").offer("allergy_note"),
    ]

A required part must be answered when the condition holds; an offered one may be. When the condition does not hold,
whatever was typed is dropped: a page without JavaScript shows every part, and what does not apply must not be kept.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from carehomes.ui.forms.base import Form

TICKED = "True"


@dataclass(frozen=True, slots=True)
class Condition:
    """When `field` is answered with one of `values`, `names` are asked for."""

    field: str
    values: tuple[str, ...]
    names: tuple[str, ...] = ()
    required: bool = False

    def require(self, *names: str) -> "Condition":
        """These fields must be answered when the condition holds."""
        return Condition(self.field, self.values, names, required=True)

    def offer(self, *names: str) -> "Condition":
        """These fields may be answered when the condition holds."""
        return Condition(self.field, self.values, names)

    def prepare(self, form: "Form") -> None:
        """Take over from the fields' own `required`. Raises ImproperlyConfigured where a name is wrong."""
        for name in (self.field, *self.names):
            if name not in form.fields:
                raise ImproperlyConfigured(f"{type(form).__name__} has a condition on {name!r} but no such field")
        for name in self.names:
            form.fields[name].required = False
        form.needed_when_shown.update(self.names if self.required else ())

    def holds(self, cleaned: dict[str, Any]) -> bool:
        """Whether the answer is one of the values."""
        answer = cleaned.get(self.field)
        answers = answer if isinstance(answer, list | tuple) else [answer]
        return any(str(each) in self.values for each in answers)

    def apply(self, form: "Form") -> None:
        """Add the errors of required parts that are missing, and drop what does not apply."""
        holds = self.holds(form.cleaned_data)
        for name in self.names:
            if not holds:
                form.blank(name)
            elif self.required and name not in form.errors and form.is_blank(name):
                form.add_error(name, form.fields[name].error_messages["required"])


def given(field: str, *values: str) -> Condition:
    """Start a condition: any of the values, or without values "when it is ticked"."""
    return Condition(field, tuple(str(value) for value in values) or (TICKED,))
