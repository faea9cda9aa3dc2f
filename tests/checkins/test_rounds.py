"""Home rounds and MDT meetings: convened, published, held, written up, signed off."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied

from carehomes.access.scopes import acting_scope
from carehomes.residents.signals import resident_died
from checkins import actions
from checkins.actions import next_round, round_agenda, round_people, rounds
from checkins.models import (
    AgendaItem,
    Nomination,
    NominationState,
    NominationStatus,
    PriorityAgreement,
    PriorityPlace,
    Round,
    RoundState,
    RoundStatus,
)
from checkins.rounds.sources import Due, _sources
from checkins.transitions import Refused
from tests.checkins.days import NOW
from tests.checkins.rounds import DAY, PLAN, finish, guest_of, invitation, nominated, on_agenda, seen_by
from tests.factories import MembershipFactory, acting_for, home_of

pytestmark = pytest.mark.django_db


def test_put_on_the_agenda_is_on_that_of_the_next_round_at_once(world, convene, put_on):
    convene(replace(PLAN, held_on=DAY + timedelta(days=7)))
    nearest = convene()
    nomination = put_on(nominated(world, "Flora"))
    assert on_agenda(nearest) == ["Flora"]
    assert NominationStatus.objects.get(nomination=nomination).reason == "Home round of 25 November 2026"
    nearest.refresh_from_db()
    assert nearest.on_agenda == 1
    put_on(nomination)
    assert on_agenda(nearest) == ["Flora"]
    put_on(nomination, act=actions.take_off_agenda)
    assert on_agenda(nearest) == []


def test_put_on_the_agenda_of_a_round_in_session_is_dealt_with_there(world, session, put_on):
    found, _ = session("Ivy")
    put_on(nominated(world, "Flora"))
    assert on_agenda(found) == ["Ivy", "Flora"]


def test_a_round_that_ends_at_that_moment_gets_nobody_more(world, session, put_on, monkeypatch):
    """They wait for the next one: what is written up is only added to by hand."""
    found, _ = session("Ivy")

    def ended_meanwhile(round_id):
        Round.objects.filter(pk=round_id).update(state=RoundState.WRITTEN_UP)
        return Round.objects.get(pk=round_id)

    monkeypatch.setattr(next_round, "locked_round", ended_meanwhile)
    nomination = put_on(nominated(world, "Flora"))
    assert (nomination.state, on_agenda(found)) == (NominationState.ON_AGENDA, ["Ivy"])


def test_a_round_begins_with_everybody_who_has_come_up_since(world, convene):
    found = convene()
    nominated(world, "Flora")
    with acting_scope(world.lead):
        rounds.begin(round_id=found.pk, by=world.lead, now=NOW)
    found.refresh_from_db()
    assert on_agenda(found) == ["Flora"]
    assert found.now_item_id == AgendaItem.objects.get(round=found).pk


def test_the_agenda_is_who_waits_in_the_order_that_the_team_agreed(world, convene):
    routine = nominated(world, "Edith", urgency="routine")
    soon = nominated(world, "Harold", urgency="within_48_hours")
    last = nominated(world, "Stanley", urgency="routine")
    agreement = PriorityAgreement.objects.create(
        home=world.home, agreed_at=NOW, by_user_id=1, by_name="Anna", by_organisation_name="PCN", policy="1"
    )
    PriorityPlace.objects.create(
        resident=last.resident, home=world.home, agreement_id=agreement.pk, place=1, computed_place=3, computed_weight=1
    )
    made = convene()
    items = AgendaItem.objects.filter(round=made).order_by("place")
    assert [each.resident_id for each in items] == [last.resident_id, soon.resident_id, routine.resident_id]
    assert {each.state for each in Nomination.objects.all()} == {NominationState.ON_AGENDA}


def test_what_is_for_today_and_unread_is_not_put_off_to_a_round(world, convene):
    nominated(world, "Ivy", urgency="same_day")
    assert not AgendaItem.objects.filter(round=convene()).exists()


def test_nobody_is_on_two_agendas_that_are_still_to_be_held(world, convene):
    nominated(world)
    convene()
    assert not AgendaItem.objects.filter(round=convene()).exists()


def test_what_falls_due_comes_onto_the_agenda(world, convene, monkeypatch):
    due = Due(world.resident.pk, "review_due", "Medicines review due on 1 December 2026")
    monkeypatch.setattr("checkins.rounds.sources._sources", [*_sources, lambda home_id, on: [due]])
    (item,) = AgendaItem.objects.filter(round=convene())
    assert (item.source, item.why) == ("due_review", due.words)


def test_the_same_form_twice_convenes_one(world, convene):
    key = uuid.uuid4()
    assert convene(key=key) == convene(key=key)
    assert Round.objects.count() == 1


def test_a_round_cannot_be_planned_for_yesterday(world, convene):
    with pytest.raises(Refused):
        convene(replace(PLAN, held_on=DAY - timedelta(days=1)))


def test_home_staff_convene_no_round(world, convene):
    member = MembershipFactory(role="care_home_staff")
    with pytest.raises(PermissionDenied):
        convene(by=acting_for(member))


def test_every_state_is_appended(world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
    states = list(RoundStatus.objects.filter(round=made).order_by("pk").values_list("state", flat=True))
    assert states == ["draft", "in_session", "written_up", "signed_off"]


def test_a_coordinator_cannot_sign_off(world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.by):
        rounds.end(round_id=made.pk, by=world.by, now=NOW)
        with pytest.raises(PermissionDenied):
            rounds.sign_off(round_id=made.pk, by=world.by, now=NOW)


def test_nobody_looks_for_somebody_who_has_died(world, convene):
    nomination = nominated(world)
    made = convene()
    resident_died.send(None, resident=nomination.resident, on=DAY, by=world.lead, stay=None)
    assert not AgendaItem.objects.filter(round=made, removed_at=None).exists()
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN


def test_a_cancelled_round_lets_its_residents_wait_again(world, convene):
    nomination = nominated(world)
    made = convene()
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=made.pk, reason="team_away", by=world.lead, now=NOW)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.RAISED
    assert AgendaItem.objects.filter(round=convene()).exists()


def test_the_order_is_agreed_by_those_who_saw_the_agenda(world, session):
    made, items = session("Ivy", "Harold")
    wanted = [items[1].pk, items[0].pk]
    with acting_scope(world.lead):
        with pytest.raises(Refused):
            round_agenda.agree_order(round_id=made.pk, item_ids=wanted, seen=0, by=world.lead, now=NOW)
        round_agenda.agree_order(round_id=made.pk, item_ids=wanted, seen=made.revision, by=world.lead, now=NOW)
    assert list(AgendaItem.objects.filter(round=made).order_by("place").values_list("pk", flat=True)) == wanted


def test_attendance_is_counted(world, session):
    made, _ = session()
    here = [invitation(made, world.lead).pk, invitation(made, world.by).pk]
    with acting_scope(world.lead):
        round_people.note_attendance(round_id=made.pk, here=here, by=world.lead)
    made.refresh_from_db()
    assert (made.attended, made.invited) == (2, 2)


def test_a_round_of_tomorrow_cannot_begin_today(world, convene):
    made = convene(replace(PLAN, held_on=DAY + timedelta(days=1)))
    with acting_scope(world.lead), pytest.raises(Refused):
        rounds.begin(round_id=made.pk, by=world.lead, now=NOW)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_round_begins_on_its_own_day_in_london_across_both_clock_changes(world, convene, day, time_machine):
    """Five past midnight in London is another day in UTC for half of the year."""
    london = ZoneInfo("Europe/London")
    planned = datetime.combine(day - timedelta(days=2), time(10), london)
    time_machine.move_to(planned, tick=False)
    with acting_scope(world.lead):
        made = rounds.convene(
            home_id=world.home.pk,
            plan=replace(PLAN, held_on=day + timedelta(days=1)),
            chair=guest_of(world.lead),
            guests=[],
            key=uuid.uuid4(),
            by=world.lead,
            now=planned,
        )
        late = datetime.combine(day, time(23, 55), london)
        with pytest.raises(Refused):
            rounds.begin(round_id=made.pk, by=world.lead, now=late)
        begun = rounds.begin(round_id=made.pk, by=world.lead, now=late + timedelta(minutes=10))
    assert begun.state == RoundState.IN_SESSION


def test_another_network_sees_nothing_of_it(world, session):
    made, items = session()
    other = MembershipFactory(role="clinician")
    home_of(other.organisation)
    with acting_scope(acting_for(other)):
        assert not Round.objects.filter(pk=made.pk).exists()
        assert not AgendaItem.objects.filter(pk=items[0].pk).exists()
        with pytest.raises(AgendaItem.DoesNotExist):
            round_agenda.take_off(item_id=items[0].pk, by=acting_for(other), now=NOW)
