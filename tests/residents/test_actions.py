"""What can be written about residents, and what is refused: beside which field, in which words."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from carehomes.access.scopes import acting_scope, system_scope
from carehomes.directory.models import CareHome
from carehomes.residents import actions, signals
from carehomes.residents.models import Resident, ResidentChange, ResidentState, StayEnd
from carehomes.residents.rules import Refused
from tests.residents.conftest import TODAY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
IVY = actions.Facts("Ivy", "Meadowsweet", date(1935, 5, 3), nhs_number="9997919076")
FROM_HOME = actions.Arrival(date(2026, 11, 24), "own_home", "permanent", room="12")


@pytest.fixture(autouse=True)
def in_our_scope(world):
    with acting_scope(world.by):
        yield


def key():
    return uuid.uuid4()


def admit(world, facts=IVY, arrival=FROM_HOME, **over):
    return actions.admit(
        **{
            "by": world.by,
            "key": key(),
            "now": NOW,
            "home_id": world.home.pk,
            "facts": facts,
            "arrival": arrival,
            **over,
        }
    )


def do(action, world, resident, **arguments):
    return action(by=world.by, key=key(), now=NOW, resident_id=resident.pk, **arguments)


def to_hospital(world, resident, on=TODAY):
    going = actions.Going("hospital", on, "Northgate General", "chest infection", planned=False)
    return do(actions.go_away, world, resident, going=going)


def refused(field, action, *arguments, **named):
    with pytest.raises(Refused) as error:
        action(*arguments, **named)
    assert error.value.field == field
    return error.value.message


@pytest.fixture
def heard():
    """The signals that were sent, by name."""
    names = [name for name in vars(signals) if name.startswith("resident_")]
    log = []
    receivers = {}
    for name in names:
        receivers[name] = lambda sender, signal, name=name, **facts: log.append((name, facts))
        getattr(signals, name).connect(receivers[name])
    yield log
    for name in names:
        getattr(signals, name).disconnect(receivers[name])


def test_admitting_makes_the_record_the_stay_and_what_happened(world, heard):
    resident = admit(world)

    assert (resident.state, resident.since, resident.room) == (ResidentState.IN_HOME, date(2026, 11, 24), "12")
    assert (resident.name_key, resident.family_key) == ("ivy meadowsweet", "meadowsweet")
    stay = resident.stays.get()
    assert (stay.stayed_at, stay.kind, stay.left_on) == (world.home, "permanent", None)
    status = resident.residentstatuss.get()
    assert (status.change, status.by_name, status.at) == (ResidentChange.ADMITTED, world.by.person, NOW)
    assert [name for name, _ in heard] == ["resident_admitted"]
    assert heard[0][1]["stay"] == stay


def test_a_form_sent_twice_admits_once(world):
    once = key()
    resident = admit(world, key=once)
    with pytest.raises(actions.AlreadyDone) as again:
        admit(world, facts=actions.Facts("Ivy", "Meadowsweet", date(1935, 5, 3), None, "refused"), key=once)
    assert again.value.result == f"/residents/{resident.pk}/"
    assert Resident.objects.count() == 1


def test_nobody_lives_twice_in_one_home(world):
    admit(world)
    assert "already has this NHS number" in refused("nhs_number", admit, world)


def test_the_old_record_of_somebody_who_left_does_not_stand_in_the_way(world):
    do(actions.leave, world, admit(world), left_on=TODAY, left_to="went_home")
    admit(world, arrival=actions.Arrival(TODAY, "hospital", "respite"))
    assert Resident.objects.filter(nhs_number=IVY.nhs_number).count() == 2


@pytest.mark.parametrize(
    ("arrived_on", "words"),
    [
        (TODAY + timedelta(days=2), "must be today, tomorrow or in the past"),
        (date(1935, 5, 2), "after they were born on 3 May 1935"),
        (date(1940, 1, 1), "they would have been 4 years old"),
    ],
)
def test_an_arrival_that_cannot_be(world, arrived_on, words):
    arrival = actions.Arrival(arrived_on, "own_home", "permanent")
    assert words in refused("arrived_on", admit, world, arrival=arrival)


@pytest.mark.parametrize("born", [date(2026, 11, 26), date(1905, 1, 1)])
def test_a_date_of_birth_that_cannot_be(world, born):
    refused("date_of_birth", admit, world, facts=actions.Facts("Ivy", "Meadowsweet", born, None, "not_traced"))


def test_an_arrival_tomorrow_can_be_planned(world):
    assert admit(world, arrival=actions.Arrival(TODAY + timedelta(days=1), "hospital", "discharge_to_assess")).pk


def test_nobody_is_admitted_to_a_closed_home(world):
    with system_scope("test"):
        CareHome.objects.filter(pk=world.home.pk).update(deregistered_on=TODAY)
    assert "no longer registers" in refused("", admit, world)


def test_to_hospital_and_back(world, heard):
    resident = admit(world)
    absence = to_hospital(world, resident)
    resident.refresh_from_db()
    assert (resident.state, resident.since, absence.planned) == (ResidentState.IN_HOSPITAL, TODAY, False)

    do(actions.come_back, world, resident, back_on=TODAY)
    resident.refresh_from_db()
    assert resident.state == ResidentState.IN_HOME
    assert [name for name, _ in heard] == ["resident_admitted", "resident_away", "resident_returned"]
    assert heard[-1][1]["absence"].back_on == TODAY


def test_what_cannot_follow_is_refused_with_the_state(world):
    resident = admit(world)
    assert "Ivy Meadowsweet is in the home" in refused("", do, actions.come_back, world, resident, back_on=TODAY)
    to_hospital(world, resident)
    assert "is in hospital" in refused("", to_hospital, world, resident)
    do(actions.record_death, world, resident, died_on=TODAY)
    for again in (
        lambda: do(actions.leave, world, resident, left_on=TODAY, left_to="other"),
        lambda: do(actions.record_death, world, resident, died_on=TODAY),
        lambda: do(actions.change_room, world, resident, room="1"),
        lambda: do(actions.readmit, world, resident, arrival=FROM_HOME),
    ):
        assert "has died" in refused("", again)


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2026, 11, 26)])
def test_nothing_before_the_arrival_and_nothing_in_the_future(world, on):
    resident = admit(world)
    refused("went_on", to_hospital, world, resident, on)
    refused("left_on", do, actions.leave, world, resident, left_on=on, left_to="other")
    refused("died_on", do, actions.record_death, world, resident, died_on=on)


def test_nobody_comes_back_before_they_went(world):
    resident = admit(world)
    to_hospital(world, resident)
    message = refused("back_on", do, actions.come_back, world, resident, back_on=date(2026, 11, 24))
    assert "on or after 25 November 2026, when they went away" in message


def test_absences_do_not_overlap(world):
    resident = admit(world, arrival=actions.Arrival(date(2026, 1, 1), "own_home", "permanent"))
    to_hospital(world, resident, date(2026, 11, 1))
    do(actions.come_back, world, resident, back_on=date(2026, 11, 10))
    assert "10 November 2026, when they came back" in refused(
        "went_on", to_hospital, world, resident, date(2026, 11, 5)
    )


def test_leaving_and_being_admitted_again_keeps_one_record(world, heard):
    resident = admit(world)
    do(actions.leave, world, resident, left_on=TODAY, left_to="went_home", detail="With her daughter")
    arrival = actions.Arrival(date(2026, 11, 24), "own_home", "respite")
    assert "25 November 2026, when they left" in refused(
        "arrived_on", do, actions.readmit, world, resident, arrival=arrival
    )
    do(actions.readmit, world, resident, arrival=actions.Arrival(TODAY, "hospital", "respite", room="3"))

    resident.refresh_from_db()
    assert (resident.state, resident.room, resident.stays.count()) == (ResidentState.IN_HOME, "3", 2)
    assert [name for name, _ in heard] == ["resident_admitted", "resident_left", "resident_admitted"]


def put_right(world, resident, change):
    resident = do(actions.put_right, world, resident, change=change, reason="Wrong person")
    resident.refresh_from_db()
    return resident


def test_a_death_recorded_in_error_is_put_right(world, heard):
    resident = admit(world)
    to_hospital(world, resident)
    do(actions.record_death, world, resident, died_on=TODAY, place="Northgate General")
    resident = put_right(world, resident, ResidentChange.DIED)

    assert resident.state == ResidentState.IN_HOSPITAL
    assert resident.stays.get().left_on is None
    status = resident.residentstatuss.order_by("pk").last()
    assert (status.change, status.detail, status.reason) == (ResidentChange.CORRECTED, "Died", "Wrong person")
    assert heard[-1][0] == "resident_corrected"


def test_everything_can_be_put_right_back_to_the_admission(world):
    resident = admit(world)
    to_hospital(world, resident)
    do(actions.come_back, world, resident, back_on=TODAY)

    assert put_right(world, resident, ResidentChange.CAME_BACK).state == ResidentState.IN_HOSPITAL
    assert put_right(world, resident, ResidentChange.WENT_AWAY).state == ResidentState.IN_HOME
    assert resident.absences.get().removed_reason == "Wrong person"
    assert put_right(world, resident, ResidentChange.ADMITTED).state == ResidentState.LEFT
    assert resident.stays.get().left_to == StayEnd.RECORDED_IN_ERROR
    assert put_right(world, resident, ResidentChange.LEFT).state == ResidentState.IN_HOME


def test_only_the_newest_event_can_be_put_right(world):
    resident = admit(world)
    to_hospital(world, resident)
    message = refused("", do, actions.put_right, world, resident, change=ResidentChange.ADMITTED, reason="Wrong person")
    assert "Something has happened since" in message


def test_after_an_absence_was_put_right_the_same_days_are_free(world):
    resident = admit(world)
    to_hospital(world, resident)
    put_right(world, resident, ResidentChange.WENT_AWAY)
    assert to_hospital(world, resident, date(2026, 11, 24)).pk


def test_rooms_change_within_the_home(world):
    resident = admit(world)
    do(actions.change_room, world, resident, room="14")
    resident.refresh_from_db()
    assert resident.room == "14"
    assert resident.residentstatuss.order_by("pk").last().detail == "From 12 to 14"


@pytest.mark.parametrize("role", ["pharmacy_technician", "care_home_staff", "community_pharmacist"])
def test_roles_that_only_read_write_nothing(world, role):
    reader = replace(world.by, role_key=role)
    with pytest.raises(PermissionDenied):
        admit(world, by=reader)


# --- facts ---------------------------------------------------------------------------------------------------------------------


def changed(**facts):
    return actions.Facts(
        **{
            **{name: getattr(IVY, name) for name in ("given_name", "family_name", "date_of_birth", "nhs_number")},
            **facts,
        }
    )


def test_facts_are_changed_and_found_by_the_new_name(world):
    resident = admit(world)
    version = actions.version_of(resident)
    do(
        actions.change_facts,
        world,
        resident,
        version=version,
        facts=changed(family_name="O’Connor", usual_self="Chats"),
    )
    resident.refresh_from_db()
    assert (resident.family_key, resident.usual_self) == ("oconnor", "Chats")


def test_a_stale_form_is_told_who_changed_it(world):
    resident = admit(world)
    version = actions.version_of(resident)
    do(actions.change_room, world, resident, room="14")
    with pytest.raises(actions.Stale) as stale:
        do(actions.change_facts, world, resident, version=version, facts=changed())
    assert stale.value.who == world.by.person
