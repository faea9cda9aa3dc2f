"""Organisations: finding them, their pages, and who leads in them."""

import re
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from carehomes.access.kinds import LeadershipKind, OrganisationKind, RelationshipKind
from carehomes.access.models import (
    Leadership,
    Organisation,
    OrganisationName,
    OrganisationParent,
    OrganisationSuccession,
)
from carehomes.access.scopes import acting_scope
from carehomes.directory import actions
from carehomes.directory.models import CareHome, HomeRelationship
from tests.factories import LONG_AGO, CareHomeFactory, OrganisationFactory, home_of
from tests.scale.budget import LIST, RECORD, assert_same_queries

pytestmark = pytest.mark.django_db
ORGANISATIONS = "/organisations/"
SINCE = date(2026, 1, 1)


def named(kind, name, **more):
    return OrganisationFactory(kind=kind, name=name, **more)


def page_of(client, organisation, query=""):
    return client.get(reverse("directory:organisation", args=[organisation.pk]) + query).content.decode()


@pytest.fixture
def reader(sign_in):
    return sign_in("national_reader")


def test_organisations_are_found_by_words_and_codes(reader):
    named(OrganisationKind.PCN, "Tideway PCN", ods_code="U99999")
    named(OrganisationKind.GP_PRACTICE, "Harbour Surgery")

    def names(**query):
        return set(re.findall(r'/organisations/\d+/">([^<]+)<', reader.get(ORGANISATIONS, query).content.decode()))

    assert names(q="tide") == {"Tideway PCN"}
    assert names(q="u99999") == {"Tideway PCN"}
    assert names(kind="gp_practice") == {"Harbour Surgery"}
    assert names(q="nowhere") == set()


def test_closed_organisations_are_left_out_until_asked_for(reader):
    named(OrganisationKind.CCG, "NHS Westmere CCG", active_to=date(2022, 7, 1))
    assert "NHS Westmere CCG" not in reader.get(ORGANISATIONS).content.decode()
    assert "NHS Westmere CCG" in reader.get(ORGANISATIONS, {"closed": "yes"}).content.decode()


def test_an_organisation_says_what_it_was_and_belongs_to(reader):
    ccg = named(OrganisationKind.CCG, "NHS Westmere CCG", active_to=date(2022, 7, 1))
    icb = named(OrganisationKind.ICB, "NHS Westmere ICB")
    pcn = named(OrganisationKind.PCN, "Westmere PCN")
    OrganisationName.objects.create(organisation=pcn, name="Harbour PCN", starts_on=LONG_AGO, ends_on=date(2021, 4, 1))
    OrganisationSuccession.objects.create(predecessor=ccg, successor=icb, happened_on=date(2022, 7, 1))
    OrganisationParent.objects.create(child=pcn, parent=icb, kind="commissioner", starts_on=date(2022, 7, 1))

    assert "This organisation has closed" in page_of(reader, ccg)
    assert "Followed by" in page_of(reader, ccg)
    board = page_of(reader, icb)
    assert "Took over from" in board
    assert "1 organisation in it" in board
    network = page_of(reader, pcn)
    assert "Harbour PCN" in network
    assert "1 October 2020 to 31 March 2021" in network
    assert "NHS Westmere ICB" in network


def test_its_homes_are_listed_by_what_it_is_to_them(reader):
    pharmacy = named(OrganisationKind.PHARMACY, "Mortar Lane")
    home_of(pharmacy, RelationshipKind.PHARMACY, name="Larch House")
    home_of(pharmacy, RelationshipKind.PHARMACY_BACKUP, name="Rowan Court")
    assert "Larch House" in page_of(reader, pharmacy)
    assert "Rowan Court" in page_of(reader, pharmacy, "?as=pharmacy_backup")
    assert "Larch House" in page_of(reader, pharmacy, "?as=nonsense")


def test_there_is_no_such_organisation(reader):
    assert reader.get(reverse("directory:organisation", args=[999999])).status_code == 404


def boxes(page, name, values):
    return dict(zip(re.findall(rf'name="({name}[-_]\w+)"', page), values.split(), strict=True))


def test_an_lpc_keeps_the_lead_community_pharmacist_of_a_pcn(sign_in):
    pcn, lpc = named(OrganisationKind.PCN, "Westmere PCN"), named(OrganisationKind.LPC, "Westmere LPC")
    client = sign_in("organisation_administrator", organisation=lpc)
    address = reverse("directory:add_leader", args=[pcn.pk])
    page = client.get(address).content.decode()
    assert "PCN lead community pharmacist" in page
    assert "Chief pharmacist, acute" not in page

    data = {"idempotency_key": str(uuid.uuid4()), "version": "0", "kind": "pcn_lead_community_pharmacist"}
    data |= {"person_name": "Rosa Sorrel", "phone": "01514960130", "email": "", **boxes(page, "starts_on", "1 1 2026")}
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    entry = Leadership.objects.get()
    assert (entry.kept_by, entry.organisation, entry.starts_on) == (lpc, pcn, SINCE)
    assert "Kept by Westmere LPC" in page_of(client, pcn)

    change = reverse("directory:leader", args=[entry.pk])
    page = client.get(change).content.decode()
    version = page.split('name="version" value="')[1].split('"')[0]
    again = {**data, "idempotency_key": str(uuid.uuid4()), "version": version, "person_name": "Rosa Sorrel-Dill"}
    assert client.post(change, again).status_code == 302

    end = reverse("directory:end_leader", args=[entry.pk])
    assert client.post(end, boxes(client.get(end).content.decode(), "last_day", "31 1 2026")).status_code == 302
    entry.refresh_from_db()
    assert (entry.person_name, entry.ends_on) == ("Rosa Sorrel-Dill", date(2026, 2, 1))
    page_of(client, pcn)  # says that it is done
    assert "Rosa Sorrel-Dill" not in page_of(client, pcn)


def test_nobody_changes_what_another_organisation_keeps(sign_in):
    pcn, lpc = named(OrganisationKind.PCN, "Westmere PCN"), named(OrganisationKind.LPC, "Westmere LPC")
    entry = Leadership.objects.create(
        organisation=pcn, kind="pcn_care_home_lead", person_name="Rosa Sorrel", kept_by=lpc, starts_on=LONG_AGO
    )
    client = sign_in("organisation_administrator", organisation=pcn)
    assert "Rosa Sorrel" in page_of(client, pcn)
    assert reverse("directory:leader", args=[entry.pk]) not in page_of(client, pcn)
    assert client.get(reverse("directory:leader", args=[entry.pk])).status_code == 404
    assert client.get(reverse("directory:end_leader", args=[entry.pk])).status_code == 404


def test_who_keeps_which_leads(acting):
    pcn = named(OrganisationKind.PCN, "Westmere PCN")
    lpc = named(OrganisationKind.LPC, "Westmere LPC")
    assert actions.kinds_to_keep(acting("organisation_administrator", organisation=pcn), pcn) == tuple(LeadershipKind)
    assert actions.kinds_to_keep(acting("commissioner_lead"), pcn) == tuple(LeadershipKind)
    assert actions.kinds_to_keep(acting("organisation_administrator", organisation=lpc), pcn) == (
        LeadershipKind.PCN_LEAD_COMMUNITY_PHARMACIST,
    )
    assert actions.kinds_to_keep(acting("organisation_administrator"), pcn) == ()
    assert actions.kinds_to_keep(acting("care_coordinator", organisation=pcn), pcn) == ()


def test_an_lpc_names_no_chief_pharmacist_even_with_a_form_of_its_own(acting):
    pcn, lpc = named(OrganisationKind.PCN, "Westmere PCN"), named(OrganisationKind.LPC, "Westmere LPC")
    by = acting("organisation_administrator", organisation=lpc)
    leader = actions.Leader("chief_pharmacist_acute", "Rosa Sorrel", "", "", SINCE)
    with acting_scope(by), pytest.raises(PermissionDenied):
        actions.add_leader(by=by, organisation=pcn, leader=leader, key=uuid.uuid4())


def test_lists_cost_the_same_at_ten_and_at_a_thousand(reader):
    def organisations(count):
        Organisation.objects.bulk_create(OrganisationFactory.build_batch(count))

    assert_same_queries(organisations, ORGANISATIONS, reader, LIST)


def test_a_page_costs_the_same_with_ten_and_with_a_thousand_homes(reader):
    pcn = named(OrganisationKind.PCN, "Westmere PCN")

    def homes(count):
        made = CareHome.objects.bulk_create(CareHomeFactory.build_batch(count))
        rows = [HomeRelationship(home=home, organisation=pcn, kind="pcn", starts_on=LONG_AGO) for home in made]
        HomeRelationship.objects.bulk_create(rows)

    assert_same_queries(homes, reverse("directory:organisation", args=[pcn.pk]), reader, RECORD)
