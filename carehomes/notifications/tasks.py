"""Nudges: send what waits now, and the once-a-minute tick. Both only call what `manage.py tick` calls."""

from celery import shared_task
from django.utils import timezone

from carehomes.access.tasks import FanOutTask
from carehomes.notifications.outbox import drain_outbox
from carehomes.notifications.ticks import run_ticks


@shared_task(name="carehomes.notifications.tasks.drain", base=FanOutTask)
def drain() -> None:
    """Sends the e-mails that wait."""
    drain_outbox(timezone.now())


@shared_task(name="carehomes.notifications.tasks.tick", base=FanOutTask)
def tick() -> None:
    """Everything that must happen soon, and whatever a crash has left."""
    run_ticks(timezone.now())
