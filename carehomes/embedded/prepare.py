"""One Django process for all that the demo needs before its web server starts: tables, demo area, personas.

    python -m carehomes.embedded.prepare

Three commands in one process save the second start of the demo four seconds. Progress goes to standard output.
"""

import io
import os

import django
from django.core.management import call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from carehomes.embedded.attach import state_folder


def main() -> None:
    """Bring the tables up to date, load the demo area, and keep the list of personas for the supervisor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.local")
    django.setup()
    _migrate()
    call_command("load_demo")
    _write_personas()


def _migrate() -> None:
    """Run the migrations that have not been run, as the owner of the tables."""
    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        print(f"Making the tables: {len(waiting)} steps ...", flush=True)
        call_command("migrate", database="owner", interactive=False, verbosity=1, no_color=True, stdout=_EveryTenth())


class _EveryTenth(io.StringIO):
    """Where `migrate` tells of each step: says every tenth."""

    done = 0

    def write(self, text: str) -> int:
        self.done += text.count("Applying ")
        if "Applying " in text and self.done % 10 == 0:
            print(f"  step {self.done} ...", flush=True)
        return len(text)


def _write_personas() -> None:
    """Keep what `manage.py personas` prints, where there is such a command."""
    if "personas" not in get_commands():
        return
    lines = io.StringIO()
    call_command("personas", stdout=lines)
    state_folder().joinpath("personas.txt").write_text(lines.getvalue())


if __name__ == "__main__":
    main()
