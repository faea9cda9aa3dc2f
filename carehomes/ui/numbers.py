"""Whole numbers that stand in an address or come with a form. Anything may be sent: what can be no number of ours counts as none."""

from collections.abc import Iterable

LARGEST_KEY, LARGEST_REVISION = 2**63 - 1, 2**31 - 1  # that the database can keep
MOST_PAGES = 10_000
_DIGITS = len(str(LARGEST_KEY))


def number_in(text: str, at_most: int = LARGEST_KEY) -> int | None:
    """The number that a text is, if it is one in the digits 0 to 9 and not above `at_most`."""
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        return None
    number = int(text)
    return number if number <= at_most else None


def numbers_in(texts: Iterable[str]) -> list[int]:
    """Those of several texts that are one."""
    return [number for number in map(number_in, texts) if number is not None]


def revision_in(text: str, otherwise: int = 0) -> int:
    """The revision that a page held when it was sent; `otherwise`, which none has, where it says none."""
    found = number_in(text, LARGEST_REVISION)
    return otherwise if found is None else found


def page_in(text: str, last: int = MOST_PAGES) -> int:
    """Which page of a list is asked for: the first where it says none, the last where it says one after it.

    A list that does not count its rows first has no last one; nobody turns so many pages.
    """
    return min(max(1, number_in(text) or 1), max(1, last))
