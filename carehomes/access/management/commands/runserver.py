"""`manage.py runserver`, for whoever changes the code: `make demo` serves with granian, as production does."""

from django.conf import settings
from django.contrib.staticfiles.management.commands import runserver
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(runserver.Command):
    def check_migrations(self) -> None:
        """Says what has not run. Asked as the owner of the tables: the login of the pages may not read that list."""
        executor = MigrationExecutor(connections[settings.TABLES_OWNER])
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            self.stdout.write(self.style.NOTICE(f"Migrations that have not run: {waiting}. Run: manage.py migrate"))
