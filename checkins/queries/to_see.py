"""The list of residents who need someone: how many of each kind, and one page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from carehomes.directory.models import ContactNumber
from checkins.models import Nomination, NominationState, Urgency

KEPT = timedelta(days=14)  # how long what is answered or withdrawn stays in the list
PAGE = 20  # each with its sentence: more would weigh more than 40 kB
SOONEST_FIRST = Case(
    *(When(urgency=urgency, then=Value(place)) for place, urgency in enumerate(Urgency.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nominations of one home, urgency and state there are."""

    home_id: int
    home: str
    urgency: str
    state: str
    number: int


def _listed(now: datetime) -> QuerySet[Nomination]:
    since = now - KEPT
    return Nomination.objects.filter(
        Q(state=NominationState.RAISED)
        | Q(state=NominationState.ACKNOWLEDGED, acknowledged_at__gte=since)
        | Q(state=NominationState.WITHDRAWN, withdrawn_at__gte=since)
    )


def tallies(now: datetime) -> list[Tally]:
    """Counts by home, urgency and state of all that the list can show. One query."""
    rows = _listed(now).values_list("home_id", "home__name", "urgency", "state").annotate(number=Count("pk"))
    return [Tally(*row) for row in rows.order_by("home__name", "home_id")]


def page_of(
    now: datetime, *, state: str, urgency: str = "", home_id: int | None = None, number: int = 1
) -> Sequence[Nomination]:
    """One page of those in a state, soonest first, with resident, home and the number to ring. One query."""
    rows = _listed(now).filter(state=state)
    rows = rows.filter(urgency=urgency) if urgency else rows
    rows = rows.filter(home_id=home_id) if home_id else rows
    phone = ContactNumber.objects.filter(home_id=OuterRef("home_id"), removed_on=None).order_by("-is_main", "pk")
    found = rows.select_related("resident", "home").annotate(
        soon=SOONEST_FIRST, contact_phone=Subquery(phone.values("phone")[:1])
    )
    return list(found.order_by("soon", "raised_at", "pk")[(number - 1) * PAGE : number * PAGE])


def waiting_counts() -> tuple[int, int]:
    """For the navigation: how many wait, and how many of these for today. One query."""
    counted = Nomination.objects.filter(state=NominationState.RAISED).aggregate(
        all=Count("pk"), same_day=Count("pk", filter=Q(urgency=Urgency.SAME_DAY))
    )
    return counted["all"], counted["same_day"]


def open_of_home(home_id: int) -> list[Nomination]:
    """Those of a home that wait, soonest first. One query."""
    rows = Nomination.objects.filter(home_id=home_id, state=NominationState.RAISED).select_related("resident")
    return list(rows.annotate(soon=SOONEST_FIRST).order_by("soon", "raised_at"))


def of_resident(resident_id: int) -> list[Nomination]:
    """Everything raised about a resident, newest first. One query."""
    return list(Nomination.objects.filter(resident_id=resident_id).select_related("resident").order_by("-raised_at"))
