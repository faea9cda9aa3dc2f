"""Coming, going, moving and dying, allergies and documents: told through the pages."""

from datetime import timedelta

import pytest

from carehomes.deadlines import london_today
from carehomes.residents import actions
from carehomes.residents.models import Allergy, LegalDocument, Move
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    home_of,
)
from tests.residents.pages import at, parts, post, text

pytestmark = pytest.mark.django_db


def test_a_stay_told_through_the_pages(priya, world, ivy):
    def state():
        ivy.refresh_from_db()
        return ivy.state

    away = {"kind": "hospital", "place": "Northgate General", "planned": "no", "reason": "fall"}
    assert "Enter which hospital" in text(post(priya, at("away", ivy.pk), kind="hospital"))
    post(priya, at("away", ivy.pk), **away, **parts("went_on", london_today() - timedelta(days=2)))
    assert state() == "in_hospital"
    page = text(priya.get(at("resident", ivy.pk)))
    assert "In Northgate General for 2 nights" in page
    assert at("back", ivy.pk) in page
    early = text(post(priya, at("back", ivy.pk), **parts("back_on", london_today() - timedelta(days=3))))
    assert "when they went away" in early
    post(priya, at("back", ivy.pk), back_on="today")
    assert state() == "in_home"
    post(priya, at("leave", ivy.pk), left_to="went_home", left_on="today")
    assert state() == "left"
    post(priya, at("readmit", ivy.pk), arrived_on="today", kind="respite", arrived_from="own_home", room="3")
    assert state() == "in_home"
    post(priya, at("death", ivy.pk), died_on="today", place="In the home")
    assert state() == "died"
    assert "Was the death of Ivy Meadowsweet recorded in error?" in text(priya.get(at("put_right", ivy.pk)))
    post(priya, at("put_right", ivy.pk), change="died", reason="Another resident")
    assert state() == "in_home"


def test_what_cannot_follow_is_not_offered_and_not_drawn(priya, ivy):
    page = text(priya.get(at("stay", ivy.pk)))
    assert at("away", ivy.pk) in page
    assert at("back", ivy.pk) not in page
    assert priya.get(at("back", ivy.pk)).url == at("stay", ivy.pk)
    assert "is in the home" in text(post(priya, at("back", ivy.pk), back_on="today"))


def test_a_room(priya, ivy):
    post(priya, at("room", ivy.pk), room="14")
    ivy.refresh_from_db()
    assert ivy.room == "14"


@pytest.fixture
def beech(db):
    return home_of(OrganisationFactory(name="Eastgate PCN"), name="Beech Court", name_key="beech court")


def move(client, resident, home):
    return post(client, at("move_to", resident.pk, home.pk), moved_on="today", kind="permanent", room="4")


def test_the_home_is_found_and_the_page_says_who_will_see_it(priya, ivy, beech):
    assert "Beech Court" in text(priya.get(at("move", ivy.pk), {"q": "beech"}))
    page = text(priya.get(at("move_to", ivy.pk, beech.pk)))
    assert "Eastgate PCN" in page
    assert "You will not see it any more" in page


def test_after_the_move_the_old_home_has_the_name_and_a_way_back(priya, world, ivy, beech):
    answer = move(priya, ivy, beech)
    assert answer.url == f"/homes/{world.home.pk}/residents/?state=left"
    page = text(priya.get(answer.url))
    assert "Moved to another home in the last 90 days" in page
    assert at("undo_move", ivy.pk) in page
    assert priya.get(at("resident", ivy.pk)).status_code == 404
    assert "Beech Court" in text(priya.get(at("undo_move", ivy.pk)))

    answer = post(priya, at("undo_move", ivy.pk), reason="Wrong home")
    assert answer.url == at("resident", ivy.pk)
    assert "Recorded in error" in text(priya.get(at("history", ivy.pk)))
    assert Move.objects.get().undone_reason == "Wrong home"


def test_to_another_home_that_one_sees(priya, world, ivy):
    oak = home_of(world.pcn, name="Oak Lodge")
    assert "Oak Lodge" in text(priya.get(at("move", ivy.pk)))
    assert "You will still see it" in text(priya.get(at("move_to", ivy.pk, oak.pk)))
    assert move(priya, ivy, oak).url == at("resident", ivy.pk)
    assert priya.get(at("put_right", ivy.pk)).url == at("undo_move", ivy.pk)


def test_the_new_home_can_send_somebody_back(client, world, ivy, beech):
    move(client.act_as(world.membership), ivy, beech)
    theirs = MembershipFactory(organisation=beech.relationships.get().organisation)
    client.act_as(theirs)
    assert priya_sees(client, ivy)
    assert client.get(at("put_right", ivy.pk)).url == at("undo_move", ivy.pk)
    answer = post(client, at("undo_move", ivy.pk), reason="Not ours")
    assert answer.url == at("residents")
    assert not priya_sees(client, ivy)


def priya_sees(client, resident):
    return client.get(at("resident", resident.pk)).status_code == 200


@pytest.mark.parametrize("pk", [0, 999999])
def test_to_a_home_that_there_is_not(priya, ivy, pk):
    assert priya.get(at("move_to", ivy.pk, pk)).status_code == 404


def test_no_move_no_way_back(client, ivy):
    client.act_as(MembershipFactory())
    assert client.get(at("undo_move", ivy.pk)).status_code == 404


def test_allergies_through_the_pages(priya, world, ivy):
    post(priya, at("check_allergies", ivy.pk), answer="none_known", checked_with="Moira Sorrel", checked_on="today")
    assert "None known" in text(priya.get(at("resident", ivy.pk)))
    form = {"substance": "Penicillin", "severity": "severe", "source": "Discharge letter"}
    page = text(post(priya, at("add_allergy", ivy.pk), **form))
    assert "Tick to say that this takes the place of “none known”" in page
    post(priya, at("add_allergy", ivy.pk), **form, replaces_none_known="on")
    assert "<b>Penicillin</b>" in text(priya.get(at("resident", ivy.pk)))
    assert "<li><b>Penicillin</b>: severe</li>" in text(priya.get(at("check_allergies", ivy.pk)))
    address = at("remove_allergy", ivy.pk, Allergy.objects.get().pk)
    assert "Afterwards allergies read “Not asked”" in text(priya.get(address))
    post(priya, address, reason="Another resident")
    assert "Not asked" in text(priya.get(at("resident", ivy.pk)))
    assert priya.get(address).status_code == 404


def test_documents_through_the_pages(priya, ivy):
    post(priya, at("add_document", ivy.pk), kind="dnacpr", dated_on="today", place="The office")
    paper = LegalDocument.objects.get()
    place = {"place": "The room folder", **parts("review_on", london_today())}
    assert "What you typed is kept" in text(post(priya, at("document", ivy.pk, paper.pk), **place, version=0))
    post(priya, at("document", ivy.pk, paper.pk), **place, version=actions.version_of(paper))
    assert "paper in the room folder" in text(priya.get(at("resident", ivy.pk)))
    post(priya, at("end_document", ivy.pk, paper.pk), reason="Withdrawn", ended_on="today")
    page = text(priya.get(at("resident", ivy.pk)))
    assert "None recorded" in page
    assert "DNACPR ended</b>: Withdrawn" in page
    assert priya.get(at("document", ivy.pk, paper.pk)).status_code == 404


def test_an_allergy_of_somebody_else_is_not_found_here(priya, world, ivy, lives_in):
    alma = lives_in(world.home, "Alma", "Bryony")
    theirs = Allergy.objects.create(resident=alma, home=world.home, substance="Latex", recorded_on=london_today())
    assert priya.get(at("remove_allergy", ivy.pk, theirs.pk)).status_code == 404
