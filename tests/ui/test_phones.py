"""Telephone numbers as people type them, and as they are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.ui import phones

drama_numbers = st.one_of(
    st.integers(1632960000, 1632960999), st.integers(1514960000, 1514960999), st.integers(7700900000, 7700900999)
).map(lambda number: f"0{number}")


@pytest.mark.parametrize(
    "text",
    [
        "01632 960123",
        "01632960123",
        "+44 1632 960123",
        "+44 (0)1632 960123",
        "+44 (0) 1632 960123",
        "0044 1632 960123",
        "+4401632 960123",
        "004401632 960123",
        "(01632) 960-123",
        "01632.960.123",
        "01632\u2013960\u00a0123",
        "\u202d01632 960123\u202c",
    ],
)
def test_ways_to_write_one_telephone_number(text: str) -> None:
    assert phones.normalise(text) == "01632960123"


@pytest.mark.parametrize(
    ("text", "grouped"),
    [
        ("01632960123", "01632 960123"),
        ("01514960123", "0151 496 0123"),
        ("07700900123", "07700 900123"),
        ("01134960123", "0113 496 0123"),
        ("02079460123", "020 7946 0123"),
        ("03069990123", "0306 999 0123"),
        ("08081570123", "0808 157 0123"),
        ("0800123456", "0800 123456"),
        ("0120412345", "01204 12345"),
        ("01524212345", "015242 12345"),
        ("0169772345", "016977 2345"),
    ],
)
def test_a_telephone_number_is_shown_as_people_write_it(text: str, grouped: str) -> None:
    number = phones.normalise(text)
    assert phones.shown(number) == grouped
    assert phones.normalise(grouped) == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "in digits"),
        ("ring the office", "in digits"),
        ("01632 96O123", "in digits"),
        ("٠١٦٣٢٩٦٠١٢٣", "in digits"),
        ("1632 960123", "starts with 0"),
        ("960123", "starts with 0"),
        ("111", "starts with 0"),
        ("+353 1 234 5678", "starts with 0"),
        ("01632 96012", "this has 10"),
        ("0151 496 012", "this has 10"),
        ("020 7946 012", "this has 10"),
        ("07700 90012", "this has 10"),
        ("01632 9601234", "this has 12"),
        ("0632 960123", "this has 10"),
        ("00000000000", "11 digits"),
        ("0151 496 0123 ext 12", "without an extension"),
        ("0151 496 0123 #12", "without an extension"),
        ("0632 960 1234", "11 digits"),
        ("01632 960123 or 01632 960124", "in digits"),
    ],
)
def test_a_number_that_nobody_could_ring_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        phones.normalise(text)


@given(drama_numbers)
def test_a_normalised_number_stays_as_it_is_and_can_be_typed_from_the_screen(number: str) -> None:
    assert phones.normalise(number) == number
    assert phones.normalise(phones.shown(number)) == number


@given(st.text(max_size=20))
def test_any_text_is_normalised_once_and_for_all_or_refused(text: str) -> None:
    try:
        once = phones.normalise(text)
    except ValueError:
        return
    assert once.isascii()
    assert phones.normalise(once) == once
