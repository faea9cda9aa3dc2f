"""The whole product, running: real logins, durable PostgreSQL and Valkey, web, worker, beat and a mail receiver.

Browser and fault tests use it. Each stack has a state folder and a port of its own and holds the demo area. Its clock can be set:
`HOMEROUND_JOURNEYS_AT=2026-11-23T00:30 pytest tests/browser` walks the journeys on a Monday at half past midnight in London.
"""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

from carehomes.deadlines import LONDON
from carehomes.embedded.errors import ServicesError
from carehomes.embedded.services import Services, start

logging.getLogger("mail.log").setLevel(logging.WARNING)  # the receiver tells every step
CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0


class Receiver:
    """A mail server that keeps what it is given. `recipients`: what it says to RCPT for an address instead of "OK"."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.accepting = True
        self.recipients: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address not in self.recipients:
            envelope.rcpt_tos.append(address)
        return self.recipients.get(address, "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if not self.accepting:
            return "451 Try again later"
        self.messages.append(envelope)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clock_shift(at: str) -> float:
    """By how many seconds the clock must be moved to show this time in London now; 0 for ""."""
    if not at:
        return 0.0
    return (datetime.fromisoformat(at).replace(tzinfo=LONDON) - datetime.now(UTC)).total_seconds()


@dataclass
class Stack:
    """One running product. `web`, `worker` and `beat` can be killed and started again. `at`: see the top of this file."""

    state: Path
    with_background: bool = True
    at: str = field(default_factory=lambda: os.environ.get("HOMEROUND_JOURNEYS_AT", ""))
    services: Services | None = None
    port: int = field(default_factory=free_port)
    mail: Receiver = field(default_factory=Receiver)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> "Stack":
        shutil.rmtree(self.state, ignore_errors=True)
        self.shift = clock_shift(self.at)
        self.services = start(self.state)
        self._mail_server = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self._mail_server.start()
        self.python("-m", "carehomes.embedded.prepare")
        self.start_web()
        if self.with_background:
            self.start("worker")
            self.start("beat")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self.processes):
            self.kill(name, signal.SIGTERM)
        self._mail_server.stop()
        if self.services:
            self.services.stop()
        shutil.rmtree(self.state, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        assert self.services
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
        return {
            **inherited,
            **self.services.environment(),
            "DJANGO_SETTINGS_MODULE": "carehomes.settings.local",
            "HOMEROUND_STATE": self.state.name,
            "SITE_ADDRESS": self.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self._mail_server.port}",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "HOMEROUND_UPLOADS": str(self.state / "uploads"),
            **self._clock,
        }

    @property
    def _clock(self) -> dict[str, str]:
        """What moves the clock of every Python program (tests/clock). The database's own stays."""
        if not self.shift:
            return {}
        return {"HOMEROUND_CLOCK_SHIFT": str(self.shift), "PYTHONPATH": str(CHECKOUT / "tests" / "clock")}

    def manage(self, *words: str) -> str:
        """Runs a management command and gives what it printed."""
        return self.python("manage.py", *words)

    def python(self, *words: str) -> str:
        """Runs a Python program on the product's services and gives what it printed."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"python {' '.join(words)}: {done.stderr[-2000:]}"
        return done.stdout

    def start(self, name: str) -> None:
        """Starts web, worker or beat as a process group of its own."""
        beat_file = f"--schedule={self.state / 'beat'}"
        words = {
            "web": [
                "granian",
                "--interface",
                "wsgi",
                "--port",
                str(self.port),
                "--workers",
                "1",
                "carehomes.wsgi:application",
            ],
            "worker": ["celery", "-A", "carehomes", "worker", "-c", "1", "-l", "warning"],
            "beat": ["celery", "-A", "carehomes", "beat", "-l", "warning", beat_file],
        }[name]
        with (self.state / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=CHECKOUT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_web(self) -> None:
        self.start("web")
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/healthz/live", timeout=2)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"The web server did not answer: {(self.state / 'web.log').read_text()[-2000:]}")

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """Ends a program and its children."""
        process = self.processes.pop(name)
        os.killpg(process.pid, how)
        process.wait(timeout=30)

    def kill_service(self, name: str) -> None:
        """Ends PostgreSQL or Valkey without a word, and lets the supervisor's own means bring it back."""
        assert self.services
        server = {"postgres": self.services.database, "valkey": self.services.broker}[name]
        assert server
        pid = server.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)

    def revive(self) -> None:
        """Brings back whatever service is down, as `make demo` does."""
        assert self.services
        until = time.monotonic() + PATIENCE
        while not self.services.running() and time.monotonic() < until:
            try:
                self.services.revive()
            except ServicesError:
                time.sleep(0.5)
        assert self.services.running()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, asked by its administrator."""
        with psycopg.connect(self.environment["DATABASE_ADMIN_URL"], autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []
