"""What notifications do when access asks for an e-mail, or says that an address works again."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from carehomes.access.models import User
from carehomes.access.signals import address_usable, mail_wanted
from carehomes.notifications.actions import email_address
from carehomes.notifications.outbox import release_held


@receiver(mail_wanted)
def queue(sender: Any, *, address: str, dedup_key: str, subject: str, body: str, **kwargs: Any) -> None:
    """Into the outbox, in the same transaction."""
    email_address(address, dedup_key=dedup_key, subject=subject, body=body)


@receiver(address_usable)
def send_what_was_held(sender: Any, *, user: User, now: datetime, **kwargs: Any) -> None:
    """What was held back goes to the address as it is now."""
    release_held(user.pk, user.email, now)
