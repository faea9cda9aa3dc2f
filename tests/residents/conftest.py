"""A coordinator and a home whose residents they see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from carehomes.access.acting import Acting
from carehomes.access.models import Organisation
from carehomes.access.names import plain_key
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory, ResidentFactory, StayFactory, acting_for, home_of
from tests.residents.pages import NUMBER
from tests.residents.whole_record import write_everything

TODAY = date(2026, 11, 25)


@dataclass
class World:
    """A PCN, its coordinator, and one of its homes."""

    pcn: Organisation
    membership: Any
    by: Acting
    home: CareHome


@pytest.fixture
def world(db: None) -> World:
    pcn = OrganisationFactory()
    membership = MembershipFactory(organisation=pcn)
    return World(pcn, membership, acting_for(membership), home_of(pcn, name="Larch House", name_key="larch house"))


@pytest.fixture
def lives_in() -> Callable[..., Resident]:
    """`lives_in(home, "Ivy", "Meadowsweet", room="12")`: a resident with an open stay there."""

    def made(home: CareHome, given: str = "Ivy", family: str = "Meadowsweet", **facts: Any) -> Resident:
        stay = {
            name: facts.pop(name)
            for name in ("arrived_on", "kind", "arrived_from", "left_on", "left_to")
            if name in facts
        }
        keys = {"name_key": plain_key(f"{given} {family}"), "family_key": plain_key(family)}
        resident = ResidentFactory(home=home, given_name=given, family_name=family, **keys, **facts)
        StayFactory(resident=resident, **stay)
        return resident

    return made


@pytest.fixture
def ivy(world: World, lives_in: Callable[..., Resident]) -> Resident:
    """Ivy Meadowsweet of room 12, with an NHS number."""
    return lives_in(world.home, nhs_number=NUMBER, room="12")


@pytest.fixture
def priya(client: ScopedClient, world: World) -> ScopedClient:
    """The coordinator, signed in."""
    return client.act_as(world.membership)


@pytest.fixture
def resident(db: None) -> Resident:
    """Somebody about whom every table holds something."""
    return write_everything()
