"""What dates and facts about a resident can be true: pure functions, each refusing with words for the field it is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from carehomes.ui.formats import long_date

OLDEST = 120  # years; the oldest person in England's history reached 117
YOUNGEST_AT_ARRIVAL = 16  # CQC's care homes are for adults and people of 16 and 17
NEW_FOR_DAYS = 14


class Refused(Exception):
    """Something that cannot be recorded. `field` is the form's field that it is about, or "" for the whole form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class Record:
    """The dates that later dates must fit: of this stay, and of the newest absence in it (None where there is none)."""

    arrived_on: date
    went_on: date | None = None
    back_on: date | None = None

    @property
    def newest(self) -> tuple[date, str]:
        """The day on which the newest thing happened, and its words."""
        if self.back_on:
            return self.back_on, "they came back"
        if self.went_on:
            return self.went_on, "they went away"
        return self.arrived_on, "they arrived"


def completed_years(born: date, on: date) -> int:
    """Age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check_birth(born: date, *, today: date) -> None:
    """A date of birth that a living person can have."""
    if born > today:
        raise Refused("date_of_birth", "Date of birth must be in the past")
    if completed_years(born, today) > OLDEST:
        raise Refused(
            "date_of_birth", f"Check the date of birth: they would be {completed_years(born, today)} years old"
        )


def check_arrival(arrived_on: date, *, born: date, today: date) -> None:
    """Arrivals are recorded when they happen or the day before, and only of people old enough for a care home."""
    if arrived_on > today + timedelta(days=1):
        raise Refused("arrived_on", "The day they arrived must be today, tomorrow or in the past")
    if arrived_on < born:
        raise Refused("arrived_on", f"The day they arrived must be after they were born on {long_date(born)}")
    age = completed_years(born, arrived_on)
    if age < YOUNGEST_AT_ARRIVAL:
        raise Refused("arrived_on", f"Check this day and the date of birth: they would have been {age} years old")


def check_after(field: str, on: date, *, of: str, record: Record, today: date, days_ahead: int = 0) -> None:
    """A later event: not before the newest thing in the stay, and not in the future. `of`: "they left"."""
    day, what = record.newest
    if on < day:
        raise Refused(field, f"The day {of} must be on or after {long_date(day)}, when {what}")
    if on > today + timedelta(days=days_ahead):
        latest = "today, tomorrow or in the past" if days_ahead else "today or in the past"
        raise Refused(field, f"The day {of} must be {latest}")


def check_not_before_last_stay(arrived_on: date, left_on: date | None) -> None:
    """Stays do not overlap."""
    if left_on and arrived_on < left_on:
        raise Refused(
            "arrived_on", f"The day they arrived must be on or after {long_date(left_on)}, when they left before"
        )
