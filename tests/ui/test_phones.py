"""Telephone numbers as people type them."""

import pytest

from carehomes.ui.phones import normalise


@pytest.mark.parametrize(
    "typed",
    ["01632 960142", "01632-960142", "(01632) 960 142", "+44 1632 960142", "+44 (0)1632 960142", "00441632960142"],
)
def test_one_number_in_many_spellings(typed: str) -> None:
    assert normalise(typed) == "01632960142"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("960142", "with its area code"),
        ("01632 9601", "all digits"),
        ("01632 960142 99", "all digits"),
        ("ring Moira", "Enter a telephone number"),
        ("٠١٦٣٢٩٦٠١٤٢", "Enter a telephone number"),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_what_to_do(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        normalise(typed)
