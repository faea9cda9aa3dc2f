"""Times that follow or overlap each other. Pure: a period is (first day, first day after it or None)."""

from collections.abc import Iterable
from datetime import date, timedelta

Period = tuple[date, date | None]
ONE_DAY = timedelta(days=1)


def after(last_day: date) -> date:
    """The first day after the last one, which is how the end of a period is kept."""
    return last_day + ONE_DAY


def last_day(ends_on: date | None) -> date | None:
    """The last day of a period, as people say it."""
    return None if ends_on is None else ends_on - ONE_DAY


def largest_sum(shares: Iterable[tuple[Period, int]], within: Period) -> int:
    """The largest sum of shares (per cent) that hold on one day of `within`: sums change only where a period begins."""
    held = list(shares)
    first, end = within
    days = {first} | {start for (start, _), _ in held if start > first and (end is None or start < end)}
    return max(sum(share for period, share in held if holds(period, day)) for day in days)


def holds(period: Period, day: date) -> bool:
    """Whether a period holds on a day."""
    start, end = period
    return start <= day and (end is None or day < end)
