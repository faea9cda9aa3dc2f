"""Expressions in SQL that several files need. Each takes an expression of text and gives one that never raises."""

_PLAIN_ISO = "^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
_OUTWARD, _INWARD = "[A-Z]{1,2}[0-9][A-Z0-9]?", "[0-9][ABD-HJLNP-UW-Z]{2}"
_ISO, _BRITISH, _COMPACT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}", "^[0-9]{2}/[0-9]{2}/[0-9]{4}$", "^[0-9]{8}$"


def clean(column: str) -> str:
    """Without spaces around it and without double ones; NULL stays NULL."""
    single = f"CASE WHEN position('  ' IN {column}) > 0 THEN regexp_replace({column}, ' +', ' ', 'g') ELSE {column} END"
    return f"btrim({single}, E' \\t\\n\\r\\u00a0')"


def filled(column: str) -> str:
    """The cleaned text, NULL when it is empty."""
    return f"nullif({clean(column)}, '')"


def day(column: str) -> str:
    """A date written 2021-03-31, 31/03/2021 or 20210331; NULL when it is none, such as 30 February.

    Nearly all are of the first form and before the 29th: they are known by one look.
    """
    return f"CASE WHEN {column} ~ '{_PLAIN_ISO}' THEN left({column}, 10)::date ELSE {_any_day(column)} END"


def _any_day(column: str) -> str:
    parts = f"""(SELECT CASE WHEN {column} ~ '{_ISO}' THEN substr({column}, 1, 4) || substr({column}, 6, 2) || substr({column}, 9, 2)
        WHEN {column} ~ '{_BRITISH}' THEN right({column}, 4) || substr({column}, 4, 2) || left({column}, 2)
        WHEN {column} ~ '{_COMPACT}' THEN {column} END AS digits)"""
    return f"""(SELECT CASE WHEN left(digits, 4)::int BETWEEN 1800 AND 2200 AND substr(digits, 5, 2)::int BETWEEN 1 AND 12
        THEN CASE WHEN right(digits, 2)::int BETWEEN 1 AND extract(day FROM (left(digits, 6) || '01')::date + interval '1 month - 1 day')
        THEN digits::date END END FROM {parts} day_parts)"""


def whole_number(column: str, most: int) -> str:
    """A whole number from 0 to `most`; NULL when it is none. "12.0", as spreadsheets write it, is one."""
    return f"""CASE WHEN {column} ~ '^[0-9]{{1,6}}([.]0+)?$' AND split_part({column}, '.', 1)::int <= {most}
        THEN split_part({column}, '.', 1)::int END"""


def decimal(column: str, least: float, most: float) -> str:
    """A decimal number between these; NULL when it is none."""
    number = f"({column})::float8"
    return f"""CASE WHEN {column} ~ '^-?[0-9]{{1,4}}([.][0-9]{{1,20}})?(e-?[0-9]{{1,2}})?$'
        THEN CASE WHEN {number} BETWEEN {least} AND {most} THEN {number} END END"""


def postcode(column: str) -> str:
    """A full postcode as people write it, "EX1 2QE"; NULL when it is none. Most are written so already."""
    bare = f"upper(replace({column}, ' ', ''))"
    return f"""CASE WHEN {column} ~ '^{_OUTWARD} {_INWARD}$' THEN {column}
        WHEN {bare} ~ '^{_OUTWARD}{_INWARD}$' THEN left({bare}, -3) || ' ' || right({bare}, 3) END"""


def yes(column: str) -> str:
    """True for the ways in which files say yes; false for everything else."""
    return f"coalesce({column} IN ('Y', 'y', 'Yes', 'YES', 'yes', 'TRUE', 'True', 'true', '1'), false)"


def joined(*columns: str) -> str:
    """The parts of an address in one line."""
    return "concat_ws(', ', " + ", ".join(filled(column) for column in columns) + ")"
