"""Erases who a resident was, after the retention period or on request (docs/operations.md, Subject access and erasure)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from carehomes.access.scopes import owner_scope
from carehomes.deadlines import london_today
from carehomes.residents.actions.erasing import Erased, NotErased, erase, record_to_erase, to_erase
from carehomes.residents.models import Resident
from carehomes.residents.personal_data import Found, mentions_of


class Command(BaseCommand):
    help = (
        "Overwrites the personal data of one resident in every table and its history, as the owner of the tables. "
        "Dates of care, ids and the names of staff stay. Without --confirm it only says what it would touch."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("resident", type=int, help="the id in the address of the resident's page")
        parser.add_argument("--reason", required=True, help="stands in the history; a reference, not a name")
        parser.add_argument("--confirm", action="store_true", help="do it; it cannot be undone")
        parser.add_argument(
            "--before-retention", action="store_true", help="although the retention period has not ended"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says table by table what it touched, and which texts about the home a person must look at."""
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL is not set: history can be changed by the owner of the tables only.")
        if not options["reason"].strip():
            raise CommandError("Say why the record is erased.")
        with owner_scope(f"erasure: {options['reason']}"):
            resident = self._resident(options)
            mentions = mentions_of([resident])
            touched = erase(resident) if options["confirm"] else to_erase(resident)
        self._say(touched, mentions, done=options["confirm"])

    def _resident(self, options: dict[str, Any]) -> Resident:
        try:
            return record_to_erase(
                options["resident"], today=london_today(), before_retention=options["before_retention"]
            )
        except Resident.DoesNotExist as error:
            raise CommandError(f"No resident has the id {options['resident']}.") from error
        except NotErased as error:
            raise CommandError(str(error)) from error

    def _say(self, touched: list[Erased], mentions: list[Found], *, done: bool) -> None:
        for each in touched:
            self.stdout.write(f"{each.rows:>8,}  {each.model._meta.db_table}")
        rows = sum(each.rows for each in touched)
        if not touched:
            self.stdout.write("Nothing is left to erase.")
        elif done:
            self.stdout.write(f"{rows:,} rows in {len(touched)} tables were overwritten.")
        else:
            self.stdout.write(
                f"{rows:,} rows in {len(touched)} tables would be overwritten. Nothing was: add --confirm."
            )
        for found in mentions:
            ids = ", ".join(str(row.pk) for row in found.rows)
            self.stdout.write(
                f"Left for a person to read, because it says the name: {found.model._meta.db_table} {ids}"
            )
