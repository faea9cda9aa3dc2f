"""Erasing what tells who a resident was, in every table that points at them and in its history.

Personal fields are overwritten with neutral values; dates of care, ids and the number of rows stay, so that what was done can still
be counted, and so do the names of staff, because a record must go on saying who wrote it. Done by hand, by `erase_resident`, in the
owner's scope: history is append-only for everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from carehomes.access.personal import ERASED, Model, erased_value, is_history, personal_fields
from carehomes.residents.models import Resident, ResidentState
from carehomes.residents.personal_data import linked_models, rows_of
from carehomes.ui import formats

GONE = (ResidentState.LEFT, ResidentState.DIED)


class NotErased(Exception):
    """Why this record may not be erased, in a sentence."""


@dataclass(frozen=True)
class Erased:
    """A table, and how many of its rows held personal data."""

    model: Model
    rows: int


def record_to_erase(resident_id: int, *, today: date, before_retention: bool) -> Resident:
    """The record, locked so that nobody comes back while it is erased. NotErased and Resident.DoesNotExist say why there is none."""
    resident = Resident.objects.select_for_update(of=("self",)).get(pk=resident_id)
    _check_may_be_erased(resident, today=today, before_retention=before_retention)
    return resident


def _check_may_be_erased(resident: Resident, *, today: date, before_retention: bool) -> None:
    """Raises NotErased during a legal hold, while somebody lives in a home, and before the end of the retention period."""
    if settings.LEGAL_HOLD:
        raise NotErased(f"Nothing may be erased, there is a legal hold: {settings.LEGAL_HOLD}")
    if resident.state not in GONE:
        raise NotErased(
            "They live in a home. Record first that they have left: nobody can be looked after without a record."
        )
    end = end_of_retention(resident.since)
    if today < end and not before_retention:
        raise NotErased(
            f"The record is kept until {formats.long_date(end)}, {settings.RETENTION_YEARS_RESIDENT} years after they left or died. "
            "To erase it earlier, say so with --before-retention."
        )


def end_of_retention(gone_on: date) -> date:
    """The first day on which the record of somebody who left or died on this day may be erased."""
    year = gone_on.year + settings.RETENTION_YEARS_RESIDENT
    return date(year, 3, 1) if (gone_on.month, gone_on.day) == (2, 29) else gone_on.replace(year=year)


def to_erase(resident: Resident) -> list[Erased]:
    """What an erasure would touch. Empty: it has been done."""
    found = [Erased(model, _still_personal(model, resident).count()) for model in _tables()]
    return [each for each in found if each.rows]


def erase(resident: Resident) -> list[Erased]:
    """Overwrites what `record_to_erase` gave, and says what it touched. A second time it finds nothing."""
    found = [Erased(model, _overwrite(model, resident)) for model in _tables()]
    return [each for each in found if each.rows]


def _tables() -> Sequence[Model]:
    """History last: overwriting a row adds to its history."""
    return sorted((model for model in linked_models() if personal_fields(model)), key=is_history)


def _still_personal(model: Model, resident: Resident) -> "models.QuerySet[Any]":
    holds = reduce(or_, (_holds(model, field) for field in personal_fields(model)))
    return rows_of(model, [resident.pk]).filter(holds)


def _holds(model: Model, field: "models.Field[Any, Any]") -> Q:
    value = erased_value(model, field)
    if value is None:
        return Q(**{f"{field.name}__isnull": False})
    neutral = ["", value] if value == ERASED else [value]
    return ~Q(**{f"{field.name}__in": neutral})


def _overwrite(model: Model, resident: Resident) -> int:
    rows = _still_personal(model, resident)
    return rows.update(**{field.name: _neutral(model, field) for field in personal_fields(model)})


def _neutral(model: Model, field: "models.Field[Any, Any]") -> Any:
    """Empty words stay empty, so that "nothing was said" and "what was said is gone" remain different, also for constraints."""
    value = erased_value(model, field)
    if value != ERASED:
        return value
    return Case(When(**{field.name: ""}, then=Value("")), default=Value(ERASED))
