"""The grid of homes and weeks in words: what each week came to, how long a home has gone without, and whom to see first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby, takewhile
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.deadlines import Week
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from checkins.models import CheckInState
from checkins.presenters.coverage import NO_AREA, breakdowns
from checkins.queries.coverage import By
from checkins.queries.home_weeks import HOMES, WEEKS, HomeInArea, States, WeekTotal, first_monday

NONE = WeekTotal(0, 0)
LONG = 2  # closed weeks in a row without a check-in, from which a home is named first
NAMED = 3


def word_for(state: str | None, *, closed: bool) -> str:
    """What a week came to: done, late, draft, due or not required. A call that the home declined is late: the week had none."""
    if state is None:
        return "not required"
    if state == CheckInState.COMPLETED:
        return "done"
    if closed or state == CheckInState.DECLINED:
        return "late"
    return "draft" if state == CheckInState.IN_PROGRESS else "due"


@dataclass(frozen=True)
class HomeWeeks:
    """One line of the grid. `words`: of each week, the last of them still open."""

    home: HomeInArea
    words: Sequence[str]

    @property
    def closed(self) -> list[str]:
        """The closed weeks in which a check-in was required, the latest first."""
        return [word for word in reversed(self.words[:-1]) if word != "not required"]

    @property
    def run(self) -> int:
        """How many closed weeks in a row have gone without, up to the last."""
        return len(list(takewhile(lambda word: word == "late", self.closed)))

    def line(self) -> dict[str, Any]:
        closed = self.closed
        return {
            "name": self.home.name,
            "href": address_of("directory:home", self.home.home_id),
            "note": "",
            "states": self.words,
            "sum": formats.share(closed.count("done"), len(closed)) if closed else "none",
            "run": self.run,
        }


@dataclass(frozen=True)
class WeeksPage:
    """One page of the homes of an area, or of all that the reader answers for, and the counts of all of them."""

    this: Week
    now: datetime
    by: Acting
    area: By
    key: str | None
    number: int
    found: int
    homes: Sequence[HomeInArea]
    states: States
    totals: Mapping[date, WeekTotal]

    @cached_property
    def weeks(self) -> list[Week]:
        weeks = [Week.containing(first_monday(self.this))]
        while len(weeks) < WEEKS:
            weeks.append(weeks[-1].next())
        return weeks

    @property
    def months(self) -> list[tuple[str, int]]:
        """Over how many weeks each month's name stands; a week belongs to the month of its Monday."""
        return [(name, len(list(each))) for name, each in groupby(f"{week.monday:%b}" for week in self.weeks)]

    @cached_property
    def lines(self) -> list[HomeWeeks]:
        return [HomeWeeks(home, self._words(self.states[home.home_id])) for home in self.homes]

    def _words(self, states: Mapping[date, str]) -> list[str]:
        return [word_for(states.get(week.monday), closed=week < self.this) for week in self.weeks]

    @cached_property
    def counts(self) -> list[WeekTotal]:
        return [self.totals.get(week.monday, NONE) for week in self.weeks]

    @property
    def done(self) -> int:
        """In the closed weeks."""
        return sum(each.done for each in self.counts[:-1])

    @property
    def required(self) -> int:
        return sum(each.required for each in self.counts[:-1])

    @property
    def name(self) -> str:
        """Of the area, or of whose homes they are."""
        if self.key is None:
            return self.by.organisation
        return next((home.area for home in self.homes if home.area), NO_AREA[self.area])

    @property
    def scope(self) -> str:
        return f"{formats.plural(self.found, 'care home')} of {self.name}, {WEEKS} weeks to week {self.this.number}"

    @property
    def longest(self) -> list[HomeWeeks]:
        """The homes of this page that have gone without for long, the longest first."""
        long = [line for line in self.lines if line.run >= LONG]
        return sorted(long, key=lambda line: (-line.run, line.home.name))

    @property
    def prompt(self) -> tuple[str, str]:
        """Whom to see first, and for how long they have gone without."""
        named = self.longest[:NAMED]
        if not named:
            return "", ""
        title = f"See {formats.joined([line.home.name for line in named])}: no check-in for {LONG} weeks or longer"
        runs = ", ".join(f"{line.home.name} {formats.plural(line.run, 'week')}" for line in named)
        more = len(self.longest) - len(named)
        return title, f"{runs}{f', and {more} more' if more else ''}."

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // HOMES))

    def address(self, name: str = "checkins:coverage_weeks", **changes: Any) -> str:
        """This view with something changed, or the same homes on another page of coverage."""
        usual = breakdowns(self.by.role)[0]
        parts = {
            "by": "" if self.area is usual else str(self.area),
            "area": "" if self.key is None else self.key or "none",
            "page": self.number,
            **changes,
        }
        kept = {part: value for part, value in parts.items() if value and value != 1}
        return f"{address_of(name)}{'?' if kept else ''}{urlencode(kept)}"
