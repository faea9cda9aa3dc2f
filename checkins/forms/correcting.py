"""A section of a completed check-in, put right: the questions of the form that was asked, judged and drawn as there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms as django_forms
from django.http import QueryDict

from carehomes.issues.forms.versions import SeenForm
from carehomes.ui import forms
from carehomes.ui.forms.bound import BoundComponent
from carehomes.ui.forms.fields import Component
from checkins.check_in_form.sheet import Problem, Sheet, known, of_section
from checkins.forms.check_ins import ISSUE, NEEDS, OfWhomForm
from checkins.presenters.asking import Asked, Boxes
from checkins.queries.correcting import Standing

NOTHING_MORE = "nothing_more"
NO_MORE = (NOTHING_MORE, "Nothing more: what was raised from it stays as it is")
SOMETHING = forms.given("answer", "something")


class BoundQuestion(BoundComponent):
    """Its box has the id that the check-in form gives it."""

    form: "CorrectForm"

    @property
    def error_id(self) -> str:
        """The id of its box."""
        return self.name

    @property
    def asked(self) -> Asked:
        """The question as its template draws it."""
        return self.form.asked(self.name)


class QuestionField(Component, django_forms.Field):
    """A question of the section. Its rules are those of the form version, so `CorrectForm` judges the answer."""

    template = "checkins/parts/question_field.jinja"
    widget = django_forms.SelectMultiple  # for its reading only: a question may have several boxes

    def get_bound_field(self, form: django_forms.BaseForm, field_name: str) -> BoundQuestion:
        """Django's hook for a bound field of our own."""
        return BoundQuestion(form, self, field_name)


class CorrectForm(SeenForm, OfWhomForm):
    """What should have been noted, and why it was not. Nobody need do more where there was something already."""

    answer = forms.ChoiceField(
        label="What the home said", choices=[("nothing", "Nothing to report"), ("something", "Something")]
    )
    text = forms.TextArea(label="In their words", called="what the home said", max_length=4000)
    reason = forms.CharField(label="Why it is put right", called="why it is put right", max_length=300)
    field_order = ("answer", "text", "resident", "needs", "urgency", "reasons", "reason")
    conditions = [
        SOMETHING.offer("text"),
        SOMETHING.offer("resident"),
        SOMETHING.require("needs"),
        *OfWhomForm.conditions,
    ]

    def __init__(
        self, data: QueryDict | None, *, standing: Standing, names: Mapping[int, str], labels: Mapping[str, str]
    ) -> None:
        answer = standing.answer
        start = {"answer": "something" if answer.something else "nothing", "text": standing.text}
        more = {"needs": NOTHING_MORE if answer.something else ISSUE, "seen": standing.version}
        super().__init__(data, names=names, initial={**start, **more})
        self.standing, self.labels = standing, {**{str(pk): name for pk, name in standing.names.items()}, **labels}
        self.choose_from("needs", [NO_MORE, *NEEDS] if answer.something else NEEDS)
        self._ask()

    def _ask(self) -> None:
        """Adds the questions, below the words. Words must be said where there is nothing else to say."""
        section, details = self.standing.section, self.standing.answer.details
        self.questions = {f"q-{section.key}.{each.key}": each for each in section.questions}
        for name, each in self.questions.items():
            self.fields[name] = QuestionField(label=each.label, required=False, initial=details.get(each.key, []))
        if not self.questions:
            self.needed_when_shown.add("text")
        words, *others = type(self).conditions
        self.conditions = [words, SOMETHING.offer(*self.questions), *others]

    def clean(self) -> dict[str, Any]:
        """The rules of the section, as in the check-in form itself."""
        cleaned = super().clean()
        if cleaned.get("answer"):
            self.take(of_section(self.sheet, self.standing.section, self.standing.names))
        return cleaned

    def take(self, found: Iterable[Problem]) -> None:
        """Shows each problem at its field; one that has a message already keeps that."""
        for each in found:
            place = "text" if each.field == f"text-{self.standing.section.key}" else each.field
            if place in self.fields and place not in self.errors:
                self.add_error(place, each.text)

    @property
    def answers(self) -> dict[str, list[str]]:
        """What was typed, by key of the question, once the fields were read."""
        return {each.key: _plain(name, self.cleaned_data.get(name)) for name, each in self.questions.items()}

    @property
    def sheet(self) -> Sheet:
        """The check-in form with this section as it was typed, once the fields were read."""
        clean = self.cleaned_data
        something = clean.get("answer") == "something"
        return self.standing.sheet(something=something, text=clean.get("text") or "", answers=self.answers)

    @property
    def given(self) -> dict[str, list[str]] | None:
        """What conditions of the section find answered outside its own boxes, for the browser; None where it has no conditions."""
        rules = [rule for each in self.questions.values() for rule in (each.required, each.skipped) if rule]
        spoken = {each.reference for rule in rules for each in rule.references()}
        answers = self.standing.sheet(something=True, text="", answers={}).given
        return {name: list(answers[name]) for name in sorted(spoken & set(answers))} if rules else None

    def asked(self, name: str) -> Asked:
        """A question with what its box holds. Without a script every one shows, and what another answer makes needless is dropped."""
        return replace(self._boxes.of(self.standing.section, self.questions[name]), skipped=False)

    @cached_property
    def _boxes(self) -> Boxes:
        held = {each.key: _plain(name, self[name].value()) for name, each in self.questions.items()}
        sheet = self.standing.sheet(something=True, text="", answers=held)
        problems = {name: str(self[name].errors[0]) for name in self.questions if self[name].errors}
        return Boxes(sheet, problems, self.standing.facts, self.labels)


def _plain(name: str, values: Sequence[str] | None) -> list[str]:
    """As the check-in form reads what is typed."""
    return known({name: list(values or [])}).get(name, [])
