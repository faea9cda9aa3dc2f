"""E-mail addresses that a mail server refused for good. Nothing is sent to one until somebody confirms or corrects it.

The address is also how a person signs in, so every step is kept (`AddressStatus`), and only the administrator of somebody who works
nowhere else may correct it: who could change the address of another organisation's member could come in as them.
"""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_list_or_404, get_object_or_404

from carehomes.access.acting import Acting
from carehomes.access.actions.writing import managing_members
from carehomes.access.models import AddressStatus, Invitation, Membership, User
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.access.signals import address_usable, mail_wanted

State = AddressStatus.State
_ELSEWHERE = (
    "This person works for another organisation too, so only the platform's administrators may correct the address"
)
_TAKEN = "Somebody else signs in with that address"


def mark_bounced(*, email: str, code: str, now: datetime) -> User | None:
    """A mail server said that there is no such address. Runs in the open system scope; gives back its person, if it has one.

    Marked once: later refusals of the same address change nothing. An open invitation to it is marked too.
    """
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None, bounced_at=None).update(bounced_at=now)
    user = User.objects.select_for_update().filter(email=email, email_bounced_at=None).first()
    if user is None:
        return None
    user.email_bounced_at, user.email_bounce_code = now, code
    user.save(update_fields=["email_bounced_at", "email_bounce_code"])
    _keep(user, State.BOUNCED, "Homeround", now)
    return user


def confirm_own_address(*, by: Acting, now: datetime) -> bool:
    """A person says that their own address works. False when nothing was wrong with it."""
    with on_behalf("an address was confirmed"):
        return _use_again(User.objects.select_for_update().get(pk=by.user_id), State.CONFIRMED, by, now)


def confirm_address(*, by: Acting, user_id: int, now: datetime) -> User:
    """An administrator says that somebody's address works."""
    _check(by, user_id)
    with on_behalf("an address was confirmed"):
        user = get_object_or_404(User.objects.select_for_update(), pk=user_id)
        _use_again(user, State.CONFIRMED, by, now)
        return user


def correct_address(*, by: Acting, user_id: int, email: str, now: datetime, today: date) -> User:
    """Another address for somebody: they sign in with it, and e-mail goes to it. RefusedError: taken, or they work elsewhere too."""
    email = email.strip().lower()
    _check(by, user_id)
    with on_behalf("an address was corrected"):
        user = User.objects.select_for_update().get(pk=user_id)
        if not by.may(Permission.CREATE_ORGANISATIONS) and _works_elsewhere(user, by, today):
            raise RefusedError(_ELSEWHERE, "email")
        if User.objects.filter(email=email).exclude(pk=user.pk).exists():
            raise RefusedError(_TAKEN, "email")
        _keep(user, State.CORRECTED, by.person, now)
        _tell_before(user, by, now)
        EmailAddress.objects.filter(user_id=user.pk).delete()  # of a provider that vouched for the old one
        user.email = email
        user.save(update_fields=["email"])
        _use_again(user, None, by, now)
        return user


def _tell_before(user: User, by: Acting, now: datetime) -> None:
    """Whose address worked hears of it there: who did not ask for it must not learn it from a sign-in that fails."""
    if user.email_bounced_at is None:
        key = f"address-corrected:{user.pk}:{now:%Y%m%d%H%M%S}"
        body = _MOVED.format(name=user.name, administrator=by.person, organisation=by.organisation)
        subject = f"{settings.SERVICE_NAME}: you sign in with another address"
        mail_wanted.send(User, address=user.email, dedup_key=key, subject=subject, body=body)


_MOVED = """Dear {name},

{administrator}, {organisation}, has given your account another email address. You sign in with that one from now on, and email goes there.

If you did not ask for this, tell them, and whoever runs Homeround for you, at once.
"""


def _check(by: Acting, user_id: int) -> None:
    """Platform administrators keep everybody's address but their own; others those of who works, or worked, in their organisation."""
    if user_id == by.user_id:
        raise PermissionDenied("Your own address is not yours to correct: another administrator does it.")
    with managing_members(by, by.organisation_id):
        if not by.may(Permission.CREATE_ORGANISATIONS):
            get_list_or_404(Membership, user_id=user_id, organisation_id=by.organisation_id)


def _works_elsewhere(user: User, by: Acting, today: date) -> bool:
    return Membership.objects.on(today).filter(user=user).exclude(organisation_id=by.organisation_id).exists()


def _use_again(user: User, state: State | None, by: Acting, now: datetime) -> bool:
    """Nothing is wrong with the address from here on; whoever held back e-mails hears of it."""
    if state is not None:
        if user.email_bounced_at is None:
            return False
        _keep(user, state, by.person, now)
    user.email_bounced_at, user.email_bounce_code = None, ""
    user.save(update_fields=["email_bounced_at", "email_bounce_code"])
    address_usable.send(User, user=user, now=now)
    return True


def _keep(user: User, state: State, name: str, now: datetime) -> None:
    AddressStatus.objects.create(
        user_id=user.pk, state=state, email=user.email, code=user.email_bounce_code, at=now, by_name=name
    )
