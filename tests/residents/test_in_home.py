"""What check-ins ask about a home: who lives there, and what changed since the last call."""

import uuid
from datetime import date

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_now, london_today
from carehomes.residents import actions
from carehomes.residents.models import Absence, ResidentState, StayEnd
from carehomes.residents.queries import find_in_home, residents_of, since
from tests.factories import CareHomeFactory
from tests.residents.conftest import TODAY

pytestmark = pytest.mark.django_db
LAST_CALL = date(2026, 11, 18)


def absent(resident, went_on, back_on=None, place="Northgate General"):
    stay = resident.stays.get()
    return Absence.objects.create(
        resident=resident, home=resident.home, stay=stay, kind="hospital", place=place, went_on=went_on, back_on=back_on
    )


def test_everybody_with_a_place_in_the_home_by_family_name(world, lives_in):
    lives_in(world.home, "Ivy", "Meadowsweet", room="12")
    lives_in(world.home, "Alma", "Bryony", state=ResidentState.IN_HOSPITAL)
    lives_in(world.home, "Rose", "Campion", state=ResidentState.LEFT)
    lives_in(CareHomeFactory(), "Elsewhere", "Tormentil")

    with acting_scope(world.by):
        people = residents_of(world.home.pk, today=TODAY)

    assert [(each.name, each.age, each.room, each.label) for each in people] == [
        ("Alma Bryony", 91, "12", "In hospital"),
        ("Ivy Meadowsweet", 91, "12", "In the home"),
    ]


def test_a_home_that_one_may_not_see_is_empty(world, lives_in):
    other = CareHomeFactory()
    lives_in(other)
    with acting_scope(world.by):
        assert residents_of(other.pk, today=TODAY) == []
        assert find_in_home(other.pk, "ivy", today=TODAY) == []
        assert since(other.pk, LAST_CALL, today=TODAY).reads() == set()


@pytest.mark.parametrize("text", ["ivy", "MEADOW", "sweet iv", "12", " Méadow "])
def test_found_by_any_part_of_the_name_or_by_room(world, lives_in, text):
    lives_in(world.home, "Ivy", "Meadowsweet", room="12")
    lives_in(world.home, "Alma", "Bryony", room="3")
    with acting_scope(world.by):
        assert [each.name for each in find_in_home(world.home.pk, text, today=TODAY)] == ["Ivy Meadowsweet"]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "xyz"])
def test_nothing_typed_or_nothing_like_it_finds_nobody(world, lives_in, text):
    lives_in(world.home)
    with acting_scope(world.by):
        assert find_in_home(world.home.pk, text, today=TODAY) == []


def test_what_changed_since_the_last_call(world, lives_in):
    arrived = lives_in(world.home, "New", "Arrival", arrived_on=date(2026, 11, 20), arrived_from="hospital")
    left = lives_in(world.home, "Went", "Home", state="left", left_on=date(2026, 11, 19), left_to=StayEnd.WENT_HOME)
    back = lives_in(world.home, "Came", "Back")
    absent(back, date(2026, 10, 12), date(2026, 11, 19))
    away = lives_in(world.home, "Long", "Away", state=ResidentState.IN_HOSPITAL)
    absent(away, date(2026, 9, 1))
    quiet = lives_in(world.home, "Nothing", "New")
    mistake = lives_in(
        world.home, "Not", "Here", state="left", arrived_on=LAST_CALL, left_on=LAST_CALL, left_to="recorded_in_error"
    )

    with acting_scope(world.by):
        changes = since(world.home.pk, LAST_CALL, today=TODAY)

    assert [(each.resident.id, each.place) for each in changes.arrived] == [(arrived.pk, "Hospital")]
    assert [(each.resident.id, each.place) for each in changes.left] == [(left.pk, "Went to their own home")]
    assert [(each.resident.id, each.on) for each in changes.in_hospital] == [(away.pk, date(2026, 9, 1))]
    assert [(each.resident.id, each.place) for each in changes.returned] == [(back.pk, "Northgate General")]
    assert quiet.pk not in {resident for resident, _ in changes.reads()}
    assert mistake.pk not in {resident for resident, _ in changes.reads()}


def test_somebody_who_moved_to_another_home_is_among_those_who_left(world, lives_in):
    ivy, oak = lives_in(world.home), CareHomeFactory(name="Oak Lodge")
    now = london_now()
    with acting_scope(world.by):
        actions.move(
            by=world.by,
            key=uuid.uuid4(),
            now=now,
            resident_id=ivy.pk,
            to_home_id=oak.pk,
            moved_on=london_today(now),
            kind="permanent",
        )
        left = since(world.home.pk, london_today(now)).left
    assert [(each.resident.name, each.resident.label, each.resident.seen, each.place) for each in left] == [
        (ivy.name, "Moved", False, "Oak Lodge")
    ]
