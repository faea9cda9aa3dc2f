"""The drain of the outbox. A row is claimed with FOR UPDATE SKIP LOCKED, sent and marked in one transaction.

Two drains never send the same row; a drain that is killed before its commit leaves the row waiting. Between the mail server's
"accepted" and our commit lies the one gap that no sender can close: the row's id is the Message-ID, so that a receiver can.
"""

import smtplib
from datetime import datetime, timedelta
from enum import Enum

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from carehomes.access.scopes import system_scope
from carehomes.notifications.bounces import bounce
from carehomes.notifications.calendars import addressed
from carehomes.notifications.models import OutboxMessage
from carehomes.notifications.rules import enhanced_code, refuses_address

log = structlog.get_logger()
MOST_ATTEMPTS = 78  # 1, 2, 4 … 32 minutes and then each hour make three days: a server may be away over a weekend
LONGEST_PAUSE = 60  # minutes
AT_ONCE = 200
HELD_FOR = timedelta(days=3)  # older ones would tell what is no news any more; Homeround shows it all the same
State = OutboxMessage.State


class Outcome(Enum):
    """How one try ended, and so whether the next message is worth a try."""

    SENT = "sent"
    NOT_THIS = "the server took this one not, or it cannot be made into an e-mail"
    NO_SERVER = "the server is away, or too slow"


def drain_outbox(now: datetime) -> int:
    """Sends what waits and is due, oldest first. Returns how many went out.

    Ends when the mail server is away: to find that out two hundred times would hold up everything else that the tick does.
    """
    sent = 0
    for _ in range(AT_ONCE):
        outcome = _send_next(now)
        if outcome is None or outcome is Outcome.NO_SERVER:
            break
        sent += outcome is Outcome.SENT
    return sent


def release_held(user_id: int, email: str, now: datetime) -> None:
    """Sends to this address what was held back for the person or was refused itself, unless it is too old to be news.

    What was refused goes out as a new row: a report of the old one that comes late must not mark the address anew. Runs in the open
    system scope.
    """
    refused = OutboxMessage.objects.filter(
        recipient_user_id=user_id, state=State.BOUNCED, created_at__gte=now - HELD_FOR
    )
    again = [_again(each, email, now) for each in refused.order_by("pk")]
    OutboxMessage.objects.bulk_create(again, ignore_conflicts=True)  # each once, however often the address is put right
    held = OutboxMessage.objects.filter(recipient_user_id=user_id, state=State.HELD)
    held.filter(created_at__lt=now - HELD_FOR).update(state=State.FAILED, last_error="held too long")
    held.update(state=State.WAITING, recipient=email, due_at=now)


def _again(message: OutboxMessage, email: str, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        dedup_key=f"again-{message.pk}",
        recipient=email,
        recipient_user_id=message.recipient_user_id,
        subject=message.subject,
        body=message.body,
        calendar=message.calendar,
        due_at=now,
    )


def _send_next(now: datetime) -> Outcome | None:
    """Sends one message. None: nothing waits."""
    with system_scope("outbox"):
        waiting = OutboxMessage.objects.filter(state=State.WAITING, due_at__lte=now)
        message = waiting.select_for_update(skip_locked=True).order_by("due_at", "id").first()
        if message is None:
            return None
        return _try(message, now)


def _try(message: OutboxMessage, now: datetime) -> Outcome:
    try:
        _send(message)
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(message, refused, now)
    except smtplib.SMTPDataError as error:
        return _put_off(message, error, now, Outcome.NOT_THIS)
    except (smtplib.SMTPException, OSError) as error:
        return _put_off(message, error, now, Outcome.NO_SERVER)
    except (
        Exception
    ) as error:  # what cannot be made into an e-mail would be the oldest that waits for ever, and hold up all others
        return _put_off(message, error, now, Outcome.NOT_THIS)
    message.state, message.sent_at = State.SENT, timezone.now()
    message.save(update_fields=["state", "sent_at"])
    return Outcome.SENT


def _send(message: OutboxMessage) -> None:
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    email = EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,  # the envelope's: refusals go there
        to=[message.recipient],
        headers={"Message-ID": f"<outbox-{message.pk}@{host}>", "From": settings.DEFAULT_FROM_EMAIL},
    )
    if message.calendar:
        file, content_type = addressed(message.calendar, message.recipient)
        email.attach("invitation.ics", file.decode(), content_type)
    email.send()


def _refused(message: OutboxMessage, refused: smtplib.SMTPRecipientsRefused, now: datetime) -> Outcome:
    """The answer to RCPT: an address that does not exist is a bounce at once, anything else waits."""
    code, words = next(iter(refused.recipients.values()))
    said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    if refuses_address(code, said):
        message.attempts += 1
        message.save(update_fields=["attempts"])
        bounce(message, enhanced_code(said) or str(code), now)
        return Outcome.NOT_THIS
    return _put_off(message, refused, now, Outcome.NOT_THIS)


def _put_off(message: OutboxMessage, error: Exception, now: datetime, outcome: Outcome) -> Outcome:
    """Tries again after 1, 2, 4 … minutes, an hour at most; gives up after the last attempt and says so in the log."""
    message.attempts += 1
    message.last_error = _code_of(error)
    message.due_at = now + timedelta(minutes=min(2 ** (message.attempts - 1), LONGEST_PAUSE))
    if message.attempts >= MOST_ATTEMPTS:
        message.state = State.FAILED
    message.save(update_fields=["attempts", "last_error", "due_at", "state"])
    log.warning("message_not_sent", count=message.attempts, exc_type=message.last_error)
    return outcome


def _code_of(error: Exception) -> str:
    """The kind of failure and the server's code: its words may hold the address."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}" if code else type(error).__name__
