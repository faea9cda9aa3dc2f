"""Querysets that are put together once and asked with other values each time.

For pages that are opened all day. Django spends several times as long on writing such a statement anew as PostgreSQL spends on
answering it (docs/performance.md, docs/adr/0006). Everywhere else a queryset is written where it is asked.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, overload

from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    Func,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from carehomes.access.planned import planned_cursor, sent
from carehomes.access.scopes import alias

ModelT = TypeVar("ModelT", bound=Model)


class Given(Value):
    """Where a value comes with each asking, in a lookup that compares it as it is: `filter(home_id=Given("home"))`; `OneOf` for lists.

    It is sent beside the statement, as the type of its field, which is a whole number unless another is given.
    """

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(None, output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return f"(%s)::{self.output_field.db_type(connection)}", [self]


def given_day(name: str) -> Given:
    """A date that comes with each asking."""
    return Given(name, DateField())


def given_moment(name: str) -> Given:
    """An aware datetime that comes with each asking."""
    return Given(name, DateTimeField())


def given_text(name: str) -> Given:
    """Words that come with each asking."""
    return Given(name, TextField())


def given_ids(name: str) -> Given:
    """Keys of rows, a list of them, that come with each asking."""
    return Given(name, ArrayField(BigIntegerField()))


class OneOf(Func):
    """Condition: `OneOf("home_id", given_ids("homes"))`, asked with a list. `in` cannot be prepared: its text depends on how many."""

    arity = 2
    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field: ClassVar[Any] = BooleanField()


@dataclass(frozen=True)
class _Written(Generic[ModelT]):
    """A statement as it was written on one login, and how its rows are read. None of it differs between askings."""

    sql: str
    places: tuple[Given, ...]
    width: int  # columns that were asked for; those behind them are only there to order by
    converters: tuple[tuple[int, Any, Any], ...]  # column, functions, expression
    read: Callable[[Sequence[Any]], ModelT]


class Prepared(Generic[ModelT]):
    """A queryset of rows of a model, related rows included, that `build` puts together at the first asking on each login.

    `build` must not look at anything that may differ from one asking to the next; what differs is `Given`. No prefetching.
    """

    def __init__(self, build: Callable[[], "QuerySet[ModelT, Any]"]) -> None:
        self._build = build
        self._written: dict[str, _Written[ModelT]] = {}

    def ask(self, **values: Any) -> list[ModelT]:
        """The rows for these values. KeyError when one is missing."""
        written = self._on(alias())
        return [written.read(row) for row in _rows(written, alias(), values)]

    def tuples(self, **values: Any) -> list[Any]:
        """The same for a queryset of `values_list`."""
        written = self._on(alias())
        return [tuple(row[: written.width]) for row in _rows(written, alias(), values)]

    def first(self, **values: Any) -> ModelT | None:
        """The first row for these values, if there is one."""
        return next(iter(self.ask(**values)), None)

    def _on(self, login: str) -> _Written[ModelT]:
        if login not in self._written:
            self._written[login] = _write(self._build(), login)
        return self._written[login]


def _write(queryset: "QuerySet[ModelT, Any]", login: str) -> _Written[ModelT]:
    compiler: Any = queryset.query.get_compiler(login)
    sql, values = compiler.as_sql()
    sql, places = _with_constants(sql, values, login)
    converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    by_column = tuple((column, functions, expression) for column, (functions, expression) in converters.items())
    return _Written(sql, places, compiler.col_count, by_column, _reader(compiler, login))


def _with_constants(sql: str, values: Sequence[Any], login: str) -> tuple[str, tuple[Given, ...]]:
    """The statement with all values in its text that never differ, so that it is planned with them; and what is given each time."""
    connections[login].ensure_connection()
    driver, rest = connections[login].connection, iter(values)

    def put(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return mark[0]
        value = next(rest)
        return "%s" if isinstance(value, Given) else Literal(value).as_string(driver).replace("%", "%%")

    return _MARK.sub(put, sql), tuple(each for each in values if isinstance(each, Given))


_MARK = re.compile("%%|%s")


def _rows(written: _Written[Any], login: str, values: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    """What the statement finds on this thread's connection, converted as Django's compilers do it."""
    connection = connections[login]
    parameters = [sent(values[each.name]) for each in written.places]
    with planned_cursor(login) as cursor:
        cursor.execute(written.sql, parameters)
        rows: list[Any] = cursor.fetchall()
    return [_converted(row, written.converters, connection) for row in rows] if written.converters else rows


def _converted(row: Sequence[Any], converters: Iterable[tuple[int, Any, Any]], connection: Any) -> list[Any]:
    found = list(row)
    for column, functions, expression in converters:
        for function in functions:
            found[column] = function(found[column], expression, connection)
    return found


def instance_of(model: type[ModelT], fields: Mapping[str, Any]) -> ModelT:
    """An instance with these fields (by the names of their attributes), in a fifth of the time of `Model.__init__`.

    That sends two signals and sets one attribute after the other, which half of a list's time went into. Nobody listens to the
    signals, and no model or field of ours has a way of its own to be set: tests/access/test_prepared.py holds both. A field that
    is not among these is fetched when it is asked for, as with `only`.
    """
    made = model.__new__(model)
    made._state = ModelState()
    made.__dict__.update(fields)
    return made


class _Rows:
    """Stands in for a model where Django makes rows into instances: leaves behind what `Model.from_db` does."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def from_db(self, login: str, names: Sequence[str], values: Sequence[Any]) -> Model:
        made = instance_of(self.model, dict(zip(names, values, strict=True)))
        made._state.adding, made._state.db = False, login
        return made


def _quickened(populators: Iterable[Any]) -> list[Any]:
    """Django's readers of related rows, which make instances the same way."""
    for each in populators:
        each.model_cls = _Rows(each.model_cls)
        _quickened(each.related_populators)
    return list(populators)


def _reader(compiler: Any, login: str) -> Callable[[Sequence[Any]], Any]:
    """Makes a row into an instance, with related rows and annotations, as Django's own `ModelIterable` does."""
    if compiler.klass_info is None:  # of `values_list`
        return tuple
    rows, fields = _Rows(compiler.klass_info["model"]), compiler.klass_info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    names = [each[0].target.attname for each in compiler.select[own]]
    related = _quickened(get_related_populators(compiler.klass_info, compiler.select, login))  # type: ignore[call-arg]  # stubs of Django 6
    annotations = list(compiler.annotation_col_map.items())

    def read(row: Sequence[Any]) -> Any:
        made = rows.from_db(login, names, row[own])
        for each in related:
            each.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return read


class Sliced(Sequence[ModelT]):
    """A prepared list of `number` rows for Django's Paginator, which asks for `size` of them at once.

    `part(first, last)` is the statement of one part. The last part asks for a whole one too, so that it is the same statement
    however many rows there are.
    """

    def __init__(
        self, part: "Callable[[int, int], Prepared[ModelT]]", number: int, *, size: int, **values: Any
    ) -> None:
        self._part, self._number, self._size, self._values = part, number, size, values

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, part: int) -> ModelT: ...

    @overload
    def __getitem__(self, part: slice) -> list[ModelT]: ...

    def __getitem__(self, part: int | slice) -> ModelT | list[ModelT]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        return self._part(part.start, part.start + self._size).ask(**self._values) if self._number else []
