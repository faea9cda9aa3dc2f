"""Who acts: one membership of one person, as every action (`by=`) and page receives it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

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
