"""What an import found: how many rows are new, changed, moved or closed, which, and every row that was rejected or repaired."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.staging import select, temporary
from carehomes.ui.csv_file import safe

SHOWN = 20  # rows of each kind that a report carries along; all of them are in the CSV files

_DIFFERENCE = """
    id integer GENERATED ALWAYS AS IDENTITY, subject text NOT NULL, change text NOT NULL, key text NOT NULL, name text NOT NULL,
    detail text NOT NULL
"""
DIFFERENCE_HEADINGS = ("subject", "change", "id", "name", "detail")
PROBLEM_HEADINGS = ("file", "row", "column", "rule", "value", "outcome", "fix")


@dataclass
class Report:
    """The result of one import. `changes`: subject -> kind of change -> how many; samples have the same keys."""

    as_of: str = ""
    dry_run: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    changes: dict[str, dict[str, int]] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    samples: list[dict[str, str]] = field(default_factory=list)
    problems: dict[str, int] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    problem_samples: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total_changes(self) -> int:
        """How many things are new or different. 0: the register already says all that the files say."""
        return sum(sum(kinds.values()) for kinds in self.changes.values())

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "total_changes": self.total_changes}


def begin(cursor: CursorWrapper) -> None:
    """The empty list of differences of this import."""
    temporary(cursor, "import_difference", _DIFFERENCE)


def collect(cursor: CursorWrapper, report: Report) -> None:
    """Reads the lists of differences and problems of this transaction into the report."""
    counts = "SELECT subject, change, count(*) FROM import_difference GROUP BY 1, 2 ORDER BY 1, 2"
    for subject, change, count in select(cursor, counts):
        report.changes.setdefault(subject, {})[change] = count
    report.samples = [dict(zip(DIFFERENCE_HEADINGS, row, strict=True)) for row in select(cursor, _SAMPLES, [SHOWN])]
    outcomes = "SELECT outcome, count(*) FROM import_problem GROUP BY 1 ORDER BY 1"
    report.problems = dict(select(cursor, outcomes))
    headings = ("file", "column", "rule", "outcome", "fix", "count")
    report.rules = [dict(zip(headings, row, strict=True)) for row in select(cursor, _RULES)]
    rows = select(cursor, _PROBLEM_SAMPLES, [SHOWN])
    report.problem_samples = [dict(zip(PROBLEM_HEADINGS, row, strict=True)) for row in rows]


_SAMPLES = """
    SELECT subject, change, key, name, detail FROM (
        SELECT d.*, row_number() OVER (PARTITION BY subject, change ORDER BY id) AS place FROM import_difference d
    ) numbered WHERE place <= %s ORDER BY subject, change, place
"""
_RULES = """
    SELECT file, column_name, rule, outcome, fix, count(*) FROM import_problem GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 4 DESC, 6 DESC, 3
"""
_PROBLEM_SAMPLES = """
    SELECT file, row_no, column_name, rule, value, outcome, fix FROM (
        SELECT p.*, row_number() OVER (PARTITION BY file, column_name, rule ORDER BY id) AS place FROM import_problem p
    ) numbered WHERE place <= %s ORDER BY file, rule, row_no
"""


def write_differences(cursor: CursorWrapper, path: Path) -> None:
    """All differences of this transaction as CSV."""
    rows = select(cursor, "SELECT subject, change, key, name, detail FROM import_difference ORDER BY id")
    _write(path, DIFFERENCE_HEADINGS, iter(rows))


def write_problems(cursor: CursorWrapper, path: Path) -> None:
    """All rejected, repaired and noted rows of this transaction as CSV."""
    statement = "SELECT file, row_no, column_name, rule, value, outcome, fix FROM import_problem ORDER BY id"
    _write(path, PROBLEM_HEADINGS, iter(select(cursor, statement)))


def _write(path: Path, headings: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(headings)
            writer.writerows([safe(cell) for cell in row] for row in rows)
    except OSError as error:
        raise ImportRefusedError(
            f"{path} cannot be written, and the register is as it was: {error.strerror}."
        ) from error


def words_of(day: date) -> str:
    """ "31 March 2021", without the zero that strftime puts first."""
    return f"{day.day} {day:%B %Y}"
