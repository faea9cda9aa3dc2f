"""The week's check-ins: for every home in scope, on its day, once; whatever the calendar and the clock do."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carehomes.access.scopes import system_scope
from carehomes.deadlines import UnknownYear, Week
from carehomes.directory.models import CareHome
from carehomes.directory.signals import home_closed
from checkins.actions import cancel_of_closed, ensure_weeks, generate_week
from checkins.actions.weeks import tick
from checkins.models import CheckIn, CheckInState, CheckInStatus
from tests.directory.imports.published import bring_in, import_register, without_rows
from tests.factories import CareHomeFactory, CheckInFactory, CheckInScheduleFactory

pytestmark = pytest.mark.django_db
WEEK = Week(2026, 48)
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)


def due(home, week: Week) -> date:
    return CheckIn.objects.get(home=home, week=week.monday).due_on


def test_each_home_in_scope_gets_one_on_its_day():
    usual, friday = CareHomeFactory(), CareHomeFactory()
    CheckInScheduleFactory(home=friday, weekday=5, window_starts=time(13, 30), window_ends=time(15))
    CareHomeFactory(in_scope=False, scope_reason="Supported living")
    CareHomeFactory(deregistered_on=date(2026, 3, 1))

    assert generate_week(WEEK) == 2
    first, second = CheckIn.objects.order_by("home_id")
    assert (first.home, first.due_on, first.window_starts, first.window_ends) == (
        usual,
        date(2026, 11, 23),
        time(10),
        time(16),
    )
    assert (second.home, second.due_on, second.window_starts) == (friday, date(2026, 11, 27), time(13, 30))
    assert {first.state, second.state} == {CheckInState.SCHEDULED}


def test_run_twice_it_changes_nothing_and_asks_once():
    CareHomeFactory.create_batch(3)
    assert generate_week(WEEK) == 3
    before = list(CheckIn.objects.values())
    with CaptureQueriesContext(connection) as captured:
        assert generate_week(WEEK) == 0
    assert list(CheckIn.objects.values()) == before
    assert len([each for each in captured if "INSERT INTO checkins_checkin" in each["sql"]]) == 1


@pytest.mark.parametrize(
    ("week", "weekday", "day"),
    [
        ("2026-W53", 5, date(2026, 12, 31)),  # New Year's Day is that week's Friday, in the next year
        ("2026-W53", 1, date(2026, 12, 29)),  # the Monday is the substitute day for Boxing Day
        ("2026-W52", 5, date(2026, 12, 24)),  # Christmas Day
        ("2027-W12", 5, date(2027, 3, 25)),  # Good Friday
        ("2027-W13", 1, date(2027, 3, 30)),  # Easter Monday
        ("2026-W13", 7, date(2026, 3, 29)),  # the clocks go forward on that Sunday
        ("2026-W43", 7, date(2026, 10, 25)),  # and back on that one
        ("2026-W44", 1, date(2026, 10, 26)),  # the day after
    ],
)
def test_a_bank_holiday_moves_the_day_and_never_drops_the_week(week, weekday, day):
    home = CareHomeFactory()
    CheckInScheduleFactory(home=home, weekday=weekday)
    assert generate_week(Week.parse(week)) == 1
    assert due(home, Week.parse(week)) == day
    assert Week.containing(day) == Week.parse(week)


def test_every_week_of_four_years_has_its_check_in():
    home, week = CareHomeFactory(), Week(2024, 1)
    while week <= Week(2027, 52):
        assert generate_week(week) == 1
        assert Week.containing(due(home, week)) == week
        week = week.next()
    assert CheckIn.objects.count() == 52 + 52 + 53 + 52


def test_a_year_that_nobody_knows_is_said_aloud():
    CareHomeFactory()
    with pytest.raises(UnknownYear):
        generate_week(Week(2190, 10))
    with pytest.raises(CommandError):
        call_command("generate_week", "--week", "2190-W10")


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), "2026-W48"),
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), "2026-W49"),
        (datetime(2026, 6, 7, 22, 59, tzinfo=UTC), "2026-W23"),  # summer: midnight in London is 23:00 UTC
        (datetime(2026, 6, 7, 23, 0, tzinfo=UTC), "2026-W24"),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), "2027-W01"),
    ],
)
def test_the_tick_makes_this_week_and_the_next(moment, week):
    CareHomeFactory()
    tick(moment)
    this = Week.parse(week)
    weeks = sorted(CheckIn.objects.values_list("week", flat=True))
    assert weeks == [this.monday, this.next().monday]


def test_a_changed_day_moves_next_week_and_leaves_this_one():
    home = CareHomeFactory()
    ensure_weeks(date(2026, 11, 25))
    CheckInScheduleFactory(home=home, weekday=4, window_starts=time(9))
    assert ensure_weeks(date(2026, 11, 25)) == 0
    assert due(home, WEEK) == date(2026, 11, 23)
    assert due(home, WEEK.next()) == date(2026, 12, 3)


def test_an_import_that_deregisters_a_home_takes_it_off_the_list_in_the_same_transaction(time_machine, tmp_path):
    time_machine.move_to(NOW, tick=False)
    import_register()
    rowan = CareHome.objects.get(cqc_location_id="1-999000002")
    ensure_weeks(date(2026, 11, 25))
    bring_in("register", without_rows(tmp_path, "homes.csv", "1-999000002"), as_of=date(2026, 11, 24))
    assert set(CheckIn.objects.filter(home=rowan).values_list("state", flat=True)) == {"cancelled"}
    assert set(CheckInStatus.objects.filter(home=rowan).values_list("reason", flat=True)) == {"The home has closed"}
    assert CheckIn.objects.exclude(home=rowan).filter(state="cancelled").count() == 0


def test_a_home_that_closes_is_not_rung_again(time_machine):
    time_machine.move_to(NOW, tick=False)
    home, other = CareHomeFactory(), CareHomeFactory()
    past = CheckInFactory(home=home, week=Week(2026, 46).monday)
    done = CheckInFactory(home=home, week=Week(2026, 47).monday, state="completed", completed_at=NOW, caller_user_id=1)
    ensure_weeks(date(2026, 11, 25))
    home.deregistered_on = date(2026, 11, 24)
    home.save()
    with system_scope("register"):
        home_closed.send(type(home), home=home, on=home.deregistered_on)

    states = dict(CheckIn.objects.filter(home=home).values_list("week", "state"))
    assert states[past.week] == CheckInState.SCHEDULED  # missed stays missed
    assert states[done.week] == CheckInState.COMPLETED
    assert states[WEEK.next().monday] == CheckInState.CANCELLED
    assert states[WEEK.monday] == CheckInState.CANCELLED
    assert CheckInStatus.objects.get(check_in__week=WEEK.next().monday).reason == "The home has closed"
    assert not CheckIn.objects.filter(home=other, state=CheckInState.CANCELLED).exists()


def test_a_home_that_leaves_the_scope_is_cancelled_by_the_tick_once():
    home = CareHomeFactory()
    ensure_weeks(date(2026, 11, 25))
    home.in_scope = False
    home.save()
    with system_scope("test"):
        assert cancel_of_closed(today=date(2026, 11, 25), now=NOW) == 2
        assert cancel_of_closed(today=date(2026, 11, 25), now=NOW) == 0


def test_the_command_says_what_it_did(capsys):
    CareHomeFactory()
    call_command("generate_week", "--week", "2026-W48")
    assert "Week 48, 23 to 29 November 2026: 1 check-ins made." in capsys.readouterr().out
    with pytest.raises(CommandError, match="2026-W48"):
        call_command("generate_week", "--week", "48")


@pytest.mark.parametrize("wrong", [{"deregistered_on": date(2026, 11, 20)}, {"in_scope": False}])
def test_a_home_that_was_closed_by_mistake_is_rung_again(wrong):
    """A file of the register said so, and the next one does not."""
    home = CareHomeFactory()
    tick(NOW)
    by_hand = CheckIn.objects.get(home=home, week=WEEK.next().monday)
    CareHome.objects.filter(pk=home.pk).update(**wrong)
    tick(NOW)
    assert set(CheckIn.objects.values_list("state", flat=True)) == {"cancelled"}
    CheckInStatus.objects.create(
        check_in=by_hand, home=home, state="cancelled", at=NOW, by_user_id=1, by_name="Priya Fennel", reason="Nobody"
    )
    CareHome.objects.filter(pk=home.pk).update(deregistered_on=None, in_scope=True)
    tick(NOW)
    tick(NOW)
    this = CheckIn.objects.get(home=home, week=WEEK.monday)
    assert this.state == "scheduled"
    said = list(CheckInStatus.objects.filter(check_in=this).order_by("pk").values_list("state", flat=True))
    assert said == ["cancelled", "scheduled"]
    by_hand.refresh_from_db()
    assert by_hand.state == "cancelled"
