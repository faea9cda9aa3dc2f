"""A home's page: who sees how much of it."""

from datetime import date

import pytest
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import OrganisationName
from carehomes.directory.models import NamedRoleKind
from tests.factories import (
    LONG_AGO,
    CareHomeFactory,
    CheckInScheduleFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    home_of,
)
from tests.scale.budget import RECORD, assert_same_queries

pytestmark = pytest.mark.django_db


def page_of(client, home, name="directory:home"):
    answer = client.get(reverse(name, args=[home.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def pcn():
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def home(pcn):
    home = home_of(pcn, name="Larch House")
    ContactNumberFactory(home=home, person_name="Moira Sorrel", phone="01632960142")
    NamedRoleFactory(home=home, person_name="Dr Anna Betony", share_percent=60)
    NamedRoleFactory(
        home=home,
        person_name="Joe Lovage",
        kind=NamedRoleKind.MEDICINES_LEAD,
        profession="pharmacy_technician",
        covers=["homely_remedies"],
    )
    CheckInScheduleFactory(home=home, weekday=3)
    return home


def test_a_coordinator_sees_whom_to_ring_and_may_change_it(sign_in, pcn, home):
    page = page_of(sign_in(organisation=pcn), home)
    assert 'href="tel:01632960142"' in page
    assert "Dr Anna Betony" in page
    assert "60%" in page
    assert "Homely remedies" in page
    assert "Fast track supply: not covered" in page
    assert "Wednesdays, 10:00 to 16:00" in page
    assert reverse("directory:people", args=[home.pk]) in page


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("care_coordinator", "does not work with this home"),
        ("national_reader", "You see what the register says"),
        ("community_pharmacist", "does not work with this home"),
    ],
)
def test_others_see_the_register_and_are_told_why_no_more(sign_in, home, role, words):
    page = page_of(sign_in(role), home)
    assert words in page
    assert home.cqc_location_id in page
    assert "Westmere PCN" in page
    for theirs in ("Moira Sorrel", "Anna Betony", "01632 960142", "Wednesdays", "Change"):
        assert theirs not in page


def test_an_administrator_of_the_pcn_is_not_told_that_it_does_not_work_with_the_home(sign_in, pcn, home):
    page = page_of(sign_in("organisation_administrator", organisation=pcn), home)
    assert "A role as organisation administrator sees nothing more of a home" in page
    assert "Moira Sorrel" not in page


def test_who_only_reads_finds_nothing_to_change(sign_in, pcn, home):
    page = page_of(sign_in("pharmacist", organisation=pcn), home)
    assert "Moira Sorrel" in page
    assert reverse("directory:people", args=[home.pk]) not in page


def test_a_home_without_a_clinical_lead_asks_for_one(sign_in, pcn):
    home = home_of(pcn)
    assert "Name a clinical lead for this home" in page_of(sign_in(organisation=pcn), home)


def test_a_closed_home_and_one_out_of_scope_say_so(sign_in, pcn):
    reason = "Not registered for older people or people with dementia"
    home = home_of(pcn, deregistered_on=date(2026, 5, 3), in_scope=False, scope_reason=reason)
    page = page_of(sign_in(organisation=pcn), home)
    assert "This home was deregistered on 3 May 2026" in page
    assert f"No. {reason}" in page
    assert "Name a clinical lead for this home" not in page


def test_an_alignment_by_distance_is_not_shown_as_agreed(sign_in):
    pcn = OrganisationFactory()
    home = CareHomeFactory()
    HomeRelationshipFactory(home=home, organisation=pcn, status="nearest")
    assert "Nearest, not confirmed" in page_of(sign_in(organisation=pcn), home)


def test_the_history_names_organisations_as_they_were_then(sign_in, pcn, home):
    before = OrganisationFactory(kind=OrganisationKind.ICB, name="NHS Westmere Integrated Care Board")
    OrganisationName.objects.create(
        organisation=before, name="NHS Westmere CCG", starts_on=date(2013, 4, 1), ends_on=date(2022, 7, 1)
    )
    HomeRelationshipFactory(
        home=home, organisation=before, kind=RelationshipKind.COMMISSIONER, starts_on=LONG_AGO, ends_on=date(2022, 7, 1)
    )
    page = page_of(sign_in(organisation=pcn), home, "directory:relationships")
    assert "NHS Westmere CCG</a>, 1 October 2020 to 30 June 2022" in page
    assert "called NHS Westmere Integrated Care Board today" in page


def test_there_is_no_such_home(sign_in):
    assert sign_in().get(reverse("directory:home", args=[999999])).status_code == 404


def test_people_of_one_home_land_on_it_and_those_of_several_choose(sign_in):
    own = OrganisationFactory(kind=OrganisationKind.CARE_HOME, name="Larch House")
    home = home_of(own, RelationshipKind.HOME, name="Larch House")
    ContactNumberFactory(home=home)
    assert "Moira Sorrel" in sign_in("care_home_staff", organisation=own).get("/my-home/").content.decode()

    provider = OrganisationFactory(kind=OrganisationKind.CARE_PROVIDER)
    for name in ("Larch House", "Rowan Court"):
        home_of(provider, RelationshipKind.PROVIDER, name=name)
    page = sign_in("care_home_manager", organisation=provider).get("/my-home/").content.decode()
    assert "My homes" in page
    assert "Rowan Court" in page


def test_people_without_a_home_are_told_who_links_it(sign_in):
    assert "No home is linked to" in sign_in("care_home_staff").get("/my-home/").content.decode()


def test_a_home_costs_the_same_with_ten_and_with_a_thousand_facts(sign_in, pcn, home):
    def facts(count):
        roles = NamedRoleFactory.build_batch(
            count, home=home, kind=NamedRoleKind.COVER, starts_on=LONG_AGO, ends_on=LONG_AGO
        )
        type(roles[0]).objects.bulk_create(roles)

    assert_same_queries(facts, reverse("directory:home", args=[home.pk]), sign_in(organisation=pcn), RECORD)
