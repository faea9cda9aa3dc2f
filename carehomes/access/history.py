"""Change history: every insert, update and deletion of a tracked row, written by trigger in the transaction of the write.

Who did it stands in `pgh_context` ({"user", "membership", "reason"}), the request in `pgh_context_id`; both are set with the scope
(`carehomes.access.scopes`), so that no write can forget them. History is append-only: nobody is granted UPDATE or DELETE on it.
And it cannot be skipped: see `never_skipped`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import connections, models

from carehomes.access.tenancy import DataClass

# Its name and signature are django-pgtrigger's.
_NEVER = """
    CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT false'
"""
ModelT = TypeVar("ModelT", bound=type[models.Model])


def tracked(*, inserts: bool = True, exclude: list[str] | None = None) -> Callable[[ModelT], ModelT]:
    """Class decorator: keeps the history of a model in `<Model>Event`, a table of the same class as the model's own."""

    def decorate(model: ModelT) -> ModelT:
        trackers: list[pghistory.Tracker] = [pghistory.UpdateEvent(), pghistory.DeleteEvent()]
        if inserts:
            trackers.append(pghistory.InsertEvent())
        data_class: DataClass = model.data_class  # type: ignore[attr-defined]  # declared by every model, kept by a guard test
        pghistory.track(
            *trackers,
            exclude=exclude,
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            attrs={
                "data_class": data_class,
                "is_history": True,
                "append_only": True,
                "__module__": model.__module__,
            },
        )(model)
        return model

    return decorate


def never_skipped(using: str, **kwargs: Any) -> None:
    """After every migration: no trigger asks the setting `pgtrigger.ignore`, with which any session could write without history.

    Each migration that adds a trigger makes the library's own question again, hence not a migration of ours. Where the setting
    is absent that question also fails once a row in a sub-transaction, so that bulk writes took time by the square of their rows.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_NEVER)
