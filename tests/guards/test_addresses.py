"""Every address: without a sign-in it leads to the sign-in, with the wrong role it is refused, and another tenant's thing is not found."""

from typing import Any

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Membership
from carehomes.access.roles import ROLES
from tests.factories import (
    CheckInFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    StayFactory,
    home_of,
)
from tests.guards.addresses import Address, addresses

OURS = [
    each
    for each in addresses()
    if not each.outside_scope and each.view.__module__.startswith(("carehomes.", "checkins.", "reporting."))
]

# Addresses that need no sign-in, each with its reason. Everything of django-allauth is about signing in.
OPEN = {
    "access:personas": "the demonstration's door; production has no such address",
    "access:help": "help must be readable before signing in",
    "access:accessibility": "the law asks for it to be readable by everybody",
    "access:privacy": "people decide whether to sign in after reading it",
    "checkins:round_feed": "a calendar subscribes with nothing but the secret in the address",
    "checkins:round_reply": "somebody without an account says whether they come, with nothing but the signed link in their e-mail",
    "access:accept": "an invitation is opened before there is an account",
    "account_login": "the sign-in itself",
    "openid_connect_callback": "a provider sends the person back here to be signed in",
    "usersessions_list": "one's own sessions; it runs as the web login and asks for a sign-in itself",
    "access:end_session": "one's own sessions; it runs as the web login and asks for a sign-in itself",
}
PUBLIC_REGISTER = {
    "directory:home": "the register's public facts are everybody's who is signed in",
    "directory:organisation": "organisations are public facts",
    "directory:relationships": "who works with a home is the register's, and everybody's who is signed in",
    "directory:add_leader": "an LPC or a commissioner keeps entries about other organisations; the entry is theirs",
    "access:keep_organisation": "platform administrators keep every organisation",
    "access:rename_organisation": "platform administrators keep every organisation",
    "access:link_organisation": "platform administrators keep every organisation",
    "access:succeed_organisation": "platform administrators keep every organisation",
    "access:end_organisation": "platform administrators keep every organisation",
    "access:invite_administrator": "platform administrators invite the first administrator of every organisation",
}


def test_every_view_says_who_may_open_it():
    undeclared = [each.name for each in OURS if each.permission == "undeclared"]
    assert not undeclared


def test_what_is_open_has_a_reason():
    open_now = {
        each.name for each in addresses() if each.outside_scope and not each.view.__module__.startswith("allauth.")
    }
    galleries = {name for name in open_now if name.startswith(("ui:", "gallery"))}  # only where DEMO is on
    assert open_now - galleries <= set(OPEN), f"say why these need no sign-in: {open_now - galleries - set(OPEN)}"
    assert set(OPEN) <= open_now, f"no longer open: {set(OPEN) - open_now}"


def ask(client: Any, path: str) -> Any:
    answer = client.get(path)
    return client.post(path) if answer.status_code == 405 else answer


@pytest.mark.parametrize("address", OURS, ids=lambda each: each.name)
def test_without_a_sign_in_it_leads_to_the_sign_in(client, address: Address):
    answer = ask(client, address.path())
    assert answer.status_code == 302, address.name
    assert answer["Location"].startswith("/account/login/")


def refused_to_somebody() -> list[Address]:
    return [
        each for each in OURS if each.permission and any(each.permission not in r.permissions for r in ROLES.values())
    ]


@pytest.mark.parametrize("address", refused_to_somebody(), ids=lambda each: each.name)
def test_the_wrong_role_is_refused(client, address: Address):
    role = next(key for key, role in ROLES.items() if address.permission not in role.permissions)
    client.act_as(MembershipFactory(role=role))
    assert ask(client, address.path()).status_code == 403, f"{role} opened {address.name}"


@pytest.fixture
def elsewhere(db: None) -> dict[str, Any]:
    """A home of another PCN, with everything in it; the keys are what routes capture."""
    other = OrganisationFactory(name="Eastgate PCN")
    home = home_of(other, RelationshipKind.PCN, name="Quince Lodge")
    resident = ResidentFactory(home=home)
    stay = StayFactory(resident=resident)
    check_in = CheckInFactory(home=home)
    nomination = NominationFactory(resident=resident)
    return {
        "home": home,
        "resident": resident,
        "stay": stay,
        "check_in": check_in,
        "nomination": nomination,
        "round": RoundFactory(home=home),
        "organisation": other,
    }


# What the first captured number of a route means: the longest start that fits.
MEANS: dict[str, str] = {
    "residents/": "resident",
    "homes/": "home",
    "check-ins/": "check_in",
    "to-see/": "nomination",
    "nominations/": "nomination",
    "rounds/": "round",
    "organisations/": "organisation",
}


def with_a_tenant() -> list[Address]:
    return [each for each in OURS if each.wants and each.name not in PUBLIC_REGISTER and meaning(each)]


def meaning(address: Address) -> str | None:
    start = next((start for start in sorted(MEANS, key=len, reverse=True) if address.route.startswith(start)), None)
    return MEANS[start] if start else None


def someone_who_may(address: Address) -> Membership:
    """A member of a PCN of their own, in a role that has the permission."""
    roles = [key for key, role in ROLES.items() if address.permission is None or address.permission in role.permissions]
    preferred = [key for key in ("care_coordinator", "clinician", "care_home_manager") if key in roles]
    return MembershipFactory(role=(preferred or roles)[0])


@pytest.mark.parametrize("address", with_a_tenant(), ids=lambda each: each.name)
def test_another_tenants_thing_is_not_found(client, elsewhere, address: Address):
    thing = elsewhere[meaning(address) or ""]
    client.act_as(someone_who_may(address))
    answer = ask(client, address.path(**{address.wants[0]: thing.pk}))
    assert answer.status_code == 404, f"{address.name} answered {answer.status_code} for a thing of another tenant"


def test_the_guard_walks_something():
    assert len(OURS) > 20
    assert len(with_a_tenant()) > 10
