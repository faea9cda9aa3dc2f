"""`manage.py tick`: what Celery's tick does, without Celery, for cron or systemd."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from carehomes.notifications.ticks import run_ticks


class Command(BaseCommand):
    help = "Does what must happen soon: this week's check-ins, e-mails that wait, registers to bring in."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = run_ticks(timezone.now())
        if failed:
            raise CommandError(f"These parts failed, see the log: {', '.join(failed)}.")
        self.stdout.write("Done.")
