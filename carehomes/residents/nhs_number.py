"""NHS numbers: ten digits, the last of which checks the other nine (modulus 11).

Stored as ten digits, shown in groups of 3, 3 and 4. Numbers that begin with 999 are never given to a person, so
everything invented uses them.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import islice

from nhs_number import calculate_checksum

LENGTH = 10
NEVER_ISSUED = "0000000000"
TEST_PREFIX = "999"
DEMO_NUMBERS = 909_090  # of the million numbers that begin with 999, those for which a check digit exists
NO_CHECK_DIGIT = 10

# What stands between the digits in letters, spreadsheets and web pages: spaces of every kind, hyphens and dashes,
# and the invisible marks that Outlook and Excel copy along with a number.
SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
FULL_WIDTH_DIGITS = str.maketrans({0xFF10 + digit: str(digit) for digit in range(10)})


def validate(text: str) -> str:
    """The ten digits of the NHS number in `text`; `ValueError` says why it is none, in words for the form.

    Spaces and hyphens may stand anywhere. Full-width digits (an East Asian keyboard) are read as the digits they are;
    digits of other scripts are refused: in an English form they are a sign that the text was not meant as a number.
    The check digit and 0000000000 decide, not the range: numbers for tests and those of Scotland pass as well.
    """
    digits = SEPARATORS.sub("", text).translate(FULL_WIDTH_DIGITS)
    if not digits:
        raise ValueError("Enter an NHS number")
    if re.fullmatch("[0-9]+", digits) is None:
        raise ValueError("NHS number must have only digits, check it for letters and other signs")
    if len(digits) != LENGTH:
        raise ValueError(f"NHS number must have {LENGTH} digits, this has {len(digits)}")
    _check_last_digit(digits)
    return digits


def _check_last_digit(digits: str) -> None:
    """Refuse a number whose last digit does not follow from the first nine, and the one that only seems to be right."""
    if digits == NEVER_ISSUED:
        raise ValueError(f"NHS number {NEVER_ISSUED} is never issued, leave it empty if it is not known")
    expected = calculate_checksum(digits[:-1])
    if expected == NO_CHECK_DIGIT:
        raise ValueError("No NHS number begins with these nine digits, check them for a slip")
    if expected != int(digits[-1]):
        raise ValueError("NHS number is not right: the last digit does not match, check it for a slip")


def display(number: str) -> str:
    """A stored number as people read it: "999 123 4567". Anything but ten digits raises `ValueError`."""
    if re.fullmatch("[0-9]{10}", number) is None:
        raise ValueError("An NHS number is shown from its ten digits")
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def demo_numbers(seed: int, count: int) -> Iterator[str]:
    """`count` different valid numbers that begin with 999, scattered over the range; the same for the same seed.

    Two seeds give numbers that overlap: all draw from the same 909,090. More than these raise `ValueError`.
    """
    if not 0 <= count <= DEMO_NUMBERS:
        raise ValueError(f"There are {DEMO_NUMBERS} NHS numbers for invented people, {count} were asked for")
    return islice(_scattered_numbers(seed), count)


def _scattered_numbers(seed: int) -> Iterator[str]:
    """Every valid number of the range once, walked in strides that meet each of a million places once.

    A stride that ends in 1 shares no factor with a million. A hash, not `random`, so that every version of Python
    gives the same numbers.
    """
    digest = hashlib.sha256(str(seed).encode()).digest()
    start = int.from_bytes(digest[:8]) % 1_000_000
    stride = int.from_bytes(digest[8:16]) % 100_000 * 10 + 1
    for step in range(1_000_000):
        nine = f"{TEST_PREFIX}{(start + step * stride) % 1_000_000:06}"
        check_digit = calculate_checksum(nine)
        if check_digit != NO_CHECK_DIGIT:
            yield f"{nine}{check_digit}"
