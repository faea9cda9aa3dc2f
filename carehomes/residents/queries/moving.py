"""Moving between homes: where to, who will see the record there, and what the old home keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carehomes.access.models import AccessRule
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.directory.queries.finding import best_first, with_words
from carehomes.directory.queries.scope import working_today
from carehomes.residents.models import Move, Resident
from carehomes.residents.queries.listing import homes_with_residents

MOST_HOMES = 20
UNDO_DAYS = 7  # as in the database's function undo_move


@dataclass(frozen=True, slots=True)
class Audience:
    """An organisation whose people will see the record in the new home, and what it is to that home."""

    organisation: str
    relation: str


def destinations(words: str, but: int) -> Sequence[CareHome]:
    """Registered homes of which every word typed begins a word of the name, town, postcode or CQC id; the best first."""
    homes = CareHome.objects.registered().exclude(pk=but)
    return list(best_first(with_words(homes, words), words)[:MOST_HOMES]) if words.strip() else []


def own_homes(but: int) -> Sequence[CareHome]:
    """The other registered homes whose residents one sees: the likeliest, offered before anything is typed."""
    return list(homes_with_residents().registered().exclude(pk=but).order_by("name_key")[:MOST_HOMES])  # type: ignore[attr-defined]  # a manager from a queryset


def audience_of(home_id: int) -> list[Audience]:
    """Who will see the residents of this home: the organisations that work with it and whose relationship shows residents."""
    kinds = AccessRule.objects.filter(sees=DataClass.RESIDENT).values("relationship_kind")
    rows = working_today().filter(home_id=home_id, kind__in=kinds).select_related("organisation")
    return [
        Audience(each.organisation.name, each.get_kind_display())
        for each in rows.order_by("kind", "organisation__name_key")
    ]


def sees_residents_of(home_id: int) -> bool:
    """Whether the acting membership may see this home's residents."""
    return homes_with_residents().filter(pk=home_id).exists()


def can_undo(moved_at: datetime, now: datetime) -> bool:
    """Whether the old home's people may still bring somebody back: for seven days."""
    return moved_at > now - timedelta(days=UNDO_DAYS)


def move_of(resident_id: int) -> Move | None:
    """The newest move of somebody that has not been undone, where one may see it; None otherwise."""
    moves = Move.objects.filter(resident_id=resident_id, undone_at=None).select_related("home", "to_home")
    return moves.order_by("-pk").first()


def visible(resident_id: int) -> Resident | None:
    """The resident, where one may see them."""
    return Resident.objects.select_related("home").filter(pk=resident_id).first()
