"""`manage.py bench`, or `make bench`: what pages cost with all of England loaded (docs/performance.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from carehomes.demo.bench import area, run, table
from carehomes.demo.england.load import is_filled

ROUNDS, QUICK_ROUNDS = 40, 8
LOADED = ("homes_file", "joined", "distributions", "residents", "weeks", "seed")  # options that go on to load_england


class Command(BaseCommand):
    help = "Loads England where it is not loaded, and prints the table of speeds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--homes-file", type=Path, help="see load_england")
        parser.add_argument("--joined", type=Path, help="see load_england")
        parser.add_argument("--distributions", type=Path, help="see load_england")
        parser.add_argument("--residents", type=int, default=400_000, help="see load_england")
        parser.add_argument("--weeks", type=int, default=104, help="see load_england")
        parser.add_argument("--seed", type=int, default=1, help="see load_england")
        parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROUNDS} rounds instead of {ROUNDS}")
        parser.add_argument("--area", action="store_true", help="also compare with only one area loaded")
        parser.add_argument("--only", default="", metavar="WORDS", help="only what has these words in its name")

        parser.add_argument(
            "--coordinators",
            type=int,
            default=0,
            metavar="N",
            help="only so many saving check-ins at once, for a minute",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO or settings.DEBUG:
            raise CommandError("Measured is the demonstration without DEBUG.")
        call_command("migrate", database="owner", verbosity=0)
        if not is_filled():
            call_command("load_england", **{name: options[name] for name in LOADED})
        crowd = options["coordinators"]
        only = "coordinators" if crowd else options["only"]
        about, wanted = table.machine(), run.Wanted(QUICK_ROUNDS if options["quick"] else ROUNDS, only)
        facts = run.facts_of_england() | {"coordinators": crowd}
        measured = list(run.pages(facts, wanted, self._progress))
        self._print([*about, table.rows_loaded(), "", *table.of_pages(measured), ""])
        results = list(run.works(facts, wanted, self._progress))
        self._print(table.of_works(results))
        if options["area"]:
            self._progress("  one area alone")
            compared = area.compare(facts, wanted.rounds, {name: options[name] for name in LOADED})
            self._print(["", *table.of_works(list(compared))])

    def _print(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()

    def _progress(self, line: str) -> None:
        self.stderr.write(line)
