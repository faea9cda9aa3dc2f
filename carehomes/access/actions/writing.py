"""How the actions of this app open their transaction: in one's own organisation, or across tenants after a check."""

from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import PermissionDenied

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import OrganisationAdministrator, Permission
from carehomes.access.scopes import atomic, on_behalf


def managing_members(
    by: Acting, organisation_id: int, *, membership_id: int | None = None
) -> AbstractContextManager[Any]:
    """The transaction in which `by` changes invitations or memberships of this organisation; PermissionDenied if they may not.

    Administrators write in their own scope, where the policies check them once more. Platform administrators are
    checked here and write across tenants; so does an administrator who changes their own membership (`membership_id`),
    because with it ends the right to write its history.
    """
    require(by, Permission.MANAGE_MEMBERS)
    if by.may(Permission.CREATE_ORGANISATIONS):
        return on_behalf("members managed by the platform")
    if by.organisation_id != organisation_id or by.role is not OrganisationAdministrator:
        raise PermissionDenied("Only an administrator of the organisation manages its members.")
    if membership_id == by.membership_id:
        return on_behalf("an administrator changed their own membership")
    return atomic()
