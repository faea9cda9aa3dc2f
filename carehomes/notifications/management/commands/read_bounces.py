"""Reads the mailbox of refusals (BOUNCE_MAILBOX) and marks the addresses that do not work. Run it every few minutes."""

import imaplib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carehomes.notifications.bounces import take_reports
from carehomes.notifications.mailboxes import unread


class Command(BaseCommand):
    help = "Marks addresses that mail servers refused, from the reports in a mailbox. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", default="", help="Instead of BOUNCE_MAILBOX: mbox://, maildir:// or imaps://")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["mailbox"] or settings.BOUNCE_MAILBOX
        if not address:
            raise CommandError("Set BOUNCE_MAILBOX, or give --mailbox (docs/operations.md).")
        try:
            marked = take_reports(unread(address), timezone.now())
        except (OSError, ValueError, imaplib.IMAP4.error) as error:
            raise CommandError(f"The mailbox could not be read: {type(error).__name__}. {_safe(error)}") from error
        self.stdout.write(f"{marked} bounced.")


def _safe(error: Exception) -> str:
    """What an error of ours says; those of a mail server may hold a password or an address."""
    return str(error) if isinstance(error, ValueError | FileNotFoundError) else ""
