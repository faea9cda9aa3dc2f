"""One's own name and sessions; closing and opening an account."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404

from carehomes.access import scopes
from carehomes.access.acting import Acting
from carehomes.access.models import AccountStatus, User
from carehomes.access.permissions import require
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf


def rename_person(*, by: Acting, name: str) -> None:
    """A person changes their own name. What was written under the old one keeps it."""
    with scopes.atomic():
        User.objects.filter(pk=by.user_id).update(name=name)


def end_session(*, user_id: int, session_id: int) -> bool:
    """Ends one of a person's own sessions. False when there is no such session any more."""
    session = UserSession.objects.filter(pk=session_id, user_id=user_id).first()
    if session is None:
        return False
    session.end()
    return True


def close_account(*, by: Acting, user_id: int, reason: str, now: datetime) -> User:
    """Closes a person's account: out at their next request, wherever they are signed in. What they wrote stays under their name."""
    return _set_active(by, user_id, False, reason, now)


def open_account(*, by: Acting, user_id: int, now: datetime) -> User:
    """Opens a closed account again, with the memberships that it has."""
    return _set_active(by, user_id, True, "", now)


def _set_active(by: Acting, user_id: int, active: bool, reason: str, now: datetime) -> User:
    require(by, Permission.CREATE_ORGANISATIONS)
    if user_id == by.user_id:
        raise RefusedError("You cannot close your own account")
    with on_behalf("account closed or opened by the platform"):
        user = get_object_or_404(User.objects.select_for_update(), pk=user_id)
        if user.is_active == active:
            raise RefusedError(f"This account is {'open' if active else 'closed'} already")
        user.is_active = active
        user.save(update_fields=["is_active"])
        state = AccountStatus.State.OPENED if active else AccountStatus.State.CLOSED
        AccountStatus.objects.create(user_id=user.pk, state=state, reason=reason, at=now, by_name=by.person)
        return user
