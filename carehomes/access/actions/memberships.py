"""Changing, ending and restoring memberships. They are dated: a role of the past stays on record."""

from datetime import date

from django.db import models
from django.shortcuts import get_object_or_404

from carehomes.access.acting import Acting
from carehomes.access.actions.writing import managing_members
from carehomes.access.models import Membership
from carehomes.access.prescribing import NO_PRESCRIBER, Prescriber
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import ROLES, Permission, roles_for
from carehomes.access.stale import version_of

ANOTHER_ROLE = "Another role"
_HERE_ALREADY = "The person has this role here already"
_CHANGED = (
    "A colleague has changed this membership since you opened the page. Look at it as it is now, then decide again"
)


def change_membership(
    *,
    by: Acting,
    membership_id: int,
    version: int,
    role: str,
    job_title: str,
    ends_on: date | None,
    today: date,
    prescriber: Prescriber = NO_PRESCRIBER,
) -> Membership:
    """Another role ends this membership today and starts one in that role; everything else changes it in place.

    `version` is `version_of` the membership when the form was drawn. RefusedError: it has changed or ended, nobody would administer,
    or the role cannot prescribe. From when to when somebody prescribed is in the membership's history.
    """
    with managing_members(by, by.organisation_id, membership_id=membership_id):
        membership = _locked(by, membership_id)
        _refuse_stale(membership, version)
        if membership.ends_on is not None and membership.ends_on <= today:
            raise RefusedError("This membership has ended. Take its end back in the list, or invite the person again")
        if role not in {each.key for each in roles_for(membership.organisation_kind)}:
            raise RefusedError("This kind of organisation does not have that role", "role")
        prescriber.refuse_for(role)
        if role != membership.role or ends_on is not None:
            _refuse_last_administrator(membership, today)
        if role != membership.role:
            membership = _in_new_role(membership, role, today)
        elif ends_on is None and _others(membership).filter(ends_on=None).exists():
            raise RefusedError(f"{_HERE_ALREADY}, without an end", "until")
        changed = {"job_title": job_title, "ends_on": ends_on, **prescriber.fields()}
        for name, value in changed.items():
            setattr(membership, name, value)
        membership.save(update_fields=list(changed))
        return membership


def end_membership(*, by: Acting, membership_id: int, reason: str, today: date) -> Membership:
    """Ends it today: the person sees nothing of the organisation from their next request on."""
    with managing_members(by, by.organisation_id, membership_id=membership_id):
        membership = _locked(by, membership_id)
        if not membership.holds_on(today):
            raise RefusedError("This membership has ended already")
        _refuse_last_administrator(membership, today)
        membership.ends_on, membership.ended_reason = today, reason
        membership.save(update_fields=["ends_on", "ended_reason"])
        return membership


def restore_membership(*, by: Acting, membership_id: int, today: date) -> Membership:
    """Takes an ending back: the membership holds again, until the day that was planned before."""
    with managing_members(by, by.organisation_id, membership_id=membership_id):
        membership = _locked(by, membership_id)
        if membership.ended_reason in ("", ANOTHER_ROLE):
            raise RefusedError("This membership was not ended by hand, so there is nothing to take back")
        planned = _planned_end(membership)
        if planned is not None and planned <= today:
            raise RefusedError("It would have ended by now. Invite the person again")
        if _others(membership).filter(ends_on=None).exists():
            raise RefusedError("The person has this role here again already")
        membership.ends_on, membership.ended_reason = planned, ""
        membership.save(update_fields=["ends_on", "ended_reason"])
        return membership


def _locked(by: Acting, membership_id: int) -> Membership:
    return get_object_or_404(
        Membership.objects.select_for_update(of=("self",)), pk=membership_id, organisation_id=by.organisation_id
    )


def _refuse_stale(membership: Membership, version: int) -> None:
    if version_of(membership) != version:
        raise RefusedError(_CHANGED)


def _others(membership: Membership) -> models.QuerySet[Membership]:
    return Membership.objects.filter(
        user_id=membership.user_id, organisation_id=membership.organisation_id, role=membership.role
    ).exclude(pk=membership.pk)


def _refuse_last_administrator(membership: Membership, today: date) -> None:
    """Somebody whose account is open must be able to invite. Locks them, so that two administrators cannot end each other at once."""
    if Permission.MANAGE_MEMBERS not in ROLES[membership.role].permissions:
        return
    administrators = Membership.objects.filter(
        organisation_id=membership.organisation_id,
        role=membership.role,
        ends_on=None,
        starts_on__lte=today,
        user__is_active=True,
    ).select_for_update(of=("self",))
    if not [each for each in administrators if each.pk != membership.pk]:
        raise RefusedError("This is the last administrator of the organisation. Invite another one first")


def _in_new_role(membership: Membership, role: str, today: date) -> Membership:
    new = Membership(
        user_id=membership.user_id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation_kind,
        role=role,
        starts_on=today,
    )
    if _others(new).filter(ends_on=None).exists():
        raise RefusedError(_HERE_ALREADY, "role")
    membership.ends_on = max(today, membership.starts_on)
    membership.ended_reason = ANOTHER_ROLE
    membership.save(update_fields=["ends_on", "ended_reason"])
    new.save()
    return new


def _planned_end(membership: Membership) -> date | None:
    """The end date that stood before somebody ended it by hand, from its history."""
    before = membership.events.filter(ended_reason="").order_by("-pgh_id").first()  # type: ignore[attr-defined]  # made by pghistory
    return before.ends_on if before else None
