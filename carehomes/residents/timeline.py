"""What happened to a resident: entries of the ground floor, and those that domains register.

    from carehomes.residents.timeline import Entry, source

    @source
    def nominations(acting, resident):
        return [Entry(each.raised_at.date(), "Raised as same day", ...) for each in ...]

A source runs in the scope of whoever reads, on the page of one resident: one query at most.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carehomes.access.acting import Acting
from carehomes.residents.models import Resident


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `text` stands after the title; `note` says who and where; `at` orders entries of one day."""

    on: date
    title: str
    text: str = ""
    note: str = ""
    at: datetime | None = None
    href: str = ""


Source = Callable[[Acting, Resident], Iterable[Entry]]
_sources: list[Source] = []


def source(make: Source) -> Source:
    """Registers a function that gives entries. Imported by the AppConfig.ready of its app."""
    _sources.append(make)
    return make


def entries_for(acting: Acting, resident: Resident, own: Sequence[Entry]) -> list[Entry]:
    """The ground floor's entries and everybody else's, the newest first."""
    everything = [*own, *(entry for make in _sources for entry in make(acting, resident))]
    return sorted(everything, key=_order, reverse=True)


def _order(entry: Entry) -> tuple[date, float]:
    return entry.on, entry.at.timestamp() if entry.at else 0.0
