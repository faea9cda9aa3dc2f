"""The residents of one home in numbers, and those who are new, in hospital or just back: what the home's page shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from carehomes.access.planned import fetched
from carehomes.residents.models import ResidentState
from carehomes.residents.queries.listing import new_since

BACK_FOR_DAYS = 7

# Written as SQL, because putting it together from querysets on every visit takes Django longer than PostgreSQL needs to answer it.
# The policies hold for every table in it as they do elsewhere.
_LIVING_HERE = """
SELECT r.id, r.given_name || ' ' || r.family_name, r.state, s.arrived_on, s.arrived_from, a.went_on, a.back_on, a.planned,
    p.name, r.registered_practice_id IS NOT NULL,
    EXISTS (
        SELECT 1 FROM access_organisationparent l
        WHERE l.child_id = r.registered_practice_id AND l.parent_id = p.id AND l.kind = 'network'
          AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s))
FROM residents_resident r
LEFT JOIN residents_stay s ON s.resident_id = r.id AND s.left_on IS NULL
LEFT JOIN LATERAL (
    SELECT x.went_on, x.back_on, x.planned FROM residents_absence x
    WHERE x.resident_id = r.id AND x.stay_id = s.id AND x.removed_on IS NULL
    ORDER BY x.went_on DESC, x.id DESC LIMIT 1) a ON true
LEFT JOIN directory_homerelationship w ON w.home_id = r.home_id AND w.kind = 'pcn' AND w.status IN ('agreed', 'nearest')
    AND w.starts_on <= %(today)s AND (w.ends_on IS NULL OR w.ends_on > %(today)s)
LEFT JOIN access_organisation p ON p.id = w.organisation_id
WHERE r.home_id = %(home)s AND r.state IN ('in_home', 'in_hospital', 'away')
ORDER BY r.family_key, r.name_key, r.id
"""


@dataclass(frozen=True, slots=True)
class LivesHere:
    """Somebody with a place in the home; `absent_since`, `back_on` and `planned` are of the newest absence in this stay."""

    id: int
    name: str
    state: str
    arrived_on: date | None
    came_from: str | None
    absent_since: date | None
    back_on: date | None
    planned: bool | None
    pcn: str | None
    practice_known: bool
    with_pcn: bool


@dataclass(frozen=True, slots=True)
class HomeNow:
    """Those with a place in the home. `pcn`: the aligned one, "" where none is; `with_pcn`: patients of its practices."""

    number: int
    away: int
    new: list[LivesHere]
    in_hospital: list[LivesHere]
    returned: list[LivesHere]
    pcn: str
    with_pcn: int
    practice_not_known: int


def home_now(home_id: int, today: date) -> HomeNow:
    """One query. Nobody, and a PCN that is not known, for a home whose residents the acting membership may not see."""
    rows = [LivesHere(*row) for row in fetched(_LIVING_HERE, {"home": home_id, "today": today})]
    return HomeNow(
        number=len(rows),
        away=sum(each.state == ResidentState.AWAY for each in rows),
        new=[each for each in rows if each.arrived_on and each.arrived_on >= new_since(today)],
        in_hospital=[each for each in rows if each.state == ResidentState.IN_HOSPITAL],
        returned=[each for each in rows if each.back_on and each.back_on >= today - timedelta(days=BACK_FOR_DAYS)],
        pcn=(rows[0].pcn or "") if rows else "",
        with_pcn=sum(each.with_pcn for each in rows),
        practice_not_known=sum(not each.practice_known for each in rows),
    )
