"""`manage.py import_ods`: practices, PCNs, pharmacies, and the map that joins them to CCGs, ICBs and regions."""

from datetime import date
from pathlib import Path

from django.core.management.base import CommandParser

from carehomes.directory.imports.command import ImportCommand
from carehomes.directory.imports.ods import bring_in
from carehomes.directory.imports.run import Session

_FILES = {
    "practices": "GP practices: epraccur, with or without its header (CSV, may be .gz)",
    "pcns": "primary care networks and their members: the ePCN workbook (.xlsx)",
    "pharmacies": "the consolidated pharmaceutical list (CSV, may be .gz)",
    "map": "the map of practices, PCNs, CCGs, STPs and regions (CSV, may be .gz)",
    "icbs": "integrated care boards and their region (CSV)",
}
_LAYOUTS = {"map": ("geography",), "icbs": ("icb_regions",), "pcns": ("pcns", "pcn_members")}


class Command(ImportCommand):
    help = "Brings in organisations of the NHS. Codes are never reused; names, openings, closures and memberships are dated."
    named_files = tuple(_FILES)

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for option, words in _FILES.items():
            parser.add_argument(f"--{option}", type=Path, help=words)

    def steps(self, session: Session) -> date:
        return bring_in(session)

    def accepts(self, option: str) -> tuple[str, ...]:
        return _LAYOUTS.get(option, (option,))
