"""What is written of a resident in a round: what counts as a contact, what it leads to, two people on one card."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.issues.models import Issue, IssueLink
from carehomes.residents.signals import resident_died, resident_left
from checkins.actions import round_agenda, round_cards, rounds
from checkins.actions.round_cards import CardIncomplete, CardTooLate
from checkins.models import (
    AgendaItem,
    Nomination,
    Outcome,
    Round,
    RoundAction,
    RoundContact,
)
from checkins.transitions import Refused
from tests.checkins.days import NOW
from tests.checkins.rounds import DAY, PLAN, finish, invitation, seen_by, typed

pytestmark = pytest.mark.django_db


def test_being_on_the_agenda_is_no_contact(world, session):
    made, items = session("Ivy", "Harold", "Edith")
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    made.refresh_from_db()
    assert (made.on_agenda, made.seen, made.discussed) == (3, 1, 0)
    assert list(RoundContact.objects.counted().values_list("item_id", flat=True)) == [items[0].pk]


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "seen", "clinician_as": "", "clinician_name": ""},
        {"outcome": "seen", "clinician_as": "care_coordinator"},
        {"outcome": "seen", "category": None},
        {"outcome": "discussed", "decided": ""},
        {"outcome": "put_off"},
        {"outcome": "not_reached"},  # with a category
    ],
)
def test_the_database_refuses_a_contact_that_is_none(world, session, wrong):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundContact.objects.filter(item=items[0]).update(**wrong)


@pytest.mark.parametrize(
    ("without", "field"), [("clinician", "clinician"), ("contact", "contact"), ("category", "category")]
)
def test_done_needs_a_contact_a_clinician_and_a_category(world, session, without, field):
    made, items = session()
    fields = seen_by(world, made)
    del fields[without]
    with pytest.raises(CardIncomplete) as refused:
        finish(world, items[0], fields)
    assert [each.name for each in refused.value.problems] == [field]


def test_a_discussion_counts_only_where_it_is_written_down(world, session):
    made, items = session()
    fields = {**seen_by(world, made), "contact": ["discussed"], "category": ["none"], "decided": []}
    with pytest.raises(CardIncomplete):
        finish(world, items[0], fields)
    finish(world, items[0], {**fields, "decided": ["Talked with Moira: settles at night."]})
    made.refresh_from_db()
    assert (made.seen, made.discussed) == (0, 1)


def test_a_coordinator_is_no_clinician(world, session):
    made, items = session()
    with pytest.raises(CardIncomplete):
        finish(world, items[0], seen_by(world, made, clinician=[str(invitation(made, world.by).pk)]))


def test_done_opens_the_next_card(world, session):
    made, items = session("Ivy", "Harold")
    assert made.now_item_id == items[0].pk
    finish(world, items[0], seen_by(world, made))
    made.refresh_from_db()
    assert made.now_item_id == items[1].pk


def test_an_action_becomes_an_issue_once_with_its_owner(world, session):
    made, items = session()
    owner = str(invitation(made, world.by).pk)
    fields = seen_by(world, made, **{"action-1": ["Check kidney function"], "owner-1": [owner], "by-1": ["2026-11-30"]})
    finish(world, items[0], fields)
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
    (issue,) = Issue.objects.all()
    assert (issue.owner_user_id, issue.resident_id, issue.words.title) == (
        world.by.user_id,
        items[0].resident_id,
        "Check kidney function",
    )
    links = dict(IssueLink.objects.filter(issue=issue).values_list("kind", "target_id"))
    assert links == {"round": made.pk, "nomination": items[0].nomination_id}
    assert (issue.due_on, london_today(issue.due_at)) == (date(2026, 11, 30), date(2026, 11, 30))
    assert RoundAction.objects.get().issue_id == issue.pk


@pytest.mark.parametrize("more", [{"owner-1": []}, {"by-1": ["2026-11-24"]}, {"by-1": []}])
def test_an_action_needs_somebody_and_a_day(world, session, more):
    made, items = session()
    owner = [str(invitation(made, world.by).pk)]
    action = {"action-1": ["Check kidney function"], "owner-1": owner, "by-1": ["2026-11-30"], **more}
    with pytest.raises(CardIncomplete):
        finish(world, items[0], seen_by(world, made, **action))


def test_the_nomination_is_seen_by_the_clinician_whoever_writes(world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made), by=world.by)
    with acting_scope(world.by):
        rounds.end(round_id=made.pk, by=world.by, now=NOW)
    nomination = Nomination.objects.get(pk=items[0].nomination_id)
    assert (nomination.state, nomination.seen_by_name, nomination.contact) == ("seen", "Anna Betony", "video")


def test_who_was_not_reached_is_carried_over(world, session, convene):
    made, items = session("Ivy")
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    assert RoundContact.objects.get(item=items[0]).outcome == Outcome.NOT_REACHED
    (again,) = AgendaItem.objects.filter(round=convene())
    assert (again.source, again.nomination_id) == ("carried_over", items[0].nomination_id)
    assert again.why.startswith("Carried over from 25 November 2026")
    assert not AgendaItem.objects.filter(round=convene()).exists()


def test_carried_over_twice_it_keeps_the_first_day(world, session, convene):
    session("Ivy")
    for _ in range(2):
        made = Round.objects.latest("pk")
        with acting_scope(world.lead):
            rounds.begin(round_id=made.pk, by=world.lead, now=NOW)
            rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        again = AgendaItem.objects.get(round=convene())
    assert again.why.count("Carried over") == 1


def test_an_mdt_meeting_decides_case_by_case_without_an_appointment(world, session):
    made, items = session("Ivy", plan=replace(PLAN, kind="mdt"))
    fields = seen_by(world, made, contact=["discussed"], category=["none"], decided=["Refer to the memory service."])
    finish(world, items[0], fields)
    contact = RoundContact.objects.counted().get()
    assert (contact.category, contact.mode, contact.decided) == (None, "discussed", "Refer to the memory service.")


def test_put_off_comes_back_by_its_day_and_not_before(world, session, convene):
    made, items = session("Ivy")
    until = DAY + timedelta(days=7)
    with acting_scope(world.lead):
        round_cards.put_off(item_id=items[0].pk, until=until, reason="At her daughter’s", by=world.lead, now=NOW)
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    assert Nomination.objects.get(pk=items[0].nomination_id).deferred_until == until
    assert not AgendaItem.objects.filter(round=convene()).exists()
    assert AgendaItem.objects.filter(round=convene(replace(PLAN, held_on=until))).exists()


def test_a_card_that_was_begun_is_not_lost_by_ending(world, session):
    made, items = session("Ivy", "Harold")
    typed(world, items[1], {"decided": ["Ask her son"]})
    with acting_scope(world.lead), pytest.raises(Refused, match="Harold"):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)


def test_two_people_write_into_one_card_and_lose_nothing(world, session):
    _, items = session()
    typed(world, items[0], {"decided": ["Better than yesterday."]})
    second = typed(world, items[0], {"decided": ["Still tired."], "contact": ["seen"]}, by=world.by)
    assert [(each.name, each.by) for each in second.merged.conflicts] == [("decided", "Anna Betony")]
    assert second.card.fields == {"decided": ["Better than yesterday."], "contact": ["seen"]}


def test_what_is_signed_is_only_added_to(world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
        with pytest.raises(CardTooLate):
            round_cards.save_card(
                item_id=items[0].pk, sent={"decided": ["x"]}, touched=["decided"], seen=0, by=world.lead, now=NOW
            )
        key = uuid.uuid4()
        for _ in range(2):
            rounds.add_to_record(round_id=made.pk, text="It was the left knee.", key=key, by=world.lead, now=NOW)
    assert made.roundaddendums.count() == 1


def test_who_is_being_written_about_stays_on_the_agenda_until_it_is_done(world, session):
    made, items = session("Ivy", "Harold")
    typed(world, items[0], {"decided": ["Ring the daughter"]})
    with acting_scope(world.lead), pytest.raises(Refused, match="typed"):
        round_agenda.take_off(item_id=items[0].pk, by=world.lead, now=NOW)


@pytest.mark.parametrize("goes", [resident_died, resident_left])
def test_a_resident_who_goes_while_their_card_is_open_does_not_keep_the_round_from_ending(world, session, client, goes):
    made, items = session("Ivy", "Harold")
    fields = seen_by(world, made, contact=["discussed"], category=["none"], decided=["The family was with her."])
    typed(world, items[0], fields)
    with acting_scope(world.lead):
        goes.send(None, resident=items[0].resident, on=DAY, by=world.lead, stay=None)
        with pytest.raises(Refused, match="Ivy"):
            rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        round_cards.finish_card(item_id=items[0].pk, by=world.lead, now=NOW)  # what was typed is kept
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    assert RoundContact.objects.get(item=items[0]).decided == "The family was with her."


def test_a_card_of_somebody_who_is_off_the_agenda_holds_up_nothing(world, session):
    made, items = session("Ivy", "Harold")
    typed(world, items[0], {"decided": ["Ring the daughter"]})
    AgendaItem.objects.filter(pk=items[0].pk).update(removed_at=NOW)  # as rounds of before may have it
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)


def test_the_round_goes_on_where_the_one_whose_turn_it_was_has_gone(world, session, client):
    made, items = session("Ivy", "Harold")
    with acting_scope(world.lead):
        resident_left.send(None, resident=items[0].resident, on=DAY, by=world.lead, stay=None)
    page = client.act_as(world.clinician).get(f"/rounds/{made.pk}/")
    assert f'action="/rounds/{made.pk}/residents/{items[1].pk}/now/"' in page.content.decode()
