"""One's own name and sessions; closing and opening an account."""

from allauth.usersessions.models import UserSession

from carehomes.access import scopes
from carehomes.access.acting import Acting
from carehomes.access.models import User
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


def set_active(*, by: Acting, user_id: int, active: bool) -> None:
    """Closes a person's account, or opens it again. A closed one is out at their next request, wherever they are signed in."""
    require(by, Permission.CREATE_ORGANISATIONS)
    if user_id == by.user_id:
        raise RefusedError("You cannot close your own account.")
    with on_behalf("account closed or opened by the platform"):
        User.objects.filter(pk=user_id).update(is_active=active)
