"""Working days: Monday to Friday without the bank holidays of England and Wales.

The convention of every deadline: the start is day 0, counting begins on the next working day, and the deadline is
the end of the last day counted. So who is admitted on Saturday has the following Monday as day 1, as if admitted
on Friday.
"""

from datetime import date, timedelta

from carehomes.deadlines.bank_holidays import bank_holidays_in
from carehomes.deadlines.clock import plain_date

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether `day` is a working day. Raises `UnknownYear` for a year that no source knows."""
    return plain_date(day) not in bank_holidays_in(day.year) and day.weekday() < SATURDAY


def next_working_day(day: date) -> date:
    """`day` itself if it is a working day, else the first one after it ("the 14th or next working day")."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def add_working_days(start: date, days: int) -> date:
    """The working day that is `days` working days after `start`, which is day 0.

    With 0 it is `next_working_day(start)`. A negative number counts back: -1 is the last working day before `start`.
    """
    if days == 0:
        return next_working_day(start)
    step = ONE_DAY if days > 0 else -ONE_DAY
    day, left = plain_date(start), abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days `end` is after `start`: those after `start`, up to and including `end`.

    Negative when `end` comes first, and then those before `start`, down to and including `end`. It undoes
    `add_working_days`: `working_days_between(start, add_working_days(start, n)) == n` for every `n` but 0, and for 0
    when `start` is a working day.
    """
    if end < start:
        return -sum(map(is_working_day, _days_from(end, start)))
    return sum(map(is_working_day, _days_from(start + ONE_DAY, end + ONE_DAY)))


def _days_from(first: date, stop: date) -> list[date]:
    """Each day from `first` to the day before `stop`."""
    return [plain_date(first) + timedelta(days=n) for n in range((plain_date(stop) - first).days)]
