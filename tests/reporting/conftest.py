"""Two areas beside each other: what one counts is never in the other's numbers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, Organisation, OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome
from reporting.asked import Asked, read
from reporting.metrics import REPORTS
from reporting.queries import Counted, count
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory, acting_for, home_of
from tests.reporting import england_then

NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


@dataclass
class Area:
    """A commissioner with its region, a PCN, and two homes of it."""

    icb: Organisation
    pcn: Organisation
    region: Organisation
    homes: list[CareHome]

    def member(self, role: str) -> Membership:
        of = {"commissioner_lead": self.icb, "regional_reader": self.region}.get(role, self.pcn)
        return MembershipFactory(role=role, organisation=of)

    def home(self, name: str, **facts) -> CareHome:
        made = home_of(self.icb, RelationshipKind.COMMISSIONER, name=name, **facts)
        HomeRelationshipFactory(home=made, organisation=self.pcn, kind=RelationshipKind.PCN)
        return made


def area(name: str, *homes: str) -> Area:
    icb = OrganisationFactory(kind=OrganisationKind.ICB, name=f"{name} ICB")
    region = OrganisationFactory(kind=OrganisationKind.REGION, name=f"{name} region")
    OrganisationParent.objects.create(child=icb, parent=region, kind="region", starts_on=date(2022, 7, 1))
    made = Area(icb, OrganisationFactory(name=f"{name} PCN"), region, [])
    made.homes = [made.home(each, region=region.name) for each in homes]
    return made


@pytest.fixture
def here(db, time_machine) -> Area:
    time_machine.move_to(NOW, tick=False)
    return area("Westmere", "Larch House", "Rowan Court")


@pytest.fixture
def there(here) -> Area:
    return area("Eastgate", "Quince Lodge", "Yew House")


def asked_by(acting: Acting, report: str, /, **given: str) -> Asked:
    return read(REPORTS[report], acting, TODAY, given)


def counted(membership: Membership, report: str, /, **given: str) -> Counted:
    """What this member's report counts."""
    by = acting_for(membership)
    with acting_scope(by):
        return count(asked_by(by, report, **given), NOW)


def four(line, metric: str) -> tuple[int, int, int, int]:
    """Met, not met, excluded, unknown."""
    found = line.shares[metric]
    return found.met, found.not_met, found.excluded, found.unknown


@pytest.fixture
def then(db, time_machine):
    time_machine.move_to(england_then.NOW, tick=False)


@pytest.fixture
def england(then) -> list[Area]:
    """Two regions with thirty weeks of check-ins and rounds, long ago."""
    places = [area("Westmere"), area("Eastgate")]
    england_then.fill(places)
    return places
