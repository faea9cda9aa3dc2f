"""Which views are of whole areas, so that the kept counts of areas and weeks can tell them; and which of these counts. Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from carehomes.access.kinds import OrganisationKind
from checkins.queries.coverage import By
from reporting.models import AreaKind, CommissionerWeek, EnglandWeek

if TYPE_CHECKING:
    from reporting.asked import Asked

TIMES = {"week": "Week", "month": "Month"}
NOWHERE = "none"  # homes without an area of this kind
_ENGLAND = frozenset({By.REGION, By.COMMISSIONER, By.COUNCIL})
_COMMISSIONER = frozenset({By.COUNCIL, By.PCN, By.COMMISSIONER})
_OWN = "SELECT %(reader)s::bigint AS id"
_OF_REGION = """
    SELECT child_id AS id FROM access_organisationparent
    WHERE parent_id = %(reader)s AND kind = 'region' AND starts_on <= %(last)s AND (ends_on IS NULL OR ends_on > %(last)s)
"""


@dataclass(frozen=True)
class Source:
    """Kept counts that tell a view: of which table, what their areas are, which of them (SQL with named parameters).

    `whose`: SQL for the commissioners whose homes the reader answers for; "" where it is all of England.
    """

    model: type[EnglandWeek] | type[CommissionerWeek]
    kind: AreaKind
    conditions: tuple[str, ...] = ()
    whose: str = ""


def source_of(asked: "Asked", way: str) -> Source | None:
    """The kept counts that tell the view in the breakdown `way`; None where only facts can: lines of homes, filters, other readers.

    Homes are grouped by one kind of area within another only for commissioners: their councils and PCNs.
    """
    narrow = asked.home_id or asked.owner or asked.mine or asked.filters
    ways = [*By, "week", *(["month"] if asked.report.weekly else [])]
    if not asked.report.kept or narrow or way not in ways:
        return None
    axis, whose = By(way) if way in list(By) else None, whose_areas(asked)
    if whose is None:
        return None
    return _of_commissioners(asked, axis, whose) if whose else _of_england(asked, axis)


def whose_areas(asked: "Asked") -> str | None:
    """SQL for the commissioners that a reader of whole areas answers for; "" where it is all of England; None for other readers."""
    if asked.by.organisation_kind == OrganisationKind.NATION:
        return ""
    if asked.by.role.national:
        return _OF_REGION
    return _OWN if asked.by.role_key == "commissioner_lead" else None


def _of_england(asked: "Asked", axis: By | None) -> Source | None:
    if asked.area_kind == By.COMMISSIONER and asked.area != NOWHERE:
        return _by_commissioner(axis, ("organisation_id = %(area)s::bigint",))
    if not asked.area:
        return Source(EnglandWeek, AreaKind(axis or AreaKind.ALL)) if axis is None or axis in _ENGLAND else None
    area = By(asked.area_kind)
    same = axis in (None, area) and area in _ENGLAND
    return Source(EnglandWeek, AreaKind(area), ("area = %(area)s",)) if same else None


def _of_commissioners(asked: "Asked", axis: By | None, whose: str) -> Source | None:
    theirs = f"organisation_id IN ({whose})"
    if not asked.area:
        return _by_commissioner(axis, (theirs,), whose)
    if asked.area_kind != By.COMMISSIONER or asked.area == NOWHERE:
        return None
    return _by_commissioner(axis, (theirs, "organisation_id = %(area)s::bigint"), whose)


def _by_commissioner(axis: By | None, conditions: tuple[str, ...], whose: str = "") -> Source | None:
    if axis is not None and axis not in _COMMISSIONER:
        return None
    kind = AreaKind.ALL if axis in (None, By.COMMISSIONER) else AreaKind(axis)
    return Source(CommissionerWeek, kind, conditions, whose)
