"""Counts the facts of a report for whoever asks: one statement for its lines and their total."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connections

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.queries import WORKING
from checkins.queries.coverage import RELATION, By, homes_between
from reporting.asked import HOME, NOWHERE, OWNER, Asked
from reporting.queries.lines import AREA, Counted, aggregates, counted, held, naming

_OWN_ROLES = (NamedRoleKind.COORDINATOR, NamedRoleKind.COVER, NamedRoleKind.CLINICAL_LEAD)
_TIMES = {"week": "date_trunc('week', f.on_day)::date::text", "month": "to_char(f.on_day, 'YYYY-MM')"}


def count(asked: Asked, now: datetime, way: str) -> Counted:
    """The view's numbers, line by line in the breakdown `way`. One statement, which reads no more than the homes and weeks asked for."""
    homes, given = homes_of(asked)
    key, join = _key(asked, way)
    statement = f"""
        WITH homes AS MATERIALIZED ({homes}),
        facts AS ({_facts(asked, way)}),
        placed AS (SELECT f.*, {key} AS line FROM facts f JOIN homes h ON h.id = f.home_id {join} WHERE {_where(asked)}),
        grouped AS (
            SELECT line, grouping(line) AS is_total, {", ".join(aggregates(asked.report, way))}
            FROM placed GROUP BY GROUPING SETS ((line), ())
        )
        SELECT g.*, {naming(way)}
    """  # noqa: S608 - the words are those of definitions in code; what an address says is given as parameters
    with connections[alias()].cursor() as cursor:
        cursor.execute(statement, {**_parameters(asked, now), **given})
        rows = cursor.fetchall()
    return counted(asked.report, rows, now)


def _facts(asked: Asked, way: str) -> str:
    in_order = way == HOME or any(choice.in_order for choice, _ in asked.filters)
    return asked.report.facts_in_order if asked.report.facts_in_order and in_order else asked.report.facts


def homes_of(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The homes that this reader answers for, as SQL with named parameters."""
    return _homes_of(alias(), asked.by, asked.first, asked.last)


@lru_cache(maxsize=64)
def _homes_of(login: str, by: Acting, first: date, last: date) -> tuple[str, dict[str, Any]]:
    """Only the words of a statement, asked for twice by a page: they take Django longer to write than PostgreSQL to answer."""
    rows = homes_between(by, first, last).values(
        "id", "name", "town", "region", "in_scope", "registration_date", "deregistered_on"
    )
    sql, values = rows.query.get_compiler(using=login).as_sql()
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
        return "coalesce(area_id::text, '')", f"LEFT JOIN ({AREA} %(breakdown_kind)s) areas ON {held('areas')}"
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
        return "h.region = ''" if asked.area == NOWHERE else "h.region = %(area)s"
    lies_in = f"SELECT FROM ({AREA} %(area_kind)s) within WHERE {held('within')}"
    if asked.area == NOWHERE:
        return f"NOT EXISTS ({lies_in})"
    return f"EXISTS ({lies_in} AND area_id = %(area)s::bigint)"
