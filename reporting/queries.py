"""Counts the facts of a report for whoever asks: one statement for its lines and their total, one for the areas to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections

from carehomes.access.scopes import alias
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.queries import WORKING
from checkins.queries.coverage import RELATION, By, homes_between
from checkins.rules import FourCounts
from reporting.asked import HOME, NOWHERE, OWNER, Asked
from reporting.metrics import Metric, Report

_OWN_ROLES = (NamedRoleKind.COORDINATOR, NamedRoleKind.COVER, NamedRoleKind.CLINICAL_LEAD)
# The relationships of one kind, under names that no facts use; the one that held on the day of a fact: a past week counts where it was.
_AREA = """
    SELECT home_id AS of_home, organisation_id AS area_id, starts_on AS area_from, ends_on AS area_to
    FROM directory_homerelationship WHERE status = ANY (%(working)s) AND kind = """
_HELD = "of_home = f.home_id AND area_from <= f.on_day AND (area_to IS NULL OR area_to > f.on_day)"
_TIMES = {"week": "date_trunc('week', f.on_day)::date::text", "month": "to_char(f.on_day, 'YYYY-MM')"}


@dataclass(frozen=True)
class Line:
    """One line of a report: what it is about, the four counts of each share, the value of each measure and how many it is of."""

    key: str
    name: str
    town: str
    shares: Mapping[str, FourCounts]
    values: Mapping[str, float | None]
    bases: Mapping[str, int]


@dataclass(frozen=True)
class Counted:
    """The lines of a view and their total, worked out from the facts and not from the lines: a median of medians is none."""

    lines: list[Line]
    total: Line


def count(asked: Asked, now: datetime, breakdown: str = "") -> Counted:
    """The view's numbers. One statement, which reads no more than the homes and weeks that are asked for.

    `breakdown`: another one than the view's own, for a trend.
    """
    homes, given = _homes(asked)
    way = breakdown or asked.breakdown
    key, join = _key(asked, way)
    statement = f"""
        WITH homes AS MATERIALIZED ({homes}),
        facts AS ({_facts(asked, way)}),
        placed AS (SELECT f.*, {key} AS line FROM facts f JOIN homes h ON h.id = f.home_id {join} WHERE {_where(asked)}),
        grouped AS (
            SELECT line, grouping(line) AS is_total, {", ".join(_aggregates(asked.report, way))}
            FROM placed GROUP BY GROUPING SETS ((line), ())
        )
        SELECT g.*, {_naming(asked, way)}
    """  # noqa: S608 - the words are those of definitions in code; what an address says is given as parameters
    with connections[alias()].cursor() as cursor:
        cursor.execute(statement, {**_parameters(asked, now), **given})
        rows = cursor.fetchall()
    lines = [_line(asked.report, row) for row in rows]
    totals = [line for line, row in zip(lines, rows, strict=True) if row[1]]
    return Counted([line for line, row in zip(lines, rows, strict=True) if not row[1]], totals[0])


def _facts(asked: Asked, way: str) -> str:
    in_order = way == HOME or any(choice.in_order for choice, _ in asked.filters)
    return asked.report.facts_in_order if asked.report.facts_in_order and in_order else asked.report.facts


def _homes(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The homes that this reader answers for, as SQL with named parameters."""
    rows = homes_between(asked.by, asked.first, asked.last).values(
        "id", "name", "town", "region", "in_scope", "registration_date", "deregistered_on"
    )
    sql, values = rows.query.get_compiler(using=alias()).as_sql()
    given = {f"homes_{place}": value for place, value in enumerate(values)}
    return sql % tuple(f"%({name})s" for name in given), given


def _parameters(asked: Asked, now: datetime) -> dict[str, Any]:
    return {
        "first": asked.first,
        "last": asked.last,
        "today": asked.today,
        "now": now,
        "working": [str(each) for each in WORKING],
        "area": asked.area,
        "area_kind": str(RELATION.get(By(asked.area_kind), "")) if asked.area_kind else "",
        "breakdown_kind": str(RELATION.get(By(asked.breakdown), "")) if asked.breakdown in list(By) else "",
        "home": asked.home_id,
        "owner": asked.owner,
        "person": asked.by.user_id,
        "own_roles": [str(each) for each in _OWN_ROLES],
        **{f"choice_{choice.key}": value for choice, value in asked.filters},
    }


def _key(asked: Asked, breakdown: str) -> tuple[str, str]:
    """What a fact's line is, and the join that says so. A home counts under the organisation that it had on that day."""
    if breakdown in _TIMES:
        return _TIMES[breakdown], ""
    if breakdown == HOME:
        return "f.home_id::text", ""
    if breakdown == By.REGION:
        return "h.region", ""
    if breakdown in list(By):
        return "coalesce(area_id::text, '')", f"LEFT JOIN ({_AREA} %(breakdown_kind)s) areas ON {_HELD}"
    if breakdown == OWNER:
        return f"{asked.report.owner}::text", ""
    column = next(each.column for each in asked.report.choices if each.key == breakdown)
    return f"coalesce(({column})::text, '')", ""


def _where(asked: Asked) -> str:
    conditions = ["true"]
    if asked.area:
        conditions.append(_in_area(asked))
    if asked.home_id:
        conditions.append("f.home_id = %(home)s")
    if asked.mine:
        conditions.append(
            "EXISTS (SELECT FROM directory_namedrole n WHERE n.home_id = f.home_id AND n.user_id = %(person)s "
            "AND n.kind = ANY (%(own_roles)s) AND n.starts_on <= %(today)s AND (n.ends_on IS NULL OR n.ends_on > %(today)s))"
        )
    if asked.owner:
        conditions.append(f"{asked.report.owner} = %(owner)s")
    conditions += [f"({choice.column})::text = %(choice_{choice.key})s" for choice, _ in asked.filters]
    return " AND ".join(conditions)


def _in_area(asked: Asked) -> str:
    if asked.area_kind == By.REGION:
        return "h.region = %(area)s"
    held = f"SELECT FROM ({_AREA} %(area_kind)s) within WHERE {_HELD}"
    if asked.area == NOWHERE:
        return f"NOT EXISTS ({held})"
    return f"EXISTS ({held} AND area_id = %(area)s::bigint)"


def _aggregates(report: Report, way: str) -> list[str]:
    """The counts of the shares, then each measure and how many it is of; nothing for one that means nothing in this breakdown."""
    counted = [aggregate for metric in report.metrics for aggregate in _four(metric)]
    means = [not measure.only or way in measure.only for measure in report.measures]
    measured = [
        f"{measure.sql}, {measure.base or measure.sql}" if shown else "NULL, NULL"
        for measure, shown in zip(report.measures, means, strict=True)
    ]
    return [*counted, *measured]


def _four(metric: Metric) -> list[str]:
    """Met, not met, excluded, unknown as aggregates. A condition about something missing (NULL) does not hold."""
    excluded, unknown, met = (f"coalesce(({each}), false)" for each in (metric.excluded, metric.unknown, metric.met))
    counted = f"({metric.rows}) AND NOT {excluded}"
    return [
        f"count(*) FILTER (WHERE {counted} AND NOT {unknown} AND {met})",
        f"count(*) FILTER (WHERE {counted} AND NOT {unknown} AND NOT {met})",
        f"count(*) FILTER (WHERE ({metric.rows}) AND {excluded})",
        f"count(*) FILTER (WHERE {counted} AND {unknown})",
    ]


def _naming(asked: Asked, breakdown: str) -> str:
    """The name of each line, and its town where it is a home."""
    if breakdown == HOME:
        return "h.name, h.town FROM grouped g LEFT JOIN homes h ON h.id::text = g.line"
    if breakdown == OWNER or (breakdown in list(By) and breakdown != By.REGION):
        return "o.name, '' FROM grouped g LEFT JOIN access_organisation o ON o.id = nullif(g.line, '')::bigint"
    return "coalesce(g.line, ''), '' FROM grouped g"


def _line(report: Report, row: tuple[Any, ...]) -> Line:
    key, _, *numbers, name, town = row
    shares = {
        metric.key: FourCounts(*numbers[place * 4 : place * 4 + 4]) for place, metric in enumerate(report.metrics)
    }
    measured = numbers[len(report.metrics) * 4 :]
    values = {each.key: _number(measured[place * 2]) for place, each in enumerate(report.measures)}
    bases = {each.key: int(measured[place * 2 + 1] or 0) for place, each in enumerate(report.measures) if each.base}
    return Line(key or "", name or "", town or "", shares, values, bases)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True)
class AreaChoice:
    """An area to choose: the kind of area and its id, or its name for a region."""

    kind: str
    key: str
    name: str


_AREAS = """
    WITH homes AS MATERIALIZED ({homes})
    SELECT DISTINCT r.kind, o.id::text, o.name
    FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id IN (SELECT id FROM homes) AND r.kind = ANY (%(kinds)s) AND r.status = ANY (%(working)s)
      AND r.starts_on <= %(last)s AND (r.ends_on IS NULL OR r.ends_on > %(first)s)
    UNION ALL
    SELECT DISTINCT 'region', region, region FROM homes WHERE %(regions)s AND region <> ''
    ORDER BY 1, 3
"""


def areas(asked: Asked, kinds: tuple[By, ...]) -> list[AreaChoice]:
    """The areas of these kinds in which the reader's homes lie, or lay in the period, by name. One query."""
    homes, given = _homes(asked)
    names = {str(RELATION[kind]): str(kind) for kind in kinds if kind in RELATION}
    parameters: dict[str, Any] = {
        "first": asked.first,
        "last": asked.last,
        "working": [str(each) for each in WORKING],
        "kinds": list(names),
        "regions": By.REGION in kinds,
    }
    with connections[alias()].cursor() as cursor:
        cursor.execute(_AREAS.format(homes=homes), {**parameters, **given})
        return [AreaChoice(names.get(kind, kind), key, name) for kind, key, name in cursor.fetchall()]


_NAMES = """
    SELECT 'home', name FROM directory_carehome WHERE id = %(home)s
    UNION ALL SELECT 'owner', name FROM access_organisation WHERE id = %(owner)s
"""


def names(asked: Asked) -> dict[str, str]:
    """What the home and the owner that a view is narrowed to are called. One query, none where it is not narrowed."""
    if not asked.home_id and not asked.owner:
        return {}
    with connections[alias()].cursor() as cursor:
        cursor.execute(_NAMES, {"home": asked.home_id, "owner": asked.owner})
        return dict(cursor.fetchall())
