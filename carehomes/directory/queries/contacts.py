"""Whom to ring at a home and about it: contact numbers and named roles.

Contact numbers and named roles are facts about a home (class `home`): rows of homes that the reader does not work with do not
exist for them. Readers of all England may not ask at all; pages check `acting.role.national` before they come here.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import QuerySet

from carehomes.access.kinds import RelationshipKind
from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, ContactNumber, NamedRole, NamedRoleKind
from carehomes.directory.queries.scope import working_on


def contacts_of(home_id: int) -> QuerySet[ContactNumber]:
    """The numbers to ring at a home, the main one first."""
    return ContactNumber.objects.filter(home_id=home_id, removed_on=None).order_by("-is_main", "pk")


def main_contacts(home_ids: Iterable[int]) -> dict[int, ContactNumber]:
    """The one number that a worklist shows for each home: its main one, else its oldest. Homes without any are left out.

    One query. A number is one of ours; where there is none, `CareHome.phone` is the one that CQC publishes.
    """
    rows = ContactNumber.objects.filter(home_id__in=list(home_ids), removed_on=None)
    return {contact.home_id: contact for contact in rows.order_by("home_id", "-is_main", "pk").distinct("home_id")}


def open_roles(home_ids: Iterable[int], *kinds: NamedRoleKind) -> QuerySet[NamedRole]:
    """Named roles that hold today in these homes, of these kinds or of all, with their organisations."""
    rows = NamedRole.objects.filter(home_id__in=list(home_ids)).on(london_today())
    return (rows.filter(kind__in=kinds) if kinds else rows).select_related("organisation").order_by("home_id", "pk")


def roles_at(home_id: int, *kinds: NamedRoleKind) -> list[NamedRole]:
    """The same for one home, of these kinds, for actions: several of one save ask it. One query."""
    return _roles_at(kinds).ask(home=home_id, today=london_today())


@cache
def _roles_at(kinds: tuple[NamedRoleKind, ...]) -> Prepared[NamedRole]:
    rows = NamedRole.objects.filter(home_id=Given("home"), kind__in=kinds).on(given_day("today"))
    return Prepared(lambda: rows.select_related("organisation").order_by("pk"))


def urgent_number(home: CareHome) -> tuple[str, str] | None:
    """Whom to ring about a same-day concern: (organisation, number), or None where none is known.

    The home's practice, where it has only one with such a number. With several nobody can tell from the home whose resident
    it is about, so it is the PCN's; without that, the first practice's.
    """
    rows = _URGENT.tuples(home=home.pk, today=london_today())
    practices = [(name, phone) for kind, name, phone in rows if kind == RelationshipKind.PRACTICE]
    networks = [(name, phone) for kind, name, phone in rows if kind == RelationshipKind.PCN]
    in_order = practices if len(practices) == 1 else networks + practices
    return in_order[0] if in_order else None


def _urgent() -> QuerySet[Any, Any]:
    kinds = (RelationshipKind.PRACTICE, RelationshipKind.PCN)
    serving = working_on(given_day("today")).filter(home_id=Given("home"), kind__in=kinds)
    in_order = serving.exclude(organisation__urgent_phone="").order_by("organisation__name_key")
    return in_order.values_list("kind", "organisation__name", "organisation__urgent_phone")


_URGENT = Prepared(_urgent)
