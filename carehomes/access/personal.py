"""What each field of a model says about people: named on the model, read by subject access and erasure, kept by a guard test.

    personal = frozenset("given_name family_name".split())   # who the resident (or the person of the row) is or how they are
    staff = frozenset({"by_name"})                           # who did it in their work
    impersonal = frozenset("arrived_on left_on".split())     # says nothing about anybody once the personal fields are gone
    erased_as: ClassVar = {"name_key": "erased"}             # only where a constraint refuses the usual neutral value

Every date, text, list and JSON field of a table must be in one of the three; the fields of a base class are named there. Times of
writing, numbers and choices need no naming, but may be named personal where they tell somebody apart (such as sex). An erasure
overwrites `personal`; it keeps `staff`, because a record must go on saying who wrote it, and `impersonal`, so that what was done
can still be counted. History tables take all of it from the model whose history they keep.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

Model = type[models.Model]
ERASED = "Erased"
NO_DATE = date(1900, 1, 1)


def our_models() -> list[Model]:
    """Every model of the product with a table of its own, history included; not those of libraries."""
    return [model for model in apps.get_models() if hasattr(model, "data_class")]


def tracked_model(model: Model) -> Model:
    """The model whose history this one keeps, or itself."""
    found: Model = getattr(model, "pgh_tracked_model", model)
    return found


def is_history(model: Model) -> bool:
    """Whether it keeps earlier versions of another model's rows."""
    return tracked_model(model) is not model


def named(model: Model, kind: str) -> frozenset[str]:
    """The fields that the model and its bases name as this kind: "personal", "staff" or "impersonal"."""
    return frozenset().union(*(vars(each).get(kind, ()) for each in tracked_model(model).__mro__))


def personal_fields(model: Model) -> "list[models.Field[Any, Any]]":
    """The fields of the table that an erasure overwrites."""
    names = named(model, "personal")
    return [field for field in model._meta.concrete_fields if field.name in names]


def erased_value(model: Model, field: "models.Field[Any, Any]") -> Any:
    """What an erasure writes into a field. Words that were empty stay empty: `ERASED` is for those that said something.

    ValueError: the field has no neutral value of its own, so the model's `erased_as` must give one.
    """
    own = getattr(tracked_model(model), "erased_as", {})
    if field.name in own:
        return own[field.name]
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ERASED
    if type(field) is models.DateField:
        return NO_DATE
    raise ValueError(f"{field} needs a value in erased_as.")
