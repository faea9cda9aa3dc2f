"""Addresses that a mail server refused for good, at once or in a report that comes back later (RFC 3464).

A report is believed when it names one of our messages of the last weeks and its own recipient: ids are easy to guess, so that
somebody could otherwise stop another person's e-mail with a forged one.
"""

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage, Message

from django.urls import reverse

from carehomes.access.actions import mark_bounced
from carehomes.access.models import Membership, User
from carehomes.access.roles import Permission
from carehomes.access.scopes import system_scope
from carehomes.deadlines import london_today
from carehomes.notifications.actions.telling import tell
from carehomes.notifications.kinds import Kind, register_kind
from carehomes.notifications.models import OutboxMessage

BELIEVED_FOR = timedelta(days=14)  # servers give up after five days at most (RFC 5321, 4.5.4.1)
_OURS = re.compile(r"<outbox-(\d{1,18})@[^>\s]+>")
_ADDRESS = re.compile(r"[^\s;<>]+@[^\s;<>]+")

ADDRESS_REFUSED = register_kind(
    Kind(
        "address_refused",
        "Email to somebody in your organisation is refused",
        "Somebody’s address does not work, so nothing reaches them by email until it is put right.",
        wanted_by=Permission.MANAGE_MEMBERS,
    )
)


@dataclass(frozen=True)
class Report:
    """One recipient's failure in a report: which of our messages, to whom, and the server's code."""

    message_id: int
    recipients: frozenset[str]
    code: str


def bounce(message: OutboxMessage, code: str, now: datetime) -> None:
    """Marks a message and its address, and tells the administrators of its person. Runs in the open system scope."""
    message.state, message.last_error = OutboxMessage.State.BOUNCED, code
    message.save(update_fields=["state", "last_error"])
    person = mark_bounced(email=message.recipient, code=code, now=now)
    if person is None:
        return
    OutboxMessage.objects.filter(recipient_user_id=person.pk, state=OutboxMessage.State.WAITING).update(
        state=OutboxMessage.State.HELD
    )
    _tell_administrators(person, now)


def _tell_administrators(person: User, now: datetime) -> None:
    working = Membership.objects.on(london_today(now))
    of_person = list(working.filter(user=person).values_list("pk", "organisation_id"))
    for membership_id, organisation_id in of_person:
        administrators = working.filter(organisation_id=organisation_id, role="organisation_administrator")
        tell(
            administrators.exclude(user=person).values_list("user_id", flat=True),
            kind=ADDRESS_REFUSED,
            title=f"Email to {person.name} is refused",
            address=reverse("access:address", args=[membership_id]),
            cause=f"refused-{membership_id}-{now:%Y%m%d%H%M%S}",
        )


def take_reports(raw: Iterable[bytes], now: datetime) -> int:
    """Marks what these e-mails report, each in a transaction of its own. Returns how many messages bounced; a second time none."""
    return sum(_take(report, now) for each in raw for report in reports_in(each))


def _take(report: Report, now: datetime) -> bool:
    with system_scope("bounced e-mail"):
        sent = OutboxMessage.objects.filter(state=OutboxMessage.State.SENT, created_at__gte=now - BELIEVED_FOR)
        message = sent.select_for_update().filter(pk=report.message_id).first()
        if message is None or message.recipient.lower() not in report.recipients:
            return False
        bounce(message, report.code, now)
        return True


def reports_in(raw: bytes) -> list[Report]:
    """The permanent failures that an e-mail reports about our messages. Empty for anything but such a report."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return []
    ours = _our_id(message)
    if ours is None:
        return []
    return [Report(ours, recipients, code) for recipients, code in _failures(message)]


def _our_id(report: EmailMessage) -> int | None:
    """The id of our message, from the copy of it, or of its headers, that the report carries."""
    for part in report.walk():
        if part.get_content_type() == "message/rfc822":
            found = _OURS.search(str(part.get_payload(0).get("Message-ID", "")))  # type: ignore[union-attr]  # a message within
        elif part.get_content_type() == "text/rfc822-headers":
            found = _OURS.search(str(email.message_from_string(part.get_content()).get("Message-ID", "")))
        else:
            continue
        if found:
            return int(found[1])
    return None


def _failures(report: EmailMessage) -> Iterator[tuple[frozenset[str], str]]:
    """Recipients that failed for good, each as asked for and as the last server knew it, with its status code."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.walk():  # one about the message, then one a recipient
            code = str(block.get("Status", "")).split("(")[0].strip()
            if str(block.get("Action", "")).strip().lower() == "failed" and code.startswith("5."):
                yield _addresses(block), code[:20]


def _addresses(block: Message) -> frozenset[str]:
    named = " ".join(str(block.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
    return frozenset(each.lower() for each in _ADDRESS.findall(named))
