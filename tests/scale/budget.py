"""Budgets of a page: how many queries it makes, and that more rows do not make more of them.

Counted is what the page asks of the database in production, sign-in included: session, person, memberships, the scope (one
statement). Left out is what only a test adds: savepoints instead of transactions, and the way back from a scope that is nested
in the test's own transaction.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FEW, MANY = 10, 1_000
LIST, RECORD = 8, 12  # queries: what a list and what a record may make
HEAVIEST = 40_000  # bytes of HTML

_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
_ROLE = "SELECT set_config('role',"  # tests.conftest.as_login, and the way back from a scope within a transaction


def queries_of(client: Client, url: str, **data: Any) -> list[str]:
    """The statements behind one answer of this page, as they would be in production. The page must be found (200)."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url, data)
    assert answer.status_code == 200, f"{url} answered {answer.status_code}"
    return of_production([query["sql"] for query in captured.captured_queries])


def assert_same_queries(
    make_rows: Callable[[int], Any], url: str, client: Client, at_most: int, *, heaviest: int = HEAVIEST
) -> None:
    """The page makes the same number of queries with 10 rows behind it and with 1,000: no more than `at_most`.

    `make_rows(count)` adds that many rows that the page is about; it is called for 10 and then for the other 990. Use
    `bulk_create` of the factories' `build()` where rows are costly. `heaviest`: bytes of HTML with 1,000 rows behind it.
    """
    make_rows(FEW)
    client.get(url)  # the first visit also writes the session's start and warms caches
    few = queries_of(client, url)
    make_rows(MANY - FEW)
    many = queries_of(client, url)
    assert len(few) == len(many), (
        f"{url}: {len(few)} queries at {FEW} rows, {len(many)} at {MANY}:\n{_difference(few, many)}"
    )
    assert len(many) <= at_most, f"{url}: {len(many)} queries, {at_most} at most:\n" + "\n".join(map(_short, many))
    weight = len(client.get(url).content)
    assert weight <= heaviest, f"{url}: {weight} bytes of HTML, {heaviest} at most"


def of_production(statements: list[str]) -> list[str]:
    """Without what only a test adds."""
    return [sql for sql in statements if not sql.startswith((*_TRANSACTION, _ROLE))]


def _difference(few: list[str], many: list[str]) -> str:
    """The statements of which one answer has more than the other."""
    before, after = Counter(map(_shape, few)), Counter(map(_shape, many))
    return "\n".join(
        f"{after[shape] - before[shape]:+} {shape}" for shape in before | after if before[shape] != after[shape]
    )


def _shape(sql: str) -> str:
    """A statement without what follows WHERE: two that differ only in their values are alike."""
    return _short(sql.partition(" WHERE ")[0])


def _short(sql: str) -> str:
    return " ".join(sql.split())[:200]
