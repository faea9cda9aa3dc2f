"""Words and shapes for the pages of this app."""

from dataclasses import dataclass

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.roles import ROLES, Permission, Role
from carehomes.access.rules import GRANTS
from carehomes.access.tenancy import DataClass

DATA_CLASSES: dict[DataClass, str] = {
    DataClass.HOME: "The home",
    DataClass.RESIDENT: "Its residents",
    DataClass.MEDICINES: "Their medicines",
    DataClass.PLANS: "Their care plans",
}


@dataclass(frozen=True)
class RoleLine:
    """One role of the matrix: its name, what it is for, where it exists, and what it may do."""

    name: str
    summary: str
    works_in: list[str]
    may: list[str]
    second_factor: bool


@dataclass(frozen=True)
class GrantLine:
    """What a relationship with a home lets one role see there."""

    relationship: str
    role: str
    sees: frozenset[DataClass]


def roles() -> list[RoleLine]:
    """Every role with its permissions, in the order of `ROLES`."""
    return [_role_line(role) for role in ROLES.values()]


def _role_line(role: type[Role]) -> RoleLine:
    kinds = [kind.label for kind in OrganisationKind if kind in role.organisation_kinds]
    may = [permission.label for permission in Permission if permission in role.permissions]
    return RoleLine(role.name, role.summary, kinds, may, role.sees_residents)


def grants() -> list[GrantLine]:
    """The rules by which a relationship lets a role see, by relationship and then in the order of `ROLES`."""
    return [
        GrantLine(kind.label, role.name, frozenset(GRANTS[kind, key]))
        for kind in RelationshipKind
        for key, role in ROLES.items()
        if (kind, key) in GRANTS
    ]


_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # in this order: each of the first also names a later one
_BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}


def browser_name(user_agent: str) -> str:
    """The browser and device in words: "Chrome on Windows"."""
    browser = next((_BROWSER_NAMES.get(name, name) for name in _BROWSERS if name in user_agent), "A browser")
    system = next((words for name, words in _SYSTEMS.items() if name in user_agent), "an unknown device")
    return f"{browser} on {system}"
