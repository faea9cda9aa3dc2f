"""The pages about residents: who may open them, and what the record and other pages show of them."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.deadlines import london_now, london_today
from carehomes.residents import actions
from carehomes.residents.models import Allergy, LegalDocument, ResidentState
from tests.factories import (
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.residents.pages import NUMBER, at, text

pytestmark = pytest.mark.django_db


OPEN = ["resident", "history", "readings"]
EDIT = [
    *("change", "stay", "room", "away", "leave", "death", "put_right", "move"),
    *("add_allergy", "check_allergies", "add_document"),
]


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
def test_a_coordinator_opens_every_page_of_their_resident(priya, ivy, name):
    assert priya.get(at(name, ivy.pk)).status_code == 200
    assert ReadLog.objects.filter(resident_id=ivy.pk).count() == 1


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
def test_another_pcns_coordinator_finds_nothing(client, ivy, name):
    client.act_as(MembershipFactory())
    assert client.get(at(name, ivy.pk)).status_code == 404
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
@pytest.mark.parametrize(
    "role", ["commissioner_lead", "local_authority_officer", "national_reader", "platform_administrator"]
)
def test_who_sees_no_resident_is_refused(client, world, ivy, name, role):
    membership = MembershipFactory(role=role)
    if role == "commissioner_lead":
        HomeRelationshipFactory(
            home=world.home, organisation=membership.organisation, kind=RelationshipKind.COMMISSIONER
        )
    client.act_as(membership)
    assert client.get(at(name, ivy.pk)).status_code == 403
    assert client.get(at("residents")).status_code == 403


def test_a_community_pharmacist_reads_and_changes_nothing(client, world, ivy):
    membership = MembershipFactory(role="community_pharmacist")
    HomeRelationshipFactory(home=world.home, organisation=membership.organisation, kind=RelationshipKind.PHARMACY)
    client.act_as(membership)
    LegalDocument.objects.create(
        resident=ivy, home=ivy.home, kind="dnacpr", dated_on=london_today(), place="the office"
    )
    page = text(client.get(at("resident", ivy.pk)))
    assert "Ivy Meadowsweet" in page
    assert "DNACPR" not in page
    assert "Documents" not in page  # of the class plans, which a pharmacy does not see: nor that there is none
    assert at("change", ivy.pk) not in page
    for name in EDIT:
        assert client.get(at(name, ivy.pk)).status_code == 403


@pytest.mark.parametrize(("role", "edits"), [("care_home_manager", True), ("care_home_staff", False)])
def test_a_home_sees_its_own_residents(client, world, ivy, role, edits):
    house = OrganisationFactory(kind=OrganisationKind.CARE_HOME)
    HomeRelationshipFactory(home=world.home, organisation=house, kind=RelationshipKind.HOME)
    client.act_as(MembershipFactory(role=role, organisation=house))
    assert "Meadowsweet, Ivy" in text(client.get(at("residents")))
    assert client.get(at("change", ivy.pk)).status_code == (200 if edits else 403)


def test_not_asked_is_never_none(priya, ivy):
    page = text(priya.get(at("resident", ivy.pk)))
    assert "Not asked" in page
    assert "None known" not in page
    assert "Ask about her allergies" in page


def test_the_page_says_what_must_be_known_first(priya, world, ivy):
    Allergy.objects.create(
        resident=ivy,
        home=world.home,
        substance="Penicillin",
        reaction="rash",
        severity="severe",
        happened="2019",
        recorded_on=london_today(),
    )
    ivy.allergy_state, ivy.allergies_checked_on, ivy.allergies_checked_with = "recorded", london_today(), "Moira Sorrel"
    ivy.usual_self, ivy.contact_name, ivy.contact_phone = "Walks with a frame", "Heather Meadowsweet", "07700900176"
    ivy.save()
    LegalDocument.objects.create(
        resident=ivy,
        home=world.home,
        kind="respect",
        dated_on=london_today(),
        place="The room folder",
        review_on=london_today() - timedelta(1),
    )
    ContactNumberFactory(home=world.home)
    page = text(priya.get(at("resident", ivy.pk)))
    assert "<b>Penicillin</b>: rash, severe, 2019" in page
    assert "Checked with Moira Sorrel" in page
    assert "paper in the room folder" in page
    assert "Walks with a frame" in page
    assert "Review the ReSPECT" in page
    for number in ("07700900176", "01632960142"):
        assert f"tel:{number}" in page


def test_what_somebody_typed_is_escaped_everywhere(priya, world, lives_in):
    bad = "<script>alert(1)</script>"
    ivy = lives_in(world.home, bad, bad, preferred_name=bad, usual_self=bad, room="<b>", contact_name=bad)
    Allergy.objects.create(
        resident=ivy, home=world.home, substance=bad, reaction=bad, source=bad, recorded_on=london_today()
    )
    ivy.allergy_state, ivy.allergies_checked_on, ivy.allergies_checked_with = "recorded", london_today(), bad
    ivy.save()
    LegalDocument.objects.create(
        resident=ivy, home=world.home, kind="dnacpr", dated_on=london_today(), place=bad, detail=bad
    )
    for address in (at("resident", ivy.pk), at("history", ivy.pk), at("residents"), at("stay", ivy.pk)):
        assert bad not in text(priya.get(address))


@pytest.mark.parametrize(("linked", "words"), [(True, ", one of"), (False, ", not one of")])
def test_the_registered_practice_against_the_aligned_pcn(priya, world, ivy, linked, words):
    from carehomes.access.models import OrganisationParent

    ivy.registered_practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, name="Harbour Surgery")
    ivy.save()
    if linked:
        OrganisationParent.objects.create(
            child=ivy.registered_practice,
            parent=world.pcn,
            kind="network",
            starts_on=london_today() - timedelta(days=9),
        )
    assert f"Harbour Surgery{words} {world.pcn.name}’s practices" in text(priya.get(at("resident", ivy.pk)))


def test_everything_that_happened_is_told(priya, world, ivy):
    by = world.by

    def do(action, **arguments):
        from carehomes.access.scopes import acting_scope

        with acting_scope(by):
            action(by=by, key=uuid.uuid4(), now=london_now(), resident_id=ivy.pk, **arguments)

    going = actions.Going("hospital", london_today() - timedelta(days=4), "Northgate General", "COPD", planned=False)
    do(actions.go_away, going=going)
    do(actions.come_back, back_on=london_today())
    do(actions.change_room, room="14")
    do(actions.put_right, change="came_back", reason="Another Ivy")
    page = text(priya.get(at("history", ivy.pk)))
    for words in ("Went to hospital</b>: COPD", "Northgate General, not planned", "Changed room</b>: from 12 to 14"):
        assert words in page
    assert "Another Ivy" in page
    assert by.person in page


def test_who_has_read_it(priya, world, ivy):
    priya.get(at("resident", ivy.pk))
    page = text(priya.get(at("readings", ivy.pk)))
    assert "2 readings" in page
    assert world.by.person in page


def test_domains_add_to_what_happened(priya, ivy, monkeypatch):
    from carehomes.residents import timeline

    monkeypatch.setattr(timeline, "_sources", [])
    timeline.source(lambda acting, resident: [timeline.Entry(london_today(), "Raised as same day", "breathless")])
    assert "Raised as same day</b>: breathless" in text(priya.get(at("resident", ivy.pk)))


def test_the_home_s_page_counts_both_denominators(priya, world, ivy, lives_in):
    lives_in(world.home, "Sick", "Sorrow", state=ResidentState.IN_HOSPITAL)
    page = text(priya.get(reverse("directory:home", args=[world.home.pk])))
    assert "2 of 42" in page
    assert "1 in the home, 1 in hospital" in page
    assert f"with {world.pcn.name}’s practices" in page
    assert "Sick Sorrow" in page
    assert ReadLog.objects.filter(screen="Home").count() == 1


def test_a_commissioner_is_shown_no_number_of_residents(client, world, ivy):
    membership = MembershipFactory(role="commissioner_lead")
    HomeRelationshipFactory(home=world.home, organisation=membership.organisation, kind=RelationshipKind.COMMISSIONER)
    page = text(client.act_as(membership).get(reverse("directory:home", args=[world.home.pk])))
    assert "beds taken" not in page
    assert "Meadowsweet" not in page


def test_the_search_of_the_header_finds_residents(world, ivy, lives_in):
    from carehomes.access.scopes import acting_scope
    from carehomes.residents.sources import find_residents

    lives_in(world.home, "Sweet", "Marjoram")
    with acting_scope(world.by):
        assert [hit.title for hit in find_residents(world.by, "sweet")] == ["Sweet Marjoram", "Ivy Meadowsweet"]
        assert [hit.url for hit in find_residents(world.by, NUMBER)] == [at("resident", ivy.pk)]
        assert find_residents(world.by, "9997919075") == []
    assert ReadLog.objects.filter(screen="Search").count() == 3
