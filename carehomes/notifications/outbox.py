"""The drain of the outbox. A row is claimed with FOR UPDATE SKIP LOCKED, sent and marked in one transaction.

Two drains never send the same row; a drain that is killed before its commit leaves the row waiting. Between the mail server's
"accepted" and our commit lies the one gap that no sender can close: the row's id is the Message-ID, so that a receiver can.
"""

import smtplib
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from carehomes.access.scopes import system_scope
from carehomes.notifications.models import OutboxMessage

log = structlog.get_logger()
MOST_ATTEMPTS = 8
AT_ONCE = 200


def drain_outbox(now: datetime) -> int:
    """Sends what waits and is due, oldest first. Returns how many went out."""
    sent = 0
    for _ in range(AT_ONCE):
        outcome = _send_next(now)
        if outcome is None:
            break
        sent += outcome
    return sent


def _send_next(now: datetime) -> bool | None:
    """Sends one message. None: nothing waits. False: it failed and waits for its next time."""
    with system_scope("outbox"):
        waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, due_at__lte=now)
        message = waiting.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if message is None:
            return None
        try:
            _send(message)
        except (smtplib.SMTPException, OSError) as error:
            _put_off(message, error, now)
            return False
        message.state, message.sent_at = OutboxMessage.State.SENT, timezone.now()
        message.save(update_fields=["state", "sent_at"])
        return True


def _send(message: OutboxMessage) -> None:
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<outbox-{message.pk}@{host}>"},
    ).send()


def _put_off(message: OutboxMessage, error: Exception, now: datetime) -> None:
    """Tries again after 1, 2, 4 … minutes; gives up after the last attempt and says so in the log."""
    message.attempts += 1
    message.last_error = type(error).__name__
    message.due_at = now + timedelta(minutes=2 ** (message.attempts - 1))
    if message.attempts >= MOST_ATTEMPTS:
        message.state = OutboxMessage.State.FAILED
    message.save(update_fields=["attempts", "last_error", "due_at", "state"])
    log.warning("message_not_sent", count=message.attempts, exc_type=message.last_error)
