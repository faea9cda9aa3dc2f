"""Many rows at once, and none that holds up the others: where a batch fails, each of its rows is taken by itself."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

import structlog
from django.db import InterfaceError, OperationalError

from carehomes.access.scopes import system_scope

log = structlog.get_logger()
MOST_BATCHES = 20

Due = Callable[[Collection[int], int], Sequence[int]]
Take = Callable[[Sequence[int]], int]


class RowsFailed(Exception):
    """Some rows could not be taken, each logged by its key. All others were."""


def in_batches(reason: str, *, due: Due, take: Take, at_once: int, again: bool = False) -> int:
    """Takes all that is due, each row once or, with `again`, as long as it is due; returns how many were taken.

    `due(without, most)` gives keys, the longest due first; `take(keys)` claims those of them that are still due, and returns how many it
    did. A batch is one system scope and one transaction, so that what fails leaves nothing behind. Raises RowsFailed at the end.
    """
    count, without, failed = 0, set[int](), set[int]()
    for _ in range(MOST_BATCHES):
        keys, done, wrong = _batch(reason, partial(due, without, at_once), take)
        count, failed = count + done, failed | wrong
        without = failed if again else without.union(keys)
        if not keys or not (again or len(keys) == at_once):
            break
    if failed:
        raise RowsFailed(f"{len(failed)} failed: {reason}")
    return count


def _batch(reason: str, due: Callable[[], Sequence[int]], take: Take) -> tuple[Sequence[int], int, set[int]]:
    """Which were due, how many were taken, and which could not be."""
    keys: Sequence[int] = ()
    try:
        with system_scope(reason):
            keys = due()
            return keys, take(keys) if keys else 0, set()
    except (InterfaceError, OperationalError):
        raise  # the database is away or busy: the next tick takes them all
    except Exception as error:  # whatever it is: one broken row must not silence what is late beside it
        if not keys:
            raise
        log.exception("batch_failed", reason=reason, exc_type=type(error).__name__)
    if len(keys) == 1:
        return keys, 0, set(keys)
    each = [_batch(reason, partial(list, [key]), take) for key in keys]
    return keys, sum(done for _, done, _ in each), set().union(*(wrong for _, _, wrong in each))
