"""What check-ins say on the cards of the demonstration's people: calls that wait, residents to see, homes not reached.

Four queries for all of them together. A test holds each card to what the same person sees after the press.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connections
from django.db.models import Count, Q

from carehomes.access.personas import tells_what_waits
from carehomes.access.scopes import alias
from carehomes.deadlines import Week, london_today
from carehomes.directory.models import NamedRole, NamedRoleKind
from carehomes.issues.models import Issue
from carehomes.ui.formats import plural
from checkins.models import OPEN_STATES, Nomination, NominationState, Urgency
from checkins.queries.worklist import Row, week_rows
from checkins.rules import Group

# The role in which each lands, and the homes that it lets them see: `visible_homes` for many people at once.
_SERVED = """
    WITH landing AS (
        SELECT DISTINCT ON (m.user_id) m.user_id, m.role, m.organisation_id
        FROM access_membership m
        WHERE m.user_id = ANY (%(people)s) AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
        ORDER BY m.user_id, m.id
    ), organisations AS (
        SELECT user_id, organisation_id FROM landing
        UNION
        SELECT l.user_id, p.child_id FROM landing l JOIN access_organisationparent p ON p.parent_id = l.organisation_id
        WHERE p.kind IN ('partnership', 'group', 'region')
          AND p.starts_on <= %(today)s AND (p.ends_on IS NULL OR p.ends_on > %(today)s)
    ), served AS (
        SELECT DISTINCT l.user_id, r.home_id
        FROM landing l
        JOIN organisations o ON o.user_id = l.user_id
        JOIN directory_homerelationship r ON r.organisation_id = o.organisation_id
        LEFT JOIN access_accessrule rule ON rule.role = l.role AND rule.relationship_kind = r.kind AND rule.sees = 'home'
        WHERE (rule.id IS NOT NULL OR (l.role = 'regional_reader' AND r.kind = 'commissioner'))
          AND r.status IN ('agreed', 'nearest')
          AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
    )
    SELECT l.user_id, l.role, array_agg(s.home_id) FILTER (WHERE s.home_id IS NOT NULL)
    FROM landing l LEFT JOIN served s ON s.user_id = l.user_id GROUP BY l.user_id, l.role
"""


@dataclass(frozen=True)
class Facts:
    """What is counted once for everybody: the week's calls, the homes one coordinates, what is open, by home."""

    week: list[Row]
    coordinated: frozenset[tuple[int, int]]
    open_by_home: Mapping[int, int]
    residents: Mapping[int, tuple[int, int]]


@tells_what_waits
def what_waits(user_ids: Collection[int], now: datetime) -> dict[int, str]:
    """For each person whose role has check-ins to do with: what waits, as the card says it."""
    today = london_today(now)
    facts = _facts(user_ids, today)
    return {
        user_id: WORDS[role](facts, user_id, frozenset(homes or ()))
        for user_id, role, homes in _served(user_ids, today)
        if role in WORDS
    }


def _served(user_ids: Collection[int], today: date) -> list[tuple[int, str, list[int] | None]]:
    with connections[alias()].cursor() as cursor:
        cursor.execute(_SERVED, {"people": list(user_ids), "today": today})
        return cursor.fetchall()


def _facts(user_ids: Collection[int], today: date) -> Facts:
    coordinated = NamedRole.objects.on(today).filter(kind=NamedRoleKind.COORDINATOR, user_id__in=user_ids)
    issues = Issue.objects.filter(closed_at=None).values_list("home_id").annotate(Count("pk"))
    raised, back = Q(state=NominationState.RAISED), Q(state=NominationState.DEFERRED, deferred_until__lte=today)
    waiting = Nomination.objects.filter(raised | back).values_list("home_id")
    counted = waiting.annotate(number=Count("pk"), same_day=Count("pk", filter=raised & Q(urgency=Urgency.SAME_DAY)))
    return Facts(
        week=week_rows(Week.containing(today), today),
        coordinated=frozenset(coordinated.values_list("user_id", "home_id")),
        open_by_home=dict(issues),
        residents={home: (number, same_day) for home, number, same_day in counted},
    )


def _calls(facts: Facts, user_id: int, homes: frozenset[int]) -> str:
    own = frozenset(home for user, home in facts.coordinated if user == user_id) & homes
    mine = own or homes
    waits = sum(row.home_id in mine and row.state in OPEN_STATES and row.group is not Group.LATER for row in facts.week)
    return f"{plural(waits, 'check-in')} {'waits' if waits == 1 else 'wait'}" if waits else "No check-in waits"


def _residents(facts: Facts, user_id: int, homes: frozenset[int]) -> str:
    found = [facts.residents[home] for home in homes if home in facts.residents]
    number, same_day = sum(all_ for all_, _ in found), sum(today for _, today in found)
    if not number:
        return "Nobody waits to be seen"
    return f"{plural(number, 'resident')} to see" + (f", {same_day} same day" if same_day else "")


def _still_open(facts: Facts, user_id: int, homes: frozenset[int]) -> str:
    number = sum(facts.open_by_home.get(home, 0) + facts.residents.get(home, (0, 0))[0] for home in homes)
    return f"{plural(number, 'thing')} still open" if number else "Nothing is open"


def _not_reached(facts: Facts, user_id: int, homes: frozenset[int]) -> str:
    return _missing([row for row in facts.week if row.home_id in homes])


def _not_reached_anywhere(facts: Facts, user_id: int, homes: frozenset[int]) -> str:
    return _missing(facts.week)


def _missing(rows: list[Row]) -> str:
    overdue = sum(row.group is Group.OVERDUE for row in rows)
    unanswered = sum(row.group is Group.NO_ANSWER for row in rows)
    late = [f"{plural(overdue, 'home')} overdue"] if overdue else []
    silent = [f"{unanswered} no answer"] if unanswered else []
    return ", ".join(late + silent) or "No home is late"


WORDS = {
    "care_coordinator": _calls,
    "clinician": _residents,
    "pharmacist": _residents,
    "pharmacy_technician": _residents,
    "care_home_manager": _still_open,
    "care_home_staff": _still_open,
    "commissioner_lead": _not_reached,
    "local_authority_officer": _not_reached,
    "regional_reader": _not_reached,
    "national_reader": _not_reached_anywhere,
}
