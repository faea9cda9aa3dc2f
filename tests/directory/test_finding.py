"""Finding homes: words, areas, whose homes, paging, the file, and what it costs."""

from datetime import date

import pytest
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.directory import queries
from carehomes.directory.models import CareHome, HomeRelationship
from carehomes.directory.queries import HomeSearch
from tests.factories import (
    LONG_AGO,
    CareHomeFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    OrganisationFactory,
    home_of,
)
from tests.scale.budget import LIST, assert_same_queries

pytestmark = pytest.mark.django_db
HOMES = "/homes/"


def found(acting, **search):
    with acting_scope(acting):
        return [home.name for home in queries.find_homes(HomeSearch(**search), acting, most=100)]


def a_register():
    CareHomeFactory(name="Larch House", town="Westmere", postcode="EX1 2QE", postcode_key="EX12QE")
    CareHomeFactory(name="The Larch", town="Tideway", town_key="tideway", postcode="EX1 3AB", postcode_key="EX13AB")
    CareHomeFactory(name="Elm Lodge", town="Larchwood", town_key="larchwood", cqc_location_id="1-999123456")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("larch", ["Larch House", "Elm Lodge", "The Larch"]),
        ("larch ho", ["Larch House"]),
        ("ho lar", ["Larch House"]),
        ("LARCH tide", ["The Larch"]),
        ("arch", []),
        ("ex1 2qe", ["Larch House"]),
        ("EX12QE", ["Larch House"]),
        ("ex1 larch", ["Larch House", "The Larch"]),
        ("1-999123456", ["Elm Lodge"]),
        ("1–999123456", ["Elm Lodge"]),
        ("%", []),
        ("...", []),
    ],
)
def test_every_word_typed_begins_a_word(acting, words, names):
    a_register()
    assert found(acting(), words=words) == names


def test_only_homes_that_fit_kind_state_and_area_are_found(acting):
    council = OrganisationFactory(kind=OrganisationKind.LOCAL_AUTHORITY, name="Westmere Council")
    both = home_of(council, RelationshipKind.LOCAL_AUTHORITY, name="Larch House", without_nursing=True)
    CareHomeFactory(name="Closed House", deregistered_on=date(2024, 1, 1))
    CareHomeFactory(name="Other House", in_scope=False, with_nursing=False, without_nursing=True)
    us = acting()
    assert found(us) == ["Larch House", "Other House"]
    assert found(us, council=council.pk) == [both.name]
    assert found(us, kind="nursing") == ["Larch House"]
    assert found(us, state="out") == ["Other House"]
    assert found(us, state="closed") == ["Closed House"]
    assert len(found(us, state="all")) == 3


def test_an_area_that_was_left_or_is_only_proposed_does_not_count(acting):
    pcn = OrganisationFactory()
    HomeRelationshipFactory(organisation=pcn, ends_on=date(2024, 1, 1))
    HomeRelationshipFactory(organisation=pcn, status="proposed")
    assert found(acting(organisation=pcn), pcn=pcn.pk) == []
    assert found(acting(organisation=pcn), ours=True) == []


def test_a_coordinator_starts_among_their_homes_with_the_number_to_ring(sign_in):
    pcn = OrganisationFactory(name="Westmere PCN")
    ours = home_of(pcn, name="Larch House")
    ContactNumberFactory(home=ours, phone="01632960199")
    CareHomeFactory(name="Elm Lodge")
    page = sign_in(organisation=pcn).get(HOMES).content.decode()
    assert "1 home that Westmere PCN works with" in page
    assert "01632 960199" in page
    assert "Elm Lodge" not in page


def test_all_england_says_no_number_and_keeps_what_was_asked_for(sign_in):
    pcn = OrganisationFactory()
    home_of(pcn, name="Larch House", phone="")
    CareHomeFactory(name="Larch Lodge")
    page = sign_in(organisation=pcn).get(HOMES, {"of": "england", "q": "larch", "sort": "beds"}).content.decode()
    assert "Larch House" in page
    assert "Larch Lodge" in page
    assert "q=larch&amp;sort=beds" in page


def test_a_national_reader_finds_homes_without_asking_for_what_is_not_theirs(sign_in):
    home = CareHomeFactory(name="Larch House")
    ContactNumberFactory(home=home, phone="01632960199")
    page = sign_in("national_reader").get(HOMES, {"q": "larch"}).content.decode()
    assert "Larch House" in page
    assert "01632 960199" not in page


def test_htmx_gets_the_part_below_the_search_box_and_a_clean_address(sign_in):
    CareHomeFactory(name="Larch House")
    answer = sign_in("national_reader").get(
        HOMES, {"q": "larch", "council": "", "kind": ""}, headers={"HX-Request": "true"}
    )
    assert b"<html" not in answer.content
    assert b"Larch House" in answer.content
    assert answer["HX-Push-Url"] == "/homes/?q=larch"


def test_nonsense_in_the_address_is_as_if_it_had_not_been_said(sign_in):
    CareHomeFactory(name="Larch House")
    client = sign_in("national_reader")
    nonsense = {"council": "9" * 30, "pcn": "x", "kind": "y", "sort": "'", "page": "zzz", "state": "?", "of": "mars"}
    assert b"Larch House" in client.get(HOMES, nonsense).content


def test_nothing_found_says_why_and_what_next(sign_in):
    page = sign_in().get(HOMES, {"q": "nowhere"}).content.decode()
    assert "No home found" in page
    assert "Look in all England" in page


def test_areas_to_choose_from_are_those_of_the_homes_listed(acting):
    pcn, council = OrganisationFactory(), OrganisationFactory(kind=OrganisationKind.LOCAL_AUTHORITY)
    home = home_of(pcn)
    HomeRelationshipFactory(home=home, organisation=council, kind=RelationshipKind.LOCAL_AUTHORITY)
    elsewhere = OrganisationFactory(kind=OrganisationKind.LOCAL_AUTHORITY)
    us = acting(organisation=pcn)
    with acting_scope(us):
        assert set(queries.area_choices(HomeSearch(ours=True), us)) == {pcn, council}
        assert set(queries.area_choices(HomeSearch(), us)) == {council, elsewhere}
        assert set(queries.area_choices(HomeSearch(council=council.pk), us)) == {council, elsewhere, pcn}


def test_the_file_runs_no_formula_and_holds_the_register_only(sign_in):
    pcn = OrganisationFactory()
    ContactNumberFactory(home=home_of(pcn, name='=HYPERLINK("x")', town="-1"), phone="01632960199")
    answer = sign_in(organisation=pcn).get(reverse("directory:homes_file"))
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith('attachment; filename="care-homes-')
    assert '"\'=HYPERLINK(""x"")"' in text
    assert ",'-1," in text
    assert "01632960199" not in text
    assert not answer.streaming


@pytest.mark.parametrize("query", ["", "?of=england", "?of=england&q=larch&sort=town"])
def test_a_list_costs_the_same_at_ten_and_at_a_thousand_homes(sign_in, query):
    pcn = OrganisationFactory()

    def homes(count):
        made = CareHome.objects.bulk_create(CareHomeFactory.build_batch(count))
        rows = [HomeRelationship(home=home, organisation=pcn, kind="pcn", starts_on=LONG_AGO) for home in made]
        HomeRelationship.objects.bulk_create(rows)

    assert_same_queries(homes, HOMES + query, sign_in(organisation=pcn), LIST)
