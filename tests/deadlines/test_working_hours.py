"""Working hours across nights, weekends, bank holidays and both clock changes."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.deadlines import LONDON, add_working_hours, is_working_day, working_hours_between


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (london(2026, 11, 18, 10, 52), 24, london(2026, 11, 23, 10, 52)),  # three working days over a weekend
        (london(2026, 11, 25, 9), 8, london(2026, 11, 25, 17)),  # a whole day ends when it closes
        (london(2026, 11, 25, 16), 2, london(2026, 11, 26, 10)),
        (london(2026, 11, 25, 6), 1, london(2026, 11, 25, 10)),  # before opening
        (london(2026, 11, 27, 20), 1, london(2026, 11, 30, 10)),  # Friday evening
        (london(2026, 11, 28, 12), 0, london(2026, 11, 30, 9)),  # a Saturday waits for Monday
        (london(2026, 12, 24, 16), 2, london(2026, 12, 29, 10)),  # Christmas, and Boxing Day's substitute on the Monday
        (london(2027, 3, 25, 15), 4, london(2027, 3, 30, 11)),  # Good Friday to Easter Monday
        (london(2026, 12, 31, 16), 2, london(2027, 1, 4, 10)),  # New Year, a weekend after it
        (london(2022, 9, 16, 16), 2, london(2022, 9, 20, 10)),  # the state funeral
        (london(2027, 3, 26, 12), 0, london(2027, 3, 30, 9)),  # asked on Good Friday
        (london(2026, 10, 23, 16), 3, london(2026, 10, 26, 11)),  # the clocks go back on the Sunday between
        (london(2026, 3, 27, 16), 3, london(2026, 3, 30, 11)),  # and forward
        (london(2026, 11, 25, 16, 59), 0.5, london(2026, 11, 26, 9, 29)),
    ],
)
def test_counts_only_while_people_work(start, hours, end):
    assert add_working_hours(start, hours) == end
    assert add_working_hours(start.astimezone(UTC), hours) == end


def test_the_answer_is_on_a_london_clock_in_summer_and_winter():
    assert add_working_hours(datetime(2026, 3, 27, 16, tzinfo=UTC), 3).isoformat() == "2026-03-30T11:00:00+01:00"
    assert add_working_hours(datetime(2026, 10, 23, 15, tzinfo=UTC), 3).isoformat() == "2026-10-26T11:00:00+00:00"


def test_a_service_with_hours_of_its_own():
    assert add_working_hours(london(2026, 11, 25, 17), 3, opens=time(8), closes=time(18, 30)) == london(
        2026, 11, 26, 9, 30
    )


@pytest.mark.parametrize(
    ("start", "hours", "opens"),
    [
        (datetime(2026, 11, 25, 9), 1, time(9)),
        (london(2026, 11, 25, 9), -1, time(9)),
        (london(2026, 11, 25, 9), 1, time(17)),
    ],
)
def test_refuses_what_has_no_answer(start, hours, opens):
    with pytest.raises(ValueError, match="."):
        add_working_hours(start, hours, opens=opens)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2027, 6, 1)).map(lambda each: each.replace(tzinfo=UTC))


@given(moments, st.integers(0, 200))
def test_ends_in_working_hours_and_hours_add_up(start, hours):
    end = add_working_hours(start, hours)
    assert is_working_day(end.date())
    assert time(9) <= end.time() <= time(17)
    assert end >= start
    assert add_working_hours(add_working_hours(start, hours), 1) == add_working_hours(start, hours + 1)


@given(moments, st.integers(0, 200))
def test_hours_between_undo_adding_hours(start, hours):
    assert working_hours_between(start, add_working_hours(start, hours)) == hours


def test_no_hours_lie_before_a_moment_or_in_a_night():
    assert working_hours_between(london(2026, 11, 25, 12), london(2026, 11, 25, 11)) == 0
    assert working_hours_between(london(2026, 11, 27, 18), london(2026, 11, 30, 8)) == 0
    with pytest.raises(ValueError, match="time zone"):
        working_hours_between(datetime(2026, 11, 25), london(2026, 11, 25, 11))
