"""The fields that we write out for speed are, tag for tag, what the design system's own macros draw."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms as django_forms
from django.template import engines
from django.utils.safestring import mark_safe

from carehomes.ui import forms, parts

Tag = tuple[str, str, tuple[tuple[str, str | None], ...]]


class Skeleton(HTMLParser):
    """Tags with their attributes in a fixed order, and text without the spaces of the layout."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(("start", tag, tuple(sorted((name, value) for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(("text", " ".join(data.split()), ()))


def skeleton(html: str) -> list[Tag]:
    reader = Skeleton()
    reader.feed(html)
    return reader.parts


def theirs(component: str, macro: str, params: dict[str, Any]) -> str:
    source = f'{{% from "nhsuk/components/{component}/macro.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    return engines.all()[0].from_string(source).render({"params": params})


STEP = {"href": '?q="<b>&page=1', "label": "Page <1> of 3"}


@pytest.mark.parametrize("params", [{"previous": STEP}, {"next": STEP}, {"previous": STEP, "next": STEP}])
def test_steps_through_a_list_are_the_design_systems(params: dict[str, Any]) -> None:
    assert skeleton(parts.steps(params)) == skeleton(theirs("pagination", "pagination", params))


class Every(forms.Form):
    plain = forms.CharField(label="Name <b>")
    full = forms.CharField(
        label="Name",
        hint="As on <their> record",
        width=10,
        autocomplete="name",
        inputmode="text",
        spellcheck=False,
        label_classes="nhsuk-label--s",
        attributes={"data-x": 'a "b"'},
        required=False,
    )
    marked = forms.CharField(
        label="Name", hint=mark_safe("With a <a href='#'>link</a>"), type="search", spellcheck=True
    )
    money = forms.IntegerField(label="Cost", prefix="£", suffix="a week")
    lines = forms.TextArea(label="Note", hint="Short", rows=4, autocomplete="off")
    few = forms.ChoiceField(
        label="How", display="select", choices=[("", "Choose"), ("a", "A & b"), ("c", "C")], hint="One"
    )
    born = forms.DateField(label="Born", hint="Such as <3 5 1935>", autocomplete="bday")
    due = forms.DateField(label="Due", required=False, legend_classes="nhsuk-fieldset__legend--s")


class Hidden(forms.Form):
    seen = django_forms.IntegerField(widget=django_forms.HiddenInput(attrs={"data-x": 'a "b"'}), required=False)


@pytest.mark.parametrize(
    "data", [None, {"idempotency_key": "7d3c5f0e-2b4a-4c57-9a57-3a8d3a1f5b11", "seen": '"<b>'}], ids=["empty", "filled"]
)
def test_hidden_inputs_are_djangos(data: dict[str, str] | None) -> None:
    form = Hidden(data)
    source = '{% from "components/fields/field.jinja" import hidden with context %}{{ hidden(form) }}'
    drawn = engines.all()[0].from_string(source).render({"form": form})
    django = "".join(str(bound) for bound in form.hidden_fields())
    assert skeleton(drawn) == skeleton(django.replace(' aria-invalid="true"', ""))


DATA = {"plain": '"quoted" <b>', "full": "x" * 3, "money": "many", "lines": "one\ntwo <b>", "few": "c", "marked": "ok"}
DATA |= {"born_day": "3", "born_month": '"x<', "due": "2026-11-25"}
SHAPES = {"plain": "input", "full": "input", "marked": "input", "money": "input", "lines": "textarea", "few": "select"}
SHAPES |= {"born": "dateInput", "due": "dateInput"}
FOLDERS = {"dateInput": "date-input"}


def params_of(bound: Any, shape: str) -> dict[str, Any]:
    """What the design system's macro takes to draw this field."""
    if shape == "dateInput":
        return {**bound.group_params(), "id": bound.auto_id, "items": bound.boxes()}
    if shape == "select":
        return {
            **{name: value for name, value in bound.input_params().items() if name != "value"},
            "items": bound.items(),
        }
    return dict(bound.input_params())


@pytest.mark.parametrize("data", [None, {}, DATA], ids=["empty", "missing", "filled"])
@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_our_markup_is_the_design_systems(name: str, shape: str, data: dict[str, str] | None) -> None:
    bound: Any = Every(data)[name]
    params = params_of(bound, shape)
    assert skeleton(bound.as_field_group()) == skeleton(theirs(FOLDERS.get(shape, shape), shape, params))
