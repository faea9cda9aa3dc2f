"""Who starts the services, and who is using them: two locks that the kernel frees when a process dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carehomes.embedded.errors import ServicesError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path` alone; others wait until it is free."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Presence:
    """A mark that this process uses the services, kept until `leave()` or until the process ends."""

    def __init__(self, path: Path) -> None:
        self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Take the mark away; True when nobody else has one. Call it under `exclusive()`."""
        if self._handle is None:
            return False
        handle, self._handle = self._handle, None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True


@contextmanager
def only_one(path: Path, refusal: str) -> Iterator[None]:
    """Hold the lock file `path` alone, or raise ServicesError: `refusal` and the process id of the holder."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take_or_refuse(handle, refusal)
        yield
    finally:
        os.close(handle)


def _take_or_refuse(handle: int, refusal: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 20, 0).decode()
        raise ServicesError(f"{refusal} (process {holder}): stop it there with Ctrl-C first.") from None
    os.truncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
