"""What the check-in form tells of residents since the last call."""

from datetime import date, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.residents.models import Absence, ArrivedFrom, ResidentState
from checkins.models import CheckInState
from checkins.presenters.call import CallPage
from checkins.queries.check_in import call_of, check_in_with_form
from tests.checkins.days import NOW, TODAY, WEEK
from tests.factories import CheckInFactory, ResidentFactory, StayFactory

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def person(world, family, since, *, state=ResidentState.IN_HOME, arrived_on=None):
    made = ResidentFactory(home=world.home, family_name=family, state=state, since=since)
    stay = StayFactory(resident=made, arrived_on=arrived_on or since, arrived_from=ArrivedFrom.HOSPITAL)
    return made, stay


def told(world):
    with acting_scope(world.by):
        page = CallPage(call_of(check_in_with_form(world.check_in.pk), world.by, NOW), {}, TODAY, NOW)
        return {each["person"].name.split()[-1]: each["words"] for each in page.came_and_went}


def test_who_came_went_or_is_in_hospital(world):
    person(world, "Sorrel", YESTERDAY)
    person(world, "Yarrow", YESTERDAY, arrived_on=date(2024, 1, 8))
    person(world, "Tansy", YESTERDAY, state=ResidentState.LEFT)
    resident, stay = person(world, "Mallow", date(2026, 9, 1), state=ResidentState.IN_HOSPITAL)
    about = {"resident": resident, "home": world.home, "stay": stay, "kind": Absence.Kind.HOSPITAL}
    Absence.objects.create(**about, place="Westmere General", went_on=date(2026, 9, 1))
    Absence.objects.create(**about, place="Elsewhere", went_on=date(2026, 9, 2), removed_on=date(2026, 9, 2))
    assert told(world) == {
        "Sorrel": "Arrived Tue 24 Nov from hospital",
        "Yarrow": "Came back Tue 24 Nov",
        "Tansy": "Left Tue 24 Nov",
        "Mallow": "In hospital since Tue 1 Sep, Westmere General",
    }


def test_it_is_told_from_the_last_call_on_and_for_a_week_at_least(world):
    first_day = WEEK.monday - timedelta(days=7)
    person(world, "Sorrel", first_day)
    person(world, "Yarrow", first_day - timedelta(days=1))
    assert told(world) == {"Sorrel": "Arrived Mon 16 Nov from hospital"}

    done = NOW - timedelta(days=21)
    CheckInFactory(
        home=world.home,
        week=WEEK.monday - timedelta(days=21),
        due_on=WEEK.monday - timedelta(days=21),
        state=CheckInState.COMPLETED,
        completed_at=done,
        caller_user_id=world.by.user_id,
    )
    person(world, "Tansy", done.date(), state=ResidentState.DIED)
    person(world, "Mallow", done.date() - timedelta(days=1), state=ResidentState.DIED)
    assert told(world) == {
        "Sorrel": "Arrived Mon 16 Nov from hospital",
        "Yarrow": "Arrived Sun 15 Nov from hospital",
        "Tansy": "Died Wed 4 Nov",
    }
