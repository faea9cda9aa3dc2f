"""Nudge: look after the uploads that wait. The tick calls the same."""

from celery import shared_task
from django.utils import timezone

from carehomes.access.tasks import FanOutTask
from carehomes.directory.imports.background import run_waiting_imports


@shared_task(name="carehomes.directory.tasks.run_imports", base=FanOutTask)
def run_imports() -> None:
    """Checks what was uploaded, brings in what was confirmed."""
    run_waiting_imports(timezone.now())
