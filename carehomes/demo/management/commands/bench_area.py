"""`manage.py bench_area`: opens pages of the loaded area when `bench` asks, and says how long each took. Not for people."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from carehomes.demo.bench import run
from carehomes.demo.bench.area import answer


class Command(BaseCommand):
    help = "Answers `bench`: a page's number on standard input, its milliseconds on standard output."

    def handle(self, *args: Any, **options: Any) -> None:
        answer(sys.stdin, sys.stdout, run.facts_of_england())
