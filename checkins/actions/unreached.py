"""A home that nobody reaches: when the tries of its day are over, an issue of its own, owned and escalated by policy.

The moment lies on the check-in, so that the sweep is one indexed scan. A row is claimed by its lock (SKIP LOCKED), its moment cleared
and its issue written in one transaction: once for a check-in however many sweep, and a machine that is killed leaves it waiting.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.directory.queries import working_today
from carehomes.issues.actions import Cause, raise_by_itself, withdraw_by_itself, withdraw_these
from carehomes.issues.links import Target
from carehomes.issues.models import Kind
from carehomes.notifications.batches import in_batches
from carehomes.ui.formats import clock, in_london, joined
from checkins.actions.becoming import LINK, key_of
from checkins.models import Attempt, CheckIn, CheckInState

AT_ONCE = 200
TITLE = "The home does not answer"
LEFT_LYING = timedelta(hours=1)  # a call that was begun so long ago, and in which nothing came of it, is no call


def raise_unreached(now: datetime) -> int:
    """An issue for each home whose tries of the day have found nobody. Part of the tick; returns how many were raised."""
    return in_batches("homes that do not answer", due=partial(_due, now), take=partial(_raise, now), at_once=AT_ONCE)


def _late(now: datetime) -> QuerySet[CheckIn]:
    """Those whose moment has come, and who have somebody to own the issue; others wait until they do."""
    rung = Q(state=CheckInState.NO_ANSWER) | Q(state=CheckInState.IN_PROGRESS, started_at__lte=now - LEFT_LYING)
    served = Exists(working_today().filter(home=OuterRef("home")))
    return CheckIn.objects.filter(rung, served, escalates_at__lte=now).order_by("escalates_at", "pk")


def _due(now: datetime, without: Collection[int], most: int) -> list[int]:
    return list(_late(now).exclude(pk__in=without).values_list("pk", flat=True)[:most])


def _raise(now: datetime, due: Sequence[int]) -> int:
    rows = _late(now).filter(pk__in=due).select_related("home").select_for_update(of=("self",), skip_locked=True)
    claimed = list(rows)
    raised = raise_by_itself(kind=Kind.NO_ANSWER, title=TITLE, causes=_causes(claimed), now=now)
    CheckIn.objects.filter(pk__in=[each.pk for each in claimed]).update(escalates_at=None)
    return raised


def _causes(claimed: Sequence[CheckIn]) -> list[Cause]:
    tried: dict[int, list[Attempt]] = {each.pk: [] for each in claimed}
    for attempt in Attempt.objects.filter(check_in__in=list(tried)).order_by("at"):
        tried[attempt.check_in_id].append(attempt)
    return [cause_of(each, tried[each.pk]) for each in claimed]


def cause_of(check_in: CheckIn, attempts: Sequence[Attempt]) -> Cause:
    """What happened, and under which key: once for a check-in."""
    return Cause(check_in.home, key_of(check_in, "no-answer"), _words(attempts), Target(LINK, check_in.pk))


def _words(attempts: Sequence[Attempt]) -> str:
    """What was tried on the last day: no names, and nothing that the home said."""
    last = max(in_london(each.at).date() for each in attempts)
    times = [clock(each.at) for each in attempts if london_today(each.at) == last]
    return f"Rung on {last:%-d %B} at {joined(times)}. Nobody was reached."


def reached(home_id: int, why: str, *, by: Acting, now: datetime) -> None:
    """Somebody at the home has answered, or there is nobody to ring: what said that it does not answer is withdrawn, with the reason."""
    withdraw_by_itself(kind=Kind.NO_ANSWER, home_ids=[home_id], why=why, now=now, but=[by.user_id])


def answered(issues: Collection[int], why: str, *, by: Acting, now: datetime) -> None:
    """As `reached`, where it is known which issues say that the home does not answer."""
    withdraw_these(issues, why=why, now=now, but=[by.user_id])


def nobody_to_reach(home_ids: Collection[int], now: datetime) -> None:
    """These homes have closed or left the scope."""
    if home_ids:
        withdraw_by_itself(kind=Kind.NO_ANSWER, home_ids=home_ids, why="The home is not rung any more.", now=now)
