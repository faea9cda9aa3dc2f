"""Inviting a platform administrator by command: the first one of an installation, whom nobody inside could invite."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from carehomes.access.actions.invitations import renewed
from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import Invitation, Membership, Organisation, OrganisationName
from carehomes.access.names import plain_key
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import PlatformAdministrator
from carehomes.access.scopes import system_scope

OPERATORS = "The service team"


@dataclass(frozen=True)
class Added:
    """What `add_platform_administrator` did: the invitation that it sent, and whether it made the platform's organisation."""

    invitation: Invitation
    new_organisation: bool


def add_platform_administrator(
    *, email: str, name: str, organisation_name: str, another: bool, now: datetime, today: date
) -> Added:
    """Invites this person to administer the platform, under whose organisation they find or begin; sends the link again if they wait.

    Run by whoever holds the system login, so there is no `by`; the reason stands in the history. RefusedError: somebody
    administers the platform or is invited to, and it is not said that `another` shall; or this person does already.
    """
    email = email.strip().lower()
    with system_scope("a platform administrator was invited by command"):
        organisation, new = _organisation(organisation_name, today)
        _refuse_members(email, another, today)
        waiting = _waiting().filter(email=email, organisation=organisation).first()
        if not another and _waiting().exclude(email=email).filter(expires_at__gt=now).exists():
            raise RefusedError("Somebody is invited already. Say --another if there shall be one more")
        invitation = waiting or Invitation(
            organisation=organisation,
            email=email,
            name=name,
            role=PlatformAdministrator.key,
            invited_by_name=OPERATORS,
        )
        return Added(renewed(invitation, now), new)


def _organisation(name: str, today: date) -> tuple[Organisation, bool]:
    """The one organisation of the platform: register files belong to it, and all its administrators see them."""
    found = Organisation.objects.select_for_update().filter(kind=OrganisationKind.PLATFORM, active_to=None).first()
    if found is None:
        made = Organisation.objects.create(
            kind=OrganisationKind.PLATFORM, name=name, name_key=plain_key(name), active_from=today
        )
        OrganisationName.objects.create(organisation=made, name=name, starts_on=today)
        return made, True
    if plain_key(name) != found.name_key:
        raise RefusedError(f"The platform's organisation is called {found.name}, not {name}")
    return found, False


def _refuse_members(email: str, another: bool, today: date) -> None:
    members = (
        Membership.objects.on(today)
        .filter(role=PlatformAdministrator.key, user__is_active=True)
        .values_list("user__email", flat=True)
    )
    if email in members:
        raise RefusedError("This person administers the platform already")
    if members and not another:
        raise RefusedError(
            "The platform has an administrator, who can invite others. Say --another to add one from here"
        )


def _waiting() -> QuerySet[Invitation]:
    return Invitation.objects.filter(role=PlatformAdministrator.key, accepted_at=None, withdrawn_at=None)
