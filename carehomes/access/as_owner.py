"""Django's commands about migrations take the web's login unless told otherwise; here they take the one that owns the tables."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class AsOwner(BaseCommand):
    """Mixed into a command with `--database`."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=settings.TABLES_OWNER)
