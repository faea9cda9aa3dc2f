"""Small lists that hang on one row, fetched in the statement that fetches the row.

A home's page has twelve queries for everything, the domains' panels included; three lists of a handful of rows each are not worth
one query apiece. They come as JSON and become unsaved instances of their models again.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

ModelT = TypeVar("ModelT", bound=Model)


def together(rows: QuerySet[Any], names: Iterable[str]) -> ArraySubquery:
    """The rows, in their order, with the fields of these names (those of a related row as `organisation__name`)."""
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in names})))


def rebuilt(model: type[ModelT], row: Mapping[str, Any]) -> ModelT:
    """One row as an instance of its model. A related row has the fields that were asked for, and its key."""
    own = {name: _value(model, name, value) for name, value in row.items() if "__" not in name}
    made = model(**own)
    for relation in {name.split("__")[0] for name in row if "__" in name}:
        setattr(made, relation, _related(model, relation, row, own))
    return made


def _related(model: type[Model], relation: str, row: Mapping[str, Any], own: Mapping[str, Any]) -> Model | None:
    key = own[f"{relation}_id"]
    if key is None:
        return None
    target: Any = model._meta.get_field(relation).related_model
    prefix = f"{relation}__"
    return target(
        pk=key, **{name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}
    )


def _value(model: type[Model], name: str, value: Any) -> Any:
    """JSON knows no dates: the field does."""
    return model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]  # concrete fields only
