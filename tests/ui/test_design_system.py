"""The fields that we write out for speed are, tag for tag, what the design system's own macros draw."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from carehomes.ui import forms

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


DATA = {"plain": '"quoted" <b>', "full": "x" * 3, "money": "many", "lines": "one\ntwo <b>", "few": "c", "marked": "ok"}
SHAPES = {"plain": "input", "full": "input", "marked": "input", "money": "input", "lines": "textarea", "few": "select"}


@pytest.mark.parametrize("data", [None, {}, DATA], ids=["empty", "missing", "filled"])
@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_our_markup_is_the_design_systems(name: str, shape: str, data: dict[str, str] | None) -> None:
    bound: Any = Every(data)[name]
    params = bound.select_params() if shape == "select" else bound.input_params()
    assert skeleton(bound.as_field_group()) == skeleton(theirs(shape, shape, params))
