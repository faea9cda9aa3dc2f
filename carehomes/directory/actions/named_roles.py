"""Named people with a job for a home: clinical leads and their shares, medicines lead, coordinator and cover, manager."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.access.stale import check_unchanged
from carehomes.directory import queries
from carehomes.directory.models import CareHome, NamedRole, NamedRoleKind
from carehomes.directory.periods import after, largest_sum

WHOLE = 100  # per cent


@dataclass(frozen=True, slots=True)
class Person:
    """What is said about somebody in a named role. `email`: of their account here, to link it; empty leaves it as it is."""

    person_name: str
    profession: str = ""
    organisation_id: int | None = None
    phone: str = ""
    share_percent: int = WHOLE
    covers: list[str] = field(default_factory=list)
    email: str = ""


def add_named_role(
    *, by: Acting, home: CareHome, kind: str, person: Person, starts_on: date, key: UUID, today: date
) -> None:
    """Names somebody. Sent twice, they are named once.

    Raises ValidationError, for the field that it names, when the clinical leads' shares would exceed 100% or the account is unknown.
    """
    require(by, Permission.EDIT_HOME)
    with atomic():
        if not idempotency.claim(key, action="add_named_role", result=str(home.pk), by=by):
            return
        role = NamedRole(home=home, kind=kind, starts_on=starts_on)
        _write(role, person, home, today)


def change_named_role(*, by: Acting, home: CareHome, role_id: int, person: Person, version: int, today: date) -> None:
    """Corrects what is said about somebody; their job and its first day stay. Raises ValidationError and StaleError."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        role = NamedRole.objects.select_for_update().get(home=home, pk=role_id)
        check_unchanged(role, version)
        _write(role, person, home, today)


def end_named_role(*, by: Acting, home: CareHome, role_id: int, last_day: date) -> NamedRole:
    """They hold it until this day. Raises ValidationError when that lies before its first day."""
    require(by, Permission.EDIT_HOME)
    with atomic():
        role = NamedRole.objects.select_for_update().get(home=home, pk=role_id)
        if after(last_day) < role.starts_on:
            raise ValidationError({"last_day": "The last day must not be before the day it began"})
        role.ends_on = after(last_day)
        role.save(update_fields=["ends_on"])
        return role


def _write(role: NamedRole, person: Person, home: CareHome, today: date) -> None:
    role.person_name, role.profession, role.phone = person.person_name, person.profession, person.phone
    role.organisation_id = person.organisation_id
    role.covers = person.covers if role.kind == NamedRoleKind.MEDICINES_LEAD else []
    role.share_percent = person.share_percent if role.kind == NamedRoleKind.CLINICAL_LEAD else WHOLE
    if person.email:
        role.user_id = _account(person.email, home, today)
    _check_shares(role)
    role.save()


def _check_shares(role: NamedRole) -> None:
    if role.kind != NamedRoleKind.CLINICAL_LEAD:
        return
    # Locking the home's leads makes two people who add a share at the same moment wait for each other.
    list(NamedRole.objects.select_for_update().filter(home_id=role.home_id, kind=role.kind).values_list("pk"))
    others = queries.clinical_leads_between(role.home_id, role.starts_on, role.ends_on)
    shares = [((each.starts_on, each.ends_on), each.share_percent) for each in others if each.pk != role.pk]
    taken = largest_sum(shares, (role.starts_on, role.ends_on))
    if taken + role.share_percent > WHOLE:
        left = WHOLE - taken
        raise ValidationError({"share_percent": f"The other clinical leads have {taken}%, so at most {left}% are left"})


def _account(email: str, home: CareHome, today: date) -> int:
    """The account of somebody whose organisation works with this home. Nobody else's account is ever confirmed to exist."""
    organisations = queries.working_today().filter(home=home).values_list("organisation_id", flat=True)
    serving = list(organisations)
    with on_behalf("link a named role to its account"):
        members = Membership.objects.on(today).filter(user__email=email.strip().lower(), organisation_id__in=serving)
        user_id = members.values_list("user_id", flat=True).first()
    if user_id is None:
        raise ValidationError(
            {"email": "Nobody with this address works with this home here. Leave it empty, or ask them"}
        )
    return user_id
