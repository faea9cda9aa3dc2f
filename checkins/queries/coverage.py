"""The coverage of a week: how many homes of an area are done, due, overdue, not answered, and which ones they are.

It asks the register and the rows of check-ins, which hold no words and name nobody, so that a reader of all England may ask too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from carehomes.access.acting import Acting
from carehomes.access.kinds import LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.deadlines import LONDON, Week
from carehomes.directory.models import CareHome, HomeRelationship
from carehomes.directory.queries import WORKING, sees_facts
from carehomes.ui.numbers import number_in
from checkins.rules import Group

PAGE = 50


class By(StrEnum):
    """What the areas of the table are."""

    PCN = "pcn"
    COUNCIL = "council"
    COMMISSIONER = "commissioner"
    REGION = "region"


RELATION = {
    By.PCN: RelationshipKind.PCN,
    By.COUNCIL: RelationshipKind.LOCAL_AUTHORITY,
    By.COMMISSIONER: RelationshipKind.COMMISSIONER,
}
OUT_OF_SCOPE, WITHOUT, DECLINED, CANCELLED = "out_of_scope", "without", "declined", "cancelled"


def homes_of(by: Acting, week: Week) -> QuerySet[CareHome]:
    """The homes that were registered in that week and that this reader answers for: theirs, a region's, or all of England's."""
    return homes_between(by, week.monday, week.sunday)


def homes_between(by: Acting, first: date, last: date) -> QuerySet[CareHome]:
    """The homes that were registered on some day from `first` to `last` and that this reader answers for on the last."""
    homes = CareHome.objects.filter(
        Q(registration_date=None) | Q(registration_date__lte=last),
        Q(deregistered_on=None) | Q(deregistered_on__gt=first),
    )
    if by.organisation_kind == OrganisationKind.NATION:
        return homes
    if by.role.national:
        return homes.filter(pk__in=_of_region(by.organisation_id, last))
    return homes.filter(sees_facts())


def _of_region(organisation_id: int, day: date) -> QuerySet[HomeRelationship, int]:
    commissioners = OrganisationParent.objects.on(day).filter(parent_id=organisation_id, kind=LinkKind.REGION)
    held = HomeRelationship.objects.on(day).filter(kind=RelationshipKind.COMMISSIONER, status__in=WORKING)
    return held.filter(organisation_id__in=commissioners.values("child_id")).values_list("home_id", flat=True)


def group_case(today: date, check_in: str) -> Case:
    """`rules.group_of` for the database; `check_in` is the path to the check-in's columns. A test holds the two together."""
    begun_today = Q(**{f"{check_in}state": "in_progress", f"{check_in}started_at__isnull": False})
    return Case(
        When(**{f"{check_in}state": "completed"}, then=Value(str(Group.DONE))),
        When(**{f"{check_in}state": "declined"}, then=Value(DECLINED)),
        When(**{f"{check_in}state": "cancelled"}, then=Value(CANCELLED)),
        When(begun_today & Q(started_on=today), then=Value(str(Group.TODAY))),
        When(**{f"{check_in}due_on__lt": today}, then=Value(str(Group.OVERDUE))),
        When(**{f"{check_in}state": "no_answer"}, then=Value(str(Group.NO_ANSWER))),
        When(**{f"{check_in}due_on": today}, then=Value(str(Group.TODAY))),
        When(**{f"{check_in}due_on__gt": today}, then=Value(str(Group.LATER))),
        When(in_scope=True, then=Value(WITHOUT)),
        default=Value(OUT_OF_SCOPE),
        output_field=CharField(),
    )


def _counted(by: Acting, week: Week, today: date, area: By) -> QuerySet[Any]:
    """Homes with their check-in of the week, what they count as, and their area then."""
    homes = homes_of(by, week).annotate(
        call=FilteredRelation("check_ins", condition=Q(check_ins__week=week.monday)),
        started_on=TruncDate("call__started_at", tzinfo=LONDON),
        counts_as=group_case(today, "call__"),
    )
    if area is By.REGION:
        return homes.annotate(area_key=F("region"), area_name=F("region"))
    then = min(today, week.sunday)
    held = Q(
        relationships__kind=RELATION[area],
        relationships__status__in=WORKING,
        relationships__starts_on__lte=then,
    ) & (Q(relationships__ends_on=None) | Q(relationships__ends_on__gt=then))
    return homes.annotate(
        work=FilteredRelation("relationships", condition=held),
        area_key=F("work__organisation_id"),
        area_name=Coalesce("work__organisation__name", Value("")),
    )


def homes_in(by: Acting, week: Week, today: date, area: By, key: str | None) -> QuerySet[Any]:
    """The homes of an area in that week with their `area_name`; without a key all that this reader answers for."""
    rows = _counted(by, week, today, area)
    return rows if key is None else rows.filter(_in_area(area, key))


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many homes of one area count as one thing. `key` is the area's id, or its name for a region."""

    key: str
    name: str
    counts_as: str
    homes: int


def area_counts(by: Acting, week: Week, today: date, area: By) -> list[AreaCount]:
    """The whole week by area and state. One query; as many rows as areas times states."""
    rows = (
        _counted(by, week, today, area)
        .order_by("area_name", "area_key", "counts_as")
        .values_list("area_key", "area_name", "counts_as")
        .annotate(homes=Count("pk"))
    )
    return [AreaCount(str(key or ""), name, counts_as, homes) for key, name, counts_as, homes in rows]


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A home behind a number."""

    home_id: int
    name: str
    town: str
    area: str
    counts_as: str
    due_on: date | None
    completed_at: datetime | None
    caller_organisation: str
    scope_reason: str


def homes_behind(
    by: Acting,
    week: Week,
    today: date,
    area: By,
    *,
    state: str = "",
    key: str | None = None,
    number: int = 1,
    size: int | None = PAGE,
) -> Sequence[HomeLine]:
    """The homes behind a number, by name; one page, or all where `size` is None. One query.

    `key` narrows to an area; "" is the homes without one.
    """
    rows = homes_in(by, week, today, area, key)
    rows = rows.filter(counts_as=state) if state else rows
    ordered = rows.order_by("name_key", "pk").values_list(
        *("pk", "name", "town", "area_name", "counts_as", "call__due_on", "call__completed_at"),
        *("call__caller_organisation__name", "scope_reason"),
    )
    found = ordered if size is None else ordered[(number - 1) * size : number * size]
    return [HomeLine(*values) for values in found]


def _in_area(area: By, key: str) -> Q:
    if area is By.REGION:
        return Q(area_key=key)
    return Q(area_key=number_in(key))
