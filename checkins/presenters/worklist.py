"""The week's list: its groups, tabs and counts, and the one home to ring now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.deadlines import Week
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.models import CheckInState
from checkins.presenters.line import Line
from checkins.queries.worklist import NO_DETAILS, Caseload, Details, Row
from checkins.rules import Group

PAGE = 40  # homes a page: more would weigh more than 40 kB
MINE, EVERYONE, COVER = "mine", "everyone", "cover-"

RING_FIRST = (Group.OVERDUE, Group.NO_ANSWER)
TABS = (
    ("", "All"),
    (Group.OVERDUE, "Overdue"),
    (Group.NO_ANSWER, "No answer"),
    (Group.TODAY, "Today"),
    (Group.LATER, "Later"),
    (Group.DONE, "Done"),
)
STOPPED_TAB = (Group.STOPPED, "Not rung")
HEADINGS: tuple[tuple[str, tuple[Group, ...], str], ...] = (
    ("Ring first", RING_FIRST, "overdue"),
    ("Due today", (Group.TODAY,), "due"),
    ("Later this week", (Group.LATER,), "none"),
    ("Done", (Group.DONE,), "done"),
    ("Declined or cancelled", (Group.STOPPED,), "none"),
)
HEADER = (
    "Home",
    "State",
    "Due on",
    "From",
    "To",
    "Ask for",
    "Telephone",
    "Still open",
    "Also rang",
    "Raised",
    "Same day",
)


@dataclass(frozen=True)
class WeekPage:
    """The list of a week: what the address asked for, the rows of the page, and the counts of all."""

    week: Week
    today: date
    now: datetime
    by: Acting
    caseload: Caseload
    whose: str
    state: str
    number: int
    rows: Sequence[Row]
    details: Mapping[int, Details]

    @property
    def over(self) -> bool:
        return self.week < Week.containing(self.today)

    @property
    def is_this_week(self) -> bool:
        return self.week == Week.containing(self.today)

    @property
    def title(self) -> str:
        return "This week’s check-ins" if self.is_this_week else f"Check-ins of week {self.week.number}"

    @property
    def scope(self) -> str:
        done = sum(1 for row in self.rows if row.group is Group.DONE)
        read_only = ". This week is over: it can be read, not changed" if self.over else ""
        homes = (
            f"{formats.share(done, len(self.rows))} {'home' if len(self.rows) == 1 else 'homes'} done"
            if self.rows
            else ""
        )
        return ". ".join(filter(None, (self.week.label, homes))) + read_only

    @cached_property
    def chosen(self) -> list[Row]:
        """The rows under the chosen tab."""
        return [row for row in self.rows if not self.state or row.group == self.state]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.chosen) // PAGE))

    @cached_property
    def shown(self) -> list[Row]:
        """The rows of this page."""
        return self.chosen[(self.number - 1) * PAGE : self.number * PAGE]

    @cached_property
    def lines(self) -> list[Line]:
        first = self.next_row
        return [self.line(row, next=first is not None and row.pk == first.pk) for row in self.shown]

    def line(self, row: Row, *, next: bool = False) -> Line:
        details = self.details.get(row.pk, NO_DETAILS)
        return Line(row, details, self.by, self.today, self.now, self.over, not self.is_this_week, next)

    @property
    def next_row(self) -> Row | None:
        """The home to ring now: the first that is not being rung by somebody else. None in past and future weeks."""
        if not self.is_this_week:
            return None
        waits = (Group.OVERDUE, Group.NO_ANSWER, Group.TODAY)
        return next((row for row in self.shown if row.group in waits and self._is_free(row)), None)

    def _is_free(self, row: Row) -> bool:
        """Nobody else rings it, and it is not too early for the next try."""
        return (row.state != CheckInState.IN_PROGRESS or row.caller_user_id == self.by.user_id) and not self.line(
            row
        ).waits

    @property
    def next_line(self) -> Line | None:
        return next((line for line in self.lines if line.next), None)

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The rows of the page under their headings; each heading says how many there are in all."""
        made = []
        for words, groups, kind in HEADINGS:
            lines = [line for line in self.lines if line.row.group in groups]
            if lines:
                number = sum(1 for row in self.chosen if row.group in groups)
                missed = self.over and groups == RING_FIRST
                made.append({"words": "Missed" if missed else words, "kind": kind, "lines": lines, "number": number})
        return made

    @property
    def clear(self) -> tuple[str, str]:
        """What is said when there is nobody to ring now."""
        later = [row for row in self.rows if row.group is Group.LATER]
        if not self.rows:
            return "Nobody to ring", "No home has a check-in here in this week."
        waiting = [(at, line) for line in self.lines if line.waits and (at := line.tries.again_at)]
        if waiting:
            line = min(waiting, key=lambda each: each[0])[1]
            return "Nobody to ring now", f"{line.tries.next_words}: {line.row.home}."
        if later:
            first = later[0]
            return (
                "Nobody to ring now",
                f"Next is {first.home}, {formats.day(first.due_on)}, {formats.clock(first.window_starts)}.",
            )
        return "Nobody to ring now", "Every home of this week is done, or somebody is ringing it."

    @property
    def tabs(self) -> list[dict[str, Any]]:
        counts = {state: sum(1 for row in self.rows if row.group == state) for state in Group}
        stopped = (STOPPED_TAB,) if counts[Group.STOPPED] else ()
        missed = self.over
        return [
            {
                "label": "Missed" if missed and state == Group.OVERDUE else label,
                "href": self.address(state=state, page=1),
                "count": counts[Group(state)] if state else len(self.rows),
                "alert": state == Group.OVERDUE and counts[Group.OVERDUE] > 0,
                "current": self.state == state,
            }
            for state, label in (*TABS, *stopped)
        ]

    @property
    def whose_options(self) -> list[dict[str, Any]]:
        covers = [(f"{COVER}{key}", f"{name}, you cover") for key, (name, _) in self.caseload.covers.items()]
        mine = [(MINE, f"{self.by.person} (you)")] if self.caseload.mine else []
        choices = [*mine, *covers, (EVERYONE, f"Everyone at {self.by.organisation}")]
        return [{"value": value, "text": text, "selected": value == self.whose} for value, text in choices]

    @property
    def kept(self) -> dict[str, str]:
        """The other parts of the address, for the drop-down."""
        parts = {"state": self.state, "week": "" if self.is_this_week else str(self.week)}
        return {name: value for name, value in parts.items() if value}

    def address(self, **changes: Any) -> str:
        """This list with something changed. What is as usual is left out."""
        parts = {
            "whose": self.whose if len(self.whose_options) > 1 else "",
            "state": self.state,
            "week": "" if self.is_this_week else str(self.week),
            "page": self.number,
            **changes,
        }
        kept = {name: value for name, value in parts.items() if value and value != 1}
        return f"{address_of('checkins:this_week')}{'?' if kept else ''}{urlencode(kept)}"

    @property
    def week_links(self) -> list[tuple[str, str]]:
        """The weeks beside this one. There is one week ahead, no more: later ones are not made yet."""
        before, after, this = self.week.previous(), self.week.next(), Week.containing(self.today)
        links = [(f"Week {before.number}", self._of(before))]
        links += [] if self.is_this_week else [("This week", self._of(this))]
        return [*links, *([(f"Week {after.number}", self._of(after))] if self.week <= this and after != this else [])]

    def _of(self, week: Week) -> str:
        return self.address(week="" if week == Week.containing(self.today) else str(week), page=1, state="")

    @property
    def file(self) -> list[Sequence[object]]:
        """The list as a file."""
        return [_cells(self.line(row)) for row in self.chosen]


def _cells(line: Line) -> Sequence[object]:
    row, when = line.row, line.when
    state = when.words if isinstance(when, State) else str(row.group).replace("_", " ").capitalize()
    window = formats.clock(row.window_starts), formats.clock(row.window_ends)
    still_open = line.open_words if line.open_count else ""
    raised = (row.items + row.nominations, row.same_day) if row.group is Group.DONE else ("", "")
    return (
        row.home,
        state,
        row.due_on,
        *window,
        line.ask_for,
        formats.phone(line.phone),
        still_open,
        line.also_rang,
        *raised,
    )
