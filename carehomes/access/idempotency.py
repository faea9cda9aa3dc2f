"""A form that is sent twice is done once: the second sending is shown the first result."""

from uuid import UUID

from django.db import IntegrityError

from carehomes.access.acting import Acting
from carehomes.access.models import IdempotencyKey
from carehomes.access.scopes import atomic


def first_result(key: UUID, *, by: Acting) -> str | None:
    """Where the first sending of this form ended, or None when this is the first."""
    return IdempotencyKey.objects.filter(key=key, user_id=by.user_id).values_list("result", flat=True).first()


def claim(key: UUID, *, action: str, result: str, by: Acting) -> bool:
    """Takes the key inside the action's transaction. False: another sending was quicker, and this one must change nothing."""
    try:
        with atomic():
            IdempotencyKey.objects.create(key=key, user_id=by.user_id, action=action, result=result)
    except IntegrityError:
        return False
    return True
