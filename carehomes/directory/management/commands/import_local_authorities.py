"""`manage.py import_local_authorities FILE…`: councils, their codes of earlier years, their counties."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from carehomes.directory.imports.command import ImportCommand
from carehomes.directory.imports.councils import FILES, bring_in
from carehomes.directory.imports.run import Session


class Command(ImportCommand):
    help = (
        "Brings in local authorities from any of the published files: names and codes, the register for England, "
        "the codes year by year, districts and their county. Which one it is, is read from the columns."
    )
    named_files = ("files",)

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def paths(self, options: dict[str, Any]) -> list[tuple[str, Path]]:
        return [("files", path) for path in options["files"]]

    def steps(self, session: Session) -> date:
        return bring_in(session)

    def accepts(self, option: str) -> tuple[str, ...]:
        return FILES
