"""The demo area: a few organisations, 28 homes, their people and residents, as they might be on the day it is loaded."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from secrets import token_bytes

from carehomes.access.kinds import LinkKind, RelationshipKind
from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.access.models import (
    Invitation,
    Leadership,
    Membership,
    Organisation,
    OrganisationParent,
    OrganisationSuccession,
    User,
)
from carehomes.access.names import plain_key
from carehomes.access.personas import PERSONAS
from carehomes.deadlines import LONDON
from carehomes.demo import places
from carehomes.directory.models import (
    CareHome,
    CheckInSchedule,
    ContactNumber,
    HomeRelationship,
    MedicinesService,
    NamedRole,
    NamedRoleKind,
    Rating,
)
from carehomes.residents.models import Resident

SINCE = date(2020, 10, 1)  # the Network Contract's home round began


@dataclass
class Area:
    """What has been made so far, by name."""

    today: date
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    homes: dict[str, CareHome] = field(default_factory=dict)
    plans: dict[str, places.Home] = field(default_factory=dict)
    residents: dict[str, list[Resident]] = field(default_factory=dict)


def load_area(today: date) -> Area:
    """Makes the whole area in the open scope. The caller has checked that it is not there yet."""
    area = Area(today)
    _organisations(area)
    _homes(area)
    _people(area)
    _invitation(area)
    _relationships(area)
    _named_roles(area)
    return area


def weekday(today: date, day: int) -> int:
    """The ISO weekday `day` days from today, kept inside this week."""
    return min(7, max(1, today.isoweekday() + day))


def _organisations(area: Area) -> None:
    for place in places.ORGANISATIONS:
        area.organisations[place.name] = Organisation.objects.create(
            kind=place.kind,
            name=place.name,
            name_key=plain_key(place.name),
            urgent_phone=place.urgent_phone,
            phone=place.urgent_phone,
            **_code(place),
        )
    for place in (each for each in places.ORGANISATIONS if each.parent):
        child, parent = area.organisations[place.name], area.organisations[place.parent]
        OrganisationParent.objects.create(child=child, parent=parent, kind=LinkKind(place.link), starts_on=SINCE)
    surgery, pcn = area.organisations["Harbour Surgery"], area.organisations["Westmere PCN"]
    OrganisationParent.objects.create(child=surgery, parent=pcn, kind=LinkKind.NETWORK, starts_on=SINCE)
    ccg, icb = area.organisations["Westmere CCG"], area.organisations["Westmere ICB"]
    OrganisationSuccession.objects.create(predecessor=ccg, successor=icb, happened_on=date(2022, 7, 1))
    Organisation.objects.filter(pk=ccg.pk).update(active_to=date(2022, 7, 1))
    _leadership(area)


def _code(place: places.Place) -> dict[str, str]:
    names = {Kind.LOCAL_AUTHORITY: "gss_code", Kind.CARE_PROVIDER: "cqc_provider_id"}
    return {names.get(place.kind, "ods_code"): place.code} if place.code else {}


def _leadership(area: Area) -> None:
    for name, kind, person, kept_by in (
        ("Westmere ICB", "commissioner_care_home_lead", "Leila Saffron", "Westmere ICB"),
        ("Northgate Trust", "chief_pharmacist_community", "Ida Lemonbalm", "Northgate Trust"),
        ("Westmere PCN", "pcn_care_home_lead", "Dr Anna Betony", "Westmere ICB"),
        ("Westmere PCN", "pcn_lead_community_pharmacist", "Tova Dill", "Westmere LPC"),
    ):
        Leadership.objects.create(
            organisation=area.organisations[name],
            kind=kind,
            person_name=person,
            phone="0151 496 0140",
            kept_by=area.organisations[kept_by],
            starts_on=SINCE,
        )


def _homes(area: Area) -> None:
    for place in places.HOMES:
        home = CareHome.objects.create(**_home_facts(place, area.today))
        area.homes[place.name], area.plans[place.name] = home, place
        ContactNumber.objects.create(
            home=home, person_name=place.contact, job=place.job, phone=home.phone, is_main=True, when_to_ring=place.note
        )
        CheckInSchedule.objects.create(
            home=home,
            starts_on=SINCE,
            weekday=weekday(area.today, place.day),
            window_starts=place.opens,
            window_ends=place.closes,
            note=place.note,
        )
    larch = area.homes["Larch House"]
    area.organisations["Larch House"] = Organisation.objects.create(
        kind=Kind.CARE_HOME, name=larch.name, name_key=larch.name_key, phone=larch.phone
    )
    ContactNumber.objects.create(home=larch, person_name="Nurse in charge, night", phone="01632 960143")


def _home_facts(place: places.Home, today: date) -> dict[str, object]:
    return {
        "cqc_location_id": f"1-{999000000 + place.line}",
        "name": place.name,
        "name_key": plain_key(place.name),
        "address": f"{place.line % 40 + 1} Quay Lane",
        "town": "Westmere",
        "town_key": "westmere",
        "postcode": "ZZ99 4LH",
        "postcode_key": "ZZ994LH",
        "region": "North West",
        "local_authority_code": "E08999001",
        "with_nursing": place.nursing,
        "without_nursing": not place.nursing,
        "specialisms": ["Dementia", "Caring for adults over 65 yrs"],
        "registered_beds": place.beds,
        "registration_date": date(2011, 1, 14),
        "rating": Rating.GOOD if place.line % 5 else Rating.REQUIRES_IMPROVEMENT,
        "rating_date": date(2025, 5, 14),
        "phone": f"01632 960{place.line}",
        "register_as_of": today.replace(day=1),
    }


def _people(area: Area) -> None:
    for persona in PERSONAS:
        user = User.objects.create_user(persona.email, persona.name)
        area.people[persona.name] = user
        for post in persona.posts:
            organisation = area.organisations[post.organisation]
            Membership.objects.create(
                user=user,
                organisation=organisation,
                organisation_kind=organisation.kind,
                role=post.role,
                job_title=post.job_title,
                **post.prescriber.fields(),
                starts_on=SINCE,
                ends_on=area.today + timedelta(days=post.days) if post.days else None,
            )


def _invitation(area: Area) -> None:
    """One that nobody has accepted. Its link was sent to nobody: who wants to try it has it sent again."""
    olga = area.people["Olga Alecost"]
    Invitation.objects.create(
        organisation=area.organisations["Westmere PCN"],
        email="bea.lungwort@homeround.example",
        name="Bea Lungwort",
        role="clinician",
        job_title="Nurse practitioner",
        token_digest=sha256(token_bytes()).hexdigest(),
        invited_by=olga,
        invited_by_name=olga.name,
        expires_at=datetime.combine(area.today + timedelta(days=6), time(9), LONDON),
    )


def _relationships(area: Area) -> None:
    for name, home in area.homes.items():
        eastern = area.plans[name].pcn == "Eastgate PCN"
        works_with = {
            RelationshipKind.PCN: [area.plans[name].pcn],
            RelationshipKind.PRACTICE: ["Eastgate Surgery"] if eastern else ["Harbour Surgery", "Quay Practice"],
            RelationshipKind.COMMISSIONER: ["Westmere ICB"],
            RelationshipKind.LOCAL_AUTHORITY: ["Westmere Council"],
            RelationshipKind.PHARMACY: ["Mortar Lane Pharmacy"],
            RelationshipKind.PHARMACY_BACKUP: ["Tideway Pharmacy"],
            RelationshipKind.PROVIDER: ["Larch Care" if name == "Larch House" else "Westmere Homes"],
            RelationshipKind.COMMUNITY_SERVICES: ["Northgate Trust"],
            RelationshipKind.HOME: ["Larch House"] if name == "Larch House" else [],
        }
        HomeRelationship.objects.bulk_create(
            HomeRelationship(
                home=home, organisation=area.organisations[each], kind=kind, starts_on=_starts(kind), source="Demo area"
            )
            for kind, organisations in works_with.items()
            for each in organisations
        )
        HomeRelationship.objects.create(
            home=home,
            organisation=area.organisations["Westmere CCG"],
            kind=RelationshipKind.COMMISSIONER,
            starts_on=SINCE,
            ends_on=date(2022, 7, 1),
            ended_reason="Clinical commissioning groups became integrated care boards",
        )


def _starts(kind: RelationshipKind) -> date:
    return date(2022, 7, 1) if kind is RelationshipKind.COMMISSIONER else SINCE


def _named_roles(area: Area) -> None:
    people, organisations = area.people, area.organisations
    for name, home in area.homes.items():
        eastern = area.plans[name].pcn == "Eastgate PCN"
        roles = _eastern_roles(area) if eastern else _westmere_roles(area)
        NamedRole.objects.bulk_create(NamedRole(home=home, starts_on=SINCE, **role) for role in roles)
    NamedRole.objects.create(
        home=area.homes["Larch House"],
        kind=NamedRoleKind.REGISTERED_MANAGER,
        person_name="Idris Borage",
        profession="manager",
        phone="07700 900142",
        starts_on=SINCE,
    )
    NamedRole.objects.create(
        home=area.homes["Cedar Mount"],
        kind=NamedRoleKind.CLINICAL_LEAD,
        person_name="Jo Tarragon",
        profession="community_matron",
        organisation=organisations["Northgate Trust"],
        user_id=people["Jo Tarragon"].pk,
        phone="0151 496 0300",
        share_percent=40,
        starts_on=SINCE,
    )


def _westmere_roles(area: Area) -> list[dict[str, object]]:
    people, organisations = area.people, area.organisations
    return [
        {
            "kind": NamedRoleKind.CLINICAL_LEAD,
            "person_name": "Dr Anna Betony",
            "profession": "gp",
            "organisation": organisations["Harbour Surgery"],
            "user_id": people["Dr Anna Betony"].pk,
            "phone": "0151 496 0110",
            "share_percent": 60,
        },
        {
            "kind": NamedRoleKind.MEDICINES_LEAD,
            "person_name": "Joe Lovage",
            "profession": "pharmacy_technician",
            "organisation": organisations["Westmere PCN"],
            "user_id": people["Joe Lovage"].pk,
            "phone": "0151 496 0127",
            "covers": [service for service in MedicinesService if service is not MedicinesService.FAST_TRACK],
        },
        {
            "kind": NamedRoleKind.COORDINATOR,
            "person_name": "Priya Fennel",
            "profession": "care_coordinator",
            "organisation": organisations["Westmere PCN"],
            "user_id": people["Priya Fennel"].pk,
            "phone": "0151 496 0128",
        },
        {
            "kind": NamedRoleKind.COVER,
            "person_name": "Sam Tansy",
            "profession": "care_coordinator",
            "organisation": organisations["Harbour Partnership"],
            "user_id": people["Sam Tansy"].pk,
            "phone": "0151 496 0100",
        },
    ]


def _eastern_roles(area: Area) -> list[dict[str, object]]:
    return [
        {
            "kind": NamedRoleKind.COORDINATOR,
            "person_name": "Rue Bistort",
            "profession": "care_coordinator",
            "organisation": area.organisations["Eastgate PCN"],
            "user_id": area.people["Rue Bistort"].pk,
            "phone": "0151 496 0227",
        },
        {
            "kind": NamedRoleKind.CLINICAL_LEAD,
            "person_name": "Dr Otto Feverfew",
            "profession": "gp",
            "organisation": area.organisations["Eastgate Surgery"],
            "phone": "0151 496 0210",
        },
    ]
