"""Identifiers of organisations and places: CQC ids, ODS codes, postcodes and telephone numbers.

Pure functions. Those called `normalise_…` return the one form that is stored and compared, or raise `ValueError` with
a sentence for a form. A code that has a right shape need not exist: existence is looked up in the register, never
read from a pattern.
"""

import re

DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212]")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")

CQC_USUAL = re.compile(r"1-[0-9]{7,12}")
CQC_TAKEN_FROM_ODS = re.compile(r"[A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?")
CQC_POSSIBLE = re.compile(r"[A-Z0-9][A-Z0-9-]{2,19}")
ODS_POSSIBLE = re.compile(r"[A-Z0-9]{3,10}")

# Kind of organisation -> the shape that its ODS codes have. Hints, seen in the published files.
ODS_SHAPES = {
    "practice": re.compile(r"[A-Z][0-9]{5}|[A-Z]{3}[0-9]{3}"),  # A81001; ALD200 in the Channel Islands
    "pcn": re.compile(r"U[0-9]{5}"),
    "pharmacy": re.compile(r"F[A-Z0-9]{4}"),
    "icb": re.compile(r"Q[A-Z0-9]{2}"),
    "sub_icb": re.compile(r"[0-9]{2}[A-Z]|[A-Z][0-9][A-Z][0-9][A-Z]"),  # also a CCG's code until 2022
    "region": re.compile(r"Y[0-9]{2}"),
    "trust": re.compile(r"[RT][A-Z0-9]{2}"),
    "trust_site": re.compile(r"[RT][A-Z0-9]{4}"),
    "care_home_site": re.compile(r"V[A-Z0-9]{4}"),
}

POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})")

# Area codes under which some numbers have one digit fewer (Ofcom's numbering plan), without the leading 0,
# and freephone numbers of the old length.
SHORT_AREAS = re.compile(
    r"1(?:20[48]|254|276|29[78]|36[34]|38[46]|404|420|46[01]|48[08]|52[47]|56[26]|606|629|635|647|659|69[57]"
    r"|726|744|750|768|8[23]7|884|90[05]|935|94[69]|963|995)|[58]00"
)
NATIONAL = re.compile(r"[1235789][0-9]{8,9}")

# How a number without its leading 0 begins -> the length of the groups in which it is shown, the 0 included.
# The first that fits. A number that is one digit short is short in its last group.
TELEPHONE_GROUPS = (
    (re.compile(r"2"), (3, 4, 4)),  # 020 7946 0123
    (re.compile(r"11|1.1"), (4, 3, 4)),  # 0151 496 0123
    (re.compile(r"13873|15242|1539[456]|1697[347]|1768[347]|19467|1975[56]"), (6, 5)),  # 015242 12345
    (re.compile(r"[17]"), (5, 6)),  # 01632 960123, 07700 900123
    (re.compile(r"[58]00.{6}$"), (4, 6)),  # 0800 123456
    (re.compile(r""), (4, 3, 4)),  # 0300 123 4567
)


def normalise_cqc_id(text: str) -> str:
    """A CQC location or provider id without spaces, in capitals, with a plain hyphen: "1-109980250".

    Refuses only what cannot be an id at all; whether it is one, the register knows. See `has_usual_cqc_shape`.
    """
    code = DASHES.sub("-", INVISIBLE.sub("", text)).upper()
    if CQC_POSSIBLE.fullmatch(code) is None:
        raise ValueError("A CQC id has letters, digits and a hyphen, like 1-109980250")
    return code


def has_usual_cqc_shape(code: str) -> bool:
    """A hint for warnings: `1-` and 7 to 12 digits, or the ODS code of an NHS site or trust ("RXX17", "RXX")."""
    return bool(CQC_USUAL.fullmatch(code) or CQC_TAKEN_FROM_ODS.fullmatch(code))


def normalise_ods_code(text: str) -> str:
    """An ODS code without spaces and in capitals. Its length and signs are checked, not whether it exists."""
    code = INVISIBLE.sub("", text).upper()
    if ODS_POSSIBLE.fullmatch(code) is None:
        raise ValueError("An ODS code has 3 to 10 letters and digits, like A81001")
    return code


def ods_kinds(code: str) -> tuple[str, ...]:
    """The kinds of organisation, keys of `ODS_SHAPES`, whose codes look like this normalised one. May be none."""
    return tuple(kind for kind, shape in ODS_SHAPES.items() if shape.fullmatch(code))


def normalise_postcode(text: str) -> str:
    """A full UK postcode as "EX1 2QE": in capitals, one space before the last three.

    The letter O is not taken for a zero. The ODS's stand-ins for "no fixed place" (ZZ99 3VZ) are no postcodes.
    """
    match = POSTCODE.fullmatch(INVISIBLE.sub("", text).upper())
    if match is None:
        raise ValueError("Enter a full UK postcode, like EX1 2QE")
    return f"{match[1]} {match[2]}"


def normalise_telephone(text: str) -> str:
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


def display_telephone(number: str) -> str:
    """A normalised number in the groups that people in the UK write: "01632 960123", "0151 496 0123"."""
    lengths = next(lengths for start, lengths in TELEPHONE_GROUPS if start.match(number, 1))
    return " ".join(_groups(number, lengths))


def _groups(digits: str, lengths: tuple[int, ...]) -> list[str]:
    """`digits` cut into groups of `lengths`."""
    groups = []
    for length in lengths:
        groups.append(digits[:length])
        digits = digits[length:]
    return groups
