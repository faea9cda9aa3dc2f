"""Every Celery task has a queue, and a tenant or a reason."""

import pytest
from django.conf import settings

from carehomes.access.tasks import FanOutTask, ScopedTask
from carehomes.celery import app

QUEUES = {queue.name for queue in settings.CELERY_TASK_QUEUES}


def our_tasks():
    app.loader.import_default_modules()
    return [
        task for name, task in sorted(app.tasks.items()) if name.startswith(("carehomes.", "checkins.", "reporting."))
    ]


def test_there_are_tasks():
    assert our_tasks()


@pytest.mark.parametrize("task", our_tasks(), ids=lambda task: task.name)
def test_a_task_has_a_queue_and_a_scope(task):
    route = app.amqp.router.route({}, task.name)
    assert route.get("queue") is not None, f"{task.name} has no route in settings.CELERY_TASK_ROUTES"
    assert route["queue"].name in QUEUES
    assert route["queue"].name != "default", f"{task.name} has no route in settings.CELERY_TASK_ROUTES"
    assert isinstance(task, (ScopedTask, FanOutTask)), f"{task.name} has no scope: give it base=ScopedTask"
    assert task.ignore_result
    assert task.acks_late
    assert task.reject_on_worker_lost


def test_what_beat_sends_exists_and_expires():
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] in app.tasks, name
        assert entry["options"]["expires"] < entry["schedule"]
