"""The Celery application. Tasks are nudges: whatever must happen is a row in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.local")

app = Celery("carehomes", task_cls="carehomes.access.tasks:ScopedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "tick": {
        "task": "carehomes.notifications.tasks.tick",
        "schedule": 60.0,
        "options": {"queue": "tick", "expires": 55},
    },
}
