"""Programs that a supervisor keeps running: each in its own session, with its own log, restarted when it dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_PAUSE = 30.0  # seconds between two starts of a program that keeps dying
STEADY = 60.0  # seconds after which a program counts as well again
LARGEST_LOG = 10 * 1024 * 1024  # bytes; a larger log is set aside at the next start
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass
class Child:
    """One program: what it is called, how it is started, and how often it has died lately."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the program; what it writes goes to its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=end_with_parent(os.getpid()),
            )
        self.started = time.monotonic()

    def is_running(self) -> bool:
        """Whether the program runs."""
        return self.process is not None and self.process.poll() is None

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start the program again when it has died and its pause is over."""
        if self.is_running():
            return
        now = time.monotonic()
        if self.process is not None:
            self._bury(now, say)
        if now >= self.due:
            self.start()

    def stop(self, patience: float = 10.0) -> None:
        """Ask the program to end, and end it with all its children when it does not within `patience` seconds."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self._end_group()

    def last_line(self) -> str:
        """Return the last line of the log that is not empty."""
        lines = [line.strip() for line in self.log.read_text(errors="replace").splitlines()[-20:] if line.strip()]
        return lines[-1] if lines else ""

    def _bury(self, now: float, say: Callable[[str], None]) -> None:
        """Note a death, end what the dead program left behind, and say when it will be started again."""
        assert self.process is not None
        code = self.process.returncode
        self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1)) - 1.0
        self._end_group()
        self.process = None
        self.due = now + pause
        when = "now" if pause == 0 else f"in {pause:.0f} s"
        say(f"The {self.name} stopped ({_reason(code)}): it is started again {when}. Its log is {self.log}.")

    def _end_group(self) -> None:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def set_aside(log: Path) -> None:
    """Rename a log that has grown too large; the one before it is lost."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".old.log"))


def _reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def end_with_parent(parent: int) -> Callable[[], None]:
    """Return what a child does before its program begins: ask the kernel for a SIGTERM when the supervisor dies."""
    kernel = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask() -> None:
        if kernel is not None:
            kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)

    return ask
