"""Who of a home is seen first: the facts that the rules look at, and the order that the team agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.residents.models import Absence, Resident, Stay
from carehomes.ui import formats
from checkins.models import (
    WAITING_STATES,
    Baseline,
    Nomination,
    Observation,
    Policy,
    PriorityAgreement,
    PriorityPlace,
    RoundContact,
    SoftSigns,
)
from checkins.priority import Entry, Facts, Named, ranked
from checkins.queries.policies import held

WEIGHTS = "priority_weights"


@dataclass(frozen=True, slots=True)
class Computed:
    """The order that the rules give now, and the weights that they used with where these come from."""

    entries: Sequence[Entry]
    weights: Mapping[str, int]
    policy: str


def computed_list(home_id: int, today: date, now: datetime) -> Computed:
    """The computed order of a home. Three queries, whatever the number of residents."""
    policy = weights_for(home_id, today)
    entries = ranked(facts_of(home_id), policy.value, now=now, today=today)
    return Computed(entries, policy.value, policy_words(policy))


def policy_words(policy: Policy) -> str:
    """Where the weights come from and since when, as it stands on the page and in the record."""
    return f"{policy.source}. From {formats.long_date(policy.valid_from)}"


def weights_for(home_id: int, day: date) -> Policy:
    """The weights of an organisation that serves the home, else the general ones; of several the newest. One query."""
    held = _WEIGHTS.first(home=home_id, day=day)
    if held is None:
        raise Policy.DoesNotExist
    return held


def _weights() -> QuerySet[Policy]:
    holding = held(WEIGHTS, given_day("day"))
    return holding.order_by(F("organisation").asc(nulls_last=True), "-valid_from")[:1]


_WEIGHTS = Prepared(_weights)


def facts_of(home_id: int) -> list[Facts]:
    """What the rules look at, of everybody who lives in the home. Two queries."""
    named: dict[int, list[Named]] = {}
    for resident_id, urgency, agreed, state, until in _NAMED.tuples(home=home_id):
        named.setdefault(resident_id, []).append(Named(agreed or urgency, state, until))
    return [_facts(row, named.get(row.pk, ())) for row in _RESIDENTS.ask(home=home_id)]


def _named() -> QuerySet[Nomination, Any]:
    waiting = Nomination.objects.filter(home_id=Given("home"), state__in=WAITING_STATES)
    return waiting.values_list("resident_id", "urgency", "agreed_urgency", "state", "deferred_until")


def _residents() -> QuerySet[Resident]:
    mine = {"resident_id": OuterRef("pk")}
    scored = Observation.objects.filter(**mine, corrected_by=None, news2_total__isnull=False).order_by("-taken_at")
    usual = Baseline.objects.filter(**mine, news2_total__isnull=False).order_by("-valid_from", "-pk")
    noticed = SoftSigns.objects.filter(**mine).order_by("-noticed_at")
    back = Absence.objects.filter(**mine, kind=Absence.Kind.HOSPITAL, removed_on=None, back_on__isnull=False)
    seen = Nomination.objects.filter(**mine).order_by().values("resident_id").annotate(last=Max("seen_at"))
    rounds = RoundContact.objects.counted().filter(**mine).order_by("-held_on")
    return (
        Resident.objects.living_here()
        .filter(home_id=Given("home"))
        .annotate(
            scored_total=Subquery(scored.values("news2_total")[:1]),
            scored_band=Subquery(scored.values("news2_band")[:1]),
            scored_at=Subquery(scored.values("taken_at")[:1]),
            usual_total=Subquery(usual.values("news2_total")[:1]),
            noticed_last=Subquery(noticed.values("noticed_at")[:1]),
            arrived=Subquery(Stay.objects.filter(**mine, left_on=None).values("arrived_on")[:1]),
            back_last=Subquery(back.order_by("-back_on").values("back_on")[:1]),
            seen_last=Subquery(seen.values("last")),
            round_last=Subquery(rounds.values("held_on")[:1]),
        )
        .order_by("family_key", "name_key", "pk")
    )


_NAMED, _RESIDENTS = Prepared(_named), Prepared(_residents)


def _facts(row: Resident, named: Sequence[Named]) -> Facts:
    found = row.__dict__
    seen = formats.in_london(found["seen_last"]).date() if found["seen_last"] else None
    return Facts(
        resident_id=row.pk,
        name=row.name,
        room=row.room,
        named=named,
        news2_total=found["scored_total"],
        news2_band=found["scored_band"] or "",
        observed_at=found["scored_at"],
        baseline_total=found["usual_total"],
        noticed_at=found["noticed_last"],
        arrived_on=found["arrived"],
        back_on=found["back_last"],
        last_contact_on=max((day for day in (seen, found["round_last"]) if day), default=None),
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """The newest agreed order of a home, and the places that still stand: a resident who has left takes theirs along."""

    agreement: PriorityAgreement
    places: Mapping[int, PriorityPlace]


def agreed_order(home_id: int) -> Agreed | None:
    """The order that the team agreed last. Two queries."""
    agreement = _AGREEMENT.first(home=home_id)
    if agreement is None:
        return None
    places = _PLACES.ask(agreement=agreement.pk, home=home_id)
    return Agreed(agreement, {each.resident_id: each for each in places})


def _agreement() -> QuerySet[PriorityAgreement]:
    return PriorityAgreement.objects.filter(home_id=Given("home")).order_by("-agreed_at", "-pk")[:1]


def _places() -> QuerySet[PriorityPlace]:
    return PriorityPlace.objects.filter(agreement_id=Given("agreement"), home_id=Given("home")).order_by("place")


_AGREEMENT, _PLACES = Prepared(_agreement), Prepared(_places)
