"""Ringing a home: starting, not being answered, and the week in which the home does not want to be rung."""

from datetime import datetime, time
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import LONDON, london_today
from checkins.actions.records import begin, locked, move
from checkins.actions.unreached import reached
from checkins.models import Attempt, CheckIn, CheckInState
from checkins.queries.policies import retry_waits
from checkins.rules import NextTry, next_try
from checkins.transitions import check


def start(*, check_in_id: int, by: Acting, now: datetime) -> CheckIn:
    """Somebody rings the home now. A check-in that is under way or completed is given back as it is.

    Raises `Refused` where the week is over.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        if check_in.state not in (CheckInState.IN_PROGRESS, CheckInState.COMPLETED):
            check(check_in, "start", by=by, today=london_today(now))
            begin(check_in, by=by, now=now)
        return check_in


def note_attempt(
    *, check_in_id: int, outcome: str, key: UUID, by: Acting, now: datetime, ring_back_at: time | None = None
) -> Attempt:
    """A call that was not answered or was put off. The check-in stays open; the same `key` twice is one attempt."""
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        first = Attempt.objects.filter(key=key).first()
        if first is not None:
            return first
        check(check_in, "attempt", by=by, today=london_today(now))
        following = _follows(check_in, outcome, now)
        check_in.escalates_at = following.escalates_at if following else None
        move(check_in, CheckInState.NO_ANSWER, by=by, now=now, reason=Attempt.Outcome(outcome).label)
        if following is None:
            reached(check_in.home_id, "The home answered, and asked to be rung back.", by=by, now=now)
        return Attempt.objects.create(
            check_in=check_in,
            home_id=check_in.home_id,
            at=now,
            outcome=outcome,
            ring_back_at=ring_back_at,
            again_at=following.again_at if following else None,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
            key=key,
        )


def _follows(check_in: CheckIn, outcome: str, now: datetime) -> NextTry | None:
    """What the home's policy says after this try; None where somebody answered and asked to be rung back."""
    if outcome == Attempt.Outcome.RING_BACK:
        return None
    today = london_today(now)
    before = Attempt.objects.filter(check_in=check_in, at__gte=datetime.combine(today, time(), LONDON))
    tries = 1 + before.exclude(outcome=Attempt.Outcome.RING_BACK).count()
    return next_try(now, tries, retry_waits(check_in.home_id, today), check_in.window_ends)


def decline(*, check_in_id: int, reason: str, by: Acting, now: datetime) -> CheckIn:
    """The home does not want to be rung this week. `reason` is one of `forms.DECLINED`: no free text, a commissioner reads it."""
    return _stop("decline", CheckInState.DECLINED, check_in_id, reason, by, now)


def cancel(*, check_in_id: int, reason: str, by: Acting, now: datetime) -> CheckIn:
    """There is nobody to ring this week. `reason` is one of `forms.CANCELLED`."""
    return _stop("cancel", CheckInState.CANCELLED, check_in_id, reason, by, now)


def _stop(event: str, state: CheckInState, check_in_id: int, reason: str, by: Acting, now: datetime) -> CheckIn:
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        if check_in.state != state:  # pressed twice: the first time counts
            check(check_in, event, by=by, today=london_today(now))
            move(check_in, state, by=by, now=now, reason=reason)
            reached(check_in.home_id, f"{state.label}: {reason}.", by=by, now=now)
        return check_in
