"""Everything that this app writes."""

from carehomes.access.actions.addresses import confirm_address, confirm_own_address, correct_address, mark_bounced
from carehomes.access.actions.invitations import accept, invite, resend, withdraw
from carehomes.access.actions.memberships import change_membership, end_membership, restore_membership
from carehomes.access.actions.organisations import (
    create_organisation,
    end_link,
    end_organisation,
    link_organisations,
    rename_organisation,
    succeed_organisation,
)
from carehomes.access.actions.people import close_account, end_session, open_account, rename_person
from carehomes.access.actions.platform import add_platform_administrator

__all__ = [
    "accept",
    "add_platform_administrator",
    "change_membership",
    "confirm_address",
    "confirm_own_address",
    "correct_address",
    "close_account",
    "create_organisation",
    "end_link",
    "end_membership",
    "end_organisation",
    "end_session",
    "invite",
    "link_organisations",
    "mark_bounced",
    "open_account",
    "rename_organisation",
    "rename_person",
    "resend",
    "restore_membership",
    "succeed_organisation",
    "withdraw",
]
