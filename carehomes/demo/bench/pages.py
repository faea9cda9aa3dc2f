"""Which pages are measured, as whom, and the SQL that a hand would write for the same data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import autodiscover_modules

LIST, RECORD = 8, 12  # queries that a list and a record may make
HEAVIEST = 40_000  # bytes of HTML


@dataclass(frozen=True)
class Page:
    """One row of the table.

    `url`: the name of its address, `at`: which facts are its arguments. `account`: who opens it. `sql`: what the page shows,
    fetched by hand; statements divided by semicolons, with facts as parameters, in the same scope. `behind`: SQL that counts the
    rows behind the page. `prepare`: what the scheduler would have done a moment before.
    """

    name: str
    url: str
    account: str
    behind: str
    sql: str
    at: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    most_queries: int = LIST
    prepare: Callable[[], object] | None = None
    area: bool = False  # also measured with only its own area loaded; these are a coordinator's and a home's pages

    @property
    def everyday(self) -> bool:
        """Whether it belongs to the mixed load: what people open all day."""
        return self.area

    def path(self, facts: Mapping[str, Any]) -> str | None:
        """Its address; None when there is no such page (yet)."""
        try:
            return reverse(self.url, args=[facts[name] for name in self.at])
        except (NoReverseMatch, KeyError):
            return None


_pages: list[Page] = []


def measures_page(page: Page) -> None:
    """A room says that this page is measured."""
    _pages.append(page)


def all_pages() -> list[Page]:
    """The pages of every installed app, by what its module `bench` says."""
    autodiscover_modules("bench")
    return list(_pages)
