"""Migrations are complete, linear and reversible; statuses are text, never a PostgreSQL enum."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

OURS = ("access", "directory", "residents", "notifications", "issues", "checkins", "reporting")


@pytest.mark.django_db
def test_no_model_change_without_a_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_migrations_are_linear(app):
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    assert len(graph.leaf_nodes(app)) == 1
    numbers = [int(path.name[:4]) for path in Path(apps.get_app_config(app).path, "migrations").glob("0*.py")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("app", OURS)
def test_migrations_can_be_undone(app):
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (label, name), migration in loader.disk_migrations.items():
        if label == app:
            for operation in migration.operations:
                assert operation.reversible or not isinstance(operation, (RunSQL, RunPython)), (
                    f"{label} {name}: {operation.describe()}"
                )


@pytest.mark.django_db
def test_nothing_that_row_security_makes_slow():
    """Enums, citext and materialised views switch indexes or policies off (docs/architecture.md, Tenancy)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_type WHERE typtype = 'e' AND typnamespace = 'public'::regnamespace")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'citext'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'm' AND relnamespace = 'public'::regnamespace")
        assert cursor.fetchone() == (0,)
