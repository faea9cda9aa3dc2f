"""The same pages with only one area loaded: a second database with the coordinator's network alone, in a process of its own.

Both answer in turn, so that the ratio of the two is taken in one run. Only with the embedded services: no second database is made on
a server that was given.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.db import connections

from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.measuring import query_of
from carehomes.demo.bench.pages import Page, all_pages
from carehomes.demo.bench.timing import Rival, interleaved, milliseconds, rival
from carehomes.demo.bench.works import Result

AIM = 1.2
_ADDRESSES = ("DATABASE_", "REDIS_URL")
_AREA = """
    SELECT o.ods_code, (SELECT count(*) FROM residents_resident p JOIN directory_homerelationship r ON r.home_id = p.home_id
                        WHERE r.organisation_id = o.id AND r.kind = 'pcn' AND p.state IN ('in_home', 'in_hospital', 'away'))
    FROM access_organisation o WHERE o.id = %s
"""


def compare(facts: Facts, rounds: int, load_options: dict[str, Any]) -> Iterator[Result]:
    """England against the area alone, for the pages of a coordinator and a home."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_AREA, [facts["network"]])
        code, residents = cursor.fetchone()
    state = f"{os.environ.get('HOMEROUND_STATE') or 'demo'}-area"
    _manage(state, "migrate", "--database", "owner", "--verbosity", "0")
    options = [
        f"--{name.replace('_', '-')}={value}" for name, value in load_options.items() if value and name != "residents"
    ]
    _manage(state, "load_england", "--reset", f"--area={code}", f"--residents={residents}", *options)
    with _answering(state) as ask:
        for number, page in enumerate(all_pages()):
            if page.area and (path := page.path(facts)) and ask(number)() >= 0:
                browser = Browser(page.account)
                rivals = {
                    "england": rival(lambda: browser.get(path, query_of(page, facts))),  # noqa: B023 - used within the loop
                    "area": ask(number),
                }
                samples = interleaved(rivals, rounds=rounds)
                name = f"{page.name}, as {browser.acting.role.name.lower()}: England against one area"
                yield Result(name, samples["england"].p50, samples["area"].p50, AIM)


def _environment(state: str) -> dict[str, str]:
    """This process's, without its databases, for the services of another state."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(_ADDRESSES)}
    return ours | {"HOMEROUND_STATE": state}


def _manage(state: str, *arguments: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    subprocess.run(command, env=_environment(state), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _answering(state: str) -> Iterator[Any]:
    """Another process that opens pages of the area; `ask(number)` is a rival: the milliseconds of page `number` there."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_area"]
    with subprocess.Popen(
        command, env=_environment(state), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answered = process.stdin, process.stdout

        def ask(number: int) -> Rival:
            return lambda: _asked(asked, answered, number)

        yield ask
        asked.close()


def _asked(asked: IO[str], answered: IO[str], number: int) -> float:
    asked.write(f"{number}\n")
    asked.flush()
    return float(json.loads(answered.readline()))


def answer(asked: IO[str], answered: IO[str], facts: Facts) -> None:
    """The other end: for each number of a page, the milliseconds that it took; -1 when there is no such page."""
    pages = all_pages()
    browsers: dict[str, Browser] = {}
    for line in asked:
        page = pages[int(line)]
        browser = browsers.setdefault(page.account, Browser(page.account))
        answered.write(f"{json.dumps(_opened(page, browser, facts))}\n")
        answered.flush()


def _opened(page: Page, browser: Browser, facts: Facts) -> float:
    path, statuses = page.path(facts), []
    if path is None:
        return -1.0
    spent = milliseconds(lambda: statuses.append(browser.get(path, query_of(page, facts)).status))
    return spent if statuses == [200] else -1.0
