"""Invitations: the only way in. The link's token leaves by e-mail; we keep its SHA-256 only."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.shortcuts import get_object_or_404
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.actions.writing import managing_members
from carehomes.access.idempotency import claim
from carehomes.access.models import Invitation, Membership, Organisation, User
from carehomes.access.prescribing import NO_PRESCRIBER, Prescriber
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import ROLES, OrganisationAdministrator, Permission, roles_for
from carehomes.access.scopes import atomic, system_scope
from carehomes.access.signals import mail_wanted
from carehomes.ui.formats import long_date

VALID_FOR = timedelta(days=7)
_INVITED = "This person has an open invitation to that role. Send it again from the list"
_GONE = "This invitation has been used, withdrawn, or is too old. Ask for a new one"


def digest_of(token: str) -> str:
    """What we keep of a token, and look it up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    *,
    by: Acting,
    organisation_id: int,
    email: str,
    name: str,
    role: str,
    job_title: str,
    ends_on: date | None,
    key: UUID,
    now: datetime,
    prescriber: Prescriber = NO_PRESCRIBER,
) -> Invitation | None:
    """Invites somebody and queues the e-mail. None when this form was sent before.

    RefusedError: they are a member, or invited; or the role cannot prescribe.
    """
    with managing_members(by, organisation_id):
        organisation = get_object_or_404(Organisation, pk=organisation_id)
        email = email.strip().lower()
        _check_role(by, organisation, role)
        prescriber.refuse_for(role)
        if not claim(key, action="invite", result=reverse("access:people"), by=by):
            return None
        _refuse_known(organisation, email, role)
        invitation = Invitation(
            organisation=organisation,
            email=email,
            name=name,
            role=role,
            job_title=job_title,
            membership_ends_on=ends_on,
            invited_by_id=by.user_id,
            invited_by_name=by.person,
            **prescriber.fields(),
        )
        return renewed(invitation, now)


def renewed(invitation: Invitation, now: datetime) -> Invitation:
    """Gives a new or an open invitation a new link, valid for seven days from now, and sends it. RefusedError: there is one already."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest, invitation.expires_at = digest_of(token), now + VALID_FOR
    invitation.bounced_at = None
    _save_once(invitation)
    _send(invitation, token)
    return invitation


def resend(*, by: Acting, invitation_id: int, organisation_id: int, now: datetime) -> Invitation:
    """Sends a new link, valid for another seven days; the old one stops working."""
    with managing_members(by, organisation_id):
        return renewed(_open(invitation_id, organisation_id), now)


def withdraw(*, by: Acting, invitation_id: int, organisation_id: int, now: datetime) -> Invitation:
    """Ends an open invitation: its link stops working."""
    with managing_members(by, organisation_id):
        invitation = _open(invitation_id, organisation_id)
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        return invitation


def accept(*, token: str, user_id: int | None, name: str, password: str, now: datetime, today: date) -> Membership:
    """Makes the membership that an invitation promises, once.

    `user_id`: who is signed in, with the invited address; None for a new person, who gets `name` and `password`.
    RefusedError: the invitation is not open any more, or the address has an account that must sign in first.
    """
    with system_scope("an invitation was accepted", user_id=user_id):
        invitation = _still_open(token, now, today)
        user = _invited_person(invitation, user_id) if user_id else _new_person(invitation, name, password)
        with system_scope("an invitation was accepted", user_id=user.pk):
            return _become_member(invitation, user, now, today)


def _check_role(by: Acting, organisation: Organisation, role: str) -> None:
    """Platform administrators invite the administrators of others, who then invite everybody else."""
    if role not in {each.key for each in roles_for(organisation.kind)}:
        raise RefusedError("This kind of organisation does not have that role", "role")
    elsewhere = organisation.pk != by.organisation_id
    if elsewhere and by.may(Permission.CREATE_ORGANISATIONS) and role != OrganisationAdministrator.key:
        raise PermissionDenied("From the platform only administrators are invited.")


def _refuse_known(organisation: Organisation, email: str, role: str) -> None:
    members = Membership.objects.filter(organisation=organisation, role=role, user__email=email, ends_on=None)
    if members.exists():
        raise RefusedError("This person is a member in that role already", "email")
    waiting = Invitation.objects.filter(
        organisation=organisation, email=email, role=role, accepted_at=None, withdrawn_at=None
    )
    if waiting.exists():
        raise RefusedError(_INVITED, "email")


def _save_once(invitation: Invitation) -> None:
    """Two colleagues may invite the same person at the same moment: the database takes one."""
    try:
        with atomic():
            invitation.save()
    except IntegrityError as error:
        raise RefusedError(_INVITED, "email") from error


def _open(invitation_id: int, organisation_id: int) -> Invitation:
    invitation = get_object_or_404(
        Invitation.objects.select_for_update(of=("self",)), pk=invitation_id, organisation_id=organisation_id
    )
    if invitation.accepted_at or invitation.withdrawn_at:
        raise RefusedError("This invitation has been accepted or withdrawn already")
    return invitation


def _still_open(token: str, now: datetime, today: date) -> Invitation:
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(token_digest=digest_of(token), accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        .first()
    )
    if invitation is None or _is_over(invitation.membership_ends_on, today):
        raise RefusedError(_GONE)
    if _is_over(invitation.organisation.active_to, today):
        raise RefusedError("This organisation does not work any more. Ask who invited you")
    return invitation


def _is_over(ends_on: date | None, today: date) -> bool:
    return ends_on is not None and ends_on <= today


def _invited_person(invitation: Invitation, user_id: int) -> User:
    user = User.objects.get(pk=user_id)
    if user.email != invitation.email:
        raise RefusedError("This invitation is for another email address. Sign in with that one")
    return user


def _new_person(invitation: Invitation, name: str, password: str) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise RefusedError("This address has an account already. Sign in with it to accept")
    validate_password(password, User(email=invitation.email, name=name))
    return User.objects.create_user(invitation.email, name, password)


def _become_member(invitation: Invitation, user: User, now: datetime, today: date) -> Membership:
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    membership, _ = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        ends_on=invitation.membership_ends_on,
        defaults={
            "organisation_kind": invitation.organisation.kind,
            "job_title": invitation.job_title,
            **invitation.prescriber.fields(),
            "starts_on": today,
        },
    )
    return membership


def _send(invitation: Invitation, token: str) -> None:
    address = settings.SITE_ADDRESS + reverse("access:accept", args=[token])
    mail_wanted.send(
        Invitation,
        address=invitation.email,
        dedup_key=f"invitation:{invitation.token_digest}",
        subject=f"{invitation.invited_by_name} invites you to {settings.SERVICE_NAME}",
        body=_BODY.format(
            name=invitation.name,
            inviter=invitation.invited_by_name,
            organisation=invitation.organisation.name,
            role=ROLES[invitation.role].name.lower(),
            address=address,
            until=long_date(invitation.expires_at),
        ),
    )


_BODY = """Dear {name},

{inviter} invites you to Homeround as {role} of {organisation}.

Homeround is where the people around England's care homes coordinate. Open this link to accept:

{address}

It works once, until {until}. If you did not expect this, do nothing, and nothing happens.
"""
