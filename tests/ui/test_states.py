"""Kinds of state and the sprite of shapes."""

import re

import pytest
from django.conf import settings

from carehomes.ui.icons import ICONS, icon
from carehomes.ui.states import KINDS, State


def test_every_kind_has_a_shape_of_the_sprite() -> None:
    assert {kind.icon for kind in KINDS.values()} <= ICONS


def test_every_kind_has_its_colours_in_the_stylesheet() -> None:
    css = "".join(path.read_text() for path in (settings.BASE_DIR / "static").glob("*.css"))
    for kind in KINDS.values():
        for name in (f"hr-status--{kind.status}", f"hr-weeks__box--{kind.square}"):
            assert f".{name}" in css
        assert kind.tag == "plain" or f".hr-tag--{kind.tag}" in css


def test_the_sprite_holds_exactly_the_shapes_that_can_be_asked_for() -> None:
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == ICONS


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("phone")


@pytest.mark.parametrize("make", [lambda: icon("elephant"), lambda: State("purple", "Odd")])
def test_unknown_names_fail_loudly(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="is not"):
        make()
