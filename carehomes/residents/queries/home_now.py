"""The residents of one home in numbers, and those who are new, in hospital or just back: what the home's page shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from carehomes.access.kinds import LinkKind, RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.directory.queries.scope import working_today
from carehomes.residents.models import Absence, Resident, ResidentState, Stay
from carehomes.residents.queries.listing import new_since

BACK_FOR_DAYS = 7


@dataclass(frozen=True, slots=True)
class HomeNow:
    """Those with a place in the home. `residents` carry `arrived_on`, `came_from`, `absent_since`, `absent_at`, `back_on`, `planned`."""

    residents: list[Any]
    new: list[Any]
    in_hospital: list[Any]
    returned: list[Any]
    pcn: str
    with_pcn: int
    practice_not_known: int

    @property
    def number(self) -> int:
        """Beds that are taken: a place is kept for whoever is in hospital or away."""
        return len(self.residents)

    @property
    def away(self) -> int:
        return sum(each.state == ResidentState.AWAY for each in self.residents)


def aligned_pcn() -> QuerySet[Any]:
    """The aligned PCN of a resident's home, for a sub-query."""
    return working_today().filter(home=OuterRef("home"), kind=RelationshipKind.PCN)


def in_network(today: date) -> Exists:
    """Condition on residents: the registered practice is one of the aligned PCN's."""
    pcn = working_today().filter(home=OuterRef(OuterRef("home")), kind=RelationshipKind.PCN).values("organisation")
    links = OrganisationParent.objects.on(today).filter(kind=LinkKind.NETWORK)
    return Exists(links.filter(child=OuterRef("registered_practice"), parent__in=pcn))


def home_now(home_id: int, today: date) -> HomeNow:
    """One query. Nobody, and a PCN that is not known, for a home whose residents the acting membership may not see."""
    stay = Stay.objects.filter(resident=OuterRef("pk"), left_on=None)
    absence = Absence.objects.filter(stay__resident=OuterRef("pk"), stay__left_on=None, removed_on=None)
    absence = absence.order_by("-went_on", "-pk")
    rows: list[Any] = list(
        Resident.objects.living_here()
        .filter(home_id=home_id)
        .annotate(
            arrived_on=Subquery(stay.values("arrived_on")[:1]),
            came_from=Subquery(stay.values("arrived_from")[:1]),
            absent_since=Subquery(absence.values("went_on")[:1]),
            back_on=Subquery(absence.values("back_on")[:1]),
            planned=Subquery(absence.values("planned")[:1]),
            pcn=Subquery(aligned_pcn().values("organisation__name")[:1]),
            with_pcn=ExpressionWrapper(Q(in_network(today)), output_field=BooleanField()),
        )
        .order_by("family_key", "name_key", "pk")
    )
    return HomeNow(
        residents=rows,
        new=[each for each in rows if each.arrived_on and each.arrived_on >= new_since(today)],
        in_hospital=[each for each in rows if each.state == ResidentState.IN_HOSPITAL],
        returned=[each for each in rows if each.back_on and each.back_on >= today - timedelta(days=BACK_FOR_DAYS)],
        pcn=(rows[0].pcn or "") if rows else "",
        with_pcn=sum(each.with_pcn for each in rows),
        practice_not_known=sum(each.registered_practice_id is None for each in rows),
    )
