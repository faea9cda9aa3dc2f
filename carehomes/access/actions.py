"""Everything that this app writes: one's own details here; invitations, memberships and organisations beside it."""

from carehomes.access import scopes
from carehomes.access.acting import Acting
from carehomes.access.models import User


def rename_person(*, by: Acting, name: str) -> None:
    """A person changes their own name. What was written under the old one keeps it."""
    with scopes.atomic():
        User.objects.filter(pk=by.user_id).update(name=name)
