"""What the home's own staff fill in before they are rung. It changes nothing but itself: a coordinator confirms it, and completes."""

import re
from collections.abc import Iterable
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from checkins.actions.drafts import Saved, TooLate, write
from checkins.actions.records import locked
from checkins.models import OPEN_STATES, Beforehand, CheckIn
from checkins.rules import Fields, Save, merge
from checkins.transitions import is_over

THEIRS = re.compile(r"(?:section|text|about|q)-.+")  # who was spoken to, and what becomes of residents, is for the call


def save_beforehand(
    *, check_in_id: int, sent: Fields, touched: Iterable[str], seen: int, by: Acting, now: datetime
) -> Saved[Beforehand]:
    """Saves the `touched` fields of a home's answers, joined with what a colleague of the home wrote meanwhile.

    Raises `TooLate` once the check-in is completed or stopped, or its week is over, and CheckIn.DoesNotExist for another home's.
    """
    require(by, Permission.FILL_IN_BEFOREHAND)
    with atomic():
        held = _held(_open(check_in_id, now), by, now)
        theirs = [name for name in touched if THEIRS.fullmatch(name)]
        merged = merge(held.fields, held.changes, held.revision, Save(sent, theirs, seen, by.person, now.isoformat()))
        if merged.mine:
            write(held, merged, by, now)
        return Saved(held, merged)


def send_beforehand(*, check_in_id: int, by: Acting, now: datetime) -> Beforehand:
    """The home says that its answers are whole. Sent again, the first time stays; it may still change them until it is rung."""
    require(by, Permission.FILL_IN_BEFOREHAND)
    with atomic():
        held = _held(_open(check_in_id, now), by, now)
        if held.sent_at is None:
            held.sent_at = now
            held.save()
        return held


def _open(check_in_id: int, now: datetime) -> CheckIn:
    check_in = locked(check_in_id)
    if check_in.state not in OPEN_STATES or is_over(check_in.week, london_today(now)):
        raise TooLate(check_in)
    return check_in


def _held(check_in: CheckIn, by: Acting, now: datetime) -> Beforehand:
    found = Beforehand.objects.filter(check_in=check_in).first()
    return found or Beforehand(
        check_in=check_in, home_id=check_in.home_id, saved_at=now, saved_by_user_id=by.user_id, saved_by_name=by.person
    )
