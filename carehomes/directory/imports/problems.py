"""What is wrong in a file, row by row: rules are data, and each is one condition over the whole staged table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.staging import temporary

_COLUMNS = """
    id integer GENERATED ALWAYS AS IDENTITY, file text NOT NULL, row_no integer, column_name text NOT NULL, rule text NOT NULL,
    value text NOT NULL, outcome text NOT NULL, fix text NOT NULL
"""


class Outcome(StrEnum):
    """What happened to the row."""

    REJECTED = "rejected"  # nothing of it was taken
    REPAIRED = "repaired"  # taken, with one value mended or left out
    NOTED = "noted"  # taken as it is; somebody should know


@dataclass(frozen=True)
class Rule:
    """`wrong` is SQL over a row `s` of the staged table, `value` what to show of it; `fix` says what was done, or what to do."""

    column: str
    rule: str
    wrong: str
    value: str
    fix: str
    outcome: Outcome = Outcome.REJECTED


def begin(cursor: CursorWrapper) -> None:
    """The empty list of problems of this import."""
    temporary(cursor, "import_problem", _COLUMNS)


def judge(cursor: CursorWrapper, file: str, table: str, rules: Iterable[Rule]) -> None:
    """Finds the rows of `table` (which has `row_no`) that break a rule, in one reading of the table.

    Most rows break none: they are put aside by one condition, and only the others are asked which rule it was.
    """
    rules = tuple(rules)
    broken = ", ".join(
        f"({_quoted(rule.column)}, {_quoted(rule.rule)}, coalesce({rule.wrong}, false), {rule.value}, "
        f"{_quoted(rule.outcome)}, {_quoted(rule.fix)})"
        for rule in rules
    )
    cursor.execute(
        f"""
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT %s, s.row_no, r.column_name, r.rule, coalesce(left(r.value, 200), ''), r.outcome, r.fix
        FROM (SELECT * FROM {table} s WHERE {" OR ".join(f"({rule.wrong})" for rule in rules)} OFFSET 0) s
        CROSS JOIN LATERAL (VALUES {broken}) r (column_name, rule, wrong, value, outcome, fix)
        WHERE r.wrong ORDER BY s.row_no
        """,
        [file],
    )


def _quoted(words: str) -> str:
    """A literal; percent signs are doubled because the statement has parameters."""
    return "'" + words.replace("'", "''").replace("%", "%%") + "'"


def accepted(file: str) -> str:
    """SQL: the row `s` was not rejected."""
    return (
        "NOT EXISTS (SELECT FROM import_problem p WHERE p.row_no = s.row_no "
        f"AND p.file = '{file}' AND p.outcome = '{Outcome.REJECTED}')"
    )
