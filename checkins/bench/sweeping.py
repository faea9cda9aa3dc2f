"""What the tick does over all of England: the sweeps of what is late, and the e-mails of a morning. Undone, all of it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from carehomes.deadlines import LONDON
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.timing import Rival, interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.issues.actions import sweep
from carehomes.issues.models import Issue
from carehomes.notifications.digests import make_due
from carehomes.notifications.rules import USUAL
from checkins.actions.escalating import escalate

LIMIT = 1_000  # milliseconds, for a sweep over everything that is open
LATE_AT_ONCE = 500  # come to their next tier within one minute
ROUNDS = 5


@measures_work
def sweep_of_open_issues(facts: Facts, rounds: int) -> list[Result]:
    """A minute in which nothing is late, and one in which 500 issues come to their next tier."""
    with transaction.atomic(using="system"):
        open_now = Issue.objects.using("system").filter(closed_at=None).count()
        moments = Issue.objects.using("system").filter(next_escalation_at__isnull=False)
        coming = moments.order_by("next_escalation_at")[:LATE_AT_ONCE]
        in_order = [each.next_escalation_at for each in coming if each.next_escalation_at]
    rivals = {
        "nothing": _undone(sweep, in_order[0] - timedelta(seconds=1)),
        "late": _undone(sweep, in_order[-1]),
        "residents": _undone(escalate, timezone.now()),
    }
    samples = interleaved(rivals, rounds=ROUNDS, warm=1)
    note = f"over {open_now:,} open issues"
    return [
        Result("Sweep of open issues, nothing late", samples["nothing"].p50, limit=LIMIT, note=note),
        Result(f"Sweep of open issues, {len(in_order)} late", samples["late"].p50, limit=LIMIT, note=note),
        Result("Sweep of residents to be seen today", samples["residents"].p50, limit=LIMIT),
    ]


@measures_work
def planning_of_daily_emails(facts: Facts, rounds: int) -> list[Result]:
    """One row for everybody whose e-mail is due this morning."""
    morning = datetime.combine(facts["monday"], USUAL.digest_at or time(7), LONDON) + timedelta(minutes=1)
    samples = interleaved({"made": _undone(make_due, morning)}, rounds=ROUNDS, warm=1)
    return [Result("Planning the e-mails of a morning", samples["made"].p50, limit=LIMIT, note="for all accounts")]


def _undone(work: Callable[[datetime], object], now: datetime) -> Rival:
    def once() -> float:
        with transaction.atomic(using="system"):
            spent = milliseconds(lambda: work(now))
            transaction.set_rollback(True, using="system")
        return spent

    return once
