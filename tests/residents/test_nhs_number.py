"""NHS numbers: every vector of the domain report, and the words that a form shows."""

from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from carehomes.residents import nhs_number

ten_digits = st.from_regex(r"[0-9]{10}", fullmatch=True)
demo = st.integers(0, 10**9).flatmap(lambda seed: st.sampled_from(list(nhs_number.demo_numbers(seed, 5))))


def checks_out(number: str) -> bool:
    """The rule of the NHS Data Dictionary, written down once more: weights 10 to 2, and 11 divides the whole."""
    return (
        sum(int(digit) * weight for digit, weight in zip(number, (10, 9, 8, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11
        == 0
    )


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919",
        "654 100 3238",
        "671 668 9966",
        "526 578 4454",
        "222 222 2222",
        "414 651 5092",
        "444 639 4339",
        "999 000 0018",
    ],
)
def test_valid_numbers_of_the_domain_report(text: str) -> None:
    assert nhs_number.validate(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["000 000 0001", "438 059 0096", "345 912 4359", "943 476 5918"])
def test_numbers_whose_last_digit_is_wrong(text: str) -> None:
    with pytest.raises(ValueError, match="last digit does not match, check it for a slip"):
        nhs_number.validate(text)


@pytest.mark.parametrize("last", range(10))
def test_nine_digits_for_which_no_check_digit_exists(last: int) -> None:
    with pytest.raises(ValueError, match="No NHS number begins with these nine digits"):
        nhs_number.validate(f"999000000{last}")


def test_ten_zeros_pass_the_checksum_and_are_refused() -> None:
    assert checks_out("0000000000")
    with pytest.raises(ValueError, match="0000000000 is never issued"):
        nhs_number.validate("000 000 0000")


@pytest.mark.parametrize(
    "text",
    [
        "9990000018",
        "999-000-0018",
        " 999 000 0018 \n",
        "999\u00a0000\u00a00018",  # no-break spaces, from a web page
        "999\u2009000\u20090018",  # thin spaces, from a letter
        "999\u2011000\u20130018",  # non-breaking hyphen, dash
        "\u202d9990000018\u202c",  # direction marks, from Outlook
        "\ufeff9990000018",  # byte-order mark, from a file
        "99 90 00 00 18",  # groups of one's own
        "９９９　０００　００１８",  # full-width, from an East Asian keyboard
    ],
)
def test_ways_to_write_one_number(text: str) -> None:
    assert nhs_number.validate(text) == "9990000018"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Enter an NHS number"),
        (" - ", "Enter an NHS number"),
        ("999000001", "must have 10 digits, this has 9"),
        ("999 000 00188", "must have 10 digits, this has 11"),
        ("9", "this has 1$"),
        ("999 OOO 0018", "only digits"),
        ("NHS 9990000018", "only digits"),
        ("9990000018.0", "only digits"),
        ("9.99E+09", "only digits"),
        ("٩٩٩٠٠٠٠٠١٨", "only digits"),  # Arabic-Indic
        ("९९९००००० १८", "only digits"),  # Devanagari
        ("999000001⁸", "only digits"),  # a superscript
        ("-", "Enter"),
    ],
)
def test_a_refusal_says_why_in_words_for_a_form(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        nhs_number.validate(text)


@given(st.text(max_size=20))
def test_any_text_gives_ten_plain_digits_or_a_refusal(text: str) -> None:
    try:
        number = nhs_number.validate(text)
    except ValueError:
        return
    assert number.isascii()
    assert number.isdigit()
    assert len(number) == 10


@given(ten_digits)
def test_the_checksum_decides(number: str) -> None:
    assume(number != "0000000000")
    if checks_out(number):
        assert nhs_number.validate(number) == number
    else:
        with pytest.raises(ValueError, match="nine digits|last digit"):
            nhs_number.validate(number)


@given(demo, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(number: str, place: int, slip: int) -> None:
    wrong = str((int(number[place]) + slip) % 10)
    with pytest.raises(ValueError, match="nine digits|last digit"):
        nhs_number.validate(number[:place] + wrong + number[place + 1 :])


@given(demo, st.integers(0, 8))
def test_two_neighbours_exchanged_are_always_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)
    with pytest.raises(ValueError, match="nine digits|last digit"):
        nhs_number.validate(swapped)


def test_a_number_is_shown_in_groups_of_3_3_4() -> None:
    assert nhs_number.display("9991234567") == "999 123 4567"


@given(demo)
def test_what_is_shown_can_be_typed_again(number: str) -> None:
    assert nhs_number.validate(nhs_number.display(number)) == number


@pytest.mark.parametrize("number", ["", "999123456", "99912345678", "999 123 4567", "abcdefghij"])
def test_only_ten_digits_are_shown(number: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        nhs_number.display(number)


def test_demo_numbers_are_valid_different_and_invented() -> None:
    numbers = list(nhs_number.demo_numbers(seed=1, count=20_000))
    assert len(set(numbers)) == 20_000
    assert all(number.startswith("999") and checks_out(number) for number in numbers)
    assert numbers[0] == nhs_number.validate(numbers[0])


def test_there_are_909090_demo_numbers_and_all_can_be_had() -> None:
    numbers = list(nhs_number.demo_numbers(seed=7, count=nhs_number.DEMO_NUMBERS))
    assert len(set(numbers)) == 909_090


def test_the_seed_decides_the_demo_numbers() -> None:
    assert list(nhs_number.demo_numbers(1, 3)) == ["9991629130", "9995138646", "9998648157"]
    assert list(nhs_number.demo_numbers(2, 3)) != list(nhs_number.demo_numbers(1, 3))
    assert list(islice(nhs_number.demo_numbers(1, 400_000), 3)) == list(nhs_number.demo_numbers(1, 3))


@pytest.mark.parametrize("count", [-1, 909_091])
def test_more_demo_numbers_than_there_are_is_said_before_the_first(count: int) -> None:
    with pytest.raises(ValueError, match=f"909090 .* {count} "):
        nhs_number.demo_numbers(1, count)
