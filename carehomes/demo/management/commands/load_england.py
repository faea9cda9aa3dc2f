"""`manage.py load_england`: all care homes of England with invented residents, to measure with (docs/performance.md)."""

import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carehomes.deadlines import london_today
from carehomes.demo.england.load import NotLoaded, Sources, load_england, reset
from carehomes.demo.england.loading import Loading


class Command(BaseCommand):
    help = "Fills an empty database with England: homes, organisations, invented residents, weeks of check-ins."
    requires_system_checks: list[str] = []  # it needs tables, no pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--homes-file", type=Path, help="CQC's register: real homes, with invented organisations")
        parser.add_argument("--joined", type=Path, help="real homes with the organisations around them, one row a home")
        parser.add_argument("--distributions", type=Path, help="distributions.json; without it those of April 2021")
        parser.add_argument("--residents", type=int, default=400_000, help="who live in a home now (default 400,000)")
        parser.add_argument("--weeks", type=int, default=104, help="of check-ins, this one included (default 104)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--today", type=date.fromisoformat, help="the day around which rows are dated")
        parser.add_argument("--area", default="", metavar="ODS", help="only the homes aligned to this network")
        parser.add_argument("--reset", action="store_true", help="drop everything in the database first")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        loading = Loading(
            seed=options["seed"],
            today=options["today"] or london_today(timezone.now()),
            residents=options["residents"],
            weeks=options["weeks"],
            say=self._say,
        )
        sources = Sources(options["homes_file"], options["joined"], options["distributions"], options["area"])
        try:
            if options["reset"]:
                reset()
            load_england(loading, sources)
        except (NotLoaded, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self._say(f"{sum(loading.rows.values()):,} rows in {time.monotonic() - started:.0f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
