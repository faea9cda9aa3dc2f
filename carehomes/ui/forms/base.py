"""The base of every form: conditions, page order, error summary, and protection against sending twice."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from carehomes.ui.forms.conditions import Condition
from carehomes.ui.forms.renderer import ComponentRenderer


class Form(forms.Form):
    """A form drawn with the design system. Browsers' own checks are off: our messages say more and lose nothing."""

    default_renderer = ComponentRenderer()  # one for all: each makes Django's own engine anew for the hidden inputs
    use_required_attribute = False
    conditions: Sequence[Condition] = ()  # of the class; a form whose fields come from data may have its own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed_when_shown: set[str] = set()
        for rule in self.conditions:
            rule.prepare(self)

    def page_order(self) -> list[str]:
        """Names of the fields as they stand on the page: what hangs on an answer follows it."""
        hanging = {name for rule in self.conditions for name in rule.names}
        return [name for top in self.fields if top not in hanging for name in self._with_parts(top)]

    def _with_parts(self, name: str) -> list[str]:
        parts = [part for rule in self.conditions if rule.field == name for part in rule.names]
        return [name, *(each for part in parts for each in self._with_parts(part))]

    def top_fields(self) -> Iterator[BoundField]:
        """The visible fields to draw one below the other; each draws what hangs on it."""
        hanging = {name for rule in self.conditions for name in rule.names}
        return (self[name] for name in self.fields if name not in hanging and not self[name].is_hidden)

    def choose_from(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Gives a choice field its answers, where they depend on who asks and about what."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # only choice fields are named

    def blank(self, name: str) -> None:
        """Forget what was typed into a field that does not apply, and its errors."""
        self.errors.pop(name, None)
        field = self.fields[name]
        self.cleaned_data[name] = field.clean(field.widget.value_from_datadict({}, {}, name))

    def is_blank(self, name: str) -> bool:
        """Whether a field that was taken holds no answer; an empty tick box counts as none."""
        value = self.cleaned_data.get(name)
        return value is False or value in self.fields[name].empty_values

    def _clean_fields(self) -> None:
        # Here and not in clean(), so that a form's own clean() already sees what does not apply as blank.
        super()._clean_fields()  # type: ignore[misc]  # Django's, not in its stubs
        for rule in self.conditions:
            rule.apply(self)


class BoundKey(BoundField):
    """Keeps the key that came with the form; a form that came without a usable one gets a fresh one."""

    def value(self) -> Any:
        """The key for the hidden input."""
        return super().value() if not self.errors else uuid4()


class KeyField(forms.UUIDField):
    """The hidden key by which a form sent twice is known. Nobody can put it right in a box: its error says what to do."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": "The page was out of date. Check what you entered and send it again",
        "invalid": "The page was out of date. Check what you entered and send it again",
    }

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundKey:
        """Django's hook for a bound field of our own."""
        return BoundKey(form, self, field_name)


class IdempotentForm(Form):
    """A form that writes. Its key goes to the action, which gives the first result again when the same comes twice."""

    idempotency_key = KeyField(initial=uuid4, label="Key of this form")

    @cached_property
    def key(self) -> UUID:
        """The key, once the form is valid: of this page and of what was entered.

        Whoever goes back to a page that was sent and enters something else there sends something else. It must not be taken for the
        first, whose result would be shown: nobody would ever read the second.
        """
        sent = sorted((name, values) for name, values in _lists(self.data) if name not in _OF_THE_PAGE)
        files = sorted((name, each.name, each.size) for name, those in _lists(self.files) for each in those)
        return uuid5(self.cleaned_data["idempotency_key"], json.dumps([sent, files], default=str))


_OF_THE_PAGE = ("csrfmiddlewaretoken", "idempotency_key")


def _lists(data: Any) -> Iterable[tuple[str, Any]]:
    """What was sent by its names, as a request has it; a form that is made in Python may be given a plain mapping."""
    return data.lists() if isinstance(data, MultiValueDict) else data.items()
