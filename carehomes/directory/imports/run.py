"""One import: all its files, in one transaction across tenants, all or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import DatabaseError, connections, transaction
from django.db.backends.utils import CursorWrapper

from carehomes.access import scopes
from carehomes.deadlines import london_today
from carehomes.directory.imports import problems, report
from carehomes.directory.imports.errors import ImportBusyError, ImportRefusedError
from carehomes.directory.imports.files import BroughtFile
from carehomes.directory.imports.layouts import LAYOUTS
from carehomes.directory.imports.progress import Progress, Stopwatch
from carehomes.directory.imports.report import Report
from carehomes.directory.imports.staging import stage

LOCK = 7_203_961  # one import at a time, whoever runs it; a number of our own


@dataclass
class Task:
    """What is brought in, and how. `files`: key of a layout -> the file. `as_of`: the date of the files, where one is known.

    `partial`: the homes are a part of England, so that none is closed. CSV lists go to `problems_csv` and `differences_csv`.
    """

    files: dict[str, list[BroughtFile]]
    as_of: date | None = None
    dry_run: bool = False
    partial: bool = False
    reason: str = "register import"
    problems_csv: Path | None = None
    differences_csv: Path | None = None
    rows: dict[str, int] = field(default_factory=dict)


@dataclass
class Session:
    """What the steps of an import work with."""

    cursor: CursorWrapper
    task: Task
    watch: Stopwatch
    report: Report

    def stage(self, key: str) -> bool:
        """Copies the (last) file of this layout, if there is one."""
        for file in self.task.files.get(key, []):
            layout = LAYOUTS[key]
            self.watch.step(f"Reading {layout.name}", file.size)
            rows = stage(self.cursor, file, layout, self.watch.done)
            self.report.rows[key] = self.report.rows.get(key, 0) + rows
        return key in self.task.files


Steps = Callable[[Session], date]


def run(
    task: Task, steps: Steps, progress: Progress | None = None, before_keeping: Callable[[Report], None] | None = None
) -> Report:
    """Runs the steps; they return the date of the files. With `dry_run` everything is found out and nothing is kept.

    `before_keeping` is called last in the same transaction: what it writes holds exactly if the import does, and what it
    raises undoes the import. Raises ImportRefusedError, with nothing changed, when a file cannot be read or another import runs.
    """
    if task.as_of and task.as_of > london_today():
        raise ImportRefusedError(
            "The date of the files must be today or earlier: every file after them would be older."
        )
    watch, found = Stopwatch(progress), Report(dry_run=task.dry_run)
    with _transaction(task) as cursor:
        _take_turn(cursor)
        problems.begin(cursor)
        report.begin(cursor)
        found.as_of = steps(Session(cursor, task, watch, found)).isoformat()
        watch.step("Writing the report")
        report.collect(cursor, found)
        if task.problems_csv:
            report.write_problems(cursor, task.problems_csv)
        if task.differences_csv:
            report.write_differences(cursor, task.differences_csv)
        if before_keeping:
            before_keeping(found)
        watch.step("Keeping it" if not task.dry_run else "Putting it back as it was")
    watch.stop()
    found.seconds = watch.seconds
    return found


@contextmanager
def _transaction(task: Task) -> Iterator[CursorWrapper]:
    try:
        with scopes.system_scope(task.reason) as scope:
            connection = connections[scope.alias]
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '64MB'")
                cursor.execute("SET LOCAL jit = off")  # compiling a rule takes longer than asking it
                # Tables filled a moment ago have no statistics: the planner takes a register of new homes for one row, and
                # joins row by row what it should hash (30 s instead of 0.3).
                cursor.execute("SET LOCAL enable_nestloop = off")
                yield cursor
            if task.dry_run:
                transaction.set_rollback(True, using=scope.alias)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise ImportRefusedError(f"The register could not be changed, and is as it was: {reason}") from error


def _take_turn(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    if not cursor.fetchone()[0]:
        raise ImportBusyError("Another import is running. Try again when it has ended.")
