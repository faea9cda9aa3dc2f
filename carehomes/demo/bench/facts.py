"""What the loaded England has to measure on: the keys that addresses and SQL need."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connections

from carehomes.access.scopes import system_scope
from carehomes.deadlines import Week, london_today
from carehomes.demo.england import accounts

Facts = dict[str, Any]
Finder = Callable[[Facts], Facts]
_finders: list[Finder] = []


def finds_facts(finder: Finder) -> Finder:
    """Function decorator: a room finds facts of its own, given those of the ground floor. Runs in a system scope."""
    _finders.append(finder)
    return finder


# Of the network that the coordinator rings for: its largest home, and there whoever has most to show.
_HOME = """
    SELECT r.home_id FROM access_user u JOIN access_membership m ON m.user_id = u.id
    JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = 'home'
    WHERE u.email = %s
"""
_RESIDENT = """
    SELECT r.id, r.family_name, r.nhs_number FROM residents_resident r
    WHERE r.home_id = %s AND r.state = 'in_home' AND r.allergy_state = 'recorded' AND r.nhs_number IS NOT NULL
    ORDER BY (SELECT count(*) FROM residents_absence a WHERE a.resident_id = r.id) DESC, r.id LIMIT 1
"""
_SOME_HOME = """
    SELECT r.home_id FROM access_user u JOIN access_membership m ON m.user_id = u.id
    JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = 'commissioner'
    WHERE u.email = %s ORDER BY r.home_id LIMIT 1
"""
_ORGANISATION = (
    "SELECT m.organisation_id FROM access_user u JOIN access_membership m ON m.user_id = u.id WHERE u.email = %s"
)


def find_facts() -> Facts:
    """The facts of this database. LookupError when England is not loaded."""
    today = london_today()
    monday = Week.containing(today).monday
    with system_scope("bench"):
        homes = _query(_HOME, accounts.MANAGER)
        if not homes:
            raise LookupError("England is not loaded here.")
        home = homes[0][0]
        resident, family, number = _query(_RESIDENT, home)[0]
        facts = {
            "today": today,
            "monday": monday,
            "last_monday": monday - timedelta(weeks=1),
            "home": home,
            "resident": resident,
            "family": family,
            "number": number,
            "key": family.lower(),
            "some_home": _query(_SOME_HOME, accounts.COMMISSIONER)[0][0],
            "network": _query(_ORGANISATION, accounts.COORDINATOR)[0][0],
            "commissioner": _query(_ORGANISATION, accounts.COMMISSIONER)[0][0],
            "provider": _query(_ORGANISATION, accounts.PROVIDER)[0][0],
        }
        for finder in _finders:
            facts |= finder(facts)
        return facts


def _query(sql: str, value: Any) -> list[tuple[Any, ...]]:
    with connections["system"].cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchall()
