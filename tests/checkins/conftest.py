"""A PCN with its coordinator, its clinical lead and one home; a check-in of the week of the mock-ups; how one types."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, Organisation
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, NamedRoleKind
from carehomes.residents.models import Resident
from checkins import actions
from checkins.actions import rounds
from checkins.models import AgendaItem, CheckIn, FormVersion
from tests.checkins.days import NOW
from tests.checkins.rounds import PLAN, guest_of, nominated
from tests.factories import (
    CheckInFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)


@dataclass
class World:
    """Who is there. `by` coordinates the home, `lead` is its clinical lead."""

    pcn: Organisation
    membership: Membership
    by: Acting
    clinician: Membership
    lead: Acting
    home: CareHome
    resident: Resident
    check_in: CheckIn


@pytest.fixture
def world(db: None, time_machine: Any) -> World:
    time_machine.move_to(NOW, tick=False)
    pcn = OrganisationFactory(name="Westmere PCN")
    membership = MembershipFactory(organisation=pcn, role="care_coordinator", user__name="Priya Fennel")
    clinician = MembershipFactory(organisation=pcn, role="clinician", user__name="Anna Betony")
    home = home_of(pcn, name="Larch House", name_key="larch house")
    ContactNumberFactory(home=home)
    for kind, each in ((NamedRoleKind.COORDINATOR, membership), (NamedRoleKind.CLINICAL_LEAD, clinician)):
        NamedRoleFactory(home=home, kind=kind, user_id=each.user_id, person_name=each.user.name)
    return World(
        pcn=pcn,
        membership=membership,
        by=acting_for(membership),
        clinician=clinician,
        lead=acting_for(clinician),
        home=home,
        resident=ResidentFactory(home=home, given_name="Ivy", family_name="Meadowsweet"),
        check_in=CheckInFactory(home=home, due_on=date(2026, 11, 23)),
    )


def sections() -> list[str]:
    return [each["key"] for each in FormVersion.objects.get(organisation=None, number=1).sections]


def nothing_to_report(**more: list[str]) -> dict[str, list[str]]:
    """Everything asked and nothing to report, with whatever else was typed."""
    answers = {f"section-{key}": ["nothing"] for key in sections()}
    return {"spoke_to": ["Moira Sorrel, deputy manager"], "mode": ["phone"], **answers, **more}


def named(
    resident: Resident, *, urgency: str = "same_day", section: str = "urgent_clinical", key: str = ""
) -> dict[str, list[str]]:
    """A resident who needs someone, as typed."""
    key = key or str(uuid.uuid4())
    return {
        f"section-{section}": ["something"],
        f"place-{key}": [f"1764067320000 {section}"],
        f"resident-{key}": [str(resident.pk)],
        f"reasons-{key}": ["change_in_condition", "soft_signs"],
        f"urgency-{key}": [urgency],
        f"sentence-{key}": ["Breathless when she walks to the dining room."],
        f"added-{key}": ["1"],
    }


@pytest.fixture
def staff(world: World) -> Membership:
    """Somebody who works in the home itself."""
    house = OrganisationFactory(kind=OrganisationKind.CARE_HOME, name="Larch House")
    HomeRelationshipFactory(home=world.home, organisation=house, kind=RelationshipKind.HOME)
    return MembershipFactory(organisation=house, role="care_home_staff", user__name="Femi Cicely")


@pytest.fixture
def carer(staff: Membership) -> Acting:
    return acting_for(staff)


@pytest.fixture
def coordinator(client: Any, world: World) -> Any:
    """The client, signed in as who coordinates the home."""
    return client.act_as(world.membership)


Type = Callable[..., Any]


@pytest.fixture
def types(world: World) -> Type:
    """`types({"note": ["…"]})`: the coordinator, or whoever `by` is, saves these fields."""

    def saved(
        fields: dict[str, list[str]], *, by: Acting | None = None, seen: int | None = None, now: datetime = NOW
    ) -> Any:
        draft = getattr(CheckIn.objects.select_related("draft").get(pk=world.check_in.pk), "draft", None)
        current = draft.revision if draft else 0
        with acting_scope(by or world.by):
            return actions.save_draft(
                check_in_id=world.check_in.pk,
                sent=fields,
                touched=list(fields),
                seen=current if seen is None else seen,
                by=by or world.by,
                now=now,
            )

    return saved


@pytest.fixture
def complete(world: World, types: Type) -> Callable[..., CheckIn]:
    """`complete(note=["…"])`: types everything with nothing to report and these fields besides, and completes."""

    def completed(**more: list[str]) -> CheckIn:
        saved = types(nothing_to_report(**more))
        with acting_scope(world.by):
            return actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)

    return completed


@pytest.fixture
def convene(world):
    """`convene()`: a round of today at Larch House with the clinical lead in the chair; the coordinator comes too."""

    def made(plan=PLAN, by=None, key=None, guests=()):
        by = by or world.lead
        with acting_scope(by):
            return rounds.convene(
                home_id=world.home.pk,
                plan=plan,
                chair=guest_of(world.lead),
                guests=[guest_of(world.by, "care_coordinator"), *guests],
                key=key or uuid.uuid4(),
                by=by,
                now=NOW,
            )

    return made


@pytest.fixture
def session(world, convene):
    """A round in session with these residents on its agenda: (round, items)."""

    def begun(*names, plan=PLAN):
        for name in names or ("Ivy",):
            nominated(world, name)
        made = convene(plan)
        with acting_scope(world.lead):
            rounds.begin(round_id=made.pk, by=world.lead, now=NOW)
        made.refresh_from_db()
        return made, list(AgendaItem.objects.filter(round=made).order_by("place"))

    return begun


@pytest.fixture
def put_on(world):
    """`put_on(nomination)`: the coordinator puts it on the agenda."""

    def done(nomination, act=actions.put_on_agenda):
        with acting_scope(world.by):
            return act(nomination_id=nomination.pk, by=world.by, now=NOW)

    return done
