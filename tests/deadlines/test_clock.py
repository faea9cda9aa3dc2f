"""What day it is in London, whatever the machine's time zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine

from carehomes.deadlines import london_now, london_today


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),  # summer time
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),  # winter time
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),  # the night before the clocks go forward
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),  # and the night after
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),  # the night the clocks go back
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 1, 1, 8, 0, tzinfo=timezone(timedelta(hours=9))), date(2025, 12, 31)),  # morning in Tokyo
    ],
)
def test_the_date_in_london(moment: datetime, day: date) -> None:
    assert london_today(moment) == day
    with time_machine.travel(moment, tick=False):
        assert london_today() == day


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_today(datetime(2026, 6, 30, 23, 30))


@pytest.mark.parametrize(("month", "hours"), [(1, 0), (7, 1)])
def test_the_clock_in_london_follows_summer_time(month: int, hours: int) -> None:
    moment = datetime(2026, month, 15, 12, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        assert london_now() == moment
        assert london_now().utcoffset() == timedelta(hours=hours)
