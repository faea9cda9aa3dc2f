"""What a home's page, and the pages that change what is ours, show of one home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.http import Http404

from carehomes.access.acting import Acting
from carehomes.access.models import Organisation, OrganisationName
from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.deadlines import london_today
from carehomes.directory.models import (
    CareHome,
    CheckInSchedule,
    ContactNumber,
    HomeRelationship,
    NamedRole,
    NamedRoleKind,
)
from carehomes.directory.queries.finding import with_words
from carehomes.directory.queries.scope import homes_with_facts, our_homes_on, sees_facts, working_on, working_today
from carehomes.directory.queries.together import rebuilt, together

FEW = 5  # removed numbers that may be put back
MOST_HOMES = 50  # on a page from which somebody who works in them chooses


_WHO = ("id", "kind", "organisation_id", "organisation__name")
_DATED = ("id", "home_id", "kind", "organisation_id", "starts_on", "ends_on")
_RELATIONSHIP = (*_DATED, "status", "beds_for_payment", "organisation__name")
_ROLE = (*_DATED, "person_name", "profession", "phone", "share_percent", "covers", "user_id", "organisation__name")
_CONTACT = ("id", "home_id", "person_name", "job", "phone", "when_to_ring", "is_main")
SCHEDULE = ("id", "home_id", "weekday", "window_starts", "window_ends", "mode", "note", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Record:
    """A home of the register, and what is known of it today. `seen`: the reader may see the facts about it, not only the register.

    Without that there are no contacts and no roles.
    """

    home: CareHome
    seen: bool
    relationships: list[HomeRelationship]
    contacts: list[ContactNumber]
    roles: list[NamedRole]
    schedule: CheckInSchedule


def record_of(pk: int, by: Acting) -> Record:
    """A home with everything that its page needs of the register, in one query. Raises Http404 for an address that no home has.

    Its `main_phone` is the number that a worklist would show and `main_contact` whom to ask for there, if that is known: for the
    domains' panels and prompts.
    """
    record = _REGISTERED if by.role.national else _WITH_FACTS
    found = record.first(home=pk, today=london_today())
    if found is None:
        raise Http404
    return _record(found)


def own_record(by: Acting) -> Record | None:
    """The same of the home that somebody's organisation works with, where that is exactly one. One query."""
    found = [] if by.role.national else _OWN_WITH_FACTS.ask(today=london_today())
    return _record(found[0]) if len(found) == 1 else None


def _record(found: Any) -> Record:
    contacts = [rebuilt(ContactNumber, row) for row in getattr(found, "contacts", [])]
    found.main_contact = contacts[0] if contacts else None
    schedules = [rebuilt(CheckInSchedule, row) for row in getattr(found, "schedules", [])]
    found.main_phone = contacts[0].phone if contacts else found.phone
    return Record(
        home=found,
        seen=getattr(found, "seen", False),
        relationships=[rebuilt(HomeRelationship, row) for row in found.relations],
        contacts=contacts,
        roles=[rebuilt(NamedRole, row) for row in getattr(found, "roles", [])],
        schedule=schedules[0] if schedules else usual_schedule(found),
    )


def _registered(homes: QuerySet[CareHome]) -> QuerySet[CareHome]:
    working = HomeRelationship.objects.on(given_day("today")).filter(home=OuterRef("pk"))
    in_order = working.order_by("organisation__name_key", "pk")
    return homes.annotate(relations=together(in_order, _RELATIONSHIP))


def _with_facts(homes: QuerySet[CareHome]) -> QuerySet[CareHome]:
    """Row security leaves the lists empty for a home that the reader does not work with."""
    contacts = ContactNumber.objects.filter(home=OuterRef("pk"), removed_on=None).order_by("-is_main", "pk")
    roles = NamedRole.objects.on(given_day("today")).filter(home=OuterRef("pk")).order_by("pk")
    schedules = CheckInSchedule.objects.on(given_day("today")).filter(home=OuterRef("pk"))
    return _registered(homes).annotate(
        seen=sees_facts(),
        contacts=together(contacts, _CONTACT),
        roles=together(roles, _ROLE),
        schedules=together(schedules, SCHEDULE),
    )


def _the_home() -> QuerySet[CareHome]:
    return CareHome.objects.filter(pk=Given("home"))


_REGISTERED, _WITH_FACTS = Prepared(lambda: _registered(_the_home())), Prepared(lambda: _with_facts(_the_home()))
_OWN_WITH_FACTS = Prepared(lambda: _with_facts(CareHome.objects.filter(our_homes_on(given_day("today"))))[:2])


@dataclass(frozen=True, slots=True)
class Around:
    """A home with those who serve it today, the oldest first, and its named roles of today: who they are and as what, no dates."""

    home: CareHome
    serving: list[HomeRelationship]
    roles: list[NamedRole]


def around(home_id: int) -> Around:
    """For actions. One query. Raises CareHome.DoesNotExist."""
    found: Any = _AROUND.first(home=home_id, today=london_today())
    if found is None:
        raise CareHome.DoesNotExist
    serving = [rebuilt(HomeRelationship, row) for row in found.serving]
    return Around(found, serving, [rebuilt(NamedRole, row) for row in found.roles])


def _around() -> QuerySet[CareHome]:
    serving = working_on(given_day("today")).filter(home=OuterRef("pk")).order_by("starts_on", "pk")
    roles = NamedRole.objects.on(given_day("today")).filter(home=OuterRef("pk")).order_by("pk")
    return CareHome.objects.filter(pk=Given("home")).annotate(
        serving=together(serving, _WHO),
        roles=together(roles, (*_WHO, "user_id")),
    )


_AROUND = Prepared(_around)


_WITH_FACTS_SEEN = Prepared(lambda: homes_with_facts().filter(pk=Given("home")))


def home_with_facts(pk: int, by: Acting) -> CareHome:
    """A home whose facts the acting membership may see. Raises Http404 for every other, as if there were none."""
    found = None if by.role.national else _WITH_FACTS_SEEN.first(home=pk)
    if found is None:
        raise Http404
    return found


class Ours(list[CareHome]):
    """The first homes of somebody's organisation. `more`: there are others, to be found by typing."""

    def __init__(self, found: Sequence[CareHome]) -> None:
        super().__init__(found[:MOST_HOMES])
        self.more = len(found) > MOST_HOMES


def homes_of(by: Acting, words: str = "") -> Ours:
    """The homes that somebody's organisation works with, by name, the closed ones last; no more than `MOST_HOMES` of them.

    `words`: only those of which every word begins a word of their name, town, postcode or CQC id.
    """
    if by.role.national:
        return Ours([])
    if not words.strip():
        return Ours(_OURS.ask(today=london_today()))
    return Ours(list(with_words(_in_order(our_homes_on(london_today())), words)[: MOST_HOMES + 1]))


def home_of(by: Acting, pk: int) -> CareHome | None:
    """One of these homes, however many there are; None for any other."""
    return None if by.role.national else CareHome.objects.filter(our_homes_on(london_today()), pk=pk).first()


def _in_order(ours: Q) -> QuerySet[CareHome]:
    return CareHome.objects.filter(ours).order_by(F("deregistered_on").asc(nulls_first=True), "name_key")


def _ours() -> QuerySet[CareHome]:
    return _in_order(our_homes_on(given_day("today")))[: MOST_HOMES + 1]


_OURS = Prepared(_ours)


def usual_schedule(home: CareHome) -> CheckInSchedule:
    """How a home is rung that nobody has said anything about. It is not saved."""
    return CheckInSchedule(home=home, starts_on=date.min)


def schedules_of(home: CareHome, today: date) -> list[CheckInSchedule]:
    """How a home is rung today, and then how it will be: in order of time, at least one."""
    rows = CheckInSchedule.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), home=home)
    found = list(rows.exclude(ends_on=F("starts_on")).order_by("starts_on"))
    return found if found and found[0].starts_on <= today else [usual_schedule(home), *found]


def all_relationships_of(home_id: int) -> list[HomeRelationship]:
    """All that ever worked with a home or will, the latest first, each with the names its organisation has had."""
    rows = HomeRelationship.objects.filter(home_id=home_id).select_related("organisation")
    return list(rows.prefetch_related("organisation__names").order_by("-starts_on", "-pk"))


def name_on(organisation: Organisation, names: Iterable[OrganisationName], day: date) -> str:
    """What an organisation was called on a day; today's name where nothing else is known."""
    return next((each.name for each in names if each.holds_on(day)), organisation.name)


def removed_contacts(home_id: int) -> QuerySet[ContactNumber]:
    """The numbers that were removed last and may be put back."""
    return ContactNumber.objects.filter(home_id=home_id).exclude(removed_on=None).order_by("-removed_on", "-pk")[:FEW]


def roles_to_come(home_id: int) -> QuerySet[NamedRole]:
    """Named roles that begin later."""
    rows = NamedRole.objects.filter(home_id=home_id, starts_on__gt=london_today())
    return rows.select_related("organisation").order_by("starts_on", "pk")


def ended_roles(home_id: int) -> QuerySet[NamedRole]:
    """Named roles that have ended, the latest first."""
    rows = NamedRole.objects.filter(home_id=home_id, ends_on__lte=london_today())
    return rows.select_related("organisation").order_by("-ends_on", "-pk")


def clinical_leads_between(home_id: int, starts_on: date, ends_on: date | None) -> list[NamedRole]:
    """The clinical leads of a home of whom some day lies in this time."""
    rows = NamedRole.objects.filter(home_id=home_id, kind=NamedRoleKind.CLINICAL_LEAD)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    return list(rows if ends_on is None else rows.filter(starts_on__lt=ends_on))


def organisations_at(home_id: int) -> QuerySet[Organisation]:
    """The organisations that work with a home today, from which its named people come."""
    return Organisation.objects.filter(
        pk__in=working_today().filter(home_id=home_id).values("organisation_id")
    ).order_by("name_key")
