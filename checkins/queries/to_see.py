"""The list of residents who need someone: how many of each kind, and one page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from carehomes.access.planned import fetched
from carehomes.access.prepared import Given, Prepared, given_day, given_moment
from carehomes.deadlines import london_today
from carehomes.directory.models import ContactNumber
from checkins.models import (
    WAITING_STATES,
    Nomination,
    NominationEscalation,
    NominationState,
    NominationStatus,
    Signpost,
    Urgency,
)
from checkins.queries.signposting import rows_together, signpost_of, with_answers

KEPT = timedelta(days=14)  # how long what is over stays in the list
PAGE = 20  # each with its sentence: more would weigh more than 40 kB
HOW_SOON = Case(When(agreed_urgency="", then=F("urgency")), default=F("agreed_urgency"), output_field=CharField())
SOONEST_FIRST = Case(
    *(When(how_soon_now=urgency, then=Value(place)) for place, urgency in enumerate(Urgency.values)),
    output_field=IntegerField(),
)
# The parts of the list, by the word that stands in the address. What waits for an answer comes first: nobody has acknowledged it, or
# it was deferred to a day that has come.
PARTS: Mapping[str, Q] = MappingProxyType(
    {
        "": Q(state=NominationState.RAISED) | Q(state=NominationState.DEFERRED, deferred_until__lte=given_day("today")),
        "same_day": Q(state__in=WAITING_STATES, how_soon_now=Urgency.SAME_DAY),
        "acknowledged": Q(state__in=(NominationState.ACKNOWLEDGED, NominationState.TRIAGED)),
        "on_agenda": Q(state=NominationState.ON_AGENDA),
        "deferred": Q(state=NominationState.DEFERRED, deferred_until__gt=given_day("today")),
        "seen": Q(state=NominationState.SEEN, seen_at__gte=given_moment("since")),
        "withdrawn": Q(state=NominationState.WITHDRAWN, withdrawn_at__gte=given_moment("since")),
    }
)


def _rows() -> QuerySet[Nomination]:
    return Nomination.objects.annotate(how_soon_now=HOW_SOON)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many nominations of one home each part of the list holds."""

    home_id: int
    home: str
    numbers: Mapping[str, int]


def tallies(now: datetime) -> list[Tally]:
    """Counts by home of all that the list can show. One query."""
    found = _TALLIES.tuples(today=london_today(now), since=now - KEPT)
    return [Tally(home_id, home, dict(zip(PARTS, numbers, strict=True))) for home_id, home, *numbers in found]


def _tallies() -> QuerySet[Nomination, Any]:
    counts = {f"in_{part}": Count("pk", filter=condition) for part, condition in PARTS.items()}
    listed = _rows().filter(Q(state__in=WAITING_STATES) | PARTS["seen"] | PARTS["withdrawn"])
    return listed.order_by("home__name", "home_id").values_list("home_id", "home__name").annotate(**counts)


_TALLIES = Prepared(_tallies)


def page_of(now: datetime, *, part: str, home_id: int | None = None, number: int = 1) -> Sequence[Nomination]:
    """One page of a part of the list, soonest first, with resident, home and the number to ring. One query."""
    prepared = _page(part, of_home=home_id is not None, number=number)
    return prepared.ask(today=london_today(now), since=now - KEPT, home=home_id)


@lru_cache(maxsize=100)
def _page(part: str, *, of_home: bool, number: int) -> Prepared[Nomination]:
    return Prepared(lambda: _listed(part, of_home=of_home)[(number - 1) * PAGE : number * PAGE])


def _listed(part: str, *, of_home: bool) -> QuerySet[Nomination]:
    rows = _rows().filter(PARTS[part])
    rows = rows.filter(home_id=Given("home")) if of_home else rows
    found = rows.select_related("resident", "home").annotate(soon=SOONEST_FIRST, contact_phone=_main_number())
    return found.order_by("soon", "raised_at", "pk")


def _main_number() -> Subquery:
    phone = ContactNumber.objects.filter(home_id=OuterRef("home_id"), removed_on=None).order_by("-is_main", "pk")
    return Subquery(phone.values("phone")[:1])


# As SQL: every page of a clinician and of a home asks it.
_WAITING = """
    SELECT count(*), count(*) FILTER (WHERE state = 'raised' AND urgency = 'same_day') FROM checkins_nomination
    WHERE state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred')
      AND (state = 'raised' OR (state = 'deferred' AND deferred_until <= %s))
"""  # the first line of the condition is that of the index


def waiting_counts(now: datetime) -> tuple[int, int]:
    """For the navigation: how many wait for an answer, and how many of these for today. One query."""
    ((every, same_day),) = fetched(_WAITING, [london_today(now)])
    return every, same_day


def open_of_home(home_id: int) -> list[Nomination]:
    """Those of a home that nobody has finished with, soonest first. One query."""
    return _OPEN_OF_HOME.ask(home=home_id)


def _open_of_home() -> QuerySet[Nomination]:
    rows = _rows().filter(home_id=Given("home"), state__in=WAITING_STATES).select_related("resident")
    return rows.annotate(soon=SOONEST_FIRST).order_by("soon", "raised_at")


_OPEN_OF_HOME = Prepared(_open_of_home)


def of_resident(resident_id: int) -> list[Nomination]:
    """Everything raised about a resident, newest first. One query."""
    return _OF_RESIDENT.ask(resident=resident_id)


def _of_resident() -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(resident_id=Given("resident"))
    return rows.select_related("resident").order_by("-raised_at")


_OF_RESIDENT = Prepared(_of_resident)


@dataclass(frozen=True, slots=True)
class Record:
    """One nomination with all that has become of it, oldest first."""

    nomination: Nomination
    statuses: Sequence[NominationStatus]
    escalations: Sequence[NominationEscalation]
    signposts: Sequence[Signpost] = ()


def record_of(pk: int) -> Record:
    """Three queries. Nomination.DoesNotExist for one that may not be seen."""
    nomination = _NOMINATION.first(nomination=pk)
    if nomination is None:
        raise Nomination.DoesNotExist
    signposts = [signpost_of(row) for row in nomination.__dict__["signpost_rows"]]
    return Record(nomination, _STATUSES.ask(nomination=pk), _ESCALATIONS.ask(nomination=pk), signposts)


def _nomination() -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(pk=Given("nomination")).select_related("resident__home", "home")
    signposts = with_answers().filter(nomination_id=OuterRef("pk"), home_id=OuterRef("home_id"))
    return rows.annotate(contact_phone=_main_number(), signpost_rows=rows_together(signposts))


_NOMINATION = Prepared(_nomination)
_STATUSES = Prepared(lambda: NominationStatus.objects.filter(nomination=Given("nomination")).order_by("at", "pk"))
_ESCALATIONS = Prepared(lambda: NominationEscalation.objects.filter(nomination=Given("nomination")).order_by("tier"))
