"""Home rounds and MDT meetings: convened, published, held, written up, signed off; what counts as a contact; two people on one card."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.issues.models import Issue, IssueLink
from carehomes.residents.signals import resident_died
from checkins import actions
from checkins.actions import next_round, round_agenda, round_cards, round_people, rounds
from checkins.actions.round_cards import CardIncomplete, CardTooLate
from checkins.actions.round_people import Guest
from checkins.actions.rounds import Plan
from checkins.models import (
    AgendaItem,
    Nomination,
    NominationState,
    NominationStatus,
    Outcome,
    PriorityAgreement,
    PriorityPlace,
    Round,
    RoundAction,
    RoundContact,
    RoundInvitation,
    RoundState,
    RoundStatus,
)
from checkins.round_sources import Due, _sources
from checkins.transitions import Refused
from tests.checkins.conftest import NOW
from tests.factories import MembershipFactory, NominationFactory, ResidentFactory, acting_for, home_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
PLAN = Plan("home_round", DAY, time(13, 30), 60, "virtual", "https://video.homeround.example/larch")


def guest_of(acting, as_="gp"):
    return Guest(acting.person, as_, acting.user_id, acting.organisation_id, acting.organisation)


def nominated(world, name="Harold", **more):
    resident = ResidentFactory(home=world.home, given_name=name)
    more = {"urgency": "this_round", "acknowledge_by": None, **more}
    return NominationFactory(resident=resident, **more)


@pytest.fixture
def convene(world):
    """`convene()`: a round of today at Larch House with the clinical lead in the chair; the coordinator comes too."""

    def made(plan=PLAN, by=None, key=None, guests=()):
        by = by or world.lead
        with acting_scope(by):
            return rounds.convene(
                home_id=world.home.pk,
                plan=plan,
                chair=guest_of(world.lead),
                guests=[guest_of(world.by, "care_coordinator"), *guests],
                key=key or uuid.uuid4(),
                by=by,
                now=NOW,
            )

    return made


@pytest.fixture
def session(world, convene):
    """A round in session with these residents on its agenda: (round, items)."""

    def begun(*names, plan=PLAN):
        for name in names or ("Ivy",):
            nominated(world, name)
        made = convene(plan)
        with acting_scope(world.lead):
            rounds.begin(round_id=made.pk, by=world.lead, now=NOW)
        made.refresh_from_db()
        return made, list(AgendaItem.objects.filter(round=made).order_by("place"))

    return begun


@pytest.fixture
def put_on(world):
    """`put_on(nomination)`: the coordinator puts it on the agenda."""

    def done(nomination, act=actions.put_on_agenda):
        with acting_scope(world.by):
            return act(nomination_id=nomination.pk, by=world.by, now=NOW)

    return done


def on_agenda(found):
    items = AgendaItem.objects.filter(round=found, removed_at=None).order_by("place")
    return [each.resident.given_name for each in items]


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


def typed(world, item, fields, by=None, seen=0, now=NOW):
    by = by or world.lead
    with acting_scope(by):
        return round_cards.save_card(item_id=item.pk, sent=fields, touched=list(fields), seen=seen, by=by, now=now)


def invitation(found, acting):
    return RoundInvitation.objects.get(round=found, user_id=acting.user_id)


def seen_by(world, found, **more):
    return {
        "contact": ["seen"],
        "clinician": [str(invitation(found, world.lead).pk)],
        "category": ["care_home_round"],
        "decided": ["Finish doxycycline."],
        **more,
    }


def finish(world, item, fields, by=None, now=NOW):
    typed(world, item, fields, by=by, now=now)
    with acting_scope(by or world.lead):
        return round_cards.finish_card(item_id=item.pk, by=by or world.lead, now=now)


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
    monkeypatch.setattr("checkins.round_sources._sources", [*_sources, lambda home_id, on: [due]])
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


def test_nobody_looks_for_somebody_who_has_died(world, convene):
    nomination = nominated(world)
    made = convene()
    resident_died.send(None, resident=nomination.resident, on=DAY, by=world.lead, stay=None)
    assert not AgendaItem.objects.filter(round=made, removed_at=None).exists()
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN


def test_put_off_comes_back_by_its_day_and_not_before(world, session, convene):
    made, items = session("Ivy")
    until = DAY + timedelta(days=7)
    with acting_scope(world.lead):
        round_cards.put_off(item_id=items[0].pk, until=until, reason="At her daughter’s", by=world.lead, now=NOW)
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    assert Nomination.objects.get(pk=items[0].nomination_id).deferred_until == until
    assert not AgendaItem.objects.filter(round=convene()).exists()
    assert AgendaItem.objects.filter(round=convene(replace(PLAN, held_on=until))).exists()


def test_a_cancelled_round_lets_its_residents_wait_again(world, convene):
    nomination = nominated(world)
    made = convene()
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=made.pk, reason="team_away", by=world.lead, now=NOW)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.RAISED
    assert AgendaItem.objects.filter(round=convene()).exists()


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
        round_people.note_attendance(round_id=made.pk, here=here, by=world.lead, now=NOW)
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
