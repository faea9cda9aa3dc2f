"""Everything about one resident, for a subject access request (docs/operations.md, Subject access and erasure)."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from carehomes.residents.actions.answering import answer
from carehomes.residents.personal_data import Answer, NoSuchResident
from carehomes.residents.presenters.subject_access import as_data, as_text, counts


class Command(BaseCommand):
    help = (
        "Writes what every table holds about one resident, history and readings included, as JSON and as text. "
        "The files can be read by you alone; the access stands in the log of readings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("resident", help="NHS number, or the id in the address of the resident's page")
        parser.add_argument("--reason", required=True, help="which request it answers; a reference, not a name")
        parser.add_argument("--out", type=Path, metavar="FOLDER", help="default: a new folder below this one")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Finds, logs, writes, and lists the tables that hold something; CommandError when nobody is found or a file stands there."""
        now = timezone.now()
        try:
            found = answer(options["resident"], reason=options["reason"], now=now)
        except (NoSuchResident, ValueError) as error:
            raise CommandError(str(error)) from error
        folder = options["out"] or Path(f"subject-access-{found.people[0].pk}-{now:%Y%m%dT%H%M%SZ}")
        try:
            written = _write(found, folder)
        except FileExistsError as error:
            raise CommandError(f"{error.filename} is there already. Name another folder with --out.") from error
        for table, rows in counts((*found.held, *found.mentions)):
            self.stdout.write(f"{rows:>8,}  {table}")
        self.stdout.write("\n".join(f"Written: {path}" for path in written))


def _write(found: Answer, folder: Path) -> list[Path]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"resident-{found.people[0].pk}"
    contents = {
        folder / f"{name}.json": json.dumps(as_data(found), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False) + "\n",
        folder / f"{name}.txt": as_text(found),
    }
    for path, content in contents.items():
        _write_private(path, content)
    return list(contents)


def _write_private(path: Path, content: str) -> None:
    """A new file that only its owner may read, from its first byte on."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
