"""The numbers of a report from the kept counts of areas and weeks: for readers whose scope is whole areas, where they tell the same.

They tell the same as the facts when every week of the view is kept and holds, and when the reader's homes were the same all the time:
the facts count the homes of the last day for all weeks, the kept counts those of each week. Otherwise there is no answer here.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from carehomes.access.planned import fetched
from carehomes.directory.queries import WORKING
from checkins.queries.coverage import By
from reporting.asked import NOWHERE, Asked
from reporting.models import CommissionerWeek, Comparison
from reporting.queries.by_week import definition
from reporting.queries.lines import Counted, counted, naming
from reporting.queries.live import homes_of
from reporting.whole_areas import Source, source_of

LATE = 3  # ticks without counting this week, after which the facts are counted instead
BACKLOG = 30  # ticks that a change of past weeks may wait: one of a home takes nine, and the page says as of when


def count(asked: Asked, now: datetime, way: str) -> Counted | None:
    """The view's lines and their total in the breakdown `way`; None where only the facts can tell them. One query at most."""
    source = source_of(asked, way)
    if source is None:
        return None
    homes, of_reader = homes_of(asked) if source.whose else ("", {})
    rows = fetched(_statement(asked, source, way, homes), {**_parameters(asked, now), **of_reader})
    as_of = _as_of(State(*rows[0][:4]), asked, now)
    return counted(asked.report, [row[4:] for row in rows], as_of, is_kept=True) if as_of else None


def _parameters(asked: Asked, now: datetime) -> dict[str, Any]:
    return {
        "report": asked.report.key,
        "definition": definition(asked.report),
        "first": asked.first,
        "last": asked.last,
        "this": asked.this_week.monday,
        "today": asked.today,
        "now": now,
        "area": "" if asked.area == NOWHERE else asked.area,
        "reader": asked.by.organisation_id,
        "working": [str(each) for each in WORKING],
    }


class State(NamedTuple):
    """What says whether kept counts tell a view: how many of its weeks are kept and hold; as of when this week was counted; since when
    something changed that is not counted yet; whether the reader's homes were the same all the time.
    """

    weeks: int
    this_week: datetime | None
    changed: datetime | None
    same_homes: bool


_STATE = """
    SELECT count(*) AS weeks, min(counted_at) FILTER (WHERE week = %(this)s) AS this_week,
           (SELECT min(at) FROM reporting_changedweeks WHERE first_week <= %(last)s AND last_week >= %(first)s) AS changed
    FROM reporting_countedweek
    WHERE report = %(report)s AND week BETWEEN %(first)s AND %(last)s AND definition = %(definition)s
      AND (holds_until IS NULL OR holds_until >= %(today)s)
"""


def _as_of(state: State, asked: Asked, now: datetime) -> datetime | None:
    """As of when the kept counts of the view are; None where they do not tell it, or where the tick that counts them is late."""
    as_of = min(each for each in (now, state.this_week, state.changed) if each is not None)
    late, long_ago = (now - timedelta(seconds=ticks * settings.TICK_SECONDS) for ticks in (LATE, BACKLOG))
    in_time = (state.this_week or now) > late and (state.changed or now) > long_ago
    return as_of if in_time and state.weeks == asked.weeks and state.same_homes else None


# Whether the homes that the reader answers for are those that these commissioners had on each day that counts, from a home's first week
# to its last (`always`); and whether they had no others.
_SAME_HOMES = """
    homes AS MATERIALIZED ({homes}),
    had AS MATERIALIZED (
        SELECT r.home_id, r.starts_on <= greatest(%(first)s::date, c.registration_date)
                          AND (r.ends_on IS NULL OR r.ends_on > %(last)s) AS always
        FROM directory_homerelationship r JOIN directory_carehome c ON c.id = r.home_id
        WHERE r.organisation_id IN ({whose}) AND r.kind = 'commissioner' AND r.status = ANY (%(working)s)
          AND r.starts_on <= %(last)s AND (r.ends_on IS NULL OR r.ends_on > %(first)s)
          AND (c.registration_date IS NULL OR c.registration_date <= %(last)s)
          AND (c.deregistered_on IS NULL OR c.deregistered_on > %(first)s)
    ),
    same AS MATERIALIZED (
        SELECT NOT EXISTS (SELECT FROM homes WHERE id NOT IN (SELECT home_id FROM had WHERE always))
               AND NOT EXISTS (SELECT FROM had WHERE home_id NOT IN (SELECT id FROM homes)) AS homes
    )
"""


def _statement(asked: Asked, source: Source, way: str, homes: str) -> str:
    """Rows of the four of `State`, then as `lines.counted` reads them. There is one at least, of the total."""
    where = ("report = %(report)s", f"kind = '{source.kind.value}'", "week BETWEEN %(first)s AND %(last)s")
    same = _SAME_HOMES.format(homes=homes, whose=source.whose) if source.whose else "same AS (SELECT true AS homes)"
    return f"""
        WITH {same}, state AS MATERIALIZED ({_STATE}),
        kept AS (
            SELECT {_key(source, way)} AS line, counts FROM {source.model._meta.db_table}
            WHERE {" AND ".join((*where, *source.conditions))}
        ),
        grouped AS (
            SELECT line, grouping(line) AS is_total, {", ".join(_sums(asked))}
            FROM kept GROUP BY GROUPING SETS ((line), ())
        )
        SELECT state.weeks, state.this_week, state.changed, same.homes, g.*, {naming(way)} CROSS JOIN state CROSS JOIN same
    """  # noqa: S608 - the words are those of definitions in code; what an address says is given as parameters


def _key(source: Source, way: str) -> str:
    if way == "week":
        return "week::text"
    if way == "month":
        return "to_char(least(week + 6, %(today)s::date), 'YYYY-MM')"
    if way == By.COMMISSIONER and source.model is CommissionerWeek:
        return "organisation_id::text"
    return "area"


def _sums(asked: Asked) -> list[str]:
    """The kept counts in the order of `lines.aggregates`: the four of each share, then each measure and how many it is of."""
    shares = [f"coalesce(sum(counts[{place + 1}]), 0)" for place in range(4 * len(asked.report.metrics))]
    found, place = list(shares), len(shares)
    for measure in asked.report.measures:
        if measure.only:
            found.append("NULL, NULL")
            continue
        place += 1
        found.append(f"coalesce(sum(counts[{place}]), 0), NULL")
    return found


def last_comparisons() -> list[Comparison]:
    """Of each report with kept counts the last time that a night compared them with the facts. One query."""
    return list(Comparison.objects.order_by("report", "-day").distinct("report"))
