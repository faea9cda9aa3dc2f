"""What a person gets who asks what Homeround holds about them: the same rows as data and as text that can be read."""

from base64 import b64encode
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from carehomes.access.personal import Model, is_history, tracked_model
from carehomes.residents.personal_data import NOT_SEARCHED, Answer, Found, named_by_row
from carehomes.ui import formats

BEFORE_HANDING_OVER = (
    "Read it before it is handed over: it names relatives, staff, and whoever read the record. The texts under "
    '"Texts that name the resident" may be about somebody else who is called the same.'
)
_HISTORY = {
    "pgh_created_at": "Written at",
    "pgh_label": "What happened",
    "pgh_context": "Written by or for",
}


def counts(found: Iterable[Found]) -> list[tuple[str, int]]:
    """Each table that was read, and its rows."""
    return [(each.model._meta.db_table, len(each.rows)) for each in found]


def as_data(answer: Answer) -> dict[str, Any]:
    """For a machine: every column of every row under the name of its table."""
    return {
        "residents": [resident.pk for resident in answer.people],
        "reason": answer.reason,
        "made_at": answer.made_at,
        "held": {each.model._meta.db_table: [_data(row) for row in each.rows] for each in answer.held},
        "mentions": {each.model._meta.db_table: [_data(row) for row in each.rows] for each in answer.mentions},
        "not_searched": NOT_SEARCHED,
    }


def _data(row: models.Model) -> dict[str, Any]:
    values = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return values | {field.name: _name(row, field) for field in named_by_row(type(row))}


def _plain(value: Any) -> Any:
    """A file's bytes as base64, so that they can be taken out of the data again; everything else as it is."""
    return b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _name(row: models.Model, field: "models.Field[Any, Any]") -> str:
    named = getattr(row, field.name)
    return str(named) if named else ""


def as_text(answer: Answer) -> str:
    """For a person: a heading for each table, a line for each field that holds something."""
    person = answer.people[0]
    lines = [
        f"What Homeround holds about {person.name}",
        f"Made on {formats.moment(answer.made_at)}. Reason: {answer.reason}",
        "",
        BEFORE_HANDING_OVER,
        "",
        *(f"{count:>6}  {table}" for table, count in counts((*answer.held, *answer.mentions))),
    ]
    for each in answer.held:
        lines += _section(_heading(each.model), each)
    for each in answer.mentions:
        lines += _section(f"Texts that name the resident: {_heading(each.model)}", each)
    lines += ["", *_underlined("Not searched"), *(f"{what}: {why}" for what, why in NOT_SEARCHED.items())]
    return "\n".join(lines) + "\n"


def _heading(model: Model) -> str:
    words = str(tracked_model(model)._meta.verbose_name)
    return f"Earlier versions: {words}" if is_history(model) else words[:1].upper() + words[1:]


def _underlined(words: str) -> list[str]:
    return [words, "=" * len(words)]


def _section(heading: str, found: Found) -> list[str]:
    lines = ["", *_underlined(f"{heading} ({len(found.rows)})")]
    for number, row in enumerate(found.rows, start=1):
        lines += [f"{number}.", *(f"   {label}: {words}" for label, words in _lines(row) if words)]
    return lines


def _lines(row: models.Model) -> list[tuple[str, str]]:
    names = {field.name for field in named_by_row(type(row))}
    return [
        (_label(field), _name(row, field) if field.name in names else _words(row, field))
        for field in row._meta.concrete_fields
        if field.name in names or not _is_machinery(field)
    ]


def _is_machinery(field: "models.Field[Any, Any]") -> bool:
    """Numbers of rows, keys of forms and spellings for the search say nothing to a reader; the data has them."""
    return (
        field.attname.endswith("_id")
        or field.name == "id"
        or isinstance(field, models.UUIDField)
        or (isinstance(field, models.CharField) and not field.editable)
    )


def _label(field: "models.Field[Any, Any]") -> str:
    words = str(field.verbose_name)
    return _HISTORY.get(field.name) or words[:1].upper() + words[1:]


def _words(row: models.Model, field: "models.Field[Any, Any]") -> str:
    """A value as people read it. Nothing, an empty text and an empty list are all said by leaving the line out."""
    value = getattr(row, field.attname)
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(field, models.BinaryField):
        return "The file itself is in the data, as base64"
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.long_date(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _spoken(value)


def _spoken(value: Any) -> str:
    """What JSON holds, without its brackets: "fall, change in condition"; "user 7, membership 12"."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_spoken(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_spoken(each).replace("_", " ") for each in value)
    return str(value)
