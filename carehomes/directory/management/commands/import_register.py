"""`manage.py import_register`: CQC's care homes, their ratings and providers, and what is nearest to them."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from carehomes.directory.imports.command import ImportCommand
from carehomes.directory.imports.register import bring_in
from carehomes.directory.imports.run import Session


class Command(ImportCommand):
    help = (
        "Brings in CQC's register of care homes. A file that is complete closes the homes that it lacks. "
        "Nothing is taken when a file cannot be read; a second run changes nothing."
    )
    named_files = ("homes", "ratings", "alignments")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--homes", type=Path, help="HSCA active locations (CSV, may be .gz), or API records (JSON lines)"
        )
        parser.add_argument("--ratings", type=Path, help="CQC's latest ratings (CSV, may be .gz)")
        parser.add_argument(
            "--alignments", type=Path, help="homes with their commissioner, nearest PCN, practice and pharmacy"
        )
        parser.add_argument(
            "--partial", action="store_true", help="the file holds a part of the register: close no home"
        )

    def steps(self, session: Session) -> date:
        return bring_in(session)

    def accepts(self, option: str) -> tuple[str, ...]:
        return {"homes": ("homes", "api_records")}.get(option, (option,))

    def task_options(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"partial": options["partial"]}
