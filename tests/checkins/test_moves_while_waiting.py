"""A resident who moves while they wait for somebody: the new home's team hears of it once, whatever becomes of who wrote the move."""

from datetime import timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.notifications.models import Notification
from carehomes.residents.models import Move
from carehomes.residents.signals import resident_moved
from checkins import actions
from checkins.actions import following
from checkins.actions.following import follow_again
from checkins.models import Nomination, NominationState
from tests.checkins.days import NOW, TODAY
from tests.checkins.rounds import nominated, on_agenda
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
    home_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_home(world):
    """Rowan Court, in another network, with its own coordinator and clinician."""
    pcn = OrganisationFactory(name="Eastgate PCN")
    home = home_of(pcn, name="Rowan Court")
    home.ringer = MembershipFactory(organisation=pcn, role="care_coordinator").user_id
    home.clinician = MembershipFactory(organisation=pcn, role="clinician").user_id
    return home


@pytest.fixture
def moves(world, new_home, django_capture_on_commit_callbacks):
    def moved(resident):
        resident.home = new_home
        resident.save()
        stay = StayFactory(resident=resident, home=new_home)
        with django_capture_on_commit_callbacks(execute=True), acting_scope(world.by):
            resident_moved.send(type(resident), resident=resident, stay=stay, on=TODAY, by=world.by)

    return moved


def told_of(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


def test_who_is_named_for_today_and_moves_is_told_to_the_clinicians_of_the_new_home(world, new_home, moves):
    nomination = NominationFactory(resident=world.resident)
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)
    Notification.objects.all().delete()
    moves(world.resident)
    nomination.refresh_from_db()
    assert nomination.home == new_home
    assert (nomination.state, nomination.acknowledged_at) == (NominationState.RAISED, None), "nobody there has read it"
    assert nomination.next_escalation_at == nomination.acknowledge_by == NOW + timedelta(hours=2)
    assert told_of("same_day") == {new_home.clinician}
    assert told_of("moved_waiting") == {new_home.ringer}


def test_who_has_acknowledged_and_works_with_the_new_home_too_keeps_it(world, new_home, moves):
    HomeRelationshipFactory(home=new_home, organisation=world.pcn, kind="community_services")
    nomination = NominationFactory(resident=world.resident)
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)
    moves(world.resident)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.ACKNOWLEDGED


def test_who_is_on_an_agenda_and_moves_waits_in_the_new_home(world, new_home, moves, convene):
    nomination = nominated(world, "Harold")
    made = convene()
    moves(nomination.resident)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.RAISED
    assert on_agenda(made) == []
    assert told_of("moved_waiting") == {new_home.ringer}


@pytest.fixture
def moves_and_dies(world, new_home):
    """The process that writes the move does not live to do what follows it."""

    def moved(resident):
        was, resident.home = resident.home, new_home
        resident.save()
        stay = StayFactory(resident=resident, home=new_home)
        Move.objects.create(
            home=was, to_home=new_home, resident_id=resident.pk, name="Harold", date_of_birth=resident.date_of_birth, moved_on=TODAY,
            state_before="in_home", since_before=TODAY, stay_after=stay.pk, at=NOW, by_user_id=world.by.user_id, by_name="Priya Fennel",
            by_organisation_name="Westmere PCN",
        )  # fmt: skip

    return moved


def test_a_move_that_nobody_followed_is_followed_by_the_tick_once(world, new_home, moves_and_dies, convene):
    nomination = nominated(world, "Harold")
    today = NominationFactory(resident=nomination.resident)
    made = convene()
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=today.pk, by=world.lead, now=NOW - timedelta(minutes=5))
    Notification.objects.all().delete()
    moves_and_dies(nomination.resident)
    follow_again(NOW + timedelta(seconds=59))  # whoever wrote it may still be at it
    assert not Notification.objects.exists()
    for minutes in (1, 2, 3):
        follow_again(NOW + timedelta(minutes=minutes))
    assert on_agenda(made) == []
    nomination.refresh_from_db()
    today.refresh_from_db()
    assert nomination.state == today.state == NominationState.RAISED
    assert today.next_escalation_at == NOW + timedelta(minutes=1, hours=2)
    assert told_of("same_day") == {new_home.clinician}
    assert told_of("moved_waiting") == {new_home.ringer}
    assert Notification.objects.count() == 2


def test_what_the_new_home_decides_after_a_move_is_not_undone_by_the_tick(world, new_home, moves_and_dies):
    today = NominationFactory(resident=world.resident)
    moves_and_dies(world.resident)
    # acknowledged there, by somebody who has left by the time of the tick
    read = {
        "acknowledged_at": NOW + timedelta(seconds=30),
        "acknowledged_by_user_id": 10**6,
        "acknowledged_by_name": "Ann Sorrel",
    }
    Nomination.objects.filter(pk=today.pk).update(state="acknowledged", **read)
    follow_again(NOW + timedelta(minutes=1))
    today.refresh_from_db()
    assert today.state == NominationState.ACKNOWLEDGED


def test_a_move_that_cannot_be_followed_holds_up_no_other(world, new_home, moves_and_dies, monkeypatch):
    rose = ResidentFactory(home=world.home, given_name="Rose")
    for resident in (world.resident, rose):
        NominationFactory(resident=resident)
        moves_and_dies(resident)
    follow = following.follow_resident

    def fails_for_rose(*, moved, **rest):
        if moved.resident_id == rose.pk:
            raise RuntimeError("A row of hers cannot be read")
        return follow(moved=moved, **rest)

    monkeypatch.setattr(following, "follow_resident", fails_for_rose)
    assert follow_again(NOW + timedelta(minutes=1)) == 1
    assert told_of("same_day") == {new_home.clinician}


def test_an_old_move_is_not_gone_through_again(world, new_home, moves_and_dies):
    NominationFactory(resident=world.resident)
    moves_and_dies(world.resident)
    assert follow_again(NOW + timedelta(hours=1, minutes=1)) == 0
    assert follow_again(NOW + timedelta(minutes=59)) == 1


def test_what_was_read_and_is_not_for_today_stays_as_it_is(world, new_home, moves):
    nomination = NominationFactory(resident=world.resident, urgency="this_round", acknowledge_by=None)
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)
    moves(world.resident)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.ACKNOWLEDGED
    assert not told_of("same_day")
    assert told_of("moved_waiting") == {new_home.ringer}
