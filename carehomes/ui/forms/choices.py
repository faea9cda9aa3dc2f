"""Fields whose answer is one or several of a few."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from django import forms

from carehomes.ui.forms.bound import BoundComponent, Params
from carehomes.ui.forms.fields import Component

Display = Literal["radios", "checkboxes", "choice", "select"]
ChoiceHints = Mapping[str, str]


class BoundChoice(BoundComponent):
    """Adds the answers to choose from, and which of them are chosen."""

    def items(self) -> list[Params]:
        """One entry an answer: value, words, hint, whether chosen, and what it reveals."""
        chosen = self._chosen()
        look = self.field
        entries = []
        for index, (value, words) in enumerate(look.choices):
            entry = {
                "value": str(value),
                "text": str(words),
                "checked": str(value) in chosen,
                "selected": str(value) in chosen,
            }
            entry["id"] = f"{self.auto_id}-{index + 1}" if index else self.auto_id
            entry["urgent"] = str(value) in look.urgent
            hint = look.choice_hints.get(str(value))
            entries.append({**entry, **({"hint": {"text": hint}} if hint else {}), **self._inside(str(value))})
        return entries

    def _chosen(self) -> set[str]:
        value = self.value()
        if value in (None, ""):
            return {""}
        return {str(each) for each in value} if isinstance(value, list | tuple | set) else {str(value)}

    def _inside(self, value: str) -> Params:
        """What this answer alone reveals is drawn inside it, where the design system has a place for that."""
        if self.field.display in ("choice", "select"):
            return {}
        html = "".join(self.revealed(rule) for rule in self.reveals if rule.values == (value,))
        return {"conditional": {"html": html}} if html else {}

    def blocks(self) -> list[Params]:
        """What is revealed below the whole group: everything that could not be drawn inside one answer."""
        below = self.field.display in ("choice", "select")
        chosen = self._chosen()
        return [
            {"values": list(rule.values), "shown": bool(chosen & set(rule.values)), "html": self.revealed(rule)}
            for rule in self.reveals
            if below or len(rule.values) > 1
        ]


class Choices(Component):
    """Shared by the choice fields: how they are drawn, hints to single answers, and which answer is the urgent one."""

    verb = "Choose"
    display: Display
    choices: Any

    def __init__(
        self,
        *,
        display: Display | None = None,
        choice_hints: ChoiceHints | None = None,
        urgent: Collection[str] = (),
        **options: Any,
    ) -> None:
        self.display = display or self.display
        self.template = f"components/fields/{self.display}.jinja"
        self.choice_hints = choice_hints or {}
        self.urgent = urgent
        super().__init__(**options)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundChoice:
        """Django's hook for a bound field of our own."""
        return BoundChoice(form, self, field_name)  # type: ignore[arg-type]  # always mixed with a Django field


class ChoiceField(Choices, forms.TypedChoiceField):
    """One of few: `display` is "radios" (the default), "choice" (a row of boxes) or "select"."""

    display: Display = "radios"
    default_errors = {"invalid_choice": "Choose {called} from the list"}


class MultipleChoiceField(Choices, forms.TypedMultipleChoiceField):
    """Any of few: `display` is "checkboxes" (the default) or "choice" (a row of boxes)."""

    display: Display = "checkboxes"
    says_optional = False
    default_errors = {
        "invalid_choice": "Choose {called} from the list",
        "invalid_list": "Choose {called} from the list",
    }


class BoundBoolean(BoundChoice):
    """A single tick box, drawn as a group of one."""

    def items(self) -> list[Params]:
        """The one box, and what ticking it reveals."""
        inside = "".join(self.revealed(rule) for rule in self.reveals)
        entry = {"id": self.auto_id, "value": "on", "text": str(self.label), "checked": bool(self.value())}
        return [{**entry, **({"conditional": {"html": inside}} if inside else {})}]

    def box_params(self) -> Params:
        """Parameters of check boxes without a legend: the label says it all."""
        params = self.group_params()
        del params["fieldset"]
        return {**params, "items": self.items()}


class BooleanField(Component, forms.BooleanField):
    """A tick box. Required means that it must be ticked."""

    template = "components/fields/tick.jinja"
    verb = "Tick to say"
    says_optional = False
    display: Display = "checkboxes"

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundBoolean:
        """Django's hook for a bound field of our own."""
        return BoundBoolean(form, self, field_name)
