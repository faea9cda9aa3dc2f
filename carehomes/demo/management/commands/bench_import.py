"""`manage.py bench_import`: brings a register in for `bench`, in a process that has done nothing else, and undoes it. Not for people."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from carehomes.demo.bench.importing import bring_in_undone, peak_memory


class Command(BaseCommand):
    help = "Says on standard output how many MB this process has used at most, once it has brought in a register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("homes", type=Path, help="the file")

    def handle(self, *args: Any, **options: Any) -> None:
        bring_in_undone(options["homes"])
        self.stdout.write(str(peak_memory()))
