"""Working days: the vectors of the domain report, the convention of day 0, and what must hold for every date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.deadlines import (
    UnknownYear,
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (20, 21, 22, 23, 24))

known_dates = st.dates(date(2012, 3, 1), date(2028, 10, 31))
counts = st.integers(-40, 40)


@pytest.mark.parametrize(
    ("admitted", "due"),
    [
        (date(2020, 5, 1), date(2020, 5, 13)),  # the moved VE-day holiday inside
        (date(2020, 10, 1), date(2020, 10, 12)),  # plain
        (date(2020, 12, 22), date(2021, 1, 5)),  # Christmas and a substitute day
        (date(2022, 4, 13), date(2022, 4, 26)),  # Easter
        (date(2023, 4, 28), date(2023, 5, 11)),  # two holidays in May
    ],
)
def test_seven_working_days_after_an_admission(admitted: date, due: date) -> None:
    assert add_working_days(admitted, 7) == due


@pytest.mark.parametrize(
    "day",
    [
        date(2012, 6, 4),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2020, 12, 28),
        date(2021, 12, 27),
        date(2021, 12, 28),
        date(2022, 1, 3),
        date(2022, 12, 27),
        date(2023, 1, 2),
        date(2026, 12, 28),
        date(2027, 12, 27),
        date(2027, 12, 28),
    ],
)
def test_moved_additional_and_substitute_holidays_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [date(2020, 5, 4), date(2022, 5, 30), date(2012, 5, 28)],
    ids=["early May 2020", "spring 2022", "spring 2012"],
)
def test_the_day_from_which_a_holiday_was_moved_is_a_working_day(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 3, 17), date(2026, 11, 30), date(2026, 8, 3)])
def test_the_holidays_of_scotland_and_northern_ireland_are_working_days(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("fourteenth", "closes"),
    [
        (date(2026, 10, 14), date(2026, 10, 14)),  # Wednesday
        (date(2023, 1, 14), date(2023, 1, 16)),  # Saturday
        (date(2026, 6, 14), date(2026, 6, 15)),  # Sunday
        (date(2028, 4, 14), date(2028, 4, 18)),  # Good Friday
    ],
)
def test_the_capacity_tracker_window_closes_on_the_14th_or_the_next_working_day(fourteenth: date, closes: date) -> None:
    assert next_working_day(fourteenth) == closes


@pytest.mark.parametrize("start", [FRIDAY, SATURDAY, SUNDAY])
def test_the_start_is_day_0_and_counting_begins_on_the_next_working_day(start: date) -> None:
    assert add_working_days(start, 1) == MONDAY
    assert add_working_days(start, 2) == TUESDAY


@pytest.mark.parametrize(("start", "rolled"), [(FRIDAY, FRIDAY), (SATURDAY, MONDAY), (SUNDAY, MONDAY)])
def test_no_days_added_rolls_to_a_working_day(start: date, rolled: date) -> None:
    assert add_working_days(start, 0) == rolled


@pytest.mark.parametrize("start", [SATURDAY, SUNDAY, MONDAY])
def test_a_negative_number_counts_back(start: date) -> None:
    assert add_working_days(start, -1) == FRIDAY
    assert add_working_days(date(2026, 4, 7), -1) == date(2026, 4, 2)  # over Easter


def test_days_between_count_the_last_and_not_the_first() -> None:
    assert working_days_between(FRIDAY, TUESDAY) == 2
    assert working_days_between(TUESDAY, FRIDAY) == -2
    assert working_days_between(FRIDAY, FRIDAY) == 0
    assert working_days_between(FRIDAY, SUNDAY) == 0
    assert working_days_between(SATURDAY, MONDAY) == 1
    assert working_days_between(MONDAY, SATURDAY) == 0
    assert working_days_between(SATURDAY, FRIDAY) == -1


@given(known_dates, counts)
def test_adding_lands_on_a_working_day(start: date, count: int) -> None:
    assert is_working_day(add_working_days(start, count))


@given(known_dates, counts.filter(bool))
def test_between_undoes_adding(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count)) == count


@given(known_dates, known_dates)
def test_adding_undoes_between_on_working_days(start: date, end: date) -> None:
    start, end = next_working_day(start), next_working_day(end)
    assert add_working_days(start, working_days_between(start, end)) == end


@given(known_dates, counts)
def test_a_later_start_or_more_days_never_give_an_earlier_end(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert add_working_days(start + timedelta(days=1), count) >= end
    assert add_working_days(start, count + 1) >= end


@given(known_dates)
def test_the_next_working_day_is_the_first_from_the_day_on(day: date) -> None:
    rolled = next_working_day(day)
    assert [is_working_day(day + timedelta(days=n)) for n in range((rolled - day).days + 1)] == (
        [False] * (rolled - day).days + [True]
    )
    assert (rolled - day).days <= 4  # Good Friday to the Tuesday after Easter


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 20))
def test_time_of_year_does_not_matter_where_no_holiday_is(day: date, weeks: int) -> None:
    """Each bank holiday inside costs one day, and nothing else does: not a month's end, not a clock change."""
    later = day + timedelta(weeks=weeks)
    lost = sum(
        not is_working_day(d) for d in (day + timedelta(days=n + 1) for n in range(7 * weeks)) if d.weekday() < 5
    )
    assert working_days_between(day, later) == 5 * weeks - lost


@pytest.mark.parametrize("day", [date(1871, 6, 1), date(2101, 6, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_a_year_that_no_source_knows_is_said_aloud(day: date) -> None:
    with pytest.raises(UnknownYear, match=f"^The bank holidays of {day.year} are not known, .*slip"):
        is_working_day(day)
    with pytest.raises(UnknownYear):
        next_working_day(day)


def test_a_deadline_that_reaches_into_an_unknown_year_is_refused() -> None:
    with pytest.raises(LookupError, match="2101"):
        add_working_days(date(2100, 12, 30), 7)
    with pytest.raises(UnknownYear):
        working_days_between(date(2100, 12, 30), date(2101, 1, 10))


def test_a_weekend_of_an_unknown_year_is_refused_too() -> None:
    assert date(2101, 1, 1).weekday() == 5
    with pytest.raises(UnknownYear):
        is_working_day(date(2101, 1, 1))


def test_a_moment_is_refused_because_it_would_pass_for_a_working_day() -> None:
    christmas = datetime(2026, 12, 25, 9, tzinfo=UTC)
    with pytest.raises(TypeError, match="london_today"):
        is_working_day(christmas)
    with pytest.raises(TypeError):
        add_working_days(christmas, 1)
    with pytest.raises(TypeError):
        working_days_between(date(2026, 12, 24), christmas)
