"""SQL by hand: what a page's data costs when nothing stands between the database and whoever asks."""

from collections.abc import Mapping
from typing import Any

from django.db import connections

from carehomes.access.acting import Acting
from carehomes.access.scopes import acting_scope
from carehomes.demo.bench.timing import Rival, milliseconds


def in_scope(statements: str, acting: Acting, facts: Mapping[str, Any]) -> Rival:
    """These statements, divided by semicolons, and their rows, as the role and on the connection of this membership.

    Opening the scope is not timed. Where they write, into the log of readings, the commit is: the page waits for it too.
    """
    writes = "INSERT" in statements

    def once() -> float:
        with acting_scope(acting) as scope:
            spent = milliseconds(lambda: fetch(scope.alias, statements, facts))
            return spent + milliseconds(connections[scope.alias].connection.commit) if writes else spent

    return once


def fetch(alias: str, statements: str, facts: Mapping[str, Any]) -> list[list[tuple[Any, ...]]]:
    """Runs them one after the other; the rows of each."""
    found = []
    with connections[alias].cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement, facts)
            found.append(cursor.fetchall() if cursor.description else [])
    return found


def count(statement: str, acting: Acting, facts: Mapping[str, Any]) -> int:
    """The one number that this counts, in the scope of this membership."""
    with acting_scope(acting) as scope:
        return int(fetch(scope.alias, statement, facts)[0][0][0])
