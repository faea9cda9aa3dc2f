"""Working hours: nine to five in London on working days, on the clock on the wall.

They are closed at every moment at which the clocks change (a Sunday, one in the morning), so a working hour is always sixty minutes.
"""

from datetime import date, datetime, time, timedelta

from carehomes.deadlines.clock import LONDON
from carehomes.deadlines.working_days import is_working_day, next_working_day

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = 8
ONE_DAY = timedelta(days=1)


def add_working_hours(start: datetime, hours: float, *, opens: time = OPENS, closes: time = CLOSES) -> datetime:
    """The moment in London that is `hours` working hours after `start`.

    A start outside working hours counts from the next opening, and 0 hours gives that moment. What ends with a day ends at closing
    time, not at the next opening. `ValueError` for a `start` without a time zone, negative hours, or a day that closes before it opens.
    """
    if start.tzinfo is None:
        raise ValueError("A moment needs a time zone before its working hours can be told.")
    if hours < 0 or closes <= opens:
        raise ValueError("Working hours are counted forwards, in days that open before they close.")
    at, left = _next_open(start.astimezone(LONDON), opens, closes), timedelta(hours=hours)
    while left > (today := _at(at.date(), closes) - at):
        left -= today
        at = _at(next_working_day(at.date() + ONE_DAY), opens)
    return at + left


def working_hours_between(start: datetime, end: datetime, *, opens: time = OPENS, closes: time = CLOSES) -> float:
    """How many working hours lie between two moments: what `add_working_hours` adds to `start` to reach `end`. 0 when `end` comes first.

    `ValueError` as for `add_working_hours`.
    """
    if start.tzinfo is None or end.tzinfo is None:
        raise ValueError("A moment needs a time zone before its working hours can be told.")
    at, until, found = _next_open(start.astimezone(LONDON), opens, closes), end.astimezone(LONDON), timedelta()
    while at.date() < until.date():
        found += _at(at.date(), closes) - at
        at = _at(next_working_day(at.date() + ONE_DAY), opens)
    if at.date() == until.date() and until > at:
        found += min(until, _at(until.date(), closes)) - at
    return found / timedelta(hours=1)


def is_open(at: datetime, *, opens: time = OPENS, closes: time = CLOSES) -> bool:
    """Whether somebody works at this moment: on a working day, from opening until just before closing."""
    return _next_open(at.astimezone(LONDON), opens, closes) == at


def closing_of(day: date, *, closes: time = CLOSES) -> datetime:
    """The moment in London at which this day's work ends, whether or not it is a working day."""
    return _at(day, closes)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON)


def _next_open(at: datetime, opens: time, closes: time) -> datetime:
    """`at` itself during working hours, else the next opening."""
    if is_working_day(at.date()) and at.time() < closes:
        return max(at, _at(at.date(), opens))
    return _at(next_working_day(at.date() + ONE_DAY), opens)
