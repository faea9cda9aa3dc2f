"""The base of every Celery task: it carries a membership, or says why it works across tenants. With neither it does not run."""

from typing import Any

import structlog
from celery import Task
from kombu.exceptions import OperationalError

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.scopes import acting_scope, system_scope

log = structlog.get_logger()


class NoScopeError(RuntimeError):
    """A task without a membership and without a reason."""


class ScopedTask(Task):
    """`@shared_task(base=ScopedTask, system_reason="…")` declares a task across tenants; others get `acting=(user_id, membership_id)`.

    A membership that has ended since the task was sent ends the task: it does nothing.
    """

    abstract = True
    ignore_result = True
    system_reason = ""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        acting = kwargs.pop("acting", None)
        if self.system_reason:
            with system_scope(self.system_reason):
                return super().__call__(*args, **kwargs)
        if acting is None:
            raise NoScopeError(f"{self.name} needs acting=(user_id, membership_id), or a system_reason.")
        membership = _membership(*acting)
        if membership is None:
            return None
        with acting_scope(membership):
            return super().__call__(*args, **kwargs)


class FanOutTask(Task):
    """The tick and the drain: they open a system scope, with its reason, for each piece of work that they do."""

    abstract = True
    ignore_result = True


def _membership(user_id: int, membership_id: int) -> Acting | None:
    return next((each for each in memberships_of(user_id) if each.membership_id == membership_id), None)


def nudge(task: Task, **kwargs: Any) -> None:
    """Sends a task now. A broker that is away is no error: the tick does the same work within a minute."""
    try:
        task.apply_async(kwargs=kwargs, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        log.warning("nudge_not_sent", task=task.name)
