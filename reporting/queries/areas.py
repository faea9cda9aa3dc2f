"""What there is to choose from, and what a view is narrowed to."""

from dataclasses import dataclass
from typing import Any

from carehomes.access.planned import fetched
from carehomes.directory.queries import WORKING
from checkins.queries.coverage import RELATION, By
from reporting.asked import Asked
from reporting.models import AreaKind
from reporting.queries.live import homes_of
from reporting.whole_areas import whose_areas


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


_KEPT = """
    WITH lay AS (SELECT DISTINCT {kind} AS kind, {area} AS area FROM {table}
                 WHERE report = 'check-ins' AND kind = ANY (%(kinds)s) AND week BETWEEN %(first)s AND %(last)s AND {whose})
    SELECT lay.kind, lay.area, coalesce(o.name, lay.area)
    FROM lay LEFT JOIN access_organisation o ON o.id = CASE WHEN lay.kind <> 'region' THEN nullif(lay.area, '')::bigint END
    WHERE lay.area <> '' ORDER BY 1, 3
"""
_OF_ENGLAND = {"kind": "kind", "area": "area", "table": "reporting_englandweek", "whose": "true"}
# What is kept of all of a commissioner stands for the commissioner itself.
_OF_COMMISSIONERS = {
    "kind": "CASE kind WHEN 'all' THEN 'commissioner' ELSE kind END",
    "area": "CASE kind WHEN 'all' THEN organisation_id::text ELSE area END",
    "table": "reporting_commissionerweek",
}


def areas(asked: Asked, kinds: tuple[By, ...]) -> list[AreaChoice]:
    """The areas of these kinds in which the reader's homes lie, or lay in the period, by name. Two queries at most.

    Readers of whole areas find them in the kept counts, which name an area in each week in which a home lay in it.
    """
    return _kept_areas(asked, kinds) or _areas_of_homes(asked, kinds)


def _kept_areas(asked: Asked, kinds: tuple[By, ...]) -> list[AreaChoice]:
    whose = whose_areas(asked)
    if whose is None or (whose and By.REGION in kinds) or (not whose and By.PCN in kinds):
        return []
    parts = {**_OF_COMMISSIONERS, "whose": f"organisation_id IN ({whose})"} if whose else _OF_ENGLAND
    kept = [AreaKind.ALL if whose and kind == By.COMMISSIONER else AreaKind(kind) for kind in kinds]
    period: dict[str, Any] = {"first": asked.first, "last": asked.last, "reader": asked.by.organisation_id}
    asked_for = {**period, "kinds": [kind.value for kind in kept]}
    return [AreaChoice(*row) for row in fetched(_KEPT.format(**parts), asked_for)]


def _areas_of_homes(asked: Asked, kinds: tuple[By, ...]) -> list[AreaChoice]:
    homes, given = homes_of(asked)
    names = {str(RELATION[kind]): str(kind) for kind in kinds if kind in RELATION}
    parameters: dict[str, Any] = {
        "first": asked.first,
        "last": asked.last,
        "working": [str(each) for each in WORKING],
        "kinds": list(names),
        "regions": By.REGION in kinds,
    }
    rows = fetched(_AREAS.format(homes=homes), {**parameters, **given})
    return [AreaChoice(names.get(kind, kind), key, name) for kind, key, name in rows]


_NAMES = """
    SELECT 'home', name FROM directory_carehome WHERE id = %(home)s
    UNION ALL SELECT 'owner', name FROM access_organisation WHERE id = %(owner)s
"""


def names(asked: Asked) -> dict[str, str]:
    """What the home and the owner that a view is narrowed to are called. One query, none where it is not narrowed."""
    if not asked.home_id and not asked.owner:
        return {}
    return {row[0]: row[1] for row in fetched(_NAMES, {"home": asked.home_id, "owner": asked.owner})}
