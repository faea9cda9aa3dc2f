"""The week's check-ins: one for each home in scope, made, moved and cancelled by a few statements for all of England.

Each of these changes nothing when it is run again, on whatever machine, because the rows themselves say what is there.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connections
from django.db.models import F, OuterRef, Q, Subquery

from carehomes.access.scopes import alias, system_scope
from carehomes.deadlines import LONDON, Week, planned_day
from checkins.actions.unreached import nobody_to_reach
from checkins.models import OPEN_STATES, CheckIn, CheckInState, CheckInStatus

REASON = "weekly check-ins"  # in the history of every write
WEEKDAYS = range(1, 8)
ITSELF = "Homeround"
CLOSED, OUT_OF_SCOPE = "The home has closed", "The home is not in scope any more"
BACK = "The home is open and in scope"

# The planned days come as an array of seven: bank holidays are known to carehomes.deadlines, not to the database. An array, because a
# join with a table of seven rows is what the planner misjudges: it then looked into the index for each home.
_PLANNED = """
    SELECT h.id, (%(days)s::date[])[coalesce(s.weekday, 1)] AS due_on, coalesce(s.window_starts, '10:00') AS window_starts,
           coalesce(s.window_ends, '16:00') AS window_ends, coalesce(s.mode, 'phone') AS mode
    FROM directory_carehome h
    LEFT JOIN directory_checkinschedule s
        ON s.home_id = h.id AND s.starts_on <= %(week)s AND (s.ends_on IS NULL OR s.ends_on > %(week)s)
    WHERE h.deregistered_on IS NULL AND h.in_scope
"""
_GENERATE = f"""
    INSERT INTO checkins_checkin (home_id, week, due_on, window_starts, window_ends, state, mode, caller_name,
                                  items_raised, nominations_raised, same_day_raised)
    SELECT planned.id, %(week)s, planned.due_on, planned.window_starts, planned.window_ends, 'scheduled', planned.mode, '',
           0, 0, 0
    FROM ({_PLANNED}) planned
    WHERE NOT EXISTS (SELECT 1 FROM checkins_checkin c WHERE c.home_id = planned.id AND c.week = %(week)s)
    ORDER BY planned.id
"""  # noqa: S608 - both parts are ours; values are parameters. In the order of the index, which takes half as long to fill
_REPLAN = f"""
    UPDATE checkins_checkin c
    SET due_on = planned.due_on, window_starts = planned.window_starts, window_ends = planned.window_ends, mode = planned.mode
    FROM ({_PLANNED}) planned
    WHERE c.home_id = planned.id AND c.week = %(week)s AND c.state = 'scheduled'
      AND (c.due_on, c.window_starts, c.window_ends, c.mode)
          IS DISTINCT FROM (planned.due_on, planned.window_starts, planned.window_ends, planned.mode)
"""  # noqa: S608


# Held until the transaction ends: whoever comes second finds the rows of the first. ON CONFLICT DO NOTHING would do the same, and
# looks twice into the index for each row.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock('checkins_checkin'::regclass::oid::int, %s)"


def generate_week(week: Week) -> int:
    """Makes the check-ins of a week that are not there yet, for every home in scope; returns how many it made.

    A bank holiday moves a home's day inside the week and never drops it. Raises `UnknownYear` for a year without known holidays.
    """
    return _for_week(_GENERATE, week)


def replan_week(week: Week) -> int:
    """Moves check-ins that nobody has begun to the day and time that their home has now; returns how many it moved."""
    return _for_week(_REPLAN, week)


def _for_week(statement: str, week: Week) -> int:
    days = [planned_day(week, weekday) for weekday in WEEKDAYS]
    with system_scope(REASON), connections["system"].cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [week.monday.toordinal()])
        cursor.execute(statement, {"week": week.monday, "days": days})
        return cursor.rowcount


def ensure_weeks(today: date) -> int:
    """This week and the next are there, and the next one as homes want it; returns how many check-ins were made.

    The present week keeps its days: a call that is due today does not move away while somebody looks up the number.
    """
    this = Week.containing(today)
    made = generate_week(this) + generate_week(this.next())
    replan_week(this.next())
    return made


def tick(now: datetime) -> None:
    """What the scheduler does each minute."""
    today = now.astimezone(LONDON).date()
    ensure_weeks(today)
    with system_scope(REASON):
        cancel_of_closed(today=today, now=now)
        ring_again(today=today, now=now)


def cancel_of_closed(*, today: date, now: datetime, home_ids: Iterable[int] | None = None) -> int:
    """Cancels what is open, now or later, for homes that have closed or left the scope. Runs in the open scope.

    `home_ids`: only these homes; else all. Returns how many were cancelled. Check-ins of past weeks stay as they were.
    """
    closed = Q(home__deregistered_on__lte=today) | Q(due_on__gte=F("home__deregistered_on"))
    gone = closed | Q(home__in_scope=False)
    rows = CheckIn.objects.filter(gone, week__gte=Week.containing(today).monday, state__in=OPEN_STATES)
    if home_ids is not None:
        rows = rows.filter(home_id__in=list(home_ids))
    cancelled = list(rows.select_related("home").select_for_update(of=("self",), skip_locked=True))
    CheckIn.objects.filter(pk__in=[each.pk for each in cancelled]).update(
        state=CheckInState.CANCELLED, escalates_at=None
    )
    CheckInStatus.objects.using(alias()).bulk_create(_closing(each, now) for each in cancelled)
    nobody_to_reach({each.home_id for each in cancelled}, now)
    return len(cancelled)


def ring_again(*, today: date, now: datetime) -> int:
    """What was cancelled because a home had closed or left the scope is to be rung after all where the register says otherwise now:
    a file with a mistake was put right, or the home is back. Runs in the open scope; returns how many. Past weeks stay as they were.
    """
    latest = CheckInStatus.objects.filter(check_in=OuterRef("pk")).order_by("-at", "-pk")
    rows = CheckIn.objects.filter(state=CheckInState.CANCELLED, week__gte=Week.containing(today).monday)
    rows = rows.filter(home__deregistered_on=None, home__in_scope=True)
    ours = rows.annotate(by=Subquery(latest.values("by_name")[:1]), why=Subquery(latest.values("reason")[:1]))
    found = list(
        ours.filter(by=ITSELF, why__in=(CLOSED, OUT_OF_SCOPE)).select_for_update(of=("self",), skip_locked=True)
    )
    CheckIn.objects.filter(pk__in=[each.pk for each in found]).update(state=CheckInState.SCHEDULED)
    CheckInStatus.objects.using(alias()).bulk_create(_status(each, CheckInState.SCHEDULED, BACK, now) for each in found)
    return len(found)


def _closing(check_in: CheckIn, now: datetime) -> CheckInStatus:
    reason = CLOSED if check_in.home.deregistered_on else OUT_OF_SCOPE
    return _status(check_in, CheckInState.CANCELLED, reason, now)


def _status(check_in: CheckIn, state: CheckInState, reason: str, now: datetime) -> CheckInStatus:
    return CheckInStatus(
        check_in=check_in, home_id=check_in.home_id, state=state, at=now, by_name=ITSELF, reason=reason
    )
