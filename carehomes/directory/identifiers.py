"""Identifiers of organisations and places: CQC ids, ODS codes and postcodes.

Pure functions. Those called `normalise_…` return the one form that is stored and compared, or raise `ValueError` with
a sentence for a form. A code that has a right shape need not exist: existence is looked up in the register, never
read from a pattern.
"""

import re

from carehomes.ui.pasted import DASHES, INVISIBLE

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
