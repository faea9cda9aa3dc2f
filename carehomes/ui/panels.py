"""Panels and prompts: how a page of the ground floor shows what the domains know, without importing them.

Each domain registers functions; the page of a home or of a resident asks them all, in the scope of whoever reads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from carehomes.ui.shell import Link

RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Panel:
    """A box on a record's page. `template` draws the inside with `context`; lower `order` comes first."""

    key: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100
    beside: bool = False  # in the side column
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A candidate for the page's one "do now": the lowest `rank` wins. `kind` as in `hr-now`: plain, urgent, wait, clear."""

    title: str
    text: str = ""
    kind: str = "plain"
    rank: int = 100
    phone: str = ""
    phone_name: str = ""
    label: str = ""
    url: str = ""
    post: bool = False  # the button is a form that posts, because it changes something


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its denominator, and what it leaves out."""

    number: str
    label: str
    url: str = ""
    note: str = ""
    known: bool = True
    order: int = 100


@dataclass(frozen=True, slots=True)
class Tap:
    """Something that care home staff come to the page to do: a large target below "do now". Lower `rank` comes first."""

    title: str
    note: str
    url: str
    shape: str = "right"
    rank: int = 100


class Registry(Generic[RecordT]):
    """The panels, prompts, tiles and taps that domains register for one kind of record (a home, a resident).

    A function gets (acting, record) and answers None when it has nothing to show to this person.
    """

    def __init__(self) -> None:
        self._panels: list[Callable[[Any, RecordT], Panel | None]] = []
        self._prompts: list[Callable[[Any, RecordT], Prompt | None]] = []
        self._tiles: list[Callable[[Any, RecordT], Tile | None]] = []
        self._taps: list[Callable[[Any, RecordT], Tap | None]] = []

    def panel(self, make: Callable[[Any, RecordT], Panel | None]) -> Callable[[Any, RecordT], Panel | None]:
        self._panels.append(make)
        return make

    def prompt(self, make: Callable[[Any, RecordT], Prompt | None]) -> Callable[[Any, RecordT], Prompt | None]:
        self._prompts.append(make)
        return make

    def tile(self, make: Callable[[Any, RecordT], Tile | None]) -> Callable[[Any, RecordT], Tile | None]:
        self._tiles.append(make)
        return make

    def tap(self, make: Callable[[Any, RecordT], Tap | None]) -> Callable[[Any, RecordT], Tap | None]:
        self._taps.append(make)
        return make

    def panels_for(self, acting: Any, record: RecordT) -> list[Panel]:
        made = [make(acting, record) for make in self._panels]
        return sorted((panel for panel in made if panel), key=lambda panel: panel.order)

    def prompt_for(self, acting: Any, record: RecordT) -> Prompt | None:
        made = [make(acting, record) for make in self._prompts]
        return min((prompt for prompt in made if prompt), key=lambda prompt: prompt.rank, default=None)

    def tiles_for(self, acting: Any, record: RecordT) -> list[Tile]:
        made = [make(acting, record) for make in self._tiles]
        return sorted((tile for tile in made if tile), key=lambda tile: tile.order)

    def taps_for(self, acting: Any, record: RecordT, prompt: Prompt | None) -> list[Tap]:
        """What can be done here, but for what "do now" says already."""
        made = [make(acting, record) for make in self._taps]
        wanted = [tap for tap in made if tap and (prompt is None or tap.url != prompt.url)]
        return sorted(wanted, key=lambda tap: tap.rank)
