"""British telephone numbers: the one form in which they are kept, and the groups in which they are shown."""

import re

from carehomes.ui.pasted import DASHES, INVISIBLE

# Area codes under which some numbers have one digit fewer (Ofcom's numbering plan), without the leading 0,
# and freephone numbers of the old length.
SHORT_AREAS = re.compile(
    r"1(?:20[48]|254|276|29[78]|36[34]|38[46]|404|420|46[01]|48[08]|52[47]|56[26]|606|629|635|647|659|69[57]"
    r"|726|744|750|768|8[23]7|884|90[05]|935|94[69]|963|995)|[58]00"
)
NATIONAL = re.compile(r"[1235789][0-9]{8,9}")

# How a number without its leading 0 begins -> the length of the groups in which it is shown, the 0 included.
# The first that fits. A number that is one digit short is short in its last group.
GROUPS = (
    (re.compile(r"2"), (3, 4, 4)),  # 020 7946 0123
    (re.compile(r"11|1.1"), (4, 3, 4)),  # 0151 496 0123
    (re.compile(r"13873|15242|1539[456]|1697[347]|1768[347]|19467|1975[56]"), (6, 5)),  # 015242 12345
    (re.compile(r"[17]"), (5, 6)),  # 01632 960123, 07700 900123
    (re.compile(r"[58]00.{6}$"), (4, 6)),  # 0800 123456
    (re.compile(r""), (4, 3, 4)),  # 0300 123 4567
)


def normalise(text: str) -> str:
    """A UK number as 11 digits with its leading 0 (10 where Ofcom gave out shorter ones): "01632960123".

    Brackets, dots, dashes, +44, 0044 and "(0)" are understood. A number that lacks its area code, its leading 0 or a
    digit is refused, because nobody could ring it; so is a number of another country, and one with an extension,
    whose digits would be dialled as part of the number.
    """
    written = re.sub(r"[\s.()/\-]", "", DASHES.sub("-", INVISIBLE.sub("", text)))
    if re.fullmatch(r"\+?[0-9]+", written) is None:
        raise ValueError("Enter a telephone number in digits and without an extension, like 01632 960123")
    prefix = re.match(r"\+440?|00440?|0", written)
    if prefix is None:
        raise ValueError("Enter a UK telephone number that starts with 0 or +44, with its area code")
    national = written[prefix.end() :]
    if NATIONAL.fullmatch(national) is None or (len(national) == 9 and SHORT_AREAS.match(national) is None):
        raise ValueError(f"A UK telephone number has 11 digits with its first 0, this has {len(national) + 1}")
    return f"0{national}"


def shown(number: str) -> str:
    """A normalised number in the groups that people in the UK write: "01632 960123", "0151 496 0123"."""
    lengths = next(lengths for start, lengths in GROUPS if start.match(number, 1))
    return in_groups(number, lengths)


def in_groups(digits: str, lengths: tuple[int, ...]) -> str:
    """`digits` cut into groups of `lengths`, with a space between. What is too short fills fewer."""
    groups = []
    for length in lengths:
        groups.append(digits[:length])
        digits = digits[length:]
    return " ".join(group for group in groups if group)
