"""Everything that Homeround holds about one resident, from every table of every room.

No table is listed here by hand. A table belongs to a resident when its rows point at one: by a foreign key, by a plain `resident_id`,
or through a parent that does (its issue); a new table is found the day it is made, and so is its history. Texts about a whole home, such as
the answers of a weekly check-in, point at nobody: those that say the resident's name are found by the name and kept apart, because
they may be about somebody else too. So are those that name the resident by number within an answer: rooms say where (`named_by_number`).
Runs in a system scope or in the owner's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from carehomes.access.personal import ERASED, Model, is_history, our_models, personal_fields, tracked_model
from carehomes.access.tenancy import DataClass
from carehomes.residents import nhs_number
from carehomes.residents.models import Resident, Stay
from carehomes.ui.numbers import number_in

ABOUT_RESIDENTS = (DataClass.RESIDENT, DataClass.MEDICINES, DataClass.PLANS)
NOT_SEARCHED = {
    "Notifications and e-mails": "They hold no name and no clinical word, only the address of a page that asks who is there.",
    "Sessions": "A form that somebody has begun is kept for its own person, and gone after three days.",
    "Exports": "They say who took out how many residents and why. Whose record was in one is in the log of readings.",
    "Register of care homes and organisations": "It is public, and no resident is in it.",
    "Backups": "They are copies of these tables and of nothing else.",
}

ByNumber = Callable[[Sequence[int]], Q]
_named_by_number: dict[Model, ByNumber] = {}


def named_by_number(*tables: Model) -> Callable[[ByNumber], ByNumber]:
    """Decorator of a room's function: the condition for rows of these tables, and of their history, that name residents by number."""

    def register(condition: ByNumber) -> ByNumber:
        _named_by_number.update(dict.fromkeys(tables, condition))
        return condition

    return register


@dataclass(frozen=True)
class Found:
    """Rows of one table, oldest first."""

    model: Model
    rows: Sequence[models.Model]


@dataclass(frozen=True)
class Answer:
    """All that was found about one person: their records, the newest first, what points at them, and what says their name."""

    people: Sequence[Resident]
    reason: str
    made_at: datetime
    held: Sequence[Found]
    mentions: Sequence[Found]


class NoSuchResident(Exception):
    """Nobody has this NHS number or id."""


def find(identifier: str) -> list[Resident]:
    """The records of the person with this NHS number or resident id, the newest first. A person who came back has more than one."""
    try:
        found = Resident.objects.filter(nhs_number=nhs_number.validate(identifier))
    except ValueError:
        found = Resident.objects.filter(pk=number_in(identifier) or 0)
        numbers = [number for number in found.values_list("nhs_number", flat=True) if number]
        found = found | Resident.objects.filter(nhs_number__in=numbers)
    people = list(found.select_related("home").order_by("-pk"))
    if not people:
        raise NoSuchResident(f"No resident has the NHS number or id {identifier}.")
    return people


def links(model: Model) -> list[str]:
    """The lookups that lead from a row to the ids of residents. Empty: its rows point at none."""
    if model is Resident:
        return ["pk"]
    fields = model._meta.concrete_fields
    own = [field.attname for field in fields if field.related_model is Resident or field.name == "resident_id"]
    return own or [f"{field.name}__{link}" for field in fields for link in _parent_links(model, field)]


def _parent_links(model: Model, field: "models.Field[Any, Any]") -> list[str]:
    parent = field.related_model
    if parent in (None, model) or getattr(parent, "data_class", None) not in (*ABOUT_RESIDENTS, DataClass.HOME):
        return []
    return links(parent)


def linked_models() -> list[Model]:
    """Every table whose rows point at a resident: the resident first, then what is held, then its history, then who read it."""
    found = [model for model in our_models() if links(model)]
    return sorted(found, key=_place)


def _place(model: Model) -> tuple[bool, bool, bool, str]:
    log = model.data_class not in ABOUT_RESIDENTS  # type: ignore[attr-defined]  # every model of ours has it
    return model is not Resident, log, is_history(model), model._meta.label


def unlinked_models() -> list[Model]:
    """Tables of words about residents whose rows point at a home only."""
    return [model for model in our_models() if model.data_class in ABOUT_RESIDENTS and not links(model)]  # type: ignore[attr-defined]  # as above


def loosely_linked_models() -> list[Model]:
    """Tables of words about residents whose rows need not point at one: an issue may be about a whole home."""
    return [
        model
        for model in linked_models()
        if model.data_class in ABOUT_RESIDENTS and all(_may_be_nobody(model, link) for link in links(model))  # type: ignore[attr-defined]  # as above
    ]


def _may_be_nobody(model: Model, link: str) -> bool:
    """Whether a link can lead to no resident at all."""
    *parents, last = link.split("__")
    for name in parents:
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]  # links follow foreign keys only
    return last != "pk" and bool(getattr(model._meta.get_field(last), "null", False))


def rows_of(model: Model, resident_ids: Iterable[int]) -> "models.QuerySet[Any]":
    """The rows of a linked table that point at these residents."""
    ids = list(resident_ids)
    return model._default_manager.filter(reduce(or_, (Q(**{f"{link}__in": ids}) for link in links(model))))


def held_about(people: Sequence[Resident]) -> list[Found]:
    """Every row of every linked table; tables without one are left out."""
    ids = [resident.pk for resident in people]
    found = [Found(model, _with_names(rows_of(model, ids))) for model in linked_models()]
    return [each for each in found if each.rows]


def _with_names(rows: "models.QuerySet[Any]") -> list[models.Model]:
    """The rows with the organisations and homes that they name, in one query."""
    names = [field.name for field in named_by_row(rows.model)]
    return list((rows.select_related(*names) if names else rows).order_by("pk"))


def named_by_row(model: Model) -> "list[models.ForeignKey[Any, Any]]":
    """Foreign keys to the register: people read a home's name, not its number."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and getattr(field.related_model, "data_class", None) is DataClass.REGISTER
    ]


def mentions_of(people: Sequence[Resident]) -> list[Found]:
    """Rows about the homes where they lived that say their name, one of before or their NHS number, or name them by number."""
    words, ids = _words_for(people), [resident.pk for resident in people]
    homes = _homes_of(people)
    about_nobody = {model: {f"{link}__isnull": True for link in links(model)} for model in loosely_linked_models()}
    searched = {**dict.fromkeys(unlinked_models(), {}), **about_nobody}
    found = [
        Found(model, _with_names(_naming(model, words, ids).filter(home_id__in=homes, **only)))
        for model, only in searched.items()
    ]
    return [each for each in found if each.rows]


def _naming(model: Model, words: set[str], ids: Sequence[int]) -> "models.QuerySet[Any]":
    by_number = _named_by_number.get(tracked_model(model))
    naming = by_number(ids) if by_number else Q(pk__in=[])
    return model._default_manager.filter(_saying(model, words) | naming)


def _saying(model: Model, words: set[str]) -> Q:
    """An erased record has no words left to look for."""
    if not words:
        return Q(pk__in=[])
    pattern = rf"\y({'|'.join(re.escape(word) for word in sorted(words))})\y"
    texts = [field.name for field in personal_fields(model) if not isinstance(field, models.DateField)]
    return reduce(or_, (Q(**{f"{name}__iregex": pattern}) for name in texts), Q(pk__in=[]))


def _words_for(people: Sequence[Resident]) -> set[str]:
    """Names and numbers, also those of before; the neutral words of an erased record are nobody's."""
    history = apps.get_model("residents", "ResidentEvent")
    before = history._default_manager.filter(pgh_obj_id__in=[resident.pk for resident in people])
    words: set[str] = set()
    for row in (*people, *before):
        words |= {row.given_name, row.family_name, row.preferred_name}
        words |= {row.nhs_number, nhs_number.display(row.nhs_number)} if row.nhs_number else set()
    return words - {"", ERASED, *Resident.erased_as.values()}


def _homes_of(people: Sequence[Resident]) -> set[int]:
    stays = Stay.objects.filter(resident__in=people).values_list("stayed_at_id", flat=True)
    return {*stays, *(resident.home_id for resident in people)}
