"""The day and the hour in London, whatever the machine's own time zone is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_now() -> datetime:
    """The present moment on a London clock."""
    return datetime.now(LONDON)


def london_today(now: datetime | None = None) -> date:
    """The date in London at `now`, or at this moment.

    A quarter to midnight UTC in June is already tomorrow in London. A `now` without a time zone raises
    `ValueError`, because nobody can say which day it means.
    """
    moment = now or london_now()
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone before its date in London can be told.")
    return moment.astimezone(LONDON).date()


def plain_date(day: date) -> date:
    """`day` itself, refused with `TypeError` when it is a datetime.

    Python counts a datetime as a date, yet it equals no date in a set, so a bank holiday would pass for a working day.
    """
    if isinstance(day, datetime):
        raise TypeError("A date is needed here, not a moment: take london_today(moment) first.")
    return day
