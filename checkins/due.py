"""What falls due at a home, for whoever rings it: rooms above register their lists, check-ins show them beside the call.

    @falls_due
    def reviews(acting, home, people, today):
        return [Due(date(2026, 11, 30), "Medicines review", "Ivy Meadowsweet", reverse(…))]

A source makes no query that it could avoid: the form is opened forty times on a Monday. `people` are the residents that the form has.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from carehomes.access.acting import Acting
from carehomes.deadlines import add_working_days
from carehomes.directory.models import CareHome
from carehomes.residents.models import ResidentState

AHEAD = timedelta(days=14)
MOST = 12
ASSESSED_WITHIN = 7  # working days after admission or re-admission; Network Contract DES, Enhanced Health in Care Homes


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing: by when, what it is, whom it is about, and where it is done."""

    on: date
    what: str
    about: str
    url: str = ""


Source = Callable[[Acting, CareHome, Sequence[Any], date], Iterable[Due]]
_sources: list[Source] = []


def falls_due(source: Source) -> Source:
    """Registers a list of what falls due at a home. Used as a decorator."""
    _sources.append(source)
    return source


def due_at(acting: Acting, home: CareHome, people: Sequence[Any], today: date) -> list[Due]:
    """What is overdue or falls due within two weeks, the earliest first."""
    found = [each for source in _sources for each in source(acting, home, people, today)]
    return sorted(each for each in found if each.on <= today + AHEAD)[:MOST]


@falls_due
def assessments(acting: Acting, home: CareHome, people: Sequence[Any], today: date) -> list[Due]:
    """Who arrived or came back lately: their assessment and plan, seven working days after that day, which itself is not counted."""
    del acting, home
    lately = [
        each for each in people if each.state == ResidentState.IN_HOME and (today - each.since).days <= AHEAD.days
    ]
    return [Due(add_working_days(each.since, ASSESSED_WITHIN), "Assessment and plan", each.name) for each in lately]
