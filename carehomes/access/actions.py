"""Everything that this app writes: one's own details here; invitations, memberships and organisations beside it."""

from allauth.usersessions.models import UserSession

from carehomes.access import scopes
from carehomes.access.acting import Acting
from carehomes.access.models import User


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
