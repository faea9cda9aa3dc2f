"""ISO weeks, and the day of a week on which a weekly call is made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.deadlines import Week, is_working_day, planned_day

any_date = st.dates(date(1900, 1, 1), date(2200, 12, 31))
known_weeks = st.dates(date(2012, 1, 9), date(2028, 12, 20)).map(Week.containing)
MON, TUE, WED, THU, FRI, SAT, SUN = range(1, 8)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 23), Week(2026, 48)),
        (date(2026, 11, 29), Week(2026, 48)),
        (date(2026, 12, 31), Week(2026, 53)),
        (date(2027, 1, 1), Week(2026, 53)),
        (date(2027, 1, 3), Week(2026, 53)),
        (date(2027, 1, 4), Week(2027, 1)),
        (date(2020, 12, 28), Week(2020, 53)),
        (date(2024, 12, 30), Week(2025, 1)),
        (date(2016, 1, 3), Week(2015, 53)),
    ],
)
def test_the_week_of_a_day(day: date, week: Week) -> None:
    assert Week.containing(day) == week


def test_the_days_of_a_week() -> None:
    week = Week(2026, 53)
    assert (week.monday, week.sunday) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.day(FRI) == date(2027, 1, 1)


@pytest.mark.parametrize("weekday", [0, 8, -1])
def test_weekdays_are_1_to_7(weekday: int) -> None:
    with pytest.raises(ValueError, match=r"\[1, 7\]"):
        Week(2026, 48).day(weekday)


@pytest.mark.parametrize(("year", "number"), [(2025, 53), (2026, 0), (2026, 54), (0, 1)])
def test_a_week_that_does_not_exist_is_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="Invalid week|[Yy]ear"):
        Week(year, number)


def test_next_and_previous_pass_week_53() -> None:
    assert Week(2026, 52).next() == Week(2026, 53)
    assert Week(2026, 53).next() == Week(2027, 1)
    assert Week(2027, 1).previous() == Week(2026, 53)
    assert Week(2027, 52).next() == Week(2028, 1)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_week_with_a_clock_change_has_seven_days(change: date) -> None:
    week = Week.containing(change)
    assert week.sunday == change
    assert week.next().monday == change + timedelta(days=1)


@pytest.mark.parametrize(
    ("week", "label"),
    [
        (Week(2026, 48), "Week 48, 23 to 29 November 2026"),
        (Week(2026, 49), "Week 49, 30 November to 6 December 2026"),
        (Week(2026, 53), "Week 53, 28 December 2026 to 3 January 2027"),
        (Week(2027, 1), "Week 1, 4 to 10 January 2027"),
    ],
)
def test_the_label_repeats_month_and_year_only_where_they_change(week: Week, label: str) -> None:
    assert week.label == label


def test_a_week_is_written_as_in_a_week_field() -> None:
    assert str(Week(2026, 48)) == "2026-W48"
    assert str(Week(2027, 1)) == "2027-W01"
    assert Week.parse("2026-W53") == Week(2026, 53)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-48",
        "2026W48",
        "2026-w48",
        "2026-W5",
        "26-W05",
        " 2026-W48",
        "2026-W48\n",
        "2026-W４８",
        "W48",
        "0001-W01",
        "9999-W52",
    ],
)
def test_another_way_to_write_a_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2026-W48"):
        Week.parse(text)


def test_a_week_that_does_not_exist_cannot_be_parsed() -> None:
    with pytest.raises(ValueError, match="53"):
        Week.parse("2025-W53")


def test_a_moment_has_no_week_until_its_place_is_known() -> None:
    with pytest.raises(TypeError, match="london_today"):
        Week.containing(datetime(2026, 11, 23, tzinfo=UTC))


@given(any_date)
def test_a_day_is_in_its_week_and_the_text_leads_back(day: date) -> None:
    week = Week.containing(day)
    assert week.monday <= day <= week.sunday
    assert week.day(day.isoweekday()) == day
    assert Week.parse(str(week)) == week
    assert week.next().previous() == week


@given(any_date, any_date)
def test_weeks_and_their_texts_sort_in_time(one: date, other: date) -> None:
    first, second = Week.containing(one), Week.containing(other)
    assert (first < second) == (first.monday < second.monday) == (str(first) < str(second))


@pytest.mark.parametrize(
    ("week", "weekday", "planned"),
    [
        (Week(2026, 48), WED, date(2026, 11, 25)),  # nothing in the way
        (Week(2026, 19), MON, date(2026, 5, 5)),  # early May holiday: Tuesday
        (Week(2026, 14), FRI, date(2026, 4, 2)),  # Good Friday: Thursday before
        (Week(2026, 15), MON, date(2026, 4, 7)),  # Easter Monday: Tuesday
        (Week(2026, 52), FRI, date(2026, 12, 24)),  # Christmas Day on a Friday
        (Week(2026, 53), MON, date(2026, 12, 29)),  # substitute day in week 53
        (Week(2026, 53), FRI, date(2026, 12, 31)),  # New Year's Day, week of the old year
        (Week(2022, 22), THU, date(2022, 6, 1)),  # Jubilee Thursday and Friday: back to Wednesday
        (Week(2027, 52), MON, date(2027, 12, 29)),  # two substitute days: Wednesday
        (Week(2026, 48), SAT, date(2026, 11, 28)),  # a weekend chosen on purpose
        (Week(2026, 48), SUN, date(2026, 11, 29)),
    ],
)
def test_a_bank_holiday_moves_the_day_inside_its_week(week: Week, weekday: int, planned: date) -> None:
    assert planned_day(week, weekday) == planned


def test_a_week_without_a_working_day_keeps_the_chosen_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carehomes.deadlines.weeks.is_working_day", lambda _day: False)
    assert planned_day(Week(2026, 48), WED) == date(2026, 11, 25)


@given(known_weeks, st.integers(MON, FRI))
def test_the_week_is_never_dropped(week: Week, weekday: int) -> None:
    day = planned_day(week, weekday)
    assert Week.containing(day) == week
    assert is_working_day(day)
    assert is_working_day(week.day(weekday)) == (day == week.day(weekday))
