"""Times that follow or overlap each other."""

from datetime import date

import pytest

from carehomes.directory.periods import after, holds, largest_sum, last_day

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


def test_the_last_day_is_the_day_before_the_end():
    assert after(date(2026, 6, 30)) == JULY
    assert last_day(JULY) == date(2026, 6, 30)
    assert last_day(None) is None


@pytest.mark.parametrize(("day", "expected"), [(JUNE, True), (date(2026, 6, 30), True), (JULY, False)])
def test_a_period_holds_until_the_day_before_its_end(day, expected):
    assert holds((JUNE, JULY), day) is expected


@pytest.mark.parametrize(
    ("shares", "within", "expected"),
    [
        ([], (JUNE, None), 0),
        ([((JUNE, None), 60)], (JULY, None), 60),
        ([((JUNE, JULY), 60), ((JULY, None), 50)], (JUNE, None), 60),
        ([((JUNE, AUGUST), 60), ((JULY, None), 30)], (JUNE, None), 90),
        ([((JULY, None), 90)], (JUNE, JULY), 0),
    ],
)
def test_shares_are_summed_on_the_fullest_day(shares, within, expected):
    assert largest_sum(shares, within) == expected
