"""When and how homes are rung. A schedule is never overwritten: the next one ends it, from a Monday on."""

from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from carehomes.access.acting import Acting
from carehomes.access.models import Dated
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.access.stale import check_unchanged
from carehomes.deadlines import Week
from carehomes.directory.models import CareHome, CheckInSchedule

RowT = TypeVar("RowT", bound=Dated)
AT_ONCE = "Somebody else planned this home at the same moment. Look at it again"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The weekday (1 is Monday), the time window and the way in which a home is rung each week."""

    weekday: int
    window: tuple[time, time]
    mode: str
    note: str = ""


def set_schedule(
    *, by: Acting, home: CareHome, rhythm: Rhythm, starts_on: date, version: int, today: date
) -> CheckInSchedule:
    """How a home is rung from the week of `starts_on` on, which is next week at the earliest; what was planned for later is given up.

    The present week keeps its day. Raises StaleError, and ValidationError for a day that is too early or no Monday.
    """
    require(by, Permission.EDIT_HOME)
    check_first_day(starts_on, today)
    with atomic():
        rows = list(CheckInSchedule.objects.select_for_update().filter(home=home).order_by("starts_on", "pk"))
        if rows:
            check_unchanged(rows[-1], version)
        for row in ended_by(rows, starts_on):
            row.save(update_fields=["ends_on"])
        try:
            with atomic():
                return CheckInSchedule.objects.create(**columns(home.pk, rhythm, starts_on))
        except IntegrityError:
            raise ValidationError({"starts_on": AT_ONCE}) from None


def check_first_day(starts_on: date, today: date) -> None:
    """Refuses a day on which no schedule can begin. Raises ValidationError."""
    if starts_on < Week.containing(today).next().monday:
        raise ValidationError({"starts_on": "This week keeps its days: choose next week or a later one"})
    if starts_on.isoweekday() != 1:
        raise ValidationError({"starts_on": "A new day begins with a week: choose a Monday"})


def ended_by(rows: list[RowT], starts_on: date) -> list[RowT]:
    """The rows of one home that a row from `starts_on` on ends, with their new end; what would have begun later never holds."""
    ended = []
    for row in rows:
        end = max(row.starts_on, starts_on)
        if row.ends_on is None or row.ends_on > end:
            row.ends_on = end
            ended.append(row)
    return ended


def columns(home_id: int, rhythm: Rhythm, starts_on: date) -> dict[str, object]:
    """The columns of a schedule."""
    starts, ends = rhythm.window
    return {
        "home_id": home_id,
        "weekday": rhythm.weekday,
        "window_starts": starts,
        "window_ends": ends,
        "mode": rhythm.mode,
        "note": rhythm.note,
        "starts_on": starts_on,
    }
