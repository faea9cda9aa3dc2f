"""`manage.py generate_week`: the check-ins of a week, for all homes in scope. Run twice it changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from carehomes.deadlines import UnknownYear, Week, london_today
from checkins.actions.weeks import generate_week


class Command(BaseCommand):
    help = "Makes the check-ins of a week that are not there yet: this week's, or --week 2026-W48."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--week", help="the ISO week, like 2026-W48 (default: this week)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            week = Week.parse(options["week"]) if options["week"] else Week.containing(london_today())
            made = generate_week(week)
        except (ValueError, UnknownYear) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{week.label}: {made} check-ins made.")
