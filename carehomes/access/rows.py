"""Writing rows by statements that are written once a process and planned once a connection, as `prepared` reads them (docs/adr/0006, 0013).

For saves that people wait for. Django puts the statement together anew each time, which takes longer than sending it. Everywhere else
rows are written as Django does.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from django.db import DatabaseError, connections
from django.db.models import BooleanField, CharField, DateField, IntegerField, Model, TextField, TimeField

from carehomes.access.planned import planned_cursor, sent
from carehomes.access.scopes import alias

ModelT = TypeVar("ModelT", bound=Model)


def insert(rows: Iterable[ModelT]) -> list[ModelT]:
    """New rows of one model in one statement. Returns them with their keys. No signals, as with `bulk_create`."""
    made = list(rows)
    if not made:
        return made
    login, model = alias(), type(made[0])
    with planned_cursor(login) as cursor:
        cursor.execute(_insert(model, len(made)), [value for each in made for value in _values(each, login, adds=True)])
        keys = [key for (key,) in cursor.fetchall()] if cursor.description else [each.pk for each in made]
    for each, key in zip(made, keys, strict=True):
        each.pk = key
        each._state.adding, each._state.db = False, login
    return made


def save(row: Model) -> None:
    """All fields of a row, new or changed. DatabaseError where a row to change is not there, or is not visible."""
    if row._state.adding:
        insert([row])
        return
    login = alias()
    with planned_cursor(login) as cursor:
        cursor.execute(_update(type(row)), [*_values(row, login, adds=False), sent(row.pk)])
        if cursor.rowcount != 1:
            raise DatabaseError(f"No {row._meta.verbose_name} to change.")


def delete(row: Model) -> None:
    """One row, and nothing that hangs on it: for models to which none points. No signals."""
    with planned_cursor(alias()) as cursor:
        cursor.execute(_delete(type(row)), [sent(row.pk)])


def _values(row: Model, login: str, *, adds: bool) -> list[Any]:
    connection = connections[login]
    values = (
        getattr(row, name) if field is None else field.get_db_prep_save(field.pre_save(row, adds), connection)
        for name, field in _sources(type(row), adds=adds)
    )
    return [sent(value) for value in values]


_AS_IT_IS = (CharField, TextField, IntegerField, BooleanField, DateField, TimeField)


@cache
def _sources(model: type[Model], *, adds: bool) -> list[tuple[str, Any]]:
    """Of each field its attribute, and the field itself where that is not yet what the driver sends, such as JSON and lists."""
    fields = _fields(model, adds=adds)
    return [(each.attname, None if _is_sent_as_it_is(each) else each) for each in fields]


def _is_sent_as_it_is(field: Any) -> bool:
    by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return isinstance(getattr(field, "target_field", field), _AS_IT_IS) and not by_itself


@cache
def _fields(model: type[Model], *, adds: bool) -> list[Any]:
    """What is written: a key only in a new row, and only where the database does not give it."""
    meta = model._meta
    return [each for each in meta.concrete_fields if each is not meta.auto_field and (adds or each is not meta.pk)]


@cache
def _insert(model: type[Model], number: int) -> str:
    fields, key = _fields(model, adds=True), model._meta.auto_field
    names, places = ", ".join(f'"{each.column}"' for each in fields), ", ".join("%s" for _ in fields)
    rows, returned = ", ".join([f"({places})"] * number), f' RETURNING "{key.column}"' if key else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {rows}{returned}'  # noqa: S608 - names of ours


@cache
def _update(model: type[Model]) -> str:
    values, key = ", ".join(f'"{each.column}" = %s' for each in _fields(model, adds=False)), model._meta.pk
    return f'UPDATE "{model._meta.db_table}" SET {values} WHERE "{key.column}" = %s'  # noqa: S608 - names of ours


@cache
def _delete(model: type[Model]) -> str:
    return f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s'  # noqa: S608 - names of ours
