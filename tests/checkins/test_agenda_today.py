"""Somebody named for the same day on an agenda that stands already: first of those not seen yet, or a question to the chair."""

import pytest

from carehomes.access.scopes import acting_scope
from checkins import actions
from checkins.actions import round_agenda
from checkins.models import AgendaItem, PriorityAgreement, PriorityPlace
from tests.checkins.days import NOW
from tests.checkins.rounds import finish, nominated, on_agenda, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(world):
    """`today("Flora")`: named for the same day, and a clinician has acknowledged it."""

    def named(name):
        nomination = nominated(world, name, urgency="same_day", acknowledge_by=NOW)
        with acting_scope(world.lead):
            return actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)

    return named


def words(client, world, found):
    return client.act_as(world.clinician).get(f"/rounds/{found.pk}/").content.decode()


def agree(world, found, *names):
    found.refresh_from_db()
    by_name = {each.resident.given_name: each.pk for each in AgendaItem.objects.filter(round=found)}
    with acting_scope(world.lead):
        round_agenda.agree_order(
            round_id=found.pk, item_ids=[by_name[each] for each in names], seen=found.revision, by=world.lead, now=NOW
        )


def test_first_of_an_agenda_that_nobody_has_ordered(client, world, convene, put_on, today):
    nominated(world, "Ivy")
    nominated(world, "Stanley", urgency="routine")
    found = convene()
    put_on(today("Flora"))
    put_on(today("Edith"))
    assert on_agenda(found) == ["Flora", "Edith", "Ivy", "Stanley"]
    page = words(client, world, found)
    assert "For the same day, so first of those not seen yet: Flora" in page
    assert "Ask the chair" not in page
    printed = client.get(f"/rounds/{found.pk}/agenda/").content.decode()
    assert printed.count("Same day") == 2


def test_also_by_hand_and_by_asking_who_has_come_up_since(world, convene, today):
    nominated(world, "Ivy")
    found = convene()
    flora = today("Flora").resident
    with acting_scope(world.lead):
        round_agenda.add_resident(
            round_id=found.pk, resident_id=flora.pk, reasons=["fall"], why="", by=world.lead, now=NOW
        )
    assert on_agenda(found) == ["Flora", "Ivy"]
    today("Edith")
    with acting_scope(world.lead):
        round_agenda.refresh_agenda(round_id=found.pk, by=world.lead, now=NOW)
    assert on_agenda(found) == ["Flora", "Edith", "Ivy"]


def test_in_a_meeting_the_open_card_and_those_seen_stay_where_they_are(world, session, put_on, today):
    found, items = session("Ivy", "Stanley", "Harold")
    finish(world, items[0], seen_by(world, found))
    put_on(today("Flora"))
    first, second, third = (each.resident.given_name for each in items)
    assert on_agenda(found) == [first, second, "Flora", third]
    found.refresh_from_db()
    assert found.now_item_id == items[1].pk
    finish(world, items[1], seen_by(world, found))
    found.refresh_from_db()
    assert AgendaItem.objects.get(pk=found.now_item_id).resident.given_name == "Flora"


def test_the_rest_of_the_day_before_others_is_not_moved(world, convene, put_on):
    nominated(world, "Ivy", urgency="routine")
    found = convene()
    put_on(nominated(world, "Harold", urgency="within_48_hours"))
    assert on_agenda(found) == ["Ivy", "Harold"]


def test_an_order_that_the_team_agreed_stands_and_the_chair_is_asked(client, world, session, put_on, today):
    found, items = session("Ivy", "Stanley")
    names = [each.resident.given_name for each in items]
    agree(world, found, *names)
    put_on(today("Flora"))
    assert on_agenda(found) == [*names, "Flora"]
    page = words(client, world, found)
    assert "is number 3 in the order that the team agreed. Ask the chair whether they are seen first." in page
    assert "so first of those not seen yet" not in page
    flora = AgendaItem.objects.get(round=found, place=3)
    client.post(f"/rounds/{found.pk}/residents/{flora.pk}/now/")
    assert "Ask the chair" not in words(client, world, found)


def test_the_agreed_order_of_the_home_stands_as_well(client, world, convene, put_on, today):
    ivy = nominated(world, "Ivy").resident
    agreement = PriorityAgreement.objects.create(
        home=world.home, agreed_at=NOW, by_user_id=1, by_name="Anna", by_organisation_name="PCN", policy="1"
    )
    PriorityPlace.objects.create(
        resident=ivy, home=world.home, agreement_id=agreement.pk, place=1, computed_place=1, computed_weight=1
    )
    found = convene()
    put_on(today("Flora"))
    assert on_agenda(found) == ["Ivy", "Flora"]
    page = words(client, world, found)
    assert "Ask the chair whether they are seen first." in page
    agree(world, found, "Flora", "Ivy")
    assert "Ask the chair" not in words(client, world, found)


def test_home_staff_read_it_and_are_offered_nothing(client, world, session, put_on, today, staff):
    found, items = session("Ivy", "Stanley")
    agree(world, found, *(each.resident.given_name for each in items))
    put_on(today("Flora"))
    page = client.act_as(staff).get(f"/rounds/{found.pk}/").content.decode()
    assert "Agree another order" not in page
