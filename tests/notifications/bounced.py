"""Messages that were sent, and the reports that come back about them."""

from datetime import UTC, datetime, timedelta

from carehomes.access.scopes import acting_scope
from carehomes.notifications.actions import email_person
from carehomes.notifications.models import OutboxMessage
from tests.factories import acting_for

NOW = datetime(2040, 1, 2, 10, tzinfo=UTC)  # later than every row that a test makes


def queue(person, key="something-1"):
    with acting_scope(acting_for(person)):
        email_person(person.user_id, dedup_key=key, subject="Something waits", body="Open Homeround.")
    return OutboxMessage.objects.get(dedup_key=key)


def report(message_id, recipient, *, action="failed", status="5.1.1", copy="text/rfc822-headers", original=""):
    """What a mail server sends back (RFC 3464), as Postfix writes it."""
    named = f"Original-Recipient: rfc822;{original}\n" if original else ""
    headers = f"Message-ID: <outbox-{message_id}@homeround.example>\nTo: {recipient}\nSubject: Something\n\n"
    return f"""From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: no-reply@homeround.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

<{recipient}>: host mx.example said: 550 {status} No such user

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 2 Jan 2040 10:00:00 +0000

Final-Recipient: rfc822; {recipient}
{named}Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--b1
Content-Type: {copy}

{headers}
--b1--
""".encode()


def sent(person, key="something-1"):
    message = queue(person, key)
    message.state, message.sent_at = OutboxMessage.State.SENT, NOW
    message.created_at = NOW - timedelta(days=1)
    message.save()
    return message
