"""Addresses that are remembered are those that Django writes."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix

from carehomes.ui.addresses import address_of


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("directory:homes", ()),
        ("directory:home", (7,)),
        ("directory:home", (2**40,)),
        ("directory:home", ("12",)),
        ("account_reset_password", ()),
    ],
)
def test_it_is_the_address_that_django_writes(name, keys):
    assert address_of(name, *keys) == reverse(name, args=keys)
    assert address_of(name, *keys) == reverse(name, args=keys)  # remembered


@pytest.mark.parametrize(
    ("name", "keys"), [("directory:nowhere", ()), ("directory:home", ()), ("directory:home", ("a",))]
)
def test_no_address_is_made_up(name, keys):
    with pytest.raises(NoReverseMatch):
        address_of(name, *keys)


def test_below_a_prefix():
    address_of("directory:home", 7)
    set_script_prefix("/below/")
    try:
        assert address_of("directory:home", 7) == "/below/homes/7/"
    finally:
        clear_script_prefix()


@override_settings(ROOT_URLCONF="allauth.account.urls")
def test_other_addresses_are_not_those_that_are_remembered():
    with pytest.raises(NoReverseMatch):
        address_of("directory:home", 7)
