"""Whom and how many homes a planning is about: the homes with their days, who rings and covers, and who could."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.prepared import Given, Prepared, given_day, given_moment
from carehomes.access.roles import ROLES, Permission
from carehomes.deadlines import LONDON, london_today
from carehomes.directory.models import CareHome, CaseloadChange, CheckInSchedule, NamedRole, NamedRoleKind
from carehomes.directory.queries.home import SCHEDULE, usual_schedule
from carehomes.directory.queries.scope import homes_with_facts
from carehomes.directory.queries.together import rebuilt, together

RINGING = (NamedRoleKind.COORDINATOR, NamedRoleKind.COVER)
_ROLE = ("id", "home_id", "kind", "person_name", "organisation_id", "user_id", "starts_on", "ends_on")
RINGERS = [key for key, role in ROLES.items() if Permission.TAKE_CHECK_INS in role.permissions]


@dataclass(frozen=True, slots=True)
class Ringer:
    """Somebody who rings homes: their account, name and organisation."""

    user_id: int
    person_name: str
    organisation_id: int | None


@dataclass(slots=True)
class Planned:
    """A home with everything that is planned for it from today on, in order of time."""

    home: CareHome
    schedules: list[CheckInSchedule]
    roles: list[NamedRole]

    def schedule_on(self, day: date) -> CheckInSchedule:
        """How it is rung in the week of this day; the usual way where nobody has said anything."""
        held = next((each for each in self.schedules if each.holds_on(day)), None)
        return held or usual_schedule(self.home)

    def holders(self, kind: NamedRoleKind, day: date) -> list[NamedRole]:
        return [each for each in self.roles if each.kind == kind and each.holds_on(day)]

    def coordinators(self, day: date) -> list[str]:
        """Names of those who ring it."""
        return [each.person_name for each in self.holders(NamedRoleKind.COORDINATOR, day)]

    def covers(self, day: date) -> list[str]:
        return [each.person_name for each in self.holders(NamedRoleKind.COVER, day)]


def planned_homes(today: date, home_ids: Iterable[int] | None = None, *, lock: bool = False) -> list[Planned]:
    """The homes in scope whose facts the acting membership may see, of these or all, by name. One query.

    `lock`: holds their rows until the transaction ends, for an action; two queries more.
    """
    found: list[Any] = (
        _PLANNED.ask(today=today)
        if home_ids is None and not lock
        else _planned_of(today, None if home_ids is None else list(home_ids), lock)
    )
    return [
        Planned(
            each,
            [rebuilt(CheckInSchedule, row) for row in each.schedules],
            [rebuilt(NamedRole, row) for row in each.roles],
        )
        for each in found
    ]


def _planned(today: Any) -> QuerySet[CareHome]:
    homes = homes_with_facts().filter(in_scope=True, deregistered_on=None).order_by("name_key", "pk")
    schedules, roles = _from(today)
    return homes.annotate(
        schedules=together(schedules.filter(home=OuterRef("pk")), SCHEDULE),
        roles=together(roles.filter(home=OuterRef("pk")), _ROLE),
    )


_PLANNED = Prepared(lambda: _planned(given_day("today")).only("name"))


def _from(today: Any) -> tuple[QuerySet[CheckInSchedule], QuerySet[NamedRole]]:
    """What holds on a day and what begins later, in order of time."""
    open_now = Q(ends_on=None) | Q(ends_on__gt=today)
    schedules = CheckInSchedule.objects.filter(open_now).order_by("starts_on", "pk")
    return schedules, NamedRole.objects.filter(open_now, kind__in=RINGING).order_by("starts_on", "pk")


def _planned_of(today: date, home_ids: list[int] | None, lock: bool) -> list[CareHome]:
    homes = _planned(today) if home_ids is None else _planned(today).filter(pk__in=home_ids)
    if lock:
        ids = list(homes.values_list("pk", flat=True))
        for rows in _from(today):
            list(rows.filter(home_id__in=ids).select_for_update().values_list("pk"))
    return list(homes)


def fingerprint(planned: Iterable[Planned]) -> str:
    """Changes whenever anything of what is planned changes: a preview that is old is recognised by it."""
    rows = [
        f"{row._meta.model_name} {row.pk} {row.ends_on}" for each in planned for row in (*each.schedules, *each.roles)
    ]
    homes = [str(each.home.pk) for each in planned]
    return sha256(" ".join([*homes, *sorted(rows)]).encode()).hexdigest()[:16]


def ringers(by: Acting, planned: Iterable[Planned], today: date) -> list[Ringer]:
    """Who may be put down for ringing: colleagues of the acting organisation, and whoever rings or covers one of the homes already."""
    colleagues = [Ringer(*each) for each in _COLLEAGUES.tuples(organisation=by.organisation_id, today=today)]
    named = [
        Ringer(role.user_id, role.person_name, role.organisation_id)
        for each in planned
        for role in each.roles
        if role.user_id
    ]
    by_account = {each.user_id: each for each in [*named, *colleagues]}
    return sorted(by_account.values(), key=lambda each: each.person_name)


def _colleagues() -> QuerySet[Membership, Any]:
    members = Membership.objects.on(given_day("today")).filter(organisation_id=Given("organisation"), role__in=RINGERS)
    return members.filter(user__is_active=True).values_list("user_id", "user__name", "organisation_id")


_COLLEAGUES = Prepared(_colleagues)


def planned_today(by: Acting, now: datetime) -> list[tuple[UUID, str, int]]:
    """What this person planned today and may still undo: its key, its words and how many homes, the latest first. One query."""
    midnight = datetime.combine(london_today(now), time.min, LONDON)
    return [(key, words, homes) for key, words, homes, _ in _PLANNED_SINCE.tuples(person=by.user_id, since=midnight)]


def _planned_since() -> QuerySet[CaseloadChange, Any]:
    rows = CaseloadChange.objects.filter(by_user_id=Given("person"), at__gte=given_moment("since"), undone_at=None)
    grouped = rows.values_list("key", "words").annotate(homes=Count("pk"), latest=Max("at")).order_by("-latest")
    return grouped.values_list("key", "words", "homes", "latest")


_PLANNED_SINCE = Prepared(_planned_since)
