"""A PCN with its coordinator and medicines lead, a practice, a pharmacy and a home with its staff; one issue of the mock-ups."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, Organisation
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, NamedRoleKind
from carehomes.issues import actions
from carehomes.issues.actions import NewIssue
from carehomes.issues.models import Issue, Kind, SaidBy
from carehomes.residents.models import Resident
from tests.factories import (
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)

NOW = datetime(2026, 11, 18, 10, 52, tzinfo=UTC)  # the Wednesday on which the issue of the mock-ups was raised
LATER = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)


@dataclass
class World:
    """Who is there. `by` coordinates the home, `lead` is its medicines lead, `carer` works in it, `manager` manages it."""

    pcn: Organisation
    practice: Organisation
    home_organisation: Organisation
    icb: Organisation
    home: CareHome
    resident: Resident
    memberships: dict[str, Membership]

    def __getattr__(self, name: str) -> Acting:
        try:
            return acting_for(self.memberships[name])
        except KeyError as missing:
            raise AttributeError(name) from missing


def _people(pcn: Organisation, practice: Organisation, own: Organisation, icb: Organisation) -> dict[str, Membership]:
    posts = {
        "by": (pcn, "care_coordinator", "Priya Fennel"),
        "lead": (pcn, "pharmacist", "Joe Lovage"),
        "doctor": (practice, "clinician", "Anna Betony"),
        "carer": (own, "care_home_staff", "Flora Chervil"),
        "manager": (own, "care_home_manager", "Moira Sorrel"),
        "commissioner": (icb, "commissioner_lead", "Ash Yarrow"),
    }
    return {
        name: MembershipFactory(organisation=organisation, role=role, user__name=person)
        for name, (organisation, role, person) in posts.items()
    }


@pytest.fixture
def world(db: None, time_machine: Any) -> World:
    time_machine.move_to(NOW, tick=False)
    pcn = OrganisationFactory(name="Westmere PCN")
    practice = OrganisationFactory(name="Harbour Surgery", kind=OrganisationKind.GP_PRACTICE)
    own = OrganisationFactory(name="Larch House", kind=OrganisationKind.CARE_HOME)
    icb = OrganisationFactory(name="Westmere ICB", kind=OrganisationKind.ICB)
    home = home_of(pcn, name="Larch House", name_key="larch house")
    for organisation, kind in (
        (practice, RelationshipKind.PRACTICE),
        (own, RelationshipKind.HOME),
        (icb, RelationshipKind.COMMISSIONER),
    ):
        HomeRelationshipFactory(home=home, organisation=organisation, kind=kind)
    people = _people(pcn, practice, own, icb)
    ContactNumberFactory(home=home)
    for kind, name in ((NamedRoleKind.COORDINATOR, "by"), (NamedRoleKind.MEDICINES_LEAD, "lead")):
        post = people[name]
        NamedRoleFactory(
            home=home, kind=kind, user_id=post.user_id, person_name=post.user.name, organisation=post.organisation
        )
    resident = ResidentFactory(home=home, given_name="Edith", family_name="Campion")
    return World(pcn, practice, own, icb, home, resident, people)


def new_issue(world: World, **more: Any) -> NewIssue:
    said = {"said": "The morning chart still shows 10 mg.", "said_by": "Moira Sorrel", "said_how": SaidBy.PHONE}
    given = {
        "home_id": world.home.pk,
        "resident_id": world.resident.pk,
        "kind": Kind.MEDICINES,
        "title": "Chart query",
        "key": uuid.uuid4(),
        **said,
        **more,
    }
    return NewIssue(**given)


@pytest.fixture
def raised(world: World) -> Callable[..., Issue]:
    """`raised(kind="falls")`: an issue that the coordinator wrote down."""

    def made(by: Acting | None = None, now: datetime = NOW, **more: Any) -> Issue:
        with acting_scope(by or world.by):
            return actions.raise_issue(new=new_issue(world, **more), by=by or world.by, now=now)

    return made


@pytest.fixture
def do(world: World) -> Callable[..., Issue]:
    """`do(actions.accept, issue, by=world.lead)`: an action in the scope of whoever does it."""

    def done(action: Callable[..., Any], issue: Issue, *, by: Acting, now: datetime = NOW, **more: Any) -> Any:
        if action not in (actions.set_watching,):
            more.setdefault("key", uuid.uuid4())
        with acting_scope(by):
            return action(issue_id=issue.pk, by=by, now=now, **more)

    return done
