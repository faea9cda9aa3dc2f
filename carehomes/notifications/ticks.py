"""The tick: what must happen soon, once a minute, by whatever runs it first. Any number of machines may.

Rooms register their work here; each piece claims rows and does nothing when there are none. `manage.py tick` does the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from carehomes.access.scopes import system_scope
from carehomes.notifications.models import Tick

log = structlog.get_logger()


@dataclass(frozen=True)
class Work:
    """A piece of the tick: its name, which is its reason in the history, and what it does at a time."""

    name: str
    do: Callable[[datetime], object]


_works: dict[str, Work] = {}


def register_tick(name: str, do: Callable[[datetime], object]) -> None:
    """Adds a piece of work. It opens its own scopes and transactions, and gives the same result run twice."""
    _works[name] = Work(name, do)


def run_ticks(now: datetime) -> list[str]:
    """Runs every piece; one that fails is logged and stops no other. Returns the names of those that failed."""
    failed = [work.name for work in _works.values() if not _ran(work, now)]
    with system_scope("tick"):
        Tick.objects.update_or_create(singleton=True, defaults={"ran_at": now})
    return failed


def _ran(work: Work, now: datetime) -> bool:
    try:
        work.do(now)
    except Exception as error:  # whatever it is: a mistake in one room must not silence the escalations of the others
        log.exception("tick_failed", kind=work.name, exc_type=type(error).__name__)
        return False
    return True
