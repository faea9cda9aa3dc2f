"""Small lists that hang on one row, fetched in the statement that fetches the row.

A home's page has twelve queries for everything, the domains' panels included; three lists of a handful of rows each are not worth
one query apiece. They come as JSON and become unsaved instances of their models again.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.db.models import BooleanField, CharField, IntegerField, JSONField, Model, QuerySet, Subquery, TextField
from django.db.models.functions import JSONObject

from carehomes.access.prepared import instance_of

ModelT = TypeVar("ModelT", bound=Model)


class OnePiece(Subquery):
    """What a subquery finds, in its order, as one list of JSON, which is read at once and not row by row."""

    template = "to_jsonb(ARRAY(%(subquery)s))"
    output_field: ClassVar[Any] = JSONField()


def together(rows: QuerySet[Any], names: Iterable[str]) -> OnePiece:
    """The rows, in their order, with the fields of these names (those of a related row as `organisation__name`)."""
    return OnePiece(rows.values(json=JSONObject(**{name: name for name in names})))


def rebuilt(model: type[ModelT], row: Mapping[str, Any]) -> ModelT:
    """One row as an instance of its model, with the fields that were asked for. A related row has those, and its key."""
    own, relations = _plan(model, tuple(row))
    made = instance_of(model, {name: convert(row[name]) if convert else row[name] for name, convert in own})
    for relation, target, key, parts in relations:
        related = {target._meta.pk.attname: row[key], **{part: row[name] for name, part in parts}}
        setattr(made, relation, instance_of(target, related) if row[key] is not None else None)
    return made


@cache
def _plan(model: type[Model], names: tuple[str, ...]) -> tuple[list[Any], list[Any]]:
    """What becomes of each name of a row: of its own with what converts it, and the related rows with their keys and parts."""
    own = [(name, _converter(model, name)) for name in names if "__" not in name]
    relations = []
    for relation in dict.fromkeys(name.split("__")[0] for name in names if "__" in name):
        target: Any = model._meta.get_field(relation).related_model
        parts = [(name, name.removeprefix(f"{relation}__")) for name in names if name.startswith(f"{relation}__")]
        relations.append((relation, target, f"{relation}_id", parts))
    return own, relations


_AS_IN_JSON = (CharField, TextField, IntegerField, BooleanField)


def _converter(model: type[Model], name: str) -> Any:
    """JSON knows no dates: the field does. None: what JSON has is what the field has."""
    field: Any = model._meta.get_field(name)
    return None if isinstance(getattr(field, "target_field", field), _AS_IN_JSON) else field.to_python
