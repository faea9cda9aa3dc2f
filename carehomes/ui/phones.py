"""British telephone numbers as people type them, brought into one form."""

import re

PUNCTUATION = re.compile(r"[\s().\-‐-–]")


def normalise(text: str) -> str:
    """The number as 10 or 11 digits starting with 0: "+44 1632 960142" becomes "01632960142".

    Raises ValueError with words for the person who typed it.
    """
    plain = PUNCTUATION.sub("", text)
    plain = re.sub(r"^(?:\+44|0044)0?", "0", plain)
    if not re.fullmatch(r"[0-9]+", plain):
        raise ValueError("Enter a telephone number, like 01632 960142 or 07700 900176")
    if not plain.startswith("0"):
        raise ValueError("Enter the telephone number with its area code, like 01632 960142")
    if len(plain) not in (10, 11):
        raise ValueError("Enter all digits of the telephone number, like 01632 960142")
    return plain
