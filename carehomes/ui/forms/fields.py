"""Fields of one input. Each says in words what to do when its answer cannot be taken."""

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.functional import Promise

from carehomes.ui import phones
from carehomes.ui.forms.bound import BoundComponent

Words = str | Promise


@dataclass(slots=True)
class Look:
    """How a field is drawn, apart from its words."""

    width: int | None = None  # characters: 2, 3, 4, 5, 10, 20 or 30
    autocomplete: str | None = None
    inputmode: str | None = None
    type: str | None = None
    spellcheck: bool | None = None
    rows: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    label_classes: str = ""
    legend_classes: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    def input_options(self) -> dict[str, Any]:
        """The options that were given, by the names the design system has for them."""
        names = ("width", "autocomplete", "inputmode", "type", "spellcheck", "rows", "prefix", "suffix")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


LOOK_NAMES = frozenset(Look.__dataclass_fields__)


def sentence_part(label: str) -> str:
    """A label inside a sentence: "Who you spoke to?" becomes "who you spoke to"; "NHS number" keeps its capitals."""
    words = label.rstrip("?").strip()
    keeps_capital = len(words) > 1 and words[1].isupper()
    return words if keeps_capital else words[:1].lower() + words[1:]


class Component:
    """Mixed into a Django field: takes the look, writes the error messages, and binds to our bound field.

    `called` is the field's name inside an error message, where the label does not read well there. Every name of `Look`
    may be given as a keyword. The verb of the message for a missing answer is the class's.
    """

    template: str
    verb = "Enter"
    says_optional = True
    default_look: dict[str, Any] = {}
    default_errors: dict[str, str] = {}

    def __init__(self, *, label: Words, hint: Words = "", called: str | None = None, **options: Any) -> None:
        look = {name: options.pop(name) for name in LOOK_NAMES & options.keys()}
        self.look = Look(**{**self.default_look, **look})
        self.called = called or sentence_part(str(label))
        errors = {**self.error_words(), **options.pop("error_messages", {})}
        super().__init__(label=label, help_text=hint, error_messages=errors, template_name=self.template, **options)  # type: ignore[call-arg]  # the Django field beside it

    def error_words(self) -> dict[str, str]:
        """Our messages by Django's codes. Django fills numbers into them, hence the doubled per cent signs."""
        called = self.called.replace("%", "%%")
        start = called[:1].upper() + called[1:]
        words = {code: text.format(called=called, start=start) for code, text in self.default_errors.items()}
        return {"required": f"{self.verb} {self.called}", **words}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundComponent:
        """Django's hook for a bound field of our own."""
        return BoundComponent(form, self, field_name)  # type: ignore[arg-type]  # always mixed with a Django field


_BREAKS = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029]+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class CharField(Component, forms.CharField):
    """One line of text. A browser's box sends no line breaks; whatever else does, a name with one would stand in an e-mail's header.

    Signs that turn the direction of writing are left out: a name would be shown in another order than it was typed in.
    """

    template = "components/fields/text.jinja"
    default_errors = {
        "max_length": "{start} must be %(limit_value)d characters or fewer",
        "min_length": "{start} must be %(limit_value)d characters or more",
        "null_characters_not_allowed": "{start} must not contain control characters",
    }
    one_line = True

    def to_python(self, value: Any) -> str | None:
        """The text without what nobody types into one line; spaces are taken off its ends after that."""
        if self.one_line and isinstance(value, str) and not value.isprintable():
            value = _OVERRIDES.sub("", _BREAKS.sub(" ", value))
        return super().to_python(value)


class TextArea(CharField):
    """Some lines of text."""

    one_line = False

    template = "components/fields/textarea.jinja"
    widget = forms.Textarea
    default_look = {"rows": 3}


class EmailField(Component, forms.EmailField):
    """An e-mail address."""

    template = "components/fields/text.jinja"
    default_look = {"type": "email", "spellcheck": False, "autocomplete": "email"}
    default_errors = {
        "invalid": "Enter an email address in the correct format, like name@example.com",
        "max_length": "{start} must be %(limit_value)d characters or fewer",
    }


class PasswordField(Component, forms.CharField):
    """A password; never sent back to the page."""

    template = "components/fields/text.jinja"
    widget = forms.PasswordInput
    default_look = {"type": "password", "spellcheck": False, "autocomplete": "current-password"}

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def bound_data(self, _data: Any, _initial: Any) -> str:
        """An empty box again after an error."""
        return ""


class IntegerField(Component, forms.IntegerField):
    """A whole number."""

    template = "components/fields/text.jinja"
    default_look = {"inputmode": "numeric", "width": 5, "spellcheck": False}
    default_errors = {
        "invalid": "{start} must be a whole number, like 42",
        "min_value": "{start} must be %(limit_value)d or more",
        "max_value": "{start} must be %(limit_value)d or fewer",
    }


class DecimalField(Component, forms.DecimalField):
    """A number with decimals."""

    template = "components/fields/text.jinja"
    default_look = {"inputmode": "decimal", "width": 5, "spellcheck": False}
    default_errors = {
        "invalid": "{start} must be a number, like 37.5",
        "min_value": "{start} must be %(limit_value)s or more",
        "max_value": "{start} must be %(limit_value)s or less",
        "max_decimal_places": "{start} must have %(max)s digit after the point or fewer",
        "max_digits": "{start} must be a number, like 37.5",
        "max_whole_digits": "{start} must be a number, like 37.5",
    }


class PhoneField(Component, forms.CharField):
    """A British telephone number, kept as digits."""

    template = "components/fields/text.jinja"
    default_look = {"type": "tel", "inputmode": "tel", "autocomplete": "off", "width": 20}

    def to_python(self, value: Any) -> str:
        """Digits only; ValidationError with the words of `phones.normalise`."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return phones.normalise(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class BoundFile(BoundComponent):
    """A file to send. Browsers drop what was chosen when a form comes back, so the field of a refused form asks for it again."""

    @property
    def errors(self) -> Any:
        """Its own errors; where the form is refused for something else, that the file has to be chosen again."""
        own = super().errors
        dropped = not own and self.form.errors and self.form.files.get(self.html_name)
        return ErrorList(["Choose the file again: browsers do not keep it when a form comes back"]) if dropped else own


class FileField(Component, forms.FileField):
    """A file to send."""

    template = "components/fields/file.jinja"
    verb = "Choose"
    default_errors = {"empty": "The file is empty. Choose another", "invalid": "Choose a file and send it again"}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundFile:
        """Django's hook for a bound field of our own."""
        return BoundFile(form, self, field_name)


class HiddenField(forms.CharField):
    """Something the page carries back that nobody types."""

    widget = forms.HiddenInput
