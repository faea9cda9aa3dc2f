"""The whole run: pages, then other work, each against what it is compared with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from carehomes.collecting import settle

# The ground floor's own pages and works register themselves, as those of the rooms do when their module `bench` is found.
from carehomes.demo.bench import database, finding, ground, importing, load  # noqa: F401
from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts, find_facts
from carehomes.demo.bench.measuring import Measured, measure
from carehomes.demo.bench.pages import all_pages
from carehomes.demo.bench.works import Result, all_works

Say = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """How thoroughly, and what: `only` keeps the pages and works whose name holds these words."""

    rounds: int
    only: str = ""


def pages(facts: Facts, wanted: Wanted, say: Say) -> Iterator[Measured]:
    """Every page that is wanted, one after the other."""
    browsers: dict[str, Browser] = {}
    for page in all_pages():
        if wanted.only.lower() in page.name.lower():
            say(f"  {page.name} as {page.account.partition('@')[0]}")
            browser = browsers.setdefault(page.account, Browser(page.account))
            yield measure(page, browser, facts, rounds=wanted.rounds)


def works(facts: Facts, wanted: Wanted, say: Say) -> Iterator[Result]:
    settle()  # as the web server does
    for work in all_works():
        name = work.__name__.replace("_", " ")
        if wanted.only.lower() in name:
            say(f"  {name}")
            yield from work(facts, wanted.rounds)


def facts_of_england() -> Facts:
    """The facts, once the rooms have said what they measure."""
    all_pages()
    return find_facts()
