"""Planning many homes at once: preview, all or none, what an absence does, undo."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from carehomes.access.scopes import acting_scope
from carehomes.directory import actions, queries
from carehomes.directory.models import CheckInSchedule, NamedRole, NamedRoleKind
from tests.factories import (
    CheckInScheduleFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
TODAY, MONDAY = date(2026, 11, 25), date(2026, 11, 30)


@pytest.fixture
def pcn():
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def priya(pcn, time_machine):
    time_machine.move_to(NOW, tick=False)
    return acting_for(MembershipFactory(organisation=pcn, user__name="Priya Fennel"))


@pytest.fixture
def sam(pcn):
    member = MembershipFactory(organisation=pcn, user__name="Sam Tansy")
    return queries.Ringer(member.user_id, "Sam Tansy", pcn.pk)


@pytest.fixture
def homes(pcn, priya):
    made = [home_of(pcn, name=name, name_key=name.lower()) for name in ("Alder", "Beech", "Cedar", "Dogwood")]
    for home in made:
        NamedRoleFactory(home=home, kind=NamedRoleKind.COORDINATOR, person_name="Priya Fennel", user_id=priya.user_id)
    return made


def assign(by, homes, *, key=None, seen=None, now=NOW, **asked):
    with acting_scope(by):
        planned = queries.planned_homes(TODAY, [home.pk for home in homes])
        return actions.assign(
            by=by,
            home_ids=[home.pk for home in homes],
            asked=actions.Assignment(starts_on=asked.pop("starts_on", MONDAY), **asked),
            seen=seen or queries.fingerprint(planned),
            words="For a test",
            key=key or uuid.uuid4(),
            now=now,
        )


def days(day):
    return dict(CheckInSchedule.objects.on(day).order_by("home__name_key").values_list("home__name", "weekday"))


def names(home, kind, day):
    return list(NamedRole.objects.on(day).filter(home=home, kind=kind).values_list("person_name", flat=True))


def test_several_weekdays_share_the_homes(priya, homes):
    assert assign(priya, homes, weekdays=(1, 2)) == 2  # two stay on their Monday: nothing is written for them
    assert days(MONDAY) == {"Cedar": 2, "Dogwood": 2}
    assert days(MONDAY - timedelta(days=1)) == {}


def test_what_is_left_out_stays(priya, homes):
    CheckInScheduleFactory(home=homes[0], weekday=3, window_starts=time(9), window_ends=time(11), note="Not at 10")
    assign(priya, homes[:1], mode="video")
    after = CheckInSchedule.objects.on(MONDAY).get()
    assert (after.weekday, after.window_starts, after.mode, after.note) == (3, time(9), "video", "Not at 10")
    assert CheckInSchedule.objects.on(MONDAY - timedelta(days=1)).get().mode == "phone"


def test_a_new_coordinator_from_a_monday(priya, homes, sam):
    assign(priya, homes, coordinator=sam)
    assert names(homes[0], NamedRoleKind.COORDINATOR, MONDAY - timedelta(days=1)) == ["Priya Fennel"]
    assert names(homes[0], NamedRoleKind.COORDINATOR, MONDAY) == ["Sam Tansy"]


def test_a_cover_from_day_to_day(priya, homes, sam):
    assign(priya, homes, cover=sam, cover_from=date(2026, 12, 3), cover_until=date(2026, 12, 10))
    held = [names(homes[0], NamedRoleKind.COVER, date(2026, 12, day)) for day in (2, 3, 10, 11)]
    assert held == [[], ["Sam Tansy"], ["Sam Tansy"], []]


def test_sent_twice_it_is_planned_once(priya, homes, sam):
    key = uuid.uuid4()
    assign(priya, homes, key=key, cover=sam, cover_from=TODAY)
    assert assign(priya, homes, key=key, cover=sam, cover_from=TODAY) == 4
    assert NamedRole.objects.filter(kind=NamedRoleKind.COVER).count() == 4


def test_undo_puts_everything_back(priya, homes, sam):
    CheckInScheduleFactory(home=homes[0], weekday=3)
    key = uuid.uuid4()
    assign(priya, homes, key=key, weekdays=(5,), coordinator=sam, cover=sam, cover_from=TODAY)
    assert set(days(MONDAY).values()) == {5}
    with acting_scope(priya):
        undone = actions.undo(by=priya, key=key, now=NOW)
    assert (undone.homes, undone.kept) == (4, [])
    assert days(MONDAY) == {"Alder": 3}
    assert names(homes[1], NamedRoleKind.COORDINATOR, MONDAY) == ["Priya Fennel"]
    assert names(homes[1], NamedRoleKind.COVER, TODAY) == []
    with acting_scope(priya):
        assert actions.undo(by=priya, key=key, now=NOW).homes == 0


def test_undo_leaves_what_somebody_changed_since(priya, homes):
    key = uuid.uuid4()
    assign(priya, homes, key=key, weekdays=(5,))
    assign(priya, homes[:1], weekdays=(2,))
    with acting_scope(priya):
        undone = actions.undo(by=priya, key=key, now=NOW)
    assert (undone.homes, undone.kept) == (3, ["Alder"])
    assert days(MONDAY) == {"Alder": 2}


def test_no_undo_on_another_day(priya, homes):
    key = uuid.uuid4()
    assign(priya, homes, key=key, weekdays=(5,))
    with acting_scope(priya), pytest.raises(ValidationError):
        actions.undo(by=priya, key=key, now=NOW + timedelta(days=1))


def test_an_old_preview_changes_nothing(priya, homes):
    with acting_scope(priya):
        seen = queries.fingerprint(queries.planned_homes(TODAY, [home.pk for home in homes]))
    assign(priya, homes[:1], weekdays=(2,))
    with pytest.raises(ValidationError):
        assign(priya, homes, seen=seen, weekdays=(5,))
    assert days(MONDAY) == {"Alder": 2}


def test_another_organisations_home_cannot_be_planned(priya, homes):
    theirs = home_of(OrganisationFactory(), name="Quince")
    with pytest.raises(ValidationError):
        assign(priya, [*homes, theirs], weekdays=(5,))
    assert not CheckInSchedule.objects.exists()


def test_this_week_keeps_its_days(priya, homes):
    with pytest.raises(ValidationError):
        assign(priya, homes, weekdays=(5,), starts_on=date(2026, 11, 23))


def test_who_may_plan(pcn, homes, priya):
    technician = acting_for(MembershipFactory(organisation=pcn, role="pharmacy_technician"))
    with pytest.raises(PermissionDenied):
        assign(technician, homes, weekdays=(5,))


@given(st.dictionaries(st.integers(1, 60), st.integers(1, 7)), st.sets(st.integers(1, 7), min_size=1))
def test_homes_are_shared_evenly_and_few_move(now, weekdays):
    chosen = sorted(weekdays)
    shared = actions.shared_out(now, chosen)
    counts = [list(shared.values()).count(day) for day in chosen]
    assert shared.keys() == now.keys()
    assert sum(counts) == len(now)
    assert max(counts) - min(counts) <= -(-len(now) // len(chosen)) or not now
    assert max(counts) <= -(-len(now) // len(chosen))
    stays = sum(min(list(now.values()).count(day), -(-len(now) // len(chosen))) for day in chosen)
    assert sum(shared[home] == day for home, day in now.items()) >= stays
