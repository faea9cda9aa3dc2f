"""The list of residents who need someone: how many of each kind, and one page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from carehomes.access.prepared import Given, Prepared, given_moment
from carehomes.access.scopes import alias
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


def _listed() -> QuerySet[Nomination]:
    since = given_moment("since")
    return Nomination.objects.filter(
        Q(state=NominationState.RAISED)
        | Q(state=NominationState.ACKNOWLEDGED, acknowledged_at__gte=since)
        | Q(state=NominationState.WITHDRAWN, withdrawn_at__gte=since)
    )


def tallies(now: datetime) -> list[Tally]:
    """Counts by home, urgency and state of all that the list can show. One query."""
    return [Tally(*row) for row in _TALLIES.tuples(since=now - KEPT)]


def _tallies() -> QuerySet[Nomination, Any]:
    rows = _listed().values_list("home_id", "home__name", "urgency", "state").annotate(number=Count("pk"))
    return rows.order_by("home__name", "home_id")


_TALLIES = Prepared(_tallies)


def page_of(
    now: datetime, *, state: str, urgency: str = "", home_id: int | None = None, number: int = 1
) -> Sequence[Nomination]:
    """One page of those in a state, soonest first, with resident, home and the number to ring. One query."""
    prepared = _page(state, urgency, of_home=home_id is not None, number=number)
    return prepared.ask(since=now - KEPT, home=home_id)


@lru_cache(maxsize=100)
def _page(state: str, urgency: str, *, of_home: bool, number: int) -> Prepared[Nomination]:
    return Prepared(lambda: _rows(state, urgency, of_home=of_home)[(number - 1) * PAGE : number * PAGE])


def _rows(state: str, urgency: str, *, of_home: bool) -> QuerySet[Nomination]:
    rows = _listed().filter(state=state)
    rows = rows.filter(urgency=urgency) if urgency else rows
    rows = rows.filter(home_id=Given("home")) if of_home else rows
    phone = ContactNumber.objects.filter(home_id=OuterRef("home_id"), removed_on=None).order_by("-is_main", "pk")
    found = rows.select_related("resident", "home").annotate(
        soon=SOONEST_FIRST, contact_phone=Subquery(phone.values("phone")[:1])
    )
    return found.order_by("soon", "raised_at", "pk")


# As SQL: every page of a clinician and of a home asks it.
_WAITING = """
    SELECT count(*), count(*) FILTER (WHERE urgency = 'same_day') FROM checkins_nomination WHERE state = 'raised'
"""


def waiting_counts() -> tuple[int, int]:
    """For the navigation: how many wait, and how many of these for today. One query."""
    with connections[alias()].cursor() as cursor:
        cursor.execute(_WAITING)
        every, same_day = cursor.fetchone()
    return every, same_day


def open_of_home(home_id: int) -> list[Nomination]:
    """Those of a home that wait, soonest first. One query."""
    return _OPEN_OF_HOME.ask(home=home_id)


def _open_of_home() -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(home_id=Given("home"), state=NominationState.RAISED).select_related("resident")
    return rows.annotate(soon=SOONEST_FIRST).order_by("soon", "raised_at")


_OPEN_OF_HOME = Prepared(_open_of_home)


def of_resident(resident_id: int) -> list[Nomination]:
    """Everything raised about a resident, newest first. One query."""
    return _OF_RESIDENT.ask(resident=resident_id)


def _of_resident() -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(resident_id=Given("resident"))
    return rows.select_related("resident").order_by("-raised_at")


_OF_RESIDENT = Prepared(_of_resident)
