"""What one search finds: homes, organisations, and what the rooms above register (residents).

    from carehomes.directory import search

    search.register_source("Residents", find_residents, permission=Permission.SEE_RESIDENTS)

Called from the registering app's `AppConfig.ready`. What was typed may be a name or an NHS number: it is handed on as typed,
is never written into an address or a log, and a source that shows residents records that they were read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.states import State

SHOWN = 10  # hits of one source on the page; a source returns one more when there are more
SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, its page, one quiet line, and where wanted its state."""

    title: str
    url: str
    note: str = ""
    state: State | None = None


Find = Callable[[Acting, str], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be searched. `find(acting, words)` runs in the scope of whoever searches."""

    label: str
    find: Find
    permission: Permission
    order: int


class NotSearchedError(Exception):
    """A source did not look, and says why in a sentence for whoever searches."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one source found. `more`: there is more than is shown. `refused`: why it did not look."""

    label: str
    hits: Sequence[Hit] = field(default_factory=tuple)
    more: bool = False
    refused: str = ""


_sources: list[Source] = []


def register_source(label: str, find: Find, *, permission: Permission = Permission.SEE_HOMES, order: int = 100) -> None:
    """A room says what can be found in it, and for whom. `find` returns up to `SHOWN` + 1 hits, the best first."""
    _sources.append(Source(label, find, permission, order))


def search(acting: Acting, words: str) -> list[Group]:
    """The groups in which something was found. Words shorter than `SHORTEST` find nothing."""
    if len(words.strip()) < SHORTEST:
        return []
    allowed = sorted((each for each in _sources if acting.may(each.permission)), key=lambda each: each.order)
    groups = [_ask(source, acting, words) for source in allowed]
    return [group for group in groups if group.hits or group.refused]


def _ask(source: Source, acting: Acting, words: str) -> Group:
    try:
        hits = list(source.find(acting, words))
    except NotSearchedError as refused:
        return Group(source.label, refused=str(refused))
    return Group(source.label, hits[:SHOWN], len(hits) > SHOWN)
