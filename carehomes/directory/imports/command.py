"""What the three import commands share: their options, what they print, and one clear sentence when a file is refused."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.files import BroughtFile, Packing, bring
from carehomes.directory.imports.layouts import LAYOUTS
from carehomes.directory.imports.progress import Bar
from carehomes.directory.imports.report import Report
from carehomes.directory.imports.run import Session, Task, run
from carehomes.directory.imports.staging import recognise


class ImportCommand(BaseCommand):
    """A command that brings in files. `named_files` are its options; `accepts` says which layouts each may have."""

    named_files: ClassVar[tuple[str, ...]] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--as-of", type=_day, help="date of the files (YYYY-MM-DD), where they do not say it")
        parser.add_argument(
            "--rejects", type=Path, metavar="FILE", help="write every rejected or repaired row to this CSV"
        )
        parser.add_argument("--differences", type=Path, metavar="FILE", help="write every difference to this CSV")
        parser.add_argument("--timings", action="store_true", help="print how long each step took")

    def steps(self, session: Session) -> date:
        """What is done with the files."""
        raise NotImplementedError

    def accepts(self, option: str) -> tuple[str, ...]:
        """Keys of the layouts that the file of this option may have."""
        return (option,)

    def task_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """Further fields of the task."""
        return {}

    def paths(self, options: dict[str, Any]) -> list[tuple[str, Path]]:
        """(option, file) for everything that was given."""
        return [(option, options[option]) for option in self.named_files if options[option]]

    def handle(self, *args: Any, **options: Any) -> None:
        given = self.paths(options)
        if not given:
            raise CommandError(
                f"Nothing to bring in: give at least one of {', '.join(f'--{each}' for each in self.named_files)}."
            )
        bar = Bar()
        try:
            task = Task(
                files=self._recognised(given),
                as_of=options["as_of"],
                dry_run=options["dry_run"],
                problems_csv=options["rejects"],
                differences_csv=options["differences"],
                **self.task_options(options),
            )
            report = run(task, self.steps, bar)
        except ImportRefusedError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.close()
        self.stdout.write(json.dumps(report.as_dict(), indent=2) if options["json"] else _in_words(report))
        if options["timings"]:
            self.stderr.write("\n".join(f"{seconds:8.3f} s  {words}" for words, seconds in report.seconds.items()))

    def _recognised(self, given: list[tuple[str, Path]]) -> dict[str, list[BroughtFile]]:
        files: dict[str, list[BroughtFile]] = {}
        for option, path in given:
            file = bring(path)
            for key in recognised(file, self.accepts(option)):
                files.setdefault(key, []).append(file)
        return files


def recognised(file: BroughtFile, expected: tuple[str, ...]) -> list[str]:
    """The layouts among the expected ones that the file has. Raises ImportRefusedError with what it is, or is not."""
    found = [layout.key for layout in recognise(file)]
    fitting = [key for key in found if key in expected]
    if fitting:
        return fitting
    names = " or ".join(LAYOUTS[key].name for key in expected)
    if found:
        raise ImportRefusedError(f"{file.name} is not a file of the layout: {names}. It is: {LAYOUTS[found[0]].name}.")
    if file.packing is Packing.WORKBOOK:
        raise ImportRefusedError(f"{file.name} has no sheet with the columns of: {names}.")
    raise ImportRefusedError(f"{file.name} is not a file of the layout: {names}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no date like 2021-03-31") from error


def _in_words(report: Report) -> str:
    lines = [f"As of {report.as_of}: " + ("nothing was changed (dry run)." if report.dry_run else "brought in.")]
    lines += [f"  {count:,} rows of {LAYOUTS[key].name}" for key, count in report.rows.items()]
    for subject, kinds in report.changes.items():
        lines.append(
            f"{subject[0].upper()}{subject[1:]}: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
        )
    if not report.changes:
        lines.append("No difference: the register says all of this already.")
    for rule in report.rules:
        lines.append(
            f"  {rule['count']:>6,} {rule['outcome']}: {rule['file']} {rule['column']}, {rule['rule']}. {rule['fix']}."
        )
    return "\n".join(lines)
