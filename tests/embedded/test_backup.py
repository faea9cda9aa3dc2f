"""The backup drill: it passes when every row came back, and fails in every other case."""

import io
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from carehomes.embedded import Services, backup
from carehomes.embedded.backup import BackupError, Count, drill, judge

SCHEMA = """
    CREATE TABLE plain (n int);
    CREATE TABLE "Odd name" (n int);
    CREATE TABLE guarded (n int);
    ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
    ALTER TABLE guarded FORCE ROW LEVEL SECURITY;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO homeround_app;
    INSERT INTO plain SELECT generate_series(1, 30);
"""


@pytest.fixture
def owner(services: Services) -> Iterator[psycopg.Connection]:
    """The owner of a small schema in which one table is under row security."""
    with psycopg.connect(services.address("homeround_owner"), autocommit=True) as connection:
        connection.execute(SCHEMA)
        yield connection
        connection.execute('DROP TABLE plain, "Odd name", guarded')


def run(services: Services, tmp_path: Path, login: str = "homeround_backup") -> list[Count]:
    return drill(services.address(login), services.address("postgres"), tmp_path / "dump")


def test_every_row_comes_back(services: Services, owner: psycopg.Connection, tmp_path: Path) -> None:
    owner.execute("INSERT INTO guarded SELECT generate_series(1, 1000)")
    counts = {count.table: (count.guarded, count.dumped, count.restored) for count in run(services, tmp_path)}
    assert counts == {
        'public."Odd name"': (False, 0, 0),
        "public.guarded": (True, 1000, 1000),
        "public.plain": (False, 30, 30),
    }
    assert (tmp_path / "dump").stat().st_size > 0
    with psycopg.connect(services.address("postgres")) as admin:
        left = admin.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'homeround_drill%'").fetchone()
        assert left == (0,)


def test_database_without_a_tenants_row_fails(services: Services, owner: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No table under row security has a row"):
        run(services, tmp_path)


def test_login_that_policies_apply_to_is_refused(services: Services, owner: psycopg.Connection, tmp_path: Path) -> None:
    owner.execute("INSERT INTO guarded SELECT 1")
    with pytest.raises(BackupError, match="This login cannot see every row: back up as homeround_backup"):
        run(services, tmp_path, "homeround_app")


def test_dump_that_left_rows_out_fails(
    services: Services, owner: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trap itself: with --enable-row-security the dump ends well and is empty."""
    owner.execute("INSERT INTO guarded SELECT generate_series(1, 10)")
    real = backup._run

    def filtered(name: str, url: str, *arguments: str) -> None:
        if name == "pg_dump":
            url, arguments = services.address("homeround_app"), (*arguments, "--enable-row-security")
        real(name, url, *arguments)

    monkeypatch.setattr(backup, "_run", filtered)
    with pytest.raises(BackupError, match=r"differs from the dumped one: public.guarded \(10 rows, restored 0\)"):
        run(services, tmp_path)


def test_rows_written_while_it_dumps_do_not_disturb_it(
    services: Services, owner: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.execute("INSERT INTO guarded SELECT 1")
    real = backup._run

    def late(name: str, url: str, *arguments: str) -> None:
        owner.execute("INSERT INTO guarded SELECT 2")
        real(name, url, *arguments)

    monkeypatch.setattr(backup, "_run", late)
    counts = {count.table: count.restored for count in run(services, tmp_path)}
    assert counts["public.guarded"] == 1


def test_lost_table_is_named() -> None:
    with pytest.raises(BackupError, match=r"b \(3 rows, restored None\)"):
        judge([Count("a", True, 1, 1), Count("b", False, 3, None)])


def test_missing_program_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(backup.shutil, "which", lambda name: None)
    with pytest.raises(BackupError, match="There is no pg_dump here"):
        backup.program("pg_dump")


def test_server_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="onnection"):
        drill(
            "postgresql://homeround_backup:x@127.0.0.1:9/homeround", "postgresql://x@127.0.0.1:9/x", tmp_path / "dump"
        )


def test_command_prints_each_table_and_keeps_the_dump(
    services: Services, owner: psycopg.Connection, tmp_path: Path
) -> None:
    owner.execute("INSERT INTO guarded SELECT generate_series(1, 1234)")
    said = io.StringIO()
    call_command(
        "backup_drill", source=services.address("homeround_backup"), admin=services.address("postgres"),
        keep=tmp_path / "kept.dump", stdout=said,
    )  # fmt: skip
    assert "       1,234  public.guarded\n" in said.getvalue()
    assert "1,264  rows in 3 tables came back" in said.getvalue()
    assert (tmp_path / "kept.dump").exists()


def test_command_fails_with_the_sentence(services: Services, owner: psycopg.Connection) -> None:
    with pytest.raises(CommandError, match="No table under row security has a row"):
        call_command("backup_drill", source=services.address("homeround_backup"), admin=services.address("postgres"))


def test_command_needs_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_BACKUP_URL", raising=False)
    with pytest.raises(CommandError, match="DATABASE_BACKUP_URL is not set"):
        call_command("backup_drill")
