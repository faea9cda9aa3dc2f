"""`make demo`: services, database, the demo area, then web, worker and beat under one supervisor.

    python -m carehomes.embedded.demo

Ctrl-C (or SIGTERM) stops all in order: beat, worker, web, Valkey, PostgreSQL. Exit code 1 with one sentence when it
cannot start.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from carehomes.embedded import ports
from carehomes.embedded.attach import CHECKOUT, check_broker, connect, plan, state_folder
from carehomes.embedded.children import Child, end_with_parent, set_aside
from carehomes.embedded.errors import ServicesError, explain_end, plain_words
from carehomes.embedded.locks import Presence, only_one
from carehomes.embedded.services import Services

SETTINGS = {"DJANGO_SETTINGS_MODULE": "carehomes.settings.local", "HOMEROUND_DEMO": "1", "PYTHONUNBUFFERED": "1"}
PATIENCE_FOR_WEB = 60.0  # seconds until the first page
LOOK_EVERY = 0.5  # seconds between two looks at the programs


class Stopped(Exception):
    """The person, or the system, asked us to stop."""


def main() -> None:
    """Run the demo until it is stopped."""
    signal.signal(signal.SIGINT, _ask_to_stop)
    signal.signal(signal.SIGTERM, _ask_to_stop)
    state = state_folder()
    try:
        with plain_words(state):
            state.mkdir(parents=True, exist_ok=True)
            with only_one(state / "demo.lock", "The demo of this checkout runs already"):
                Demo(state).run()
    except ServicesError as error:
        sys.exit(str(error))
    except Stopped:
        say("Stopped.")


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)


class Demo:
    """One run of the demo."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.children: list[Child] = []
        self.services: Services | None = None
        self.presence: Presence | None = None

    def run(self) -> None:
        """Start everything, look after it, and stop it whatever happens.

        The web server loads its code while the database is prepared, so that a second start is quick.
        """
        try:
            port = self._port()
            self._start_services()
            environment = os.environ | SETTINGS | {"SITE_ADDRESS": f"http://127.0.0.1:{port}"}
            web, *others = programs(port, self.state)
            self._start_program(*web, environment)
            self._prepare_database(environment)
            self._wait_for_web(self.children[0], port)
            for other in others:
                self._start_program(*other, environment)
            self._introduce(port)
            self._look_after()
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self._stop()

    def _port(self) -> int:
        port, remark = ports.choose(os.environ)
        if remark:
            say(remark)
        return port

    def _start_services(self) -> None:
        for line in plan():
            say(line)
        connected = connect(self.state, say=say)
        if connected is not None:
            self.services, self.presence = connected
        check_broker()

    def _prepare_database(self, environment: Mapping[str, str]) -> None:
        """Bring the tables up to date and load the demo area; both are quick when there is nothing to do."""
        say("Preparing the database ...")
        log = self.state / "prepare.log"
        command = [sys.executable, "-m", "carehomes.embedded.prepare"]
        with subprocess.Popen(
            command, env=dict(environment), cwd=CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=log.open("w"),
            start_new_session=True, preexec_fn=end_with_parent(os.getpid()),
        ) as preparing:  # fmt: skip
            try:
                assert preparing.stdout is not None
                for line in preparing.stdout:
                    say(f"  {line.rstrip()}")
            except Stopped:
                preparing.terminate()
                raise
        if preparing.returncode != 0:
            words = log.read_text(errors="replace")
            last = (words.strip().splitlines() or ["no message"])[-1]
            raise ServicesError(
                explain_end(words, self.state) or f"The database could not be prepared: {last} (see {log})."
            )

    def _start_program(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        say(f"Starting the {name} ...")
        log = self.state / f"{name.replace(' ', '-')}.log"
        set_aside(log)
        child = Child(name, [sys.executable, "-m", *arguments], environment, log, CHECKOUT)
        self.children.append(child)
        child.start()

    def _introduce(self, port: int) -> None:
        """Say who the people of the demo area are, and where to meet them."""
        personas = self.state / "personas.txt"
        if personas.exists():
            say(f"\n{personas.read_text().rstrip()}")
        say(f"\nHomeround runs at http://127.0.0.1:{port}/personas/ (choose who you are there). Ctrl-C stops it.")

    def _wait_for_web(self, web: Child, port: int) -> None:
        deadline = time.monotonic() + PATIENCE_FOR_WEB
        while not _answers(f"http://127.0.0.1:{port}/healthz/live"):
            if not web.is_running() or time.monotonic() > deadline:
                last = web.last_line()
                raise ServicesError(
                    explain_end(last, self.state) or f"The web server did not start: {last} (see {web.log})."
                )
            time.sleep(0.1)

    def _look_after(self) -> None:
        while True:
            if self.services is not None and not self.services.running():
                for name in self.services.revive():
                    say(f"{name} had stopped and was started again.")
            for child in self.children:
                child.look_after(say)
            time.sleep(LOOK_EVERY)

    def _stop(self) -> None:
        if self.children:
            say("\nStopping ...")
        for child in reversed(self.children):
            child.stop()
        if self.services is not None and self.presence is not None and not self.services.detach(self.presence):
            say("PostgreSQL and Valkey stay up: another command of this checkout uses them.")


def programs(port: int, state: Path) -> list[tuple[str, list[str]]]:
    """Return the name and the command of each program of the demo, the web server first."""
    granian = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    celery = ["celery", "-A", "carehomes"]
    return [
        ("web server", [*granian, "--blocking-threads", "4", "--no-ws", "carehomes.wsgi:application"]),
        ("worker", [*celery, "worker", "--loglevel=INFO", "--concurrency=2", "--without-gossip", "--without-mingle"]),
        ("scheduler", [*celery, "beat", "--loglevel=INFO", "--pidfile=", f"--schedule={state / 'scheduler.db'}"]),
    ]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    main()
