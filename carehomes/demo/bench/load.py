"""Mixed load: the web server as in the demo, and people who open pages and save as fast as it answers, on the same two cores."""

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import urlencode

from django.conf import settings

from carehomes.demo.bench.browser import CSRF_SECRET, Browser
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.measuring import query_of
from carehomes.demo.bench.pages import all_pages
from carehomes.demo.bench.works import Result, measures_work

SECONDS = 20
PEOPLE = 8  # at once
WORKERS, THREADS = 2, 4
WRITES = 0.1  # share of what they do
AIM, FIRST_AIM = 100, 300  # pages a second; why they differ: docs/adr/0010
SLOWEST = 200  # milliseconds, of 95 in 100 answers
_HEADERS = {"X-CSRFToken": CSRF_SECRET, "Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Errand:
    """One request: as whom, what, and for a save what is typed."""

    cookies: str
    path: str
    form: Callable[[Random], dict[str, str]] | None = None


Writing = Callable[[Facts], tuple[str, str, Callable[[Random], dict[str, str]]]]  # account, path, what is typed
_writings: list[Writing] = []


def saves_under_load(writing: Writing) -> Writing:
    """Function decorator: a room says which save belongs to the mixed load. It may be done any number of times."""
    _writings.append(writing)
    return writing


@dataclass
class _Done:
    """What one person did: milliseconds of each answer, and how many were not as they should be."""

    times: list[float] = field(default_factory=list)
    failed: int = 0


@measures_work
def mixed_load(facts: Facts, rounds: int) -> list[Result]:
    """20 seconds of nine readings to one save. The generator of the load works on the same cores."""
    reading, writing = _errands(facts)
    with serving(workers=WORKERS, threads=THREADS) as port:
        done = [_Done() for _ in range(PEOPLE)]
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=_work, args=(port, reading, writing, until, each, seed))
            for seed, each in enumerate(done)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    times = sorted(spent for each in done for spent in each.times)
    rate, failed = len(times) / SECONDS, sum(each.failed for each in done)
    words = f"{rate:.0f} pages a second (aim {AIM}; {FIRST_AIM} until ADR 0010), {failed} failed"
    return [
        Result("Mixed load, 90 % reading: one page", statistics.median(times), limit=PEOPLE / AIM * 1000, note=words),
        Result("Mixed load, 95 of 100 pages", times[int(0.95 * len(times))], limit=SLOWEST),
    ]


def _errands(facts: Facts) -> tuple[list[Errand], list[Errand]]:
    browsers: dict[str, Browser] = {}

    def cookies(account: str) -> str:
        return browsers.setdefault(account, Browser(account)).cookies

    reading = []
    for page in all_pages():
        path, query = page.path(facts), query_of(page, facts)
        if page.everyday and path:
            reading.append(Errand(cookies(page.account), f"{path}?{query}" if query else path))
    writing = [Errand(cookies(account), path, form) for account, path, form in (each(facts) for each in _writings)]
    return reading, writing


@contextmanager
def serving(*, workers: int, threads: int) -> Iterator[int]:
    """The web server on a free port, ready to answer; the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-ws", "carehomes.wsgi:application",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/live")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The web server does not answer.")


def _work(port: int, reading: list[Errand], writing: list[Errand], until: float, done: _Done, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - which page comes next
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        errand = dice.choice(writing if writing and dice.random() < WRITES else reading)
        started = time.perf_counter_ns()
        try:
            status = _send(connection, errand, dice)
        except (OSError, HTTPException):
            connection.close()
            status = 0
        done.times.append((time.perf_counter_ns() - started) / 1e6)
        done.failed += status != 200


def _send(connection: HTTPConnection, errand: Errand, dice: Random) -> int:
    headers = {"Cookie": errand.cookies}
    if errand.form is None:
        connection.request("GET", errand.path, headers=headers)
    else:
        connection.request("POST", errand.path, urlencode(errand.form(dice)), headers | _HEADERS)
    answer = connection.getresponse()
    answer.read()
    return answer.status
