"""Who acts: one membership of one person, as every action (`by=`) and page receives it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connections

from carehomes.access.roles import ROLES, Permission, Role


@dataclass(frozen=True)
class Acting:
    """A person acting in one membership. Names are those of now; facts keep them as they were when written."""

    membership_id: int
    user_id: int
    person: str
    organisation_id: int
    organisation: str
    organisation_kind: str
    role_key: str
    ends_on: date | None = None
    unread: int = field(default=0, compare=False)  # notifications of this person, whatever the membership

    @cached_property
    def role(self) -> type[Role]:
        return ROLES[self.role_key]

    def may(self, permission: Permission) -> bool:
        """The one answer to "may they?", for views, templates and API. Which rows they see is the database's answer."""
        return permission in self.role.permissions


_MEMBERSHIPS_OF = """
    SELECT id, user_id, person, organisation_id, organisation, organisation_kind, role_key, ends_on, unread
    FROM memberships_of(%s) ORDER BY ends_on IS NOT NULL, id
"""


def memberships_of(user_id: int) -> list[Acting]:
    """The current memberships of a person, the lasting ones first. Asked anew on every request: an ended one ends at once."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_MEMBERSHIPS_OF, [user_id])
        return [Acting(*row) for row in cursor.fetchall()]


def memberships_held(user: Any) -> list[Acting]:
    """The same of the account of a request, which brings them along (`backends.Backend`); asked here for one that does not."""
    if not hasattr(user, "memberships_now"):
        return memberships_of(user.pk or 0)
    held = [_acting(row) for row in user.memberships_now or ()]
    return sorted(held, key=lambda each: (each.ends_on is not None, each.membership_id))


def _acting(row: dict[str, Any]) -> Acting:
    """JSON has no dates: they come as text."""
    rest = {name: value for name, value in row.items() if name not in ("id", "ends_on")}
    ends_on = date.fromisoformat(row["ends_on"]) if row["ends_on"] else None
    return Acting(membership_id=row["id"], ends_on=ends_on, **rest)
