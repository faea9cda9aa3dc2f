"""What a person has looked at."""

from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.scopes import atomic
from carehomes.notifications.models import Notification


def mark_read(*, by: Acting, now: datetime, notification: Notification | None = None, kind: str = "") -> int:
    """Marks one notification, all of a kind, or all of this person's, as read. Returns how many were unread."""
    unread = Notification.objects.filter(user_id=by.user_id, read_at=None)
    if notification is not None:
        unread = unread.filter(pk=notification.pk)
    if kind:
        unread = unread.filter(kind=kind)
    with atomic():
        return unread.update(read_at=now)


def mark_unread(*, by: Acting, notification: Notification) -> int:
    """Puts one notification back among those that wait. Returns how many were read."""
    with atomic():
        read = Notification.objects.filter(user_id=by.user_id, pk=notification.pk).exclude(read_at=None)
        return read.update(read_at=None)
