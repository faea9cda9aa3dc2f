"""What notifications do when access asks for an e-mail."""

from typing import Any

from django.dispatch import receiver

from carehomes.access.signals import mail_wanted
from carehomes.notifications.actions import email_address


@receiver(mail_wanted)
def queue(sender: Any, *, address: str, dedup_key: str, subject: str, body: str, **kwargs: Any) -> None:
    """Into the outbox, in the same transaction."""
    email_address(address, dedup_key=dedup_key, subject=subject, body=body)
