"""One page measured: as its person, against an empty page of the same person and the bare SQL of the same data."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from carehomes.demo.bench import sql
from carehomes.demo.bench.browser import Browser, counted
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.pages import HEAVIEST, Page
from carehomes.demo.bench.timing import Samples, interleaved, rival

RATIO = 1.5  # the aim: a page takes at most this many times its floor and its bare SQL together
FLOOR = "/empty/"  # see urls


@dataclass(frozen=True)
class Measured:
    """A row of the table. `missing`: why the page could not be measured."""

    page: Page
    role: str
    behind: int = 0
    queries: int = 0
    size: int = 0
    times: dict[str, Samples] = field(default_factory=dict)
    missing: str = ""

    @property
    def ratio(self) -> float:
        return self.times["page"].p50 / (self.times["floor"].p50 + self.times["sql"].p50)

    @property
    def missed(self) -> list[str]:
        """The aims that it misses, in words."""
        if self.missing:
            return []
        aims = [
            (self.ratio > RATIO, f"ratio over {RATIO}"),
            (self.queries > self.page.most_queries, f"over {self.page.most_queries} queries"),
            (self.size > HEAVIEST, f"over {HEAVIEST // 1000} kB"),
        ]
        return [words for fails, words in aims if fails]


def measure(page: Page, browser: Browser, facts: Facts, *, rounds: int) -> Measured:
    """Opens the page, an empty page and the database in turn. A page that is not there, or refuses, is only said to be missing."""
    role = browser.acting.role.name
    path = page.path(facts)
    if path is None:
        return Measured(page, role, missing="no such page")
    query = query_of(page, facts)
    if page.prepare:
        page.prepare()
    browser.get(path, query)
    with counted() as statements:
        answer = browser.get(path, query)
    if answer.status != 200:
        return Measured(page, role, missing=f"answered {answer.status}")
    rivals = {
        "page": rival(lambda: browser.get(path, query)),
        "floor": rival(lambda: browser.get(FLOOR)),
        "sql": sql.in_scope(page.sql, browser.acting, facts),
    }
    times = interleaved(rivals, rounds=rounds)
    behind = sql.count(page.behind, browser.acting, facts)
    return Measured(page, role, behind, len(statements), len(answer.body), times)


def query_of(page: Page, facts: Facts) -> str:
    """What stands behind the question mark of its address."""
    return urlencode({key: value.format(**facts) for key, value in page.query.items()})
