"""Organisations as the platform keeps them: dated names, links, successions, ends."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from carehomes.access.kinds import LINK_ENDS, LinkKind, OrganisationKind
from carehomes.access.models import Organisation, OrganisationParent, OrganisationSuccession
from carehomes.access.navigation import ITEMS
from carehomes.deadlines import london_today
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(client: ScopedClient) -> ScopedClient:
    return client.act_as(MembershipFactory(role="platform_administrator"))


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def create(client: ScopedClient, **more: str) -> Any:
    form = {"kind": "gp_practice", "name": "Quay Surgery", "ods_code": "a12345", "idempotency_key": str(uuid4())}
    return client.post(reverse("access:add_organisation"), {**form, **day("active_from", date(2013, 4, 1)), **more})


def test_every_link_says_which_kinds_it_joins() -> None:
    assert set(LINK_ENDS) == set(LinkKind)


def test_the_organisations_lead_a_platform_administrator_and_nobody_else_to_keeping_them(
    platform: ScopedClient,
) -> None:
    pcn = OrganisationFactory()
    pages = [reverse("directory:organisations"), reverse("directory:organisation", args=[pcn.pk])]
    links = [
        f'href="{reverse("access:add_organisation")}"',
        f'href="{reverse("access:keep_organisation", args=[pcn.pk])}"',
    ]
    for page, link in zip(pages, links, strict=True):
        assert link in platform.get(page).content.decode()
    coordinator = ScopedClient().act_as(MembershipFactory(organisation=pcn))
    for page, link in zip(pages, links, strict=True):
        assert link not in coordinator.get(page).content.decode()


@pytest.mark.parametrize("name", sorted({name for items in ITEMS.values() for _, name in items}))
def test_every_item_of_the_navigation_has_a_page(name: str) -> None:
    assert reverse(name).startswith("/")


def test_an_organisation_is_created_with_its_name_and_parent(platform: ScopedClient) -> None:
    pcn = OrganisationFactory(name="Westmere PCN", ods_code="U12345")
    answer = create(platform, parent="u12345", link="network")
    made = Organisation.objects.get(ods_code="A12345")
    assert answer.url == reverse("access:keep_organisation", args=[made.pk])
    assert made.name_key == "quay surgery"
    assert made.names.get().starts_on == date(2013, 4, 1)
    assert made.parents.get().parent == pcn


def test_a_code_belongs_to_one_organisation(platform: ScopedClient) -> None:
    create(platform)
    page = create(platform, name="Another Surgery").content.decode()
    assert "Another organisation has this code already" in page
    assert 'href="#id_ods_code"' in page
    assert Organisation.objects.filter(ods_code="A12345").count() == 1


def test_every_kind_can_be_created(platform: ScopedClient) -> None:
    for kind in OrganisationKind:
        assert create(platform, kind=kind, ods_code="", name=f"A {kind.label}").status_code == 302


def test_an_earlier_name_stays_for_its_days(platform: ScopedClient) -> None:
    ccg = OrganisationFactory(kind="ccg", name="Westmere CCG")
    platform.post(
        reverse("access:rename_organisation", args=[ccg.pk]),
        {"name": "Westmere and Quay CCG", **day("starts_on", london_today())},
    )
    ccg.refresh_from_db()
    assert ccg.name == "Westmere and Quay CCG"
    names = list(ccg.names.values_list("name", "ends_on"))
    assert names == [("Westmere CCG", london_today()), ("Westmere and Quay CCG", None)]


def test_a_name_of_the_future_is_refused(platform: ScopedClient) -> None:
    ccg = OrganisationFactory(kind="ccg")
    form = {"name": "Another", **day("starts_on", london_today() + timedelta(days=1))}
    page = platform.post(reverse("access:rename_organisation", args=[ccg.pk]), form).content.decode()
    assert "The day must be today or earlier" in page


def test_a_practice_moves_to_another_pcn_and_the_first_stays_on_record(platform: ScopedClient) -> None:
    practice = OrganisationFactory(kind="gp_practice")
    first, second = OrganisationFactory(ods_code="U00001"), OrganisationFactory(ods_code="U00002")
    address = reverse("access:link_organisation", args=[practice.pk])
    platform.post(address, {"kind": "network", "parent": "U00001", **day("starts_on", date(2020, 4, 1))})
    refused = platform.post(address, {"kind": "network", "parent": "U00002", **day("starts_on", london_today())})
    assert "End that one first" in refused.content.decode()
    link = OrganisationParent.objects.get(parent=first)
    platform.post(reverse("access:end_link", args=[practice.pk, link.pk]), day("ends_on", london_today()))
    platform.post(address, {"kind": "network", "parent": "U00002", **day("starts_on", london_today())})
    assert list(practice.parents.values_list("parent", "ends_on").order_by("starts_on")) == [
        (first.pk, london_today()),
        (second.pk, None),
    ]


def test_only_partnerships_and_groups_get_a_link_that_shares(platform: ScopedClient) -> None:
    practice = OrganisationFactory(kind="gp_practice")
    OrganisationFactory(kind="icb", ods_code="QXX")
    form = {"kind": "partnership", "parent": "QXX", **day("starts_on", london_today())}
    page = platform.post(reverse("access:link_organisation", args=[practice.pk]), form).content.decode()
    assert "cannot have this link" in page
    assert not OrganisationParent.objects.exists()


def test_a_ccg_becomes_part_of_an_icb(platform: ScopedClient) -> None:
    ccg = OrganisationFactory(kind="ccg")
    lead = MembershipFactory(organisation=ccg, role="commissioner_lead")
    icb = OrganisationFactory(kind="icb", name="Westmere ICB")
    form = {"other": "Westmere ICB", **day("happened_on", date(2022, 7, 1))}
    platform.post(reverse("access:succeed_organisation", args=[ccg.pk]), form)
    assert OrganisationSuccession.objects.get().successor == icb
    ccg.refresh_from_db()
    assert ccg.active_to == date(2022, 7, 1)
    assert ScopedClient().act_as(lead).get("/your-details/").status_code == 403


def test_one_does_not_end_the_organisation_one_acts_for(platform: ScopedClient) -> None:
    own = Organisation.objects.get(kind="platform")
    page = platform.post(
        reverse("access:end_organisation", args=[own.pk]), day("active_to", london_today())
    ).content.decode()
    assert "You act for this organisation" in page


def test_nobody_takes_over_from_the_organisation_one_acts_for(platform: ScopedClient) -> None:
    own, other = Organisation.objects.get(kind="platform"), OrganisationFactory(ods_code="A12345")
    page = platform.post(
        reverse("access:succeed_organisation", args=[own.pk]),
        {"other": other.ods_code, **day("happened_on", london_today())},
    ).content.decode()
    assert "You act for this organisation" in page
    own.refresh_from_db()
    assert own.active_to is None


@pytest.mark.parametrize("role", ["organisation_administrator", "commissioner_lead", "care_coordinator"])
def test_nobody_else_keeps_organisations(client: ScopedClient, role: str) -> None:
    client.act_as(MembershipFactory(role=role))
    pk = OrganisationFactory().pk
    names = ("keep", "rename", "link", "succeed", "end")
    addresses = [reverse(f"access:{name}_organisation", args=[pk]) for name in names]
    for address in [reverse("access:add_organisation"), reverse("access:invite_administrator", args=[pk]), *addresses]:
        assert client.get(address).status_code == 403, address
