"""What the organisations around a home have agreed: dated settings, their own before the general ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from carehomes.access.prepared import Given, Prepared, given_day, given_text
from carehomes.directory.models import HomeRelationship
from carehomes.directory.queries import WORKING
from checkins.models import Policy

RETRIES = "no_answer_retry_minutes"  # a list: the minutes from each try of a day to the next


def agreed(name: str, home_id: int, day: date) -> list[Any]:
    """The values that hold for a home on a day: those of organisations that serve it, else the general one. One query."""
    values = [(each.organisation_id, each.value) for each in _HELD.ask(name=name, home=home_id, day=day)]
    return [value for organisation, value in values if organisation] or [value for _, value in values]


def _held() -> QuerySet[Policy]:
    day = given_day("day")
    serving = HomeRelationship.objects.on(day).filter(home_id=Given("home"), status__in=WORKING)
    return Policy.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day),
        Q(organisation=None) | Q(organisation__in=serving.values("organisation")),
        name=given_text("name"),
        valid_from__lte=day,
    )


_HELD = Prepared(_held)


def retry_waits(home_id: int, day: date) -> Sequence[int]:
    """How many minutes to wait before each further try of a day to reach a home. Where several have agreed, the most tries hold."""
    return max(agreed(RETRIES, home_id, day), key=lambda waits: (len(waits), -sum(waits)))
