"""Expressions that ask the database who acts: the homes that somebody works with, and the homes whose facts they may see."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import BigIntegerField, BooleanField, Func, OuterRef, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.deadlines import london_today
from carehomes.directory.models import AlignmentStatus, CareHome, HomeRelationship

WORKING = (AlignmentStatus.AGREED, AlignmentStatus.NEAREST)  # the alignments under which people work
NOBODY = Q(pk__in=[])


class _OurOrganisations(Func):
    """The acting organisation, and those below it that share what they may see."""

    template = "(SELECT unnest(visible_organisations()))"
    output_field: ClassVar[Any] = BigIntegerField()


class _SeesFacts(Func):
    """Whether the acting membership may see the facts (class `home`) of the home with this id."""

    template = "%(expressions)s = ANY ((SELECT visible_homes('home'))::bigint[])"
    output_field: ClassVar[Any] = BooleanField()


def working_on(day: date | Given | OuterRef) -> QuerySet[HomeRelationship]:
    """The relationships that hold on a day and under which people work. Nobody works for an organisation that has ended."""
    works = Q(organisation__active_to=None) | Q(organisation__active_to__gt=day)
    return HomeRelationship.objects.on(day).filter(works, status__in=WORKING)


def working_today() -> QuerySet[HomeRelationship]:
    """The relationships that hold today and under which people work."""
    return working_on(london_today())


def serving_today(home_id: int) -> list[HomeRelationship]:
    """Those of one home with their organisations, the oldest first. One query."""
    return _SERVING.ask(home=home_id, today=london_today())


def _serving() -> QuerySet[HomeRelationship]:
    rows = working_on(given_day("today")).filter(home_id=Given("home"))
    return rows.select_related("organisation").order_by("starts_on", "pk")


_SERVING = Prepared(_serving)


def our_homes(by: Acting) -> Q:
    """Condition on homes: those that the acting organisation works with. A reader of all England works with none."""
    return NOBODY if by.role.national else our_homes_on(london_today())


def our_homes_on(day: date | Given) -> Q:
    """The same on any day, for everybody but national readers."""
    return Q(pk__in=working_on(day).filter(organisation_id__in=_OurOrganisations()).values("home_id"))


def sees_facts() -> _SeesFacts:
    """Expression on homes: whether contact numbers, named people and check-ins of the home may be seen. Not for national readers."""
    return _SeesFacts("pk")


def homes_with_facts() -> QuerySet[CareHome]:
    """The homes whose facts the acting membership may see, and change where its role allows that. Not for national readers."""
    return CareHome.objects.filter(_SeesFacts("pk"))
