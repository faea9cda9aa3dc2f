"""Leadership contacts of a system (seed rows 000-11 and 001-7). Each entry is kept by the organisation that made it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.kinds import LeadershipKind, OrganisationKind
from carehomes.access.models import Leadership, Organisation
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.access.stale import check_unchanged
from carehomes.directory.periods import after

COMMISSIONERS = (OrganisationKind.ICB, OrganisationKind.CCG)


@dataclass(frozen=True, slots=True)
class Leader:
    """What is said about a lead."""

    kind: str
    person_name: str
    phone: str
    email: str
    starts_on: date


def kinds_to_keep(by: Acting, organisation: Organisation) -> tuple[LeadershipKind, ...]:
    """The leads that somebody may name for an organisation; none where they may not.

    Commissioners keep the directory of their system, administrators that of their own organisation, and a local pharmaceutical
    committee says who each PCN's lead community pharmacist is.
    """
    if not by.may(Permission.EDIT_LEADERSHIP):
        return ()
    if by.organisation_id == organisation.pk or by.organisation_kind in COMMISSIONERS:
        return tuple(LeadershipKind)
    if by.organisation_kind == OrganisationKind.LPC and organisation.kind == OrganisationKind.PCN:
        return (LeadershipKind.PCN_LEAD_COMMUNITY_PHARMACIST,)
    return ()


def add_leader(*, by: Acting, organisation: Organisation, leader: Leader, key: UUID) -> None:
    """Names a lead. Sent twice, they are named once."""
    if leader.kind not in kinds_to_keep(by, organisation):
        raise PermissionDenied(f"{by.organisation} does not keep these leads of {organisation.name}")
    with atomic():
        if not idempotency.claim(key, action="add_leader", result=str(organisation.pk), by=by):
            return
        entry = Leadership(organisation=organisation, kept_by_id=by.organisation_id)
        _write(entry, leader)


def change_leader(*, by: Acting, entry_id: int, leader: Leader, version: int) -> None:
    """Corrects an entry that the acting organisation keeps. Raises StaleError; Leadership.DoesNotExist for others' entries."""
    require(by, Permission.EDIT_LEADERSHIP)
    with atomic():
        entry = _own(by, entry_id)
        check_unchanged(entry, version)
        _write(entry, leader)


def end_leader(*, by: Acting, entry_id: int, last_day: date) -> Leadership:
    """They lead until this day. Raises ValidationError when that lies before they began."""
    require(by, Permission.EDIT_LEADERSHIP)
    with atomic():
        entry = _own(by, entry_id)
        if after(last_day) < entry.starts_on:
            raise ValidationError({"last_day": "The last day must not be before the day they began"})
        entry.ends_on = after(last_day)
        entry.save(update_fields=["ends_on"])
        return entry


def _own(by: Acting, entry_id: int) -> Leadership:
    return Leadership.objects.select_for_update().get(pk=entry_id, kept_by_id=by.organisation_id)


def _write(entry: Leadership, leader: Leader) -> None:
    entry.kind, entry.person_name = leader.kind, leader.person_name
    entry.phone, entry.email, entry.starts_on = leader.phone, leader.email, leader.starts_on
    entry.save()
