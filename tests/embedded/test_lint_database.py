"""The lint of the database finds what is planted."""

import psycopg

from carehomes.embedded import Services
from tests import lint_database
from tests.lint_database import Recorder, lint_migrations, lint_policies

NEW = 'CREATE TABLE "new_table" ("id" bigint);\nALTER TABLE "new_table" ADD COLUMN "n" bigint NOT NULL;'


def test_lock_on_a_table_in_use_is_found() -> None:
    findings = lint_migrations({"a.0002": 'ALTER TABLE "in_use" ADD CONSTRAINT "positive" CHECK (n > 0);'})
    assert [(finding.migration, finding.rule) for finding in findings] == [("a.0002", "constraint-missing-not-valid")]


def test_table_made_by_the_same_release_may_be_changed() -> None:
    assert lint_migrations({"a.0001": NEW, "a.0002": 'CREATE INDEX "by_n" ON "new_table" ("n");'}) == []


def test_an_index_that_django_called_after_such_a_table_may_be_dropped() -> None:
    made = "CREATE TABLE bed (id bigint PRIMARY KEY, room text NOT NULL);"
    dropped = 'DROP INDEX IF EXISTS "bed_room_0a1b2c3d_like";'
    assert lint_migrations({"carehomes.a": made, "carehomes.b": dropped}) == []
    assert [found.migration for found in lint_migrations({"carehomes.b": dropped})] == ["carehomes.b"]


def test_a_statement_is_kept_whatever_is_said_before_it() -> None:
    recorder = Recorder()
    recorder(
        lambda *_: None, "\n-- Whom to tell.\n-- And when.\nCREATE FUNCTION told() RETURNS int\n;", None, False, {}
    )
    recorder(lambda *_: None, "-- Nothing of the schema.\nSELECT 1", None, False, {})
    assert recorder.current == ["CREATE FUNCTION told() RETURNS int\n;"]


def test_change_that_locks_nothing_passes() -> None:
    checks = 'ALTER TABLE "in_use" ADD CONSTRAINT "positive" CHECK (n > 0) NOT VALID;'
    assert lint_migrations({"a.0002": checks}) == []


def test_released_migrations_are_read_without_comments(tmp_path: object, monkeypatch: object) -> None:
    file = tmp_path / "released.txt"
    file.write_text("# why\n\naccess.0001_initial\n")
    monkeypatch.setattr(lint_database, "RELEASED", file)
    assert lint_database.released_migrations() == {"access.0001_initial"}


def test_table_without_policies_is_found(services: Services, capfd: object) -> None:
    admin = services.environment()["DATABASE_ADMIN_URL"]
    assert lint_policies(admin)
    with psycopg.connect(services.address("homeround_owner")) as owner:
        owner.execute("CREATE TABLE open_to_all (home_id bigint)")
    assert not lint_policies(admin)
    assert "open_to_all does not have row-level security enabled" in capfd.readouterr().out
