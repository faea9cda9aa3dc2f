"""People, organisations and memberships; what a role may see through a relationship; who read what."""

from carehomes.access.models.dated import Dated, DatedQuerySet, in_force
from carehomes.access.models.done_by import DoneBy, DoneByOrItself
from carehomes.access.models.memberships import AccessRule, Invitation, Membership, Prescribes, RoleKind
from carehomes.access.models.organisations import (
    Leadership,
    Organisation,
    OrganisationName,
    OrganisationParent,
    OrganisationSuccession,
)
from carehomes.access.models.people import AccountStatus, AddressStatus, User, UserManager
from carehomes.access.models.records import IdempotencyKey, ReadLog

__all__ = [
    "AccessRule",
    "AccountStatus",
    "AddressStatus",
    "DoneBy",
    "DoneByOrItself",
    "Dated",
    "DatedQuerySet",
    "IdempotencyKey",
    "Invitation",
    "Leadership",
    "Membership",
    "Organisation",
    "OrganisationName",
    "OrganisationParent",
    "OrganisationSuccession",
    "Prescribes",
    "ReadLog",
    "RoleKind",
    "User",
    "UserManager",
    "in_force",
]
