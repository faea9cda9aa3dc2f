"""Querysets that are put together once and asked with other values each time.

For pages that are opened all day. Django spends several times as long on writing such a statement anew as PostgreSQL spends on
answering it (docs/performance.md, docs/adr/0006). Everywhere else a queryset is written where it is asked.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any, Generic, TypeVar, overload

from django.db import connections
from django.db.models import BigIntegerField, DateField, DateTimeField, Field, Model, QuerySet, TextField, Value
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from carehomes.access.scopes import alias

ModelT = TypeVar("ModelT", bound=Model)


class Given(Value):
    """Where a value comes with each asking, in a lookup that compares it as it is: `filter(home_id=Given("home"))`, not `in`."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(None, output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


def given_day(name: str) -> Given:
    return Given(name, DateField())


def given_moment(name: str) -> Given:
    return Given(name, DateTimeField())


def given_text(name: str) -> Given:
    return Given(name, TextField())


class Prepared(Generic[ModelT]):
    """A queryset of rows of a model, related rows included, that `build` puts together at the first asking on each login.

    `build` must not look at anything that may differ from one asking to the next; what differs is `Given`. No prefetching.
    """

    def __init__(self, build: Callable[[], "QuerySet[ModelT, Any]"]) -> None:
        self._build = build
        self._written: dict[str, tuple[SQLCompiler, str, tuple[Any, ...]]] = {}

    def ask(self, **values: Any) -> list[ModelT]:
        """The rows for these values. KeyError when one is missing."""
        return list(ModelIterable(_Asked(self, alias(), values)))  # type: ignore[arg-type]  # no more than it looks at

    def tuples(self, **values: Any) -> list[Any]:
        """The same for a queryset of `values_list`."""
        return list(self.compiler(alias(), values).results_iter(tuple_expected=True))

    def first(self, **values: Any) -> ModelT | None:
        """The first row for these values, if there is one."""
        return next(iter(self.ask(**values)), None)

    def compiler(self, login: str, values: Mapping[str, Any]) -> SQLCompiler:
        """Django's compiler of the statement on this thread's connection, with the statement as it was written the first time."""
        if login not in self._written:
            self._written[login] = self._write(login)
        written, sql, places = self._written[login]
        compiler = copy(written)
        compiler.connection = connections[login]
        parameters = tuple(values[each.name] if isinstance(each, Given) else each for each in places)
        compiler.as_sql = lambda *_args, **_options: (sql, parameters)  # type: ignore[method-assign]
        return compiler

    def _write(self, login: str) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._build().query.get_compiler(login)
        sql, places = compiler.as_sql()
        return compiler, sql, tuple(places)


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


class _Asked:
    """As much of a queryset as Django's own reading of rows looks at."""

    _known_related_objects: Mapping[Any, Any] = {}

    def __init__(self, prepared: "Prepared[Any]", login: str, values: Mapping[str, Any]) -> None:
        self.db, self.query, self._prepared, self._values = login, self, prepared, values

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._prepared.compiler(using, self._values)
