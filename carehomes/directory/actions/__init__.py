"""Every write to what is ours in the register: whom to ring, named people, who works with a home, leadership."""

from carehomes.access.stale import StaleError, version_of
from carehomes.directory.actions.caseload import Assignment, Proposal, assign, proposals, shared_out, undo
from carehomes.directory.actions.contacts import (
    Contact,
    add_contact,
    change_contact,
    make_main_contact,
    put_back_contact,
    remove_contact,
)
from carehomes.directory.actions.leadership import Leader, add_leader, change_leader, end_leader, kinds_to_keep
from carehomes.directory.actions.named_roles import Person, add_named_role, change_named_role, end_named_role
from carehomes.directory.actions.relationships import Alignment, change_status, end_relationship, start_relationship
from carehomes.directory.actions.schedules import Rhythm, set_schedule

__all__ = [
    "Alignment",
    "Assignment",
    "Contact",
    "Leader",
    "Person",
    "Proposal",
    "Rhythm",
    "StaleError",
    "add_contact",
    "add_leader",
    "add_named_role",
    "assign",
    "change_contact",
    "change_leader",
    "change_named_role",
    "change_status",
    "end_leader",
    "end_named_role",
    "end_relationship",
    "kinds_to_keep",
    "make_main_contact",
    "proposals",
    "put_back_contact",
    "remove_contact",
    "set_schedule",
    "shared_out",
    "start_relationship",
    "undo",
    "version_of",
]
