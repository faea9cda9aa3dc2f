"""What the organisations around a home have agreed: dated settings, their own before the general ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from carehomes.access.models import in_force
from carehomes.access.prepared import Given, Prepared, given_day, given_text
from carehomes.directory.models import HomeRelationship
from carehomes.directory.queries import WORKING
from carehomes.issues.models import PolicyState
from checkins.models import Policy, RetryPolicy


def agreed(name: str, home_id: int, day: date) -> list[Any]:
    """The values that hold for a home on a day: those of organisations that serve it, else the general one. One query."""
    return own_first([(each.organisation_id, each.value) for each in _HELD.ask(name=name, home=home_id, day=day)])


def own_first(values: Sequence[tuple[int | None, Any]]) -> list[Any]:
    """The values of organisations, else the general ones."""
    return [value for organisation, value in values if organisation] or [value for _, value in values]


def around_the_home(day: Given) -> Q:
    """What holds on the day, of organisations that serve the `home`, and the general ones."""
    serving = HomeRelationship.objects.on(day).filter(home_id=Given("home"), status__in=WORKING)
    return in_force(day) & (Q(organisation=None) | Q(organisation__in=serving.values("organisation")))


def held(name: str | Given, day: Given) -> QuerySet[Policy]:
    """What `agreed` chooses from, for a given `home`."""
    return Policy.objects.filter(around_the_home(day), name=name)


def _tries() -> QuerySet[RetryPolicy]:
    return RetryPolicy.objects.filter(around_the_home(given_day("day"))).exclude(state=PolicyState.DRAFT)


_HELD, _TRIES = Prepared(lambda: held(given_text("name"), given_day("day"))), Prepared(_tries)


def retry_waits(home_id: int, day: date) -> Sequence[int]:
    """How many minutes to wait before each further try of a day to reach a home. Where several have agreed, the most tries hold."""
    held = [(each.organisation_id, each.waits) for each in _TRIES.ask(home=home_id, day=day)]
    return max(own_first(held), key=lambda waits: (len(waits), -sum(waits)))


def retry_policies_of(organisation_id: int) -> list[RetryPolicy]:
    """Every version of the organisation's own and of the general ones, its own and the newest first."""
    rows = RetryPolicy.objects.filter(Q(organisation=organisation_id) | Q(organisation=None))
    return list(rows.order_by("organisation", "-version"))
