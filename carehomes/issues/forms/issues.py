"""What people type about issues."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms

from carehomes.issues.files import ACCEPTED, LARGEST, Upload, checked
from carehomes.issues.forms.versions import SeenForm
from carehomes.issues.models import BY_HAND, Priority
from carehomes.issues.queries.people import Person
from carehomes.issues.telling import SIGNS, SOON, What
from carehomes.issues.transitions import Refused
from carehomes.ui import forms
from carehomes.ui.forms.fields import sentence_part

LONG = 2_000
Choices = Sequence[tuple[str, str]]
NO_SUCH_HOME = "Choose one of the homes that you work with"


class RaiseForm(forms.IdempotentForm):
    """A new issue. Its first owner and its due date follow from the kind and the priority. The home was chosen before: its residents
    are listed.
    """

    home = django_forms.ChoiceField(widget=django_forms.HiddenInput, error_messages={"invalid_choice": NO_SUCH_HOME})
    resident = forms.ChoiceField(label="Who is it about", display="select", required=False, called="the resident")
    kind = forms.ChoiceField(
        label="What is it about",
        called="what it is about",
        display="select",
        choices=[("", "Choose"), *BY_HAND],
    )
    title = forms.CharField(
        label="In a few words",
        called="in a few words what it is",
        max_length=100,
        hint="Such as “No thickener for 2 days”, without the resident’s name",
    )
    said = forms.TextArea(label="What the home said", called="what the home said", max_length=LONG, rows=4)
    said_by = forms.CharField(label="Who said so", required=False, max_length=150)
    priority = forms.ChoiceField(
        label="How soon",
        display="choice",
        required=False,
        choices=[("", "As usual for this kind"), *Priority.choices],
    )

    def __init__(self, *args: Any, homes: Choices, residents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("home", homes)
        self.choose_from("resident", [("", "The whole home"), *residents])


class WhoForm(SeenForm):
    """Another owner."""

    owner = forms.ChoiceField(label="Who takes it on", display="select", called="who takes it on")
    words = forms.TextArea(label="What they should know", required=False, max_length=LONG)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("owner", [("", "Choose"), *owner_choices(people)])

    @property
    def chosen(self) -> tuple[int, int | None]:
        """Organisation and person, once the form is valid."""
        organisation, _, person = self.cleaned_data["owner"].partition(":")
        return int(organisation), int(person) if person else None


def owner_choices(people: Sequence[Person]) -> Choices:
    """Every organisation with somebody who may work on it, then its people by name."""
    able = sorted(
        {(each.organisation, each.organisation_id, each.name, each.user_id) for each in people if each.sees_residents}
    )
    choices: dict[str, str] = {}
    for organisation, organisation_id, name, user_id in able:
        choices.setdefault(f"{organisation_id}:", f"{organisation}, nobody yet")
        choices[f"{organisation_id}:{user_id}"] = f"{organisation}, {name}"
    return list(choices.items())


class HandOffForm(SeenForm):
    """To a system outside Homeround."""

    system = forms.CharField(
        label="Which system or service has it now", called="which system has it now", max_length=150
    )
    reference = forms.CharField(label="Its reference there", required=False, max_length=80, width=20)
    answer_by = forms.DateField(
        label="When an answer should come", called="the day of the answer", future=True, required=False
    )
    words = forms.TextArea(label="What was asked", required=False, max_length=LONG)


class WordsForm(SeenForm):
    """Some words that go with something that happens."""

    words = forms.TextArea(label="Words", max_length=LONG, rows=4)

    def __init__(self, *args: Any, label: str, hint: str = "", needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text, field.required = label, hint, needed
        field.error_messages["required"] = f"Enter {sentence_part(label)}"


class SpokeToForm(SeenForm):
    """What the home says on the phone."""

    spoke_to = forms.CharField(label="Who in the home said so", called="who in the home said so", max_length=150)
    words = forms.TextArea(label="What is still not right", required=False, max_length=LONG)


class PriorityForm(SeenForm):
    """How soon."""

    priority = forms.ChoiceField(label="How soon", choices=Priority.choices)
    words = forms.TextArea(label="Why", required=False, max_length=LONG)


class CommentForm(forms.IdempotentForm):
    """Words for everybody who works on it."""

    text = forms.TextArea(
        label="Add a comment",
        called="a comment",
        max_length=LONG,
        rows=2,
        hint="The home and everyone who works on this reads it. Name a person with @.",
    )


class FileForm(forms.IdempotentForm):
    """A file, looked into before it is kept."""

    file = forms.FileField(label="File", called="a file", hint=f"{ACCEPTED}, up to {LARGEST // 1024 // 1024} MB")

    def clean_file(self) -> Upload:
        """The file as it will be kept. What it is, its own bytes say."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise django_forms.ValidationError("The file is larger than 5 MB.")
        try:
            return checked(sent.name, sent.read())
        except Refused as refused:
            raise django_forms.ValidationError(str(refused)) from refused


class TellForm(forms.IdempotentForm):
    """The last of the three taps of "tell the team"."""

    soon = forms.ChoiceField(
        label="How soon does someone need to look?",
        called="how soon",
        display="choice",
        choices=SOON,
        urgent={"same_day"},
    )
    signs = forms.MultipleChoiceField(
        label="What do you see? (optional)", display="choice", required=False, choices=SIGNS
    )
    words = forms.TextArea(label="In your words", called="a few words", required=False, max_length=LONG, rows=3)

    def __init__(self, *args: Any, what: What, **kwargs: Any) -> None:
        super().__init__(*args, initial={"soon": what.soon}, **kwargs)
        if not what.reasons:
            del self.fields["signs"]
            self.choose_from("soon", [*SOON[:2], ("this_round", "This week")])
        self.fields["words"].required = what.needs_words


class AnswerForm(SeenForm):
    """The home's yes, no, or cannot say; why not, where it wants to say so."""

    issue = django_forms.IntegerField(widget=django_forms.HiddenInput)
    answer = django_forms.ChoiceField(choices=[("yes", ""), ("no", ""), ("cannot-say", "")])
    words = forms.TextArea(label="What is still not right", required=False, max_length=LONG)
