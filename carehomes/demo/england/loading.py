"""One load in progress: the connection, the chances of each home, the clock, and rows that go to the database by COPY.

The load runs as the owner of the schema in one transaction. History triggers are switched off for the tables that it fills: three
million rows of "inserted by a load" would say nothing. Foreign keys and checks stay on, so that what is loaded is as sound as
what people type.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from django.db import connections, models, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

ALIAS = "owner"
Row = Sequence[Any]
Say = Callable[[str], None]


@dataclass
class Loading:
    """What every step of the load knows. `today` is the day that the load pretends it is; rows are dated around it."""

    seed: int
    today: date
    residents: int
    weeks: int
    say: Say
    rows: dict[str, int] = field(default_factory=dict)
    last_ids: dict[str, int] = field(default_factory=dict)

    def chances(self, *about: object) -> Random:
        """The dice for one thing, such as the residents of one home: the same for the same seed, whatever else is loaded."""
        return Random(":".join(str(part) for part in (self.seed, *about)))  # noqa: S311 - invented data

    def ids(self, model: type[models.Model], count: int) -> range:
        """The next `count` primary keys of this table."""
        table = model._meta.db_table
        if table not in self.last_ids:
            self.last_ids[table] = self.value(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a table of ours
        first = self.last_ids[table] + 1
        self.last_ids[table] += count
        return range(first, first + count)

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The only value that this query gives."""
        return self.query(sql, parameters)[0][0]

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def copy(self, model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Brings rows into a table. Columns that are not named get the default of their field, in every row the same."""
        table = model._meta.db_table
        rest = _rest(model, columns)
        tail, count = tuple(rest.values()), 0
        names = ", ".join(f'"{name}"' for name in [*columns, *rest])
        with connections[ALIAS].cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row((*row, *tail))
                count += 1
        self.rows[table] = self.rows.get(table, 0) + count

    def insert(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        select: str,
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        """Fills a table from what others hold. Columns that are not named get the default of their field, as in `copy`."""
        table = model._meta.db_table
        rest = _rest(model, columns)
        names = ", ".join([*columns, *rest])
        values = ", ".join([*(f"made.{name}" for name in columns), *(f"%(default_{name})s" for name in rest)])
        given = {**(parameters or {}), **{f"default_{name}": value for name, value in rest.items()}}
        with connections[ALIAS].cursor() as cursor:
            made = f"INSERT INTO {table} ({names}) SELECT {values} FROM ({select}) made ({', '.join(columns)})"  # noqa: S608 - ours
            cursor.execute(made, given)
            self.rows[table] = self.rows.get(table, 0) + cursor.rowcount

    def step(self, words: str) -> "_Step":
        """A line when a step ends: what, how many rows since it began, how long."""
        return _Step(self, words)


class _Step:
    def __init__(self, loading: Loading, words: str) -> None:
        self.loading, self.words = loading, words

    def __enter__(self) -> None:
        self.started, self.before = time.monotonic(), sum(self.loading.rows.values())

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None:
            rows = sum(self.loading.rows.values()) - self.before
            self.loading.say(f"{self.words}: {rows:,} rows in {time.monotonic() - self.started:.1f} s")


def _rest(model: type[models.Model], columns: Sequence[str]) -> dict[str, Any]:
    """The columns that are not named, with the default of each. Keys are numbered by the database."""
    fields = {str(each.column): each for each in model._meta.concrete_fields}
    return {name: _default(each) for name, each in fields.items() if name not in columns and name != "id"}


def _default(column: "models.Field[Any, Any]") -> Any:
    if getattr(column, "auto_now_add", False):
        return timezone.now()
    value = column.get_default()
    return Jsonb(value) if isinstance(column, models.JSONField) else value


@contextmanager
def transaction_without_history(tables: Sequence[str]) -> Iterator[None]:
    """One transaction in which the history triggers of these tables rest. All of the load stands, or none of it."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        # Checked at each statement's end: a table with checks still to come cannot have its triggers switched on again.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL maintenance_work_mem = '256MB'")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


_FOREIGN_KEYS = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND conrelid = ANY (%s::regclass[])
"""
_INDEXES = """
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index WHERE NOT indisunique AND NOT indisexclusion AND indrelid = ANY (%s::regclass[])
"""


@contextmanager
def built_afterwards(loading: Loading, *filled: type[models.Model]) -> Iterator[None]:
    """Inside, these tables have no foreign keys and no index but unique ones. Both are made again over all rows at the end.

    One pass over millions of rows instead of a look-up for each; what is loaded is checked all the same.
    """
    tables = [each._meta.db_table for each in filled]
    found = loading.query(_FOREIGN_KEYS, [tables]) + loading.query(_INDEXES, [tables])
    with connections[ALIAS].cursor() as cursor:
        for drop, _ in found:
            cursor.execute(drop)
        yield
        with loading.step("Indexes and foreign keys of these"):
            for _, make in reversed(found):
                cursor.execute(make)


def finish(loading: Loading) -> None:
    """Moves the counters of the keys behind the loaded rows, and tells the planner what the tables hold now."""
    with connections[ALIAS].cursor() as cursor:
        for table in loading.rows:
            cursor.execute(_COUNTERS, {"table": table})
            for counter, last in cursor.fetchall():
                cursor.execute("SELECT setval(%s, %s)", [counter, loading.value(last) or 1])
            cursor.execute(f"VACUUM (ANALYZE) {table}")


_COUNTERS = """
    SELECT pg_get_serial_sequence(%(table)s, 'id'), format('SELECT max(id) FROM %%I', %(table)s)
    FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attname = 'id' AND NOT attisdropped
"""
