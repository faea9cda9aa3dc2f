"""Where an agenda comes from besides what homes say: rooms register what falls due for a home's residents, such as reviews and plans.

    @due_for_rounds
    def medication_reviews(home_id, on):
        return [Due(resident_id=…, reason="review_due", words="Medicines review due on 1 December 2026"), …]

A source runs in the scope of whoever builds the agenda: one query at most.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due for a resident by the day of the round. `reason`: a value of models.Reason."""

    resident_id: int
    reason: str
    words: str


Source = Callable[[int, date], Iterable[Due]]
_sources: list[Source] = []


def due_for_rounds(source: Source) -> Source:
    """Registers a source. Imported by the AppConfig.ready of its app."""
    _sources.append(source)
    return source


def due_by(home_id: int, on: date) -> list[Due]:
    """Everything that falls due in a home by a day, the sources in the order of their registration."""
    return [each for source in _sources for each in source(home_id, on)]
