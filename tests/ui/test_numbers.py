"""Whatever is sent, a number is one that the database can keep, or none."""

import pytest

from carehomes.ui.numbers import LARGEST_KEY, LARGEST_REVISION, number_in, numbers_in, page_in, revision_in


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 1", "²", "٣", "1e3", "\x00", "9" * 5_000, str(LARGEST_KEY + 1)])
def test_what_is_no_number_of_ours_is_none(text):
    assert number_in(text) is None
    assert revision_in(text) == 0
    assert page_in(text, last=7) == 1


def test_numbers_up_to_what_is_kept():
    assert number_in("0") == 0
    assert number_in("007") == 7
    assert number_in(str(LARGEST_KEY)) == LARGEST_KEY
    assert numbers_in(["1", "x", "0", "2"]) == [1, 0, 2]


def test_a_revision_says_what_stands_for_none():
    assert revision_in(str(LARGEST_REVISION)) == LARGEST_REVISION
    assert revision_in(str(LARGEST_REVISION + 1), otherwise=-1) == -1
    assert revision_in("0", otherwise=-1) == 0


@pytest.mark.parametrize(("asked", "last", "page"), [("3", 7, 3), ("0", 7, 1), ("8", 7, 7), (str(LARGEST_KEY), 0, 1)])
def test_a_page_is_one_that_there_is(asked, last, page):
    assert page_in(asked, last) == page
