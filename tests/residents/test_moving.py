"""Moving between homes: the record goes along, and with it who may see it (docs/adr/0004)."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from carehomes.access.roles import ROLES, Permission
from carehomes.access.scopes import acting_scope, system_scope
from carehomes.deadlines import london_now, london_today
from carehomes.residents import actions
from carehomes.residents.models import Allergy, Move, Resident, ResidentState, ResidentStatus, Stay
from carehomes.residents.rules import Refused
from tests.factories import (
    CareHomeFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
NOW = london_now()  # the database's functions ask the same clock
TODAY = london_today(NOW)


@pytest.fixture
def theirs(world):
    """Another PCN's coordinator and home."""
    pcn = OrganisationFactory()
    return acting_for(MembershipFactory(organisation=pcn)), home_of(pcn, name="Beech Court", name_key="beech court")


def move(by, resident, home, on=TODAY, **over):
    return actions.move(
        **{
            "by": by,
            "key": uuid.uuid4(),
            "now": NOW,
            "resident_id": resident.pk,
            "to_home_id": home.pk,
            "moved_on": on,
            "kind": "permanent",
            "room": "4",
            **over,
        }
    )


def undo(by, resident, reason="Wrong home"):
    return actions.undo_move(by=by, key=uuid.uuid4(), resident_id=resident.pk, reason=reason)


def test_the_new_home_gets_the_record_and_the_old_one_keeps_who_and_when(world, theirs, lives_in):
    ivy = lives_in(world.home, nhs_number="9997919076")
    Allergy.objects.create(resident=ivy, home=world.home, substance="Penicillin", recorded_on=TODAY)
    them, beech = theirs

    with acting_scope(world.by):
        moved = move(world.by, ivy, beech)
        assert (moved.home, moved.still_seen) == (beech, False)
        assert not Resident.objects.exists()
        assert not Allergy.objects.exists()
        left = Move.objects.get()
        assert (left.name, left.room, left.to_home, left.by_name) == (ivy.name, "12", beech, world.by.person)
    with acting_scope(them):
        there = Resident.objects.get()
        assert (there.home, there.room, there.state, there.since) == (beech, "4", ResidentState.IN_HOME, TODAY)
        assert Allergy.objects.get().home == beech
        now, before = there.stays.order_by("-arrived_on")
        assert (now.stayed_at, now.arrived_from, now.arrived_from_detail) == (beech, "other_home", "Larch House")
        assert (before.stayed_at, before.left_on, before.left_to) == (world.home, TODAY, "moved_home")
        assert not Move.objects.exists()


def test_between_two_homes_that_one_sees(world, lives_in):
    oak = home_of(world.pcn, name="Oak Lodge")
    ivy = lives_in(world.home)
    with acting_scope(world.by):
        assert move(world.by, ivy, oak).still_seen
        assert Resident.objects.get().home == oak


def test_from_hospital_to_another_home(world, lives_in):
    oak = home_of(world.pcn)
    ivy = lives_in(world.home)
    with acting_scope(world.by):
        going = actions.Going("hospital", TODAY - timedelta(days=3))
        actions.go_away(by=world.by, key=uuid.uuid4(), now=NOW, resident_id=ivy.pk, going=going)
        with pytest.raises(Refused) as error:
            move(world.by, ivy, oak, on=TODAY - timedelta(days=4))
        assert error.value.field == "moved_on"
        move(world.by, ivy, oak)
        assert Stay.objects.get(left_on=None).arrived_from == "hospital"


@pytest.mark.parametrize("day", [date(2023, 2, 10), TODAY + timedelta(days=2)])
def test_a_day_that_cannot_be(world, lives_in, day):
    ivy, oak = lives_in(world.home), home_of(world.pcn)
    with acting_scope(world.by), pytest.raises(Refused) as error:
        move(world.by, ivy, oak, on=day)
    assert error.value.field == "moved_on"


def test_nobody_moves_to_a_closed_home_or_to_where_they_are(world, lives_in):
    ivy = lives_in(world.home)
    closed = CareHomeFactory(deregistered_on=TODAY)
    with acting_scope(world.by):
        for home in (closed, world.home):
            with pytest.raises(Refused):
                move(world.by, ivy, home)


def test_the_dead_do_not_move(world, lives_in):
    ivy = lives_in(world.home, state="died", left_on=TODAY, left_to="died")
    oak = home_of(world.pcn)
    with acting_scope(world.by), pytest.raises(Refused, match="has died"):
        move(world.by, ivy, oak)


def test_the_database_moves_nobody_for_somebody_who_may_not(world, theirs, lives_in):
    ivy = lives_in(world.home)
    them, beech = theirs
    reader = acting_for(MembershipFactory(role="pharmacy_technician", organisation=world.pcn))
    for by in (them, reader):
        with acting_scope(by), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT transfer_resident(%s, %s, %s, 'permanent', '')", [ivy.pk, beech.pk, TODAY])
    with acting_scope(reader), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT undo_move(%s, 'x')", [ivy.pk])


def test_the_database_knows_the_same_editors_as_the_roles(world):
    with connection.cursor() as cursor:
        for role in ROLES.values():
            by = acting_for(MembershipFactory(role=role.key))
            cursor.execute("SELECT set_config('homeround.membership', %s, true)", [str(by.membership_id)])
            cursor.execute("SELECT user_id FROM acting_resident_editor()")
            user_id = cursor.fetchone()[0]
            assert (user_id is not None) == by.may(Permission.EDIT_RESIDENTS), role.key


def test_where_the_other_home_already_has_them_the_record_stays_closed(world, theirs, lives_in):
    ivy = lives_in(world.home, nhs_number="9997919076")
    them, beech = theirs
    lives_in(beech, nhs_number="9997919076")
    with acting_scope(world.by):
        assert not move(world.by, ivy, beech).still_seen
        ivy.refresh_from_db()
        assert (ivy.state, ivy.stays.get().left_to, ivy.stays.get().left_to_detail) == (
            ResidentState.LEFT,
            "moved_home",
            "Beech Court",
        )
    with acting_scope(them):
        assert Resident.objects.count() == 1


def test_the_old_home_can_undo_what_it_did_by_mistake(world, theirs, lives_in):
    ivy = lives_in(world.home)
    them, beech = theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
        assert undo(world.by, ivy) == world.home.pk
        ivy.refresh_from_db()
        assert (ivy.home, ivy.room, ivy.since) == (world.home, "12", date(2023, 2, 11))
        assert ivy.stays.get(left_on=None).stayed_at == world.home
        assert Move.objects.get().undone_reason == "Wrong home"
    with acting_scope(them):
        assert not Resident.objects.exists()


def test_the_new_home_can_send_the_record_back(world, theirs, lives_in):
    ivy = lives_in(world.home)
    them, beech = theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
    with acting_scope(them):
        undo(them, ivy, "Not our resident")
        assert not Resident.objects.exists()
    with acting_scope(world.by):
        assert Resident.objects.get() == ivy


def test_nothing_is_undone_once_the_new_home_has_gone_on(world, theirs, lives_in):
    ivy = lives_in(world.home)
    them, beech = theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
    with acting_scope(them):
        actions.go_away(by=them, key=uuid.uuid4(), now=NOW, resident_id=ivy.pk, going=actions.Going("hospital", TODAY))
    with acting_scope(world.by), pytest.raises(Refused, match="since"):
        undo(world.by, ivy)


def an_hour_ago(resident):
    """Dates the move, and all that is recorded so far, an hour back: within a test the database's clock stands still."""
    then = timezone.now() - timedelta(hours=1)
    Move.objects.update(at=then)
    ResidentStatus.objects.filter(resident=resident).update(at=then)
    for history in ("ResidentEvent", "AllergyEvent", "LegalDocumentEvent"):
        apps.get_model("residents", history)._default_manager.update(pgh_created_at=then)


def _allergy(them, ivy):
    new = actions.NewAllergy("Latex")
    actions.add_allergy(by=them, key=uuid.uuid4(), now=london_now(), resident_id=ivy.pk, allergy=new)


def _room(them, ivy):
    actions.change_room(by=them, key=uuid.uuid4(), now=london_now(), resident_id=ivy.pk, room="5")


def _nomination(them, ivy):
    ivy.refresh_from_db()
    with system_scope("a test"):
        NominationFactory(resident=ivy, home=ivy.home, raised_at=timezone.now())


@pytest.mark.parametrize("record", [_allergy, _room, _nomination])
def test_the_old_home_takes_nothing_back_that_was_recorded_in_the_new_one(world, theirs, lives_in, record):
    ivy, (them, beech) = lives_in(world.home), theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
    an_hour_ago(ivy)
    with acting_scope(them):
        record(them, ivy)
    with acting_scope(world.by), pytest.raises(Refused, match="Something has happened since"):
        undo(world.by, ivy)
    with acting_scope(them):
        undo(them, ivy)


def test_after_a_week_only_the_new_home_can_undo(world, theirs, lives_in):
    ivy = lives_in(world.home)
    them, beech = theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
    with system_scope("test"):
        Move.objects.update(at=datetime.now(UTC) - timedelta(days=8))
    with acting_scope(world.by), pytest.raises(Refused):
        undo(world.by, ivy)
    with acting_scope(them):
        assert undo(them, ivy) == world.home.pk


def test_nobody_else_can_undo(world, theirs, lives_in):
    ivy = lives_in(world.home)
    _, beech = theirs
    with acting_scope(world.by):
        move(world.by, ivy, beech)
    stranger = acting_for(MembershipFactory())
    with acting_scope(stranger), pytest.raises(Refused):
        undo(stranger, ivy)
