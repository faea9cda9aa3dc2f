"""Reports, the SQL that a hand would write for the same numbers, and kept counts against those of the facts."""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from datetime import datetime
from functools import partial
from statistics import median

from django.utils import timezone

from carehomes.access.scopes import acting_scope, system_scope
from carehomes.deadlines import london_today
from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts, finds_facts
from carehomes.demo.bench.pages import Page, measures_page
from carehomes.demo.bench.timing import interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.demo.england.accounts import COMMISSIONER, COORDINATOR, READER
from reporting.actions import A_TICK, KEPT_WEEKS, keep_counts
from reporting.asked import Asked, read
from reporting.metrics import CHECK_INS
from reporting.models import CountedWeek
from reporting.queries import Counted, kept, live
from reporting.whole_areas import source_of

_FACTOR = 0.01  # of the facts: a hundred times as fast
_ROWS = 2_000
_A_MINUTE = 60_000.0  # milliseconds: the tick comes again then


@finds_facts
def reports_measured(facts: Facts) -> Facts:
    return {"check_ins_report": "check-ins", "waits_report": "waits"}


_SINCE = "(%(monday)s::date - 84)"
_WEEKS_SEEN = f"SELECT count(*) FROM checkins_checkin WHERE week >= {_SINCE}"
# The areas to choose from; then the weeks, also of homes for which none is planned, and who was not rung two weeks running.
_OURS = "ANY ((SELECT visible_homes('home'))::bigint[])"
_WEEKS = f"""
    SELECT DISTINCT r.kind, o.id, o.name FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id = {_OURS} AND r.kind IN ('pcn', 'local_authority', 'commissioner') AND r.status IN ('agreed', 'nearest')
        AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > {_SINCE}) ORDER BY r.kind, o.name;
    SELECT week, state, due_on < %(today)s, count(*), count(*) FILTER (WHERE gap AND before) FROM (
        SELECT w.week, c.state, c.due_on, c.state IS DISTINCT FROM 'completed' AND w.week < %(monday)s AS gap,
            lag(c.state IS DISTINCT FROM 'completed') OVER (PARTITION BY h.id ORDER BY w.week) AS before
        FROM directory_carehome h CROSS JOIN generate_series({_SINCE} - 7, %(monday)s::date, interval '7 days') w (week)
        LEFT JOIN checkins_checkin c ON c.home_id = h.id AND c.week = w.week::date AND c.week >= {_SINCE} - 7
        WHERE h.id = {_OURS} AND h.in_scope AND h.deregistered_on IS NULL
    ) each WHERE week >= {_SINCE} GROUP BY week, state, due_on < %(today)s
"""
_ALL = "report = 'check-ins' AND kind = 'all' AND week"
_AREAS = """
    SELECT DISTINCT k.kind, k.area, o.name FROM {} k LEFT JOIN access_organisation o
        ON o.id = CASE WHEN k.kind <> 'region' THEN nullif(k.area, '')::bigint END
    WHERE k.report = 'check-ins' AND {} AND k.week >= {} ORDER BY k.kind, o.name
"""
_OF_ENGLAND = ("reporting_englandweek", "k.kind IN ('region', 'commissioner')")
_OF_ONE = ("reporting_commissionerweek", "k.organisation_id = %(commissioner)s AND k.kind IN ('pcn', 'council')")
_KEPT = (
    f"{_AREAS.format(*_OF_ENGLAND, _SINCE)}; SELECT week, counts FROM reporting_englandweek WHERE {_ALL} >= {_SINCE}"
)
_YEAR_SEEN = "SELECT count(*) FROM checkins_checkin WHERE week >= (%(monday)s::date - 357)"
_YEAR = "(%(monday)s::date - 357)"
_KEPT_YEAR = (
    f"{_AREAS.format(*_OF_ENGLAND, _YEAR)}; SELECT week, counts FROM reporting_englandweek WHERE {_ALL} >= {_YEAR}"
)
_KEPT_OWN = f"""
    {_AREAS.format(*_OF_ONE, _SINCE)};
    SELECT week, counts FROM reporting_commissionerweek WHERE organisation_id = %(commissioner)s AND {_ALL} >= {_SINCE}
"""
_WAITS = f"""
    SELECT urgency, count(*), count(seen_after), percentile_cont(0.5) WITHIN GROUP (ORDER BY seen_after)
    FROM reported_nominations({_SINCE}, %(monday)s::date + 6, now()) GROUP BY urgency
"""
_WAITS_SEEN = f"SELECT count(*) FROM reported_nominations({_SINCE}, %(monday)s::date + 6, now())"


def _ticked() -> None:
    keep_counts(timezone.now())


_report = partial(Page, url="reporting:report", at=("check_ins_report",))
_THIRTEEN, _A_YEAR = {"weeks": "13"}, {"weeks": "52"}
for _page in (
    _report("Report: check-ins of 13 weeks", account=COORDINATOR, behind=_WEEKS_SEEN, sql=_WEEKS),
    _report("Report: check-ins of 13 weeks", account=COMMISSIONER, behind=_WEEKS_SEEN, sql=_KEPT_OWN, prepare=_ticked),
    _report(
        "Report: check-ins of 13 weeks", account=READER, behind=_WEEKS_SEEN, sql=_KEPT, query=_THIRTEEN, prepare=_ticked
    ),
    _report(
        "Report: check-ins of a year", account=READER, behind=_YEAR_SEEN, sql=_KEPT_YEAR, query=_A_YEAR, prepare=_ticked
    ),
    Page("Report: from named to seen", "reporting:report", COMMISSIONER, _WAITS_SEEN, _WAITS, ("waits_report",)),
):
    measures_page(_page)


@measures_work
def reports_of_areas_over_a_year(facts: Facts, rounds: int) -> list[Result]:
    """Check-ins of England over a year from the kept counts, against the same numbers from the facts."""
    return [_over_a_year(way, rounds) for way in ("week", "region", "commissioner")]


def _over_a_year(way: str, rounds: int) -> Result:
    by, now = Browser(READER).acting, timezone.now()
    asked = read(CHECK_INS, by, london_today(now), {"weeks": "52", "by": way})
    keep_counts(now)
    with acting_scope(by):
        rivals = {
            "kept": lambda: milliseconds(lambda: kept.count(asked, now, way)),
            "facts": lambda: milliseconds(lambda: live.count(asked, now, way)),
        }
        times = interleaved(rivals, rounds=max(3, rounds // 8), warm=1)
        note = f"{_rows_read(asked):,} rows read, aim {_ROWS:,}; {_compared(asked, now)}"
    name = f"Check-ins of a year, by {way}: kept counts against the facts"
    return Result(name, times["kept"].p50, times["facts"].p50, _FACTOR, note=note)


def _rows_read(asked: Asked) -> int:
    """The weeks that are looked at, and their counts."""
    weeks = {"report": asked.report.key, "week__range": (asked.first, asked.last)}
    source = source_of(asked, asked.breakdown)
    counts = source.model.objects.filter(kind=source.kind, **weeks).count() if source else 0
    return CountedWeek.objects.filter(**weeks).count() + counts


def _compared(asked: Asked, now: datetime) -> str:
    """Whether both tell the same, line by line."""
    found, facts = kept.count(asked, now, asked.breakdown), live.count(asked, now, asked.breakdown)
    same = found is not None and _numbers(found) == _numbers(facts)
    return "the same numbers" if same else "the numbers DIFFER"


def _numbers(counted: Counted) -> dict[str, object]:
    return {line.key: (line.shares, line.values) for line in counted.lines}


@measures_work
def counts_kept_for_reports(facts: Facts, rounds: int) -> list[Result]:
    """What the tick does each minute: this week of all areas; and all weeks, as after a change of what is counted."""
    _ticked()
    each_minute = [milliseconds(_ticked) for _ in range(max(3, rounds // 8))]
    with system_scope("bench"):
        CountedWeek.objects.all().delete()
    ticks = [milliseconds(_ticked) for _ in range(-(-KEPT_WEEKS // A_TICK))]
    return [
        Result("Keeping counts, this week", median(each_minute), limit=_A_MINUTE, note="each minute"),
        Result(
            f"Keeping counts, all {KEPT_WEEKS} weeks",
            max(ticks),
            limit=_A_MINUTE,
            note=f"the longest of {len(ticks)} ticks, {sum(ticks) / 1000:.0f} s in all",
        ),
    ]
