"""Invented organisations, homes, people and residents. Homes are trees, residents wild flowers, staff herbs."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, Organisation, User
from carehomes.access.names import plain_key
from carehomes.access.roles import ROLES
from carehomes.directory.models import (
    CareHome,
    CheckInSchedule,
    ContactNumber,
    HomeRelationship,
    NamedRole,
    NamedRoleKind,
)
from carehomes.residents.models import ArrivedFrom, Resident, ResidentState, Stay, StayKind
from checkins.models import CheckIn, CheckInState, Nomination, Round, Urgency

LONG_AGO = date(2020, 10, 1)


def numbered(words: str) -> Any:
    """Words with a number of five digits: none of them begins another, and they sort in the order in which they were made."""
    return factory.Sequence(lambda n: words.format(10_000 + n))


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = numbered("person{}@homeround.example")
    name = numbered("Sage Tarragon {}")
    password = factory.django.Password("a long password for tests")


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    kind = OrganisationKind.PCN
    name = numbered("Westmere PCN {}")
    name_key = factory.LazyAttribute(lambda organisation: plain_key(organisation.name))
    urgent_phone = "0151 496 0110"


class MembershipFactory(DjangoModelFactory[Membership]):
    """The organisation, where none is given, is of a kind that may have the role."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = "care_coordinator"
    organisation = factory.LazyAttribute(
        lambda membership: OrganisationFactory(kind=sorted(ROLES[membership.role].organisation_kinds)[0])
    )
    organisation_kind = factory.LazyAttribute(lambda membership: membership.organisation.kind)
    starts_on = LONG_AGO


def acting_for(membership: Membership) -> Acting:
    """What the product would make of this membership."""
    return Acting(
        membership_id=membership.pk,
        user_id=membership.user_id,
        person=membership.user.name,
        organisation_id=membership.organisation_id,
        organisation=membership.organisation.name,
        organisation_kind=membership.organisation.kind,
        role_key=membership.role,
        ends_on=membership.ends_on,
    )


class CareHomeFactory(DjangoModelFactory[CareHome]):
    class Meta:
        model = CareHome

    cqc_location_id = factory.Sequence(lambda n: f"1-{999000000 + n}")
    name = numbered("Larch House {}")
    name_key = factory.LazyAttribute(lambda home: plain_key(home.name))
    address = "4 Quay Lane"
    town = "Westmere"
    town_key = "westmere"
    postcode = "ZZ99 4LH"
    postcode_key = "ZZ994LH"
    with_nursing = True
    registered_beds = 42
    specialisms = ["dementia", "older people"]
    registration_date = LONG_AGO
    phone = "01632 960142"


class HomeRelationshipFactory(DjangoModelFactory[HomeRelationship]):
    class Meta:
        model = HomeRelationship

    home = factory.SubFactory(CareHomeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = RelationshipKind.PCN
    starts_on = LONG_AGO


class NamedRoleFactory(DjangoModelFactory[NamedRole]):
    class Meta:
        model = NamedRole

    home = factory.SubFactory(CareHomeFactory)
    kind = NamedRoleKind.CLINICAL_LEAD
    person_name = "Dr Anna Betony"
    profession = "gp"
    phone = "0151 496 0110"
    starts_on = LONG_AGO


class ContactNumberFactory(DjangoModelFactory[ContactNumber]):
    class Meta:
        model = ContactNumber

    home = factory.SubFactory(CareHomeFactory)
    person_name = "Moira Sorrel"
    job = "Deputy manager"
    phone = "01632 960142"
    is_main = True


class CheckInScheduleFactory(DjangoModelFactory[CheckInSchedule]):
    class Meta:
        model = CheckInSchedule

    home = factory.SubFactory(CareHomeFactory)
    starts_on = LONG_AGO
    weekday = 1
    window_starts = time(10)
    window_ends = time(16)


class ResidentFactory(DjangoModelFactory[Resident]):
    class Meta:
        model = Resident

    home = factory.SubFactory(CareHomeFactory)
    nhs_number = None
    no_nhs_number_reason = factory.LazyAttribute(lambda resident: "" if resident.nhs_number else "not_traced")
    given_name = "Ivy"
    family_name = numbered("Meadowsweet{}")
    name_key = factory.LazyAttribute(lambda resident: plain_key(f"{resident.given_name} {resident.family_name}"))
    family_key = factory.LazyAttribute(lambda resident: plain_key(resident.family_name))
    date_of_birth = date(1935, 5, 3)
    sex = "female"
    room = "12"
    state = ResidentState.IN_HOME
    since = date(2023, 2, 11)


class StayFactory(DjangoModelFactory[Stay]):
    class Meta:
        model = Stay

    resident = factory.SubFactory(ResidentFactory)
    home = factory.LazyAttribute(lambda stay: stay.resident.home)
    stayed_at = factory.LazyAttribute(lambda stay: stay.resident.home)
    kind = StayKind.PERMANENT
    arrived_on = date(2023, 2, 11)
    arrived_from = ArrivedFrom.OWN_HOME


class CheckInFactory(DjangoModelFactory[CheckIn]):
    class Meta:
        model = CheckIn

    home = factory.SubFactory(CareHomeFactory)
    week = date(2026, 11, 23)
    due_on = factory.LazyAttribute(lambda check_in: check_in.week)
    window_starts = time(10)
    window_ends = time(16)
    state = CheckInState.SCHEDULED


class NominationFactory(DjangoModelFactory[Nomination]):
    class Meta:
        model = Nomination

    resident = factory.SubFactory(ResidentFactory)
    home = factory.LazyAttribute(lambda nomination: nomination.resident.home)
    raised_at_home = factory.LazyAttribute(lambda nomination: nomination.resident.home)
    urgency = Urgency.SAME_DAY
    reasons = ["change_in_condition"]
    sentence = "Breathless when she walks to the dining room."
    raised_at = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
    raised_by_user_id = 1
    raised_by_name = "Priya Fennel"
    raised_by_organisation_name = "Westmere PCN"
    acknowledge_by = factory.LazyAttribute(lambda nomination: nomination.raised_at + timedelta(hours=2))
    key = factory.LazyFunction(uuid.uuid4)


class RoundFactory(DjangoModelFactory[Round]):
    class Meta:
        model = Round

    home = factory.SubFactory(CareHomeFactory)
    kind = "home_round"
    held_on = date(2026, 11, 26)
    starts_at = time(13, 30)
    mode = "virtual"
    chair_user_id = 1
    chair_name = "Dr Anna Betony"
    chair_organisation = factory.SubFactory(OrganisationFactory)
    key = factory.LazyFunction(uuid.uuid4)


def home_of(organisation: Organisation, kind: str = RelationshipKind.PCN, **home: Any) -> CareHome:
    """A home that this organisation works with."""
    made = CareHomeFactory(**home)
    HomeRelationshipFactory(home=made, organisation=organisation, kind=kind)
    return made
