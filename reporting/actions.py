"""Keeps the counts of areas and weeks as the facts have them, and compares the two at night. Both are work of the tick."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import structlog
from django.db import connections

from carehomes.access.scopes import alias, system_scope
from carehomes.deadlines import LONDON, Week
from carehomes.directory.queries import WORKING
from reporting.metrics import REPORTS, Report
from reporting.models import ChangedWeeks, Comparison
from reporting.queries import last_comparisons
from reporting.queries.by_week import counted, definition

log = structlog.get_logger()
REASON = "kept counts of areas"  # in the history of every write
COMPARED = "kept counts of areas, compared with the facts"
KEPT_WEEKS = 105  # the longest period of a report, and the present week
A_TICK = 13  # weeks of a report: a change of a home touches them all, and a tick has more to do
AT_ONCE = 13  # weeks in one statement
NIGHT = range(2, 6)  # hours in London

# Held until the transaction ends. Whoever comes second does nothing: the first counts whatever was changed before it began.
_ALONE = "SELECT pg_try_advisory_xact_lock('reporting_countedweek'::regclass::oid::int, 0)"
_TO_COUNT = """
    SELECT w.week::date
    FROM generate_series(%(first)s::date, %(this)s::date, interval '7 days') AS w (week)
    LEFT JOIN reporting_countedweek c ON c.report = %(report)s AND c.week = w.week::date
    WHERE w.week::date = %(this)s OR c.week IS NULL OR c.definition <> %(definition)s OR c.holds_until < %(today)s
       OR EXISTS (SELECT FROM unnest(%(changed_first)s::date[], %(changed_last)s::date[]) AS x (first, last)
                  WHERE w.week::date BETWEEN x.first AND x.last)
    ORDER BY 1
"""
# Of marks that were read, what is left to count: all weeks after `left` are counted.
_TAKE_MARKS = """
    WITH taken AS (DELETE FROM reporting_changedweeks WHERE id = ANY (%(ids)s) RETURNING first_week, last_week, at)
    INSERT INTO reporting_changedweeks (first_week, last_week, at)
    SELECT first_week, least(last_week, %(left)s::date), at FROM taken WHERE first_week <= %(left)s::date
"""
_KEEP = """
    WITH {counted},
    england_kept AS (
        INSERT INTO reporting_englandweek AS k (report, week, kind, area, counts)
        SELECT %(report)s, week, kind, area, counts FROM england
        ON CONFLICT (report, kind, week, area) DO UPDATE SET counts = EXCLUDED.counts WHERE k.counts <> EXCLUDED.counts
    ),
    commissioners_kept AS (
        INSERT INTO reporting_commissionerweek AS k (report, organisation_id, week, kind, area, counts)
        SELECT %(report)s, organisation_id, week, kind, area, counts FROM commissioners
        ON CONFLICT (report, organisation_id, kind, week, area) DO UPDATE SET counts = EXCLUDED.counts
            WHERE k.counts <> EXCLUDED.counts
    ),
    england_gone AS (
        DELETE FROM reporting_englandweek k WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s
            AND NOT EXISTS (SELECT FROM england e WHERE (e.kind, e.week, e.area) = (k.kind, k.week, k.area))
    ),
    commissioners_gone AS (
        DELETE FROM reporting_commissionerweek k WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s
            AND NOT EXISTS (SELECT FROM commissioners e WHERE (e.organisation_id, e.kind, e.week, e.area)
                                                              = (k.organisation_id, k.kind, k.week, k.area))
    )
    INSERT INTO reporting_countedweek AS k (report, week, definition, counted_at, holds_until)
    SELECT %(report)s, w.week::date, %(definition)s, %(now)s,
           CASE WHEN w.week::date + 7 > %(today)s OR w.week::date IN (SELECT week FROM passing) THEN %(today)s::date END
    FROM generate_series(%(first)s::date, %(last)s::date, interval '7 days') AS w (week)
    ON CONFLICT (report, week) DO UPDATE
        SET definition = EXCLUDED.definition, counted_at = EXCLUDED.counted_at, holds_until = EXCLUDED.holds_until
"""


def keep_counts(now: datetime, at_most: int = A_TICK) -> int:
    """Counts this week, weeks that are not kept and weeks that were changed, `at_most` so many of each report; returns how many.

    The latest come first, and the rest with the next ticks, so that nothing else that is urgent waits. One transaction: marks of changes
    are read first and the facts afterwards, so what is written in between leaves its mark for the next time. Run twice, or on two
    machines at once, it gives the same counts.
    """
    with system_scope(REASON), connections[alias()].cursor() as cursor:
        cursor.execute(_ALONE)
        return count_weeks(cursor, now, at_most) if cursor.fetchone()[0] else 0


def count_weeks(cursor: Any, now: datetime, at_most: int = KEPT_WEEKS) -> int:
    """The same in the transaction of this cursor, whose login may write kept counts; nobody else may be at it."""
    cursor.execute("SELECT id, first_week, last_week FROM reporting_changedweeks")
    marks = cursor.fetchall()
    number = 0
    left: list[date] = []
    for report in (each for each in REPORTS.values() if each.kept):
        weeks = _weeks_to_count(cursor, report, now, marks)
        _keep(cursor, report, now, weeks[-at_most:])
        number, left = number + len(weeks[-at_most:]), left + weeks[:-at_most]
    cursor.execute(_TAKE_MARKS, {"ids": [mark for mark, _, _ in marks], "left": max(left, default=None)})
    return number


def _keep(cursor: Any, report: Report, now: datetime, weeks: Sequence[date]) -> None:
    statement = _KEEP.format(counted=counted(report))
    for first, last in _runs(weeks):
        cursor.execute(statement, _parameters(report, now, first, last))


def _weeks_to_count(cursor: Any, report: Report, now: datetime, marks: Sequence[tuple[int, date, date]]) -> list[date]:
    """The earliest first."""
    this = Week.containing(now.astimezone(LONDON).date()).monday
    given = _parameters(report, now, this - timedelta(weeks=KEPT_WEEKS - 1), this)
    changed = {"changed_first": [first for _, first, _ in marks], "changed_last": [last for _, _, last in marks]}
    cursor.execute(_TO_COUNT, {**given, "this": this, **changed})
    return [week for (week,) in cursor.fetchall()]


def _parameters(report: Report, now: datetime, first: date, last: date) -> dict[str, Any]:
    """`first` and `last` are Mondays; facts are asked for until the Sunday."""
    return {
        "report": report.key,
        "definition": definition(report),
        "first": first,
        "last": last + timedelta(days=6),
        "today": now.astimezone(LONDON).date(),
        "now": now,
        "working": [str(each) for each in WORKING],
    }


def _runs(weeks: Sequence[date]) -> Iterator[tuple[date, date]]:
    """First and last of each run of weeks that follow each other, at most `AT_ONCE` long."""
    for _, run in groupby(enumerate(weeks), key=lambda each: each[1] - timedelta(weeks=each[0])):
        together = [week for _, week in run]
        for place in range(0, len(together), AT_ONCE):
            part = together[place : place + AT_ONCE]
            yield part[0], part[-1]


_DIFFERENCES = """
    WITH {counted},
    held AS (
        SELECT week FROM reporting_countedweek c
        WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s AND definition = %(definition)s
          AND week + 7 <= %(today)s AND (holds_until IS NULL OR holds_until >= %(today)s)
          AND NOT EXISTS (SELECT FROM reporting_changedweeks x WHERE c.week BETWEEN x.first_week AND x.last_week)
    ),
    differing AS (
        SELECT week FROM england e
        FULL JOIN (SELECT * FROM reporting_englandweek WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s) k
            USING (week, kind, area)
        WHERE e.counts IS DISTINCT FROM k.counts
        UNION ALL
        SELECT week FROM commissioners e
        FULL JOIN (SELECT * FROM reporting_commissionerweek WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s) k
            USING (organisation_id, week, kind, area)
        WHERE e.counts IS DISTINCT FROM k.counts
    )
    SELECT week, (SELECT count(*) FROM differing d WHERE d.week = held.week) FROM held
"""


def compare_counts(now: datetime) -> int:
    """Once a night: counts all kept weeks that are over from the facts again, and returns how many kept counts differed.

    A difference is an error of ours: it is logged and shown with the definitions and in the readiness, and the week is counted anew.
    """
    hour = now.astimezone(LONDON)
    if hour.hour not in NIGHT:
        return 0
    with system_scope(COMPARED):
        kept = [report for report in REPORTS.values() if report.kept]
        done = set(Comparison.objects.filter(day=hour.date()).values_list("report", flat=True))
        return sum(_compare(report, now) for report in kept if report.key not in done)


def _compare(report: Report, now: datetime) -> int:
    today = now.astimezone(LONDON).date()
    this = Week.containing(today).monday
    weeks = [this - timedelta(weeks=back) for back in range(KEPT_WEEKS - 1, 0, -1)]
    found: dict[date, int] = {}
    with connections[alias()].cursor() as cursor:
        for first, last in _runs(weeks):
            cursor.execute(_DIFFERENCES.format(counted=counted(report)), _parameters(report, now, first, last))
            found |= dict(cursor.fetchall())
    wrong = {week: rows for week, rows in found.items() if rows}
    Comparison.objects.get_or_create(
        report=report.key,
        day=today,
        defaults={"compared_at": now, "weeks": len(found), "differences": sum(wrong.values())},
    )
    if wrong:
        log.error("kept_counts_differ", kind=report.key, count=sum(wrong.values()))
        ChangedWeeks.objects.bulk_create(ChangedWeeks(first_week=week, last_week=week) for week in wrong)
    return sum(wrong.values())


def kept_counts_agree() -> bool:
    """Whether the last comparison of each report found no difference; true before the first night."""
    with system_scope(COMPARED):
        return not any(each.differences for each in last_comparisons())
