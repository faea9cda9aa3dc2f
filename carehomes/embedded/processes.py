"""Looking at, and ending, a server's process by its id."""

import os
import signal
import time
from pathlib import Path

_PROC = Path("/proc")


def is_alive(pid: int, folder: Path) -> bool:
    """Whether `pid` is a living server whose working folder is `folder`.

    A process that has died but was not yet collected, and another program that was given the same id after a restart of
    the machine, do not count. Without /proc (macOS) only the id is looked at.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return not _PROC.joinpath("self").exists()
    if not _PROC.joinpath("self").exists():
        return True
    return not _is_zombie(pid) and _works_in(pid, folder)


def end(pid: int, folder: Path, signals: tuple[signal.Signals, ...], patience: float) -> None:
    """Send the signals one after the other, `patience` seconds apart, until the process has gone."""
    for number in signals:
        if not is_alive(pid, folder):
            return
        os.kill(pid, number)
        wait_until_gone(pid, folder, patience)


def wait_until_gone(pid: int, folder: Path, patience: float) -> None:
    """Wait at most `patience` seconds for a process to end."""
    deadline = time.monotonic() + patience
    while is_alive(pid, folder) and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_zombie(pid: int) -> bool:
    try:
        words = _PROC.joinpath(str(pid), "stat").read_text()
    except OSError:
        return True
    return words.rpartition(")")[2].split()[0] in "ZX"


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return _PROC.joinpath(str(pid), "cwd").readlink() == folder.resolve()
    except OSError:
        return False
