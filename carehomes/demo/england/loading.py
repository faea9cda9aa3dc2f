"""One load in progress: the connection, the chances of each home, the clock, and rows that go to the database by COPY.

The load runs as the owner of the schema in one transaction. History triggers are switched off for the tables that it fills: three
million rows of "inserted by a load" would say nothing. Foreign keys and checks stay on, so that what is loaded is as sound as
what people type.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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
        rest = {each.column: _default(each) for each in model._meta.concrete_fields if each.column not in columns}
        rest.pop("id", None)
        tail, count = tuple(rest.values()), 0
        names = ", ".join(f'"{name}"' for name in [*columns, *rest])
        with connections[ALIAS].cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row((*row, *tail))
                count += 1
        self.rows[table] = self.rows.get(table, 0) + count

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


def finish(loading: Loading) -> None:
    """Moves the counters of the keys behind the loaded rows, and tells the planner what the tables hold now."""
    with connections[ALIAS].cursor() as cursor:
        for table, last in loading.last_ids.items():
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
        for table in loading.rows:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
