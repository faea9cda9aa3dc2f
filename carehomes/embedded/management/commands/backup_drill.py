"""Proves a backup: dump, restore, count."""

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carehomes.embedded.backup import BackupError, drill


class Command(BaseCommand):
    """Run it after every change of the schema and once a week (docs/operations.md, Backup)."""

    help = (
        "Dump the database as homeround_backup (DATABASE_BACKUP_URL), restore it into a scratch database on the server "
        "of DATABASE_ADMIN_URL, and count the rows of every table on both sides. Fails on any difference and on an "
        "empty dump."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what differs from the environment."""
        parser.add_argument("--from", dest="source", help="address to dump, instead of DATABASE_BACKUP_URL")
        parser.add_argument("--into", dest="admin", help="server to restore on, instead of DATABASE_ADMIN_URL")
        parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the dump in this file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the drill and print one line for each table; CommandError when it fails."""
        source = options["source"] or _address("DATABASE_BACKUP_URL")
        admin = options["admin"] or _address("DATABASE_ADMIN_URL")
        with tempfile.TemporaryDirectory() as folder:
            dump = options["keep"] or Path(folder, "homeround.dump")
            try:
                counts = drill(source, admin, dump)
            except BackupError as error:
                raise CommandError(str(error)) from error
            size = dump.stat().st_size
        for count in counts:
            self.stdout.write(f"{count.dumped:>12,}  {count.table}")
        total = sum(count.dumped for count in counts)
        self.stdout.write(f"{total:>12,}  rows in {len(counts)} tables came back, from a dump of {size:,} bytes.")


def _address(variable: str) -> str:
    if not os.environ.get(variable):
        raise CommandError(f"{variable} is not set (docs/operations.md, Backup).")
    return os.environ[variable]
