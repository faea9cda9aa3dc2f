"""Forms with which an administrator changes the check-in form."""

from typing import Any

from carehomes.ui import forms
from checkins.check_in_form.conditions import LONGEST, Malformed, parse
from checkins.check_in_form.editing import key_for
from checkins.check_in_form.schema import Kind, Question, Section

CONDITION = "For example, infection.residents at least 2. Leave it empty for never"


class _WithConditions(forms.Form):
    """Says beside its field what is wrong with a condition."""

    conditions_in: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any] | None:
        clean = super().clean()
        for name in self.conditions_in:
            sentence = self.cleaned_data.get(name)
            try:
                if sentence:
                    parse(sentence)
            except Malformed as error:
                self.add_error(name, str(error))
        return clean


class SectionForm(_WithConditions):
    """A section: what it is called and what it asks about."""

    conditions_in = ("skip_when",)
    title = forms.CharField(label="Title", max_length=60, called="a title")
    help = forms.CharField(
        label="What it asks about", hint="Shown beside the words that are typed", max_length=200, required=False
    )
    skip_when = forms.CharField(label="Skip it when", hint=CONDITION, max_length=LONGEST, required=False)

    def section(self, before: Section | None, taken: list[str]) -> Section:
        """What was typed, once the form is valid."""
        clean = self.cleaned_data
        key = before.key if before else key_for(clean["title"], taken)
        return Section(key, clean["title"], clean["help"], clean["skip_when"], before.questions if before else ())


class QuestionForm(_WithConditions):
    """A question of a section."""

    conditions_in = ("required_when", "skip_when")
    label = forms.CharField(label="Question", max_length=120, called="a question")
    kind = forms.ChoiceField(
        label="Answered by", called="how it is answered", choices=[(each.value, each.label) for each in Kind]
    )
    choices = forms.TextArea(label="The answers", called="the answers", hint="One on each line", max_length=600)
    help = forms.CharField(label="Help", max_length=200, required=False)
    required_when = forms.CharField(
        label="It must be answered when", hint=CONDITION, max_length=LONGEST, required=False
    )
    skip_when = forms.CharField(label="Skip it when", hint=CONDITION, max_length=LONGEST, required=False)
    fact = forms.BooleanField(label="A fact: what was said less than a week ago is not asked again", required=False)
    conditions = (forms.given("kind", Kind.CHOICE).require("choices"),)

    def question(self, before: Question | None, taken: list[str]) -> Question:
        """What was typed, once the form is valid. An answer keeps its key while its words stay."""
        clean = self.cleaned_data
        return Question(
            key=before.key if before else key_for(clean["label"], taken),
            kind=Kind(clean["kind"]),
            label=clean["label"],
            help=clean["help"],
            choices=_choices(clean["choices"] or "", before),
            required_when=clean["required_when"],
            skip_when=clean["skip_when"],
            fact=clean["fact"],
        )


def _choices(lines: str, before: Question | None) -> tuple[tuple[str, str], ...]:
    keys = {label: key for key, label in before.choices} if before else {}
    found: list[tuple[str, str]] = []
    for label in filter(None, (line.strip() for line in lines.splitlines())):
        taken = [*keys.values(), *(key for key, _ in found)]
        found.append((keys.get(label) or key_for(label, taken), label))
    return tuple(found)


class PublishForm(forms.IdempotentForm):
    """From when a version holds, and what is new in it."""

    valid_from = forms.DateField(
        label="From", called="the first day", hint="Check-ins that are due on this day or later are asked with it"
    )
    note = forms.CharField(
        label="What is new, for those who ring",
        max_length=300,
        required=False,
        hint="Shown on the form in its first week",
    )


class GiveUpForm(forms.IdempotentForm):
    """From when the general form is asked again."""

    valid_from = forms.DateField(
        label="From",
        called="the first day",
        hint="Check-ins that are due on this day or later are asked the general form",
    )
