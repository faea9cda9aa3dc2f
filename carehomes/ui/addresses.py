"""Addresses by name, for pages that write hundreds of them: Django's own `reverse` asks every pattern anew each time."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

_FIRST_KEY = 7_000_000_000_000  # stands where a key belongs; no path of ours holds such a number


def address_of(name: str, *keys: object) -> str:
    """The address of the page with this name; `keys` fill the places in it. NoReverseMatch when there is no such page."""
    for key in keys:
        if type(key) is not int:  # only whole numbers stand in an address as they are
            return reverse(name, args=keys)
    return _shape(settings.ROOT_URLCONF, get_script_prefix(), name, len(keys)).format(*keys)


@lru_cache(maxsize=1024)
def _shape(root: str, prefix: str, name: str, places: int) -> str:
    """An address with {} where its keys belong. The addresses and the prefix are part of what is remembered."""
    marks = range(_FIRST_KEY, _FIRST_KEY + places)
    shape = reverse(name, args=marks).replace("{", "{{").replace("}", "}}")
    for place, mark in enumerate(marks):
        shape = shape.replace(str(mark), f"{{{place}}}")
    return shape
