"""Lines of a report as they come from the database: the aggregates that make their numbers, their names, the order of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkins.queries.coverage import By
from checkins.rules import FourCounts
from reporting.asked import HOME, OWNER
from reporting.metrics import Measure, Metric, Report

# The relationships of one kind, under names that no facts use.
AREA = """
    SELECT home_id AS of_home, organisation_id AS area_id, starts_on AS area_from, ends_on AS area_to
    FROM directory_homerelationship WHERE status = ANY (%(working)s) AND kind = """


def held(areas: str) -> str:
    """The relationship that held on the day of a fact: a past week counts where it was. `areas`: what `AREA` is called there."""
    return (
        f"{areas}.of_home = f.home_id AND {areas}.area_from <= f.on_day "
        f"AND ({areas}.area_to IS NULL OR {areas}.area_to > f.on_day)"
    )


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
    """The lines of a view and their total, worked out from the facts and not from the lines: a median of medians is none.

    `as_of`: what was written by then is counted. `is_kept`: read from the kept counts of areas and weeks.
    """

    lines: list[Line]
    total: Line
    as_of: datetime
    is_kept: bool = False


def aggregates(report: Report, way: str) -> list[str]:
    """The counts of the shares, then each measure and how many it is of; nothing for one that means nothing in this breakdown."""
    shares = [aggregate for metric in report.metrics for aggregate in four(metric)]
    measured = [
        f"{measure.sql}, {measure.base or measure.sql}" if means(measure, way) else "NULL, NULL"
        for measure in report.measures
    ]
    return [*shares, *measured]


def means(measure: Measure, way: str) -> bool:
    """Whether a measure means something in this breakdown."""
    return not measure.only or way in measure.only


def four(metric: Metric) -> list[str]:
    """Met, not met, excluded, unknown as aggregates. A condition about something missing (NULL) does not hold."""
    excluded, unknown, met = (f"coalesce(({each}), false)" for each in (metric.excluded, metric.unknown, metric.met))
    counted = f"({metric.rows}) AND NOT {excluded}"
    return [
        f"count(*) FILTER (WHERE {counted} AND NOT {unknown} AND {met})",
        f"count(*) FILTER (WHERE {counted} AND NOT {unknown} AND NOT {met})",
        f"count(*) FILTER (WHERE ({metric.rows}) AND {excluded})",
        f"count(*) FILTER (WHERE {counted} AND {unknown})",
    ]


def naming(breakdown: str) -> str:
    """The name of each line, and its town where it is a home."""
    if breakdown == HOME:
        return "h.name, h.town FROM grouped g LEFT JOIN homes h ON h.id::text = g.line"
    if breakdown == OWNER or (breakdown in list(By) and breakdown != By.REGION):
        return "o.name, '' FROM grouped g LEFT JOIN access_organisation o ON o.id = nullif(g.line, '')::bigint"
    return "coalesce(g.line, ''), '' FROM grouped g"


def _line_of(report: Report, row: tuple[Any, ...]) -> Line:
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


def counted(report: Report, rows: Sequence[tuple[Any, ...]], as_of: datetime, *, is_kept: bool = False) -> Counted:
    """What the database gave: rows of `line, is_total, numbers …, name, town`."""
    lines = [_line_of(report, row) for row in rows]
    totals = [line for line, row in zip(lines, rows, strict=True) if row[1]]
    return Counted([line for line, row in zip(lines, rows, strict=True) if not row[1]], totals[0], as_of, is_kept)
