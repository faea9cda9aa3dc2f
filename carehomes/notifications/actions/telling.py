"""Causing a notification or an e-mail: rows, written in the transaction that caused them. A tick or a nudge sends what waits.

Titles and texts hold no name of a resident and no clinical word: they may be read on a locked screen or in a forwarded e-mail.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias
from carehomes.access.tasks import nudge
from carehomes.notifications.models import Notification


def tell(people: Iterable[int], *, kind: str, title: str, address: str, urgent: bool = False) -> None:
    """Shows these people (user ids) something to look at, each once, the next time they open a page."""
    _call("SELECT notify_people(%s, %s, %s, %s, %s)", [sorted(set(people)), kind, title, address, urgent])


def email_person(user_id: int, *, dedup_key: str, subject: str, body: str) -> None:
    """Queues an e-mail to a person. The same `dedup_key` (at most 100 characters) is sent once, however often it is queued."""
    _call("SELECT queue_message(%s, %s, %s, %s)", [dedup_key, user_id, subject, body])
    _send_soon()


def email_address(address: str, *, dedup_key: str, subject: str, body: str) -> None:
    """Queues an e-mail to an address that is nobody's account yet, such as an invitation's."""
    _call("SELECT queue_message_to_address(%s, %s, %s, %s)", [dedup_key, address, subject, body])
    _send_soon()


def _call(statement: str, values: list[Any]) -> None:
    with connections[alias()].cursor() as cursor:
        cursor.execute(statement, values)


def _send_soon() -> None:
    from carehomes.notifications.tasks import drain  # noqa: PLC0415 - tasks import actions

    transaction.on_commit(lambda: nudge(drain), using=alias())


def mark_read(*, by: Acting, notification: Notification | None = None) -> int:
    """Marks one notification, or all of this person's, as read. Returns how many were unread."""
    unread = Notification.objects.filter(user_id=by.user_id, read_at=None)
    if notification is not None:
        unread = unread.filter(pk=notification.pk)
    return unread.update(read_at=timezone.now())
