"""Residents who need someone: whom to tell, within what time, and the list of those who wait."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet, UUIDField

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.prepared import Given, OneOf, Prepared
from carehomes.deadlines import london_today
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.queries import roles_at, working_today
from carehomes.issues.actions.sweep import with_those_above
from carehomes.issues.queries.people import CALLERS, Team
from checkins.models import Nomination
from checkins.queries.policies import agreed, own_first

CLINICAL_TEAM = (RelationshipKind.PCN, RelationshipKind.PRACTICE, RelationshipKind.COMMUNITY_SERVICES)
ACKNOWLEDGE = "same_day_acknowledge_minutes"


def acknowledge_minutes(home_id: int, day: date) -> int:
    """How many minutes a same-day concern about this home may wait, by the policy of an organisation that serves it.

    Several may have agreed a time of their own: the shortest holds. Without any, the general one.
    """
    return min(map(int, agreed(ACKNOWLEDGE, home_id, day)))


def shortest(held: Sequence[tuple[int | None, Any]]) -> int:
    """The same of what is read already: (organisation, minutes)."""
    return min(map(int, own_first(held)))


def whom_to_tell(team: Team) -> list[int]:
    """Accounts of the home's clinical leads; where none is left who works with it, of every clinician of those that serve it.

    A named role goes on when its holder leaves the post or the organisation: who cannot open what they are told is nobody.
    """
    clinicians = {each.user_id for each in team.people if each.role == "clinician" and each.sees_residents}
    return sorted(_still_here(team, NamedRoleKind.CLINICAL_LEAD) or clinicians)


def callers_to_tell(team: Team) -> list[int]:
    """Accounts of those who ring the home; where none is left who works with it, of every coordinator who does."""
    coordinators = {each.user_id for each in team.people if each.role == "care_coordinator"}
    return sorted(_still_here(team, *CALLERS) or coordinators)


def _still_here(team: Team, *kinds: NamedRoleKind) -> set[int]:
    named = {each.user_id for each in team.named(*kinds)}
    return {each.user_id for each in team.people if each.user_id in named}


def raised_before(check_in_id: int | None, keys: Iterable[str]) -> list[Nomination]:
    """Those of a check-in, and those that were raised under one of these keys of a form. One query."""
    return _RAISED_BEFORE.ask(check_in=check_in_id, keys=[UUID(each) for each in keys])


def _raised_before() -> QuerySet[Nomination]:
    keys = OneOf("key", Given("keys", ArrayField(UUIDField())))
    return Nomination.objects.filter(Q(check_in_id=Given("check_in")) | Q(keys))


_RAISED_BEFORE = Prepared(_raised_before)


def clinical_team_of(home_id: int) -> Organisation | None:
    """The organisation whose clinicians look after the home: its clinical lead's, else its aligned PCN, else a practice.

    A lead's that works with the home no more does not count. Three queries.
    """
    serving = list(working_today().filter(home_id=home_id).select_related("organisation").order_by("pk"))
    leads = roles_at(home_id, NamedRoleKind.CLINICAL_LEAD)
    named = [lead.organisation for lead in leads if lead.organisation]
    works = with_those_above({each.organisation_id for each in serving}, london_today())
    if still := next((each for each in named if each.pk in works), None):
        return still
    team = [each for each in serving if each.kind in CLINICAL_TEAM]
    first = min(team, key=lambda row: CLINICAL_TEAM.index(RelationshipKind(row.kind)), default=None)
    return first.organisation if first else None
