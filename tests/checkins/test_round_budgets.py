"""Statements and weight of the pages of rounds, however many there are."""

from datetime import timedelta

import pytest

from checkins.models import AgendaItem, Nomination, Round
from tests.checkins.days import NOW
from tests.checkins.rounds import DAY
from tests.factories import (
    NominationFactory,
    ResidentFactory,
    RoundFactory,
)
from tests.scale.budget import LIST, RECORD, assert_same_queries

pytestmark = pytest.mark.django_db


def test_the_list_and_the_weeks_keep_their_budget(client, world):
    client.act_as(world.clinician)
    days = iter(range(10_000))

    def many(count):
        Round.objects.bulk_create(
            RoundFactory.build(
                home=world.home, chair_organisation=world.pcn, held_on=DAY + timedelta(days=next(days) % 28)
            )
            for _ in range(count)
        )

    assert_same_queries(many, "/rounds/", client, LIST)
    assert_same_queries(lambda count: None, "/rounds/weeks/", client, LIST, heaviest=80_000)


def residents_on(world, made, count):
    people = [ResidentFactory.build(home=world.home) for _ in range(count)]
    residents = type(world.resident).objects.bulk_create(people)
    nominations = Nomination.objects.bulk_create(
        NominationFactory.build(resident=each, state="on_agenda", urgency="routine") for each in residents
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            round=made,
            resident_id=each.resident_id,
            home=world.home,
            place=number + 10,
            source="nomination",
            nomination=each,
            reasons=["fall"],
            why="Fell.",
            added_at=NOW,
            added_by_name="Anna",
        )
        for number, each in enumerate(nominations)
    )


@pytest.mark.parametrize("state", ["draft", "in_session", "signed_off"])
def test_a_round_keeps_its_budget(client, world, session, state):
    made, items = session()
    now_item = items[0].pk if state == "in_session" else None
    Round.objects.filter(pk=made.pk).update(
        state=state, ended_at=NOW if state == "signed_off" else None, signed_off_at=NOW, now_item_id=now_item
    )
    client.act_as(world.clinician)
    assert_same_queries(
        lambda count: residents_on(world, made, count), f"/rounds/{made.pk}/", client, RECORD, heaviest=2_500_000
    )


def test_a_round_of_twelve_is_light(client, world, session):
    made, _ = session()
    residents_on(world, made, 11)
    assert len(client.act_as(world.clinician).get(f"/rounds/{made.pk}/").content) <= 40_000
