"""Until when kept counts are those of the facts, and what the tick counts anew."""

from datetime import date, timedelta

import pytest
from django.db import connection

from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome
from checkins.models import CheckIn
from reporting import actions
from reporting.actions import A_TICK, compare_counts, keep_counts
from reporting.asked import read
from reporting.metrics import REPORTS
from reporting.models import ChangedWeeks, CountedWeek, EnglandWeek
from reporting.presenters.definitions import KEPT
from reporting.queries import kept
from tests.factories import (
    CheckInFactory,
    MembershipFactory,
)
from tests.reporting.conftest import area
from tests.reporting.england_then import KEPT_REPORTS, MONDAY, NIGHT, NOW, TODAY, WEEKS, england_by_week, keep_all, told

pytestmark = pytest.mark.django_db


def test_a_change_is_counted_by_the_next_tick_and_until_then_the_page_says_as_of_when(england):
    keep_all(NOW)
    asked = england_by_week()
    CheckIn.objects.filter(week=WEEKS[3]).update(state="cancelled")
    changed = ChangedWeeks.objects.first()
    assert changed.first_week == WEEKS[3]
    assert changed.last_week == WEEKS[2], "the week after asks whether it is the second in a row"
    changed_at = NOW + timedelta(seconds=20)
    ChangedWeeks.objects.update(at=changed_at)
    with acting_scope(asked.by):
        soon = kept.count(asked, NOW + timedelta(seconds=40), "week")
        assert soon.as_of == NOW, "this week was counted then"
        assert kept.count(asked, NOW + timedelta(minutes=4), "week") is None, "the tick is late: the facts answer"
    later = NOW + timedelta(minutes=1)
    assert keep_all(later) == 3 * len(KEPT_REPORTS), "the two weeks, and this one as always"
    assert not ChangedWeeks.objects.exists()
    assert told(asked, later)


def test_as_of_a_change_where_this_week_is_not_asked_for(england):
    keep_all(NOW)
    asked = england_by_week(until="2024-W40", weeks="4")
    with acting_scope(asked.by):
        assert kept.count(asked, NOW + timedelta(hours=3), "week").as_of == NOW + timedelta(hours=3), (
            "nothing has changed"
        )
    CheckIn.objects.filter(week=date(2024, 9, 30)).update(state="cancelled")
    ChangedWeeks.objects.update(at=NOW + timedelta(hours=3))
    with acting_scope(asked.by):
        assert kept.count(asked, NOW + timedelta(hours=3, minutes=29), "week").as_of == NOW + timedelta(hours=3)
        assert kept.count(asked, NOW + timedelta(hours=3, minutes=30), "week") is None, "nobody counts it"


def test_the_calls_of_the_present_week_mark_nothing(then):
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('week', current_date)::date + 7")
        next_week = cursor.fetchone()[0]
    place = area("Westmere", "Larch House")
    ChangedWeeks.objects.all().delete()
    call = CheckInFactory(home=place.homes[0], week=next_week, due_on=next_week)
    CheckIn.objects.filter(pk=call.pk).update(state="no_answer")
    assert not ChangedWeeks.objects.exists()


def test_a_call_begun_today_in_a_week_that_is_over_counts_otherwise_tomorrow(then):
    place = area("Westmere", "Larch House")
    CheckInFactory(home=place.homes[0], week=WEEKS[2], due_on=WEEKS[2], state="in_progress", started_at=NOW)
    keep_all(NOW)
    counted = CountedWeek.objects.filter(report="check-ins")
    assert counted.get(week=WEEKS[2]).holds_until == TODAY
    assert counted.get(week=WEEKS[3]).holds_until is None
    tomorrow = NOW + timedelta(days=1)
    asked = read(REPORTS["check-ins"], england_by_week().by, tomorrow.date(), {"by": "week", "weeks": "4"})
    assert not told(asked, tomorrow)
    keep_all(tomorrow)
    assert told(asked, tomorrow)


def test_a_week_is_counted_anew_when_it_is_over(england):
    keep_all(NOW)
    monday = NOW + timedelta(days=5)
    keep_all(monday)
    assert set(CountedWeek.objects.filter(week=MONDAY).values_list("holds_until", flat=True)) == {None}
    asked = read(REPORTS["check-ins"], england_by_week().by, monday.date(), {"by": "region", "weeks": "4"})
    assert told(asked, monday)


def test_another_definition_counts_anew(england):
    keep_all(NOW)
    CountedWeek.objects.update(definition="an earlier one")
    assert not told(england_by_week())
    assert keep_all(NOW) == 105 * len(KEPT_REPORTS)
    assert told(england_by_week())


def test_two_at_once_count_once(england, monkeypatch):
    """Whoever comes second does nothing, and the marks stay for whoever counts."""
    marks = ChangedWeeks.objects.count()
    monkeypatch.setattr(actions, "_ALONE", "SELECT false")
    assert keep_all(NOW) == 0
    assert ChangedWeeks.objects.count() == marks > 0


def test_a_tick_counts_some_weeks_the_latest_first_and_the_next_ones_the_rest(england):
    keep_all(NOW)
    CareHome.objects.filter(name="Nobody's").update(in_scope=False)
    of_four, of_a_year = england_by_week(weeks="4"), england_by_week(weeks="52")
    changed_at = NOW + timedelta(minutes=1)
    ChangedWeeks.objects.update(at=changed_at)
    assert keep_counts(changed_at) == A_TICK * len(KEPT_REPORTS)
    assert told(of_four, changed_at)
    with acting_scope(of_a_year.by):
        assert kept.count(of_a_year, changed_at + timedelta(minutes=2), "week").as_of == changed_at, (
            "some weeks are not counted"
        )
    for minute in range(2, 20):
        if keep_counts(NOW + timedelta(minutes=minute)) == len(KEPT_REPORTS):
            break
    assert minute == 10, "105 weeks, 13 at a time; then only this week"
    assert not ChangedWeeks.objects.exists()
    assert told(of_a_year, NOW + timedelta(minutes=minute))
    assert compare_counts(NIGHT) == 0


def test_run_twice_it_changes_nothing(england):
    keep_all(NOW)
    before = set(EnglandWeek.objects.values_list("pk", flat=True))
    assert keep_all(NOW) == len(KEPT_REPORTS), "this week"
    assert set(EnglandWeek.objects.values_list("pk", flat=True)) == before


def test_the_page_says_as_of_when_and_how(england, client):
    keep_all(NOW - timedelta(minutes=1))
    client.act_as(MembershipFactory(role="national_reader"))
    page = client.get("/reports/check-ins/?weeks=52").content.decode()
    assert "52 weeks" in page
    assert "11:41" in page
    assert KEPT in page
    of_a_home = client.get(
        f"/reports/check-ins/?weeks=52&by=home&area=commissioner:{england[0].icb.pk}"
    ).content.decode()
    assert "13 weeks" in of_a_home, "homes of a year are too many for a page"
    assert KEPT not in of_a_home
