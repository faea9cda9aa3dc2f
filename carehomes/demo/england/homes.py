"""What is invented for every home: when it is rung and on which number, who is responsible for it, and accounts to sign in with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from random import Random

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, User
from carehomes.demo.england import names
from carehomes.demo.england.loading import Loading, Row
from carehomes.demo.england.register import SINCE
from carehomes.directory.models import CheckInSchedule, ContactNumber, NamedRole, NamedRoleKind, Profession, RingMode

NO_PASSWORD = "!"  # noqa: S105 - Django's mark for an account that no password opens
_OPENS = (9, 10, 11, 13, 14)  # o'clock; a window is two hours
_JOBS = ("Manager", "Deputy manager", "Senior carer", "Nurse in charge")


@dataclass(frozen=True)
class Person:
    """Somebody with an account, as facts name them."""

    user_id: int
    name: str
    organisation_id: int
    organisation: str


@dataclass
class LoadedHome:
    """A home as the later steps need it. `coordinator` rings it, `clinician` is its clinical lead."""

    pk: int
    code: str
    beds: int
    bands: frozenset[str]
    weekday: int
    opens: time
    closes: time
    coordinator: Person
    clinician: Person
    practices: list[int] = field(default_factory=list)

    @property
    def network(self) -> int:
        """The network whose people look after it."""
        return self.coordinator.organisation_id


def load(loading: Loading) -> list[LoadedHome]:
    """Accounts of every network, then every home with its schedule, number and named people. In the order of their keys."""
    with loading.step("Coordinators and clinical leads"):
        coordinators = _people(loading, "coordinator", "care_coordinator", "Care coordinator")
        clinicians = _people(loading, "clinician", "clinician", "Clinical lead")
    homes = [_home(loading, *row, coordinators, clinicians) for row in _rows(loading)]
    practices = dict(loading.query(_PRACTICES, [RelationshipKind.PRACTICE.value]))
    for home in homes:
        home.practices = practices.get(home.pk, [])
    with loading.step("Schedules, numbers to ring and named people"):
        _store(loading, homes)
    return homes


_HOMES = """
    SELECT h.id, h.cqc_location_id, h.registered_beds, h.specialisms, r.organisation_id
    FROM directory_carehome h JOIN directory_homerelationship r ON r.home_id = h.id AND r.kind = %s
    ORDER BY h.id
"""
_PRACTICES = (
    "SELECT home_id, array_agg(organisation_id) FROM directory_homerelationship WHERE kind = %s GROUP BY home_id"
)
_NETWORKS = "SELECT id, ods_code, name FROM access_organisation WHERE kind = %s ORDER BY id"


def _rows(loading: Loading) -> list[tuple[int, str, int, list[str], int]]:
    return loading.query(_HOMES, [RelationshipKind.PCN.value])


def _people(loading: Loading, address: str, role: str, job: str) -> dict[int, Person]:
    """One person in this role for every network, by the network's key."""
    networks = loading.query(_NETWORKS, [OrganisationKind.PCN.value])
    chances = loading.chances("people", role)
    people = {
        organisation: Person(pk, names.person(chances), organisation, name)
        for pk, (organisation, _, name) in zip(loading.ids(User, len(networks)), networks, strict=True)
    }
    addresses = {organisation: f"{address}.{code.lower()}@homeround.example" for organisation, code, _ in networks}
    add_people(loading, [(person, addresses[key]) for key, person in people.items()], OrganisationKind.PCN, role, job)
    return people


def add_people(loading: Loading, people: list[tuple[Person, str]], kind: OrganisationKind, role: str, job: str) -> None:
    """Accounts with an address, each with one membership of its organisation, which is of this kind."""
    users = ((each.user_id, address, each.name, NO_PASSWORD) for each, address in people)
    loading.copy(User, ("id", "email", "name", "password"), users)
    memberships = ((each.user_id, each.organisation_id, kind.value, role, job, SINCE) for each, _ in people)
    columns = ("user_id", "organisation_id", "organisation_kind", "role", "job_title", "starts_on")
    loading.copy(Membership, columns, memberships)


def _home(
    loading: Loading,
    pk: int,
    code: str,
    beds: int,
    bands: list[str],
    network: int,
    coordinators: dict[int, Person],
    clinicians: dict[int, Person],
) -> LoadedHome:
    chances = loading.chances("schedule", code)
    opens = chances.choice(_OPENS)
    return LoadedHome(
        pk=pk,
        code=code,
        beds=beds,
        bands=frozenset(bands),
        weekday=chances.randint(1, 5),
        opens=time(opens),
        closes=time(opens + 2),
        coordinator=coordinators[network],
        clinician=clinicians[network],
    )


def _store(loading: Loading, homes: list[LoadedHome]) -> None:
    chances = loading.chances("contacts")
    schedules = ((each.pk, each.weekday, each.opens, each.closes, RingMode.PHONE.value, SINCE) for each in homes)
    loading.copy(
        CheckInSchedule, ("home_id", "weekday", "window_starts", "window_ends", "mode", "starts_on"), schedules
    )
    numbers = ((each.pk, names.person(chances), chances.choice(_JOBS), names.phone(each.pk), True) for each in homes)
    loading.copy(ContactNumber, ("home_id", "person_name", "job", "phone", "is_main"), numbers)
    columns = ("home_id", "kind", "person_name", "profession", "organisation_id", "user_id", "phone", "starts_on")
    loading.copy(NamedRole, columns, (row for each in homes for row in _named_roles(each, chances)))


def _named_roles(home: LoadedHome, chances: Random) -> Iterator[Row]:
    for kind, person, profession in (
        (NamedRoleKind.COORDINATOR, home.coordinator, Profession.CARE_COORDINATOR),
        (NamedRoleKind.CLINICAL_LEAD, home.clinician, Profession.GP),
    ):
        yield (
            home.pk, kind.value, person.name, profession.value, person.organisation_id, person.user_id, "01514960127", SINCE,
        )  # fmt: skip
    manager = names.person(chances)
    yield home.pk, NamedRoleKind.REGISTERED_MANAGER.value, manager, Profession.MANAGER.value, None, None, "", SINCE
