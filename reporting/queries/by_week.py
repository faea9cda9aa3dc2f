"""The counts of a report by area and week, worked out from the facts of all homes: one statement for what is kept and what is compared.

Each shape of a row is one grouping: England, its regions, commissioners and councils; and of each commissioner its councils and PCNs.
"""

import hashlib

from checkins.queries.coverage import RELATION, By
from reporting.metrics import Report
from reporting.models import AreaKind
from reporting.queries.lines import AREA, four, held

# What `grouping(of_region, of_commissioner, of_council, of_pcn)` says: a bit for each that is not grouped by.
_ENGLAND = {15: AreaKind.ALL, 7: AreaKind.REGION, 11: AreaKind.COMMISSIONER, 13: AreaKind.COUNCIL}
_COMMISSIONERS = {11: AreaKind.ALL, 9: AreaKind.COUNCIL, 10: AreaKind.PCN}
_AREAS = (By.COMMISSIONER, By.COUNCIL, By.PCN)


def columns(report: Report) -> list[str]:
    """What is kept of a report, in order: the four counts of each share, then its measures. SQL aggregates over its facts."""
    shares = [aggregate for metric in report.metrics for aggregate in four(metric)]
    return shares + [each.sql for each in report.measures if not each.only]


def counted(report: Report) -> str:
    """Common table expressions `england` (week, kind, area, counts), `commissioners` (with organisation_id) and `passing` (week).

    Parameters: first, last, today, now, working. `passing` are the weeks with facts that count otherwise tomorrow.
    """
    joins = "".join(
        f" LEFT JOIN ({AREA} '{RELATION[kind].value}') its_{kind} ON {held(f'its_{kind}')}" for kind in _AREAS
    )
    named = "".join(f", its_{kind}.area_id AS of_{kind}" for kind in _AREAS)
    return f"""
        homes AS MATERIALIZED (
            SELECT id, region, in_scope, registration_date, deregistered_on FROM directory_carehome
            WHERE (registration_date IS NULL OR registration_date <= %(last)s::date)
              AND (deregistered_on IS NULL OR deregistered_on > %(first)s::date)
        ),
        facts AS ({report.facts}),
        placed AS (
            SELECT f.*, date_trunc('week', f.on_day)::date AS of_week, h.region AS of_region {named}
            FROM facts f JOIN homes h ON h.id = f.home_id {joins}
        ),
        counted AS MATERIALIZED (
            SELECT of_week AS week, of_region, of_commissioner, of_council, of_pcn, bool_or({report.passing}) AS passes,
                   grouping(of_region, of_commissioner, of_council, of_pcn) AS shape,
                   ARRAY[{", ".join(columns(report))}]::integer[] AS counts
            FROM placed
            GROUP BY of_week, GROUPING SETS (
                (), (of_region), (of_commissioner), (of_council), (of_commissioner, of_council), (of_commissioner, of_pcn)
            )
        ),{_kept_of_counted()}
    """  # noqa: S608 - the words are those of definitions in code


def _kept_of_counted() -> str:
    """Of the groupings in `counted`, those that are kept: each with its kind and its area, by their shape."""
    return f"""
        england AS (
            SELECT week, {_case(_ENGLAND)} AS kind, counts,
                   coalesce(CASE shape WHEN 7 THEN of_region WHEN 11 THEN of_commissioner::text
                                       WHEN 13 THEN of_council::text END, '') AS area
            FROM counted WHERE shape IN ({_shapes(_ENGLAND)})
        ),
        commissioners AS (
            SELECT week, of_commissioner AS organisation_id, {_case(_COMMISSIONERS)} AS kind, counts,
                   coalesce(CASE shape WHEN 9 THEN of_council WHEN 10 THEN of_pcn END::text, '') AS area
            FROM counted WHERE shape IN ({_shapes(_COMMISSIONERS)}) AND of_commissioner IS NOT NULL
        ),
        passing AS (SELECT week FROM counted WHERE shape = 15 AND passes)"""  # noqa: S608 - the words are those of definitions in code


def _case(shapes: dict[int, AreaKind]) -> str:
    words = " ".join(f"WHEN {shape} THEN '{kind.value}'" for shape, kind in shapes.items())
    return f"CASE shape {words} END"


def _shapes(shapes: dict[int, AreaKind]) -> str:
    return ", ".join(map(str, shapes))


def definition(report: Report) -> str:
    """Fingerprint of what is counted: counts that an earlier release kept by another definition are counted anew."""
    return hashlib.sha256(counted(report).encode()).hexdigest()
