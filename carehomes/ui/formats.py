"""How facts are written on a page: pure functions from a value to its words.

Words follow the design system's content guide and ours: "25 November 2026" in sentences, "Wed 25 Nov" in tables,
"10:42" for times, NHS numbers in groups of 3 3 4. Moments are shown in London's time whatever zone they are kept in.
A value that nobody has said is written "Not known", so that it never looks like "no" or like nothing.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from carehomes.ui import phones

LONDON = ZoneInfo("Europe/London")
NOT_KNOWN = "Not known"

# Written out, because strftime follows the server's locale and pads days with a zero.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_london(moment: datetime) -> datetime:
    """The same moment as a clock in London shows it; a moment without a zone is taken to be London's already."""
    return moment.astimezone(LONDON) if moment.tzinfo else moment


def _as_date(value: date) -> date:
    return in_london(value).date() if isinstance(value, datetime) else value


def day(value: date | None) -> str:
    """A day in tables and quiet lines: "Wed 25 Nov"."""
    if value is None:
        return NOT_KNOWN
    on = _as_date(value)
    return f"{DAYS[on.weekday()][:3]} {on.day} {MONTHS[on.month - 1][:3]}"


def long_date(value: date | None) -> str:
    """A date in sentences and records: "25 November 2026"."""
    if value is None:
        return NOT_KNOWN
    on = _as_date(value)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday_date(value: date | None) -> str:
    """A date of which the weekday matters: "Wednesday 25 November 2026"."""
    if value is None:
        return NOT_KNOWN
    return f"{DAYS[_as_date(value).weekday()]} {long_date(value)}"


def clock(value: datetime | time | None) -> str:
    """A time of day: "09:20"."""
    if value is None:
        return NOT_KNOWN
    at = in_london(value) if isinstance(value, datetime) else value
    return f"{at.hour:02}:{at.minute:02}"


def day_clock(value: datetime | None) -> str:
    """A moment in tables: "Wed 25 Nov, 10:42"."""
    return NOT_KNOWN if value is None else f"{day(value)}, {clock(value)}"


def near_clock(value: datetime | None, today: date) -> str:
    """A moment that is mostly today's: "10:42", and on any other day "Wed 25 Nov, 10:42"."""
    if value is None:
        return NOT_KNOWN
    return clock(value) if _as_date(value) == today else day_clock(value)


def moment(value: datetime | None) -> str:
    """A moment in sentences: "25 November 2026 at 10:42"."""
    return NOT_KNOWN if value is None else f"{long_date(value)} at {clock(value)}"


def span(start: datetime | time | None, end: datetime | time | None) -> str:
    """A time window: "10:00 to 11:30"; with one end "from 10:00" or "until 11:30"."""
    if start is None and end is None:
        return NOT_KNOWN
    if end is None:
        return f"from {clock(start)}"
    return f"until {clock(end)}" if start is None else f"{clock(start)} to {clock(end)}"


def near(value: date | None, today: date) -> str:
    """A day said as people say it when it is close: "today", "yesterday", "tomorrow", else "Wed 25 Nov"."""
    if value is None:
        return NOT_KNOWN
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words.get((_as_date(value) - today).days, day(value))


def digits(text: str) -> str:
    """Only the digits, and a leading plus: what a telephone dials."""
    return re.sub(r"(?!^\+)\D", "", text.strip())


def phone(text: str | None) -> str:
    """A telephone number in its groups: "01632 960142", "0151 496 0110", "020 7946 0000".

    A number that is not British, or carries words such as an extension, is shown as it was given.
    """
    if not text:
        return NOT_KNOWN
    try:
        return phones.shown(phones.normalise(text))
    except ValueError:
        return text


def nhs(number: str | None) -> str:
    """An NHS number in groups 3 3 4: "999 123 4567". Anything but ten digits is shown as it is kept."""
    if not number:
        return NOT_KNOWN
    return phones.in_groups(number, (3, 3, 4)) if re.fullmatch(r"\d{10}", number) else number


def number(value: int | None) -> str:
    """A count with its thousands: "15,403"."""
    return NOT_KNOWN if value is None else f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "1 home", "24 homes", "2 residents are"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def share(part: int | None, whole: int) -> str:
    """A count with its denominator: "16 of 24"."""
    return NOT_KNOWN if part is None else f"{part:,} of {whole:,}"


def percent(part: int, whole: int) -> str:
    """A share in whole per cent: "67%". Nothing out of nothing is not known. Only all is 100%, and only none is 0%."""
    if not whole:
        return NOT_KNOWN
    rounded = round(100 * part / whole)
    return f"{min(rounded, 99) if part < whole and rounded == 100 else max(rounded, 1) if part else 0}%"


def joined(words: Sequence[str]) -> str:
    """A list in a sentence: "fall, infection and weight loss"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def initials(name: str) -> str:
    """Two letters for a person's badge: "Dr Anna Betony" becomes "AB"."""
    titles = {"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "rev"}
    words = [word for word in name.split() if word.rstrip(".").lower() not in titles]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends)


def age(born: date | None, on: date) -> str:
    """Completed years on a day: "91"."""
    if born is None:
        return NOT_KNOWN
    return str(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
