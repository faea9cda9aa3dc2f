"""Lists of rounds in words: the tabs, and four weeks day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import UnknownYear, Week
from carehomes.notifications.rules import is_bank_holiday
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.models import Round, RoundMode, RoundState
from checkins.presenters.rounds import counts, state_of

LABELS = {"": "Now and to come", "to_sign_off": "To sign off", "signed_off": "Signed off", "cancelled": "Cancelled"}
EMPTY = {
    "": "No round is planned. A round is convened here, from a check-in, or from the residents to see.",
    "to_sign_off": "Nothing waits to be signed off.",
    "signed_off": "No round has been signed off yet.",
    "cancelled": "No round was cancelled.",
}


@dataclass(frozen=True)
class Line:
    """A round in a list."""

    round: Round
    today: date

    @property
    def state(self) -> State:
        return state_of(self.round, self.today)

    @property
    def when(self) -> str:
        return f"{formats.near(self.round.held_on, self.today)}, {formats.clock(self.round.starts_at)}"

    @property
    def is_under_way(self) -> bool:
        return self.round.state == RoundState.IN_SESSION

    @property
    def title(self) -> str:
        """What to open, and since when or at what time."""
        if self.is_under_way:
            return f"{self.round.home.name}: under way since {formats.near_clock(self.round.began_at, self.today)}"
        return f"{self.round.home.name} today at {formats.clock(self.round.starts_at)}"

    @property
    def how(self) -> str:
        mode = "by video" if self.round.mode == RoundMode.VIRTUAL else "visit"
        return f"{self.round.get_kind_display()}, {mode}"

    @property
    def counts(self) -> str:
        return counts(self.round)


@dataclass(frozen=True)
class RoundList:
    """One page of one tab."""

    rounds: Sequence[Round]
    counts: Mapping[str, int]
    tab: str
    home_id: int | None
    number: int
    pages: int
    by: Acting
    today: date

    @property
    def lines(self) -> list[Line]:
        return [Line(each, self.today) for each in self.rounds]

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "href": self.address(show=key, page=1),
                "count": self.counts[key],
                "current": key == self.tab,
                "alert": False,
            }
            for key, label in LABELS.items()
        ]

    def address(self, **changes: Any) -> str:
        """The address of this list with these parts changed."""
        parts = {"show": self.tab, "home": self.home_id, "page": self.number, **changes}
        kept = {name: value for name, value in parts.items() if value and (name, value) != ("page", 1)}
        return address_of("checkins:rounds") + (f"?{urlencode(kept)}" if kept else "")

    @property
    def empty(self) -> str:
        return (
            EMPTY[self.tab] if self.tab or self.may_convene else "No round is planned. It shows here as soon as one is."
        )

    @property
    def may_convene(self) -> bool:
        return self.by.may(Permission.RUN_ROUNDS)

    @property
    def next_up(self) -> Line | None:
        """The one to open now: the one that is under way, else today's first."""
        if self.tab:
            return None
        under_way = [each for each in self.lines if each.is_under_way]
        today = [each for each in self.lines if each.round.held_on == self.today]
        return next(iter(under_way + today), None)


@dataclass(frozen=True)
class WeeksPage:
    """Some weeks, day by day."""

    first: Week
    weeks: int
    rounds: Sequence[Round]
    today: date
    most: int

    @cached_property
    def _by_day(self) -> dict[date, list[Line]]:
        found: dict[date, list[Line]] = {}
        for each in self.rounds:
            found.setdefault(each.held_on, []).append(Line(each, self.today))
        return found

    @property
    def calendar(self) -> list[dict[str, Any]]:
        """Each week: its number, and its days that have rounds or are working days."""
        made = []
        for number in range(self.weeks):
            monday = self.first.monday + timedelta(weeks=number)
            days = [monday + timedelta(days=each) for each in range(7)]
            shown = [each for each in days if each in self._by_day or each.isoweekday() < 6]
            made.append(
                {
                    "number": monday.isocalendar().week,
                    "monday": monday,
                    "days": [
                        {"day": each, "lines": self._by_day.get(each, []), "holiday": _is_holiday(each)}
                        for each in shown
                    ],
                }
            )
        return made

    @property
    def before(self) -> str:
        return self._address(Week.containing(self.first.monday - timedelta(weeks=self.weeks)))

    @property
    def after(self) -> str:
        return self._address(Week.containing(self.first.monday + timedelta(weeks=self.weeks)))

    def _address(self, week: Week) -> str:
        return f"{address_of('checkins:round_weeks')}?week={week}"

    @property
    def cut(self) -> bool:
        """Whether there are more rounds than the page shows."""
        return len(self.rounds) >= self.most


def _is_holiday(day: date) -> bool:
    """A bank holiday, as far as anybody knows: a year of which nothing is known has none."""
    try:
        return is_bank_holiday(day)
    except UnknownYear:
        return False
