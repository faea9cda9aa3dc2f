"""Statements that PostgreSQL plans once a connection instead of each time (docs/adr/0013).

For what pages that are opened all day ask, and saves that people wait for write: planning such a statement, policies included, takes as
long as answering it. Values travel beside the text, so a parameter that the statement does not compare with a column needs a cast.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg.types.numeric import Int8

from carehomes.access.scopes import alias

_Cursor: Any = ServerBindingCursor  # of whose arguments the types of Django know nothing


def planned_cursor(login: str) -> Any:
    """A cursor whose statements are prepared from the time on that `prepare_threshold` of the connection says.

    As `connection.cursor()` otherwise, with its errors and its `execute_wrapper`; to be closed, as by `with`. Where Django logs queries it
    is that cursor: of a prepared statement it would log nothing.
    """
    connection: Any = connections[login]
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        return connection._prepare_cursor(_Cursor(connection.connection))


def sent(value: Any) -> Any:
    """A value as it is sent. The driver would give each size of whole numbers a type, and thereby a statement, of its own."""
    return Int8(value) if type(value) is int else value


def fetched(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is written by hand, on the login of the open scope. Without columns, none."""
    with planned_cursor(alias()) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []
