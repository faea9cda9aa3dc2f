"""This week's list in words: what is when, what is open, who else rang, and the one thing to do in each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import Week
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import Attempt, CheckInState, Reason
from checkins.queries.worklist import NO_DETAILS, Caseload, Details, Row
from checkins.rules import Group, is_late

PAGE = 40  # homes a page: more would weigh more than 40 kB
MINE, EVERYONE, COVER = "mine", "everyone", "cover-"
SHOWN_WORDS = 3  # of what is open, in one row

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
OUTCOME_WORDS = {
    Attempt.Outcome.NO_ANSWER: "No answer",
    Attempt.Outcome.ENGAGED: "Engaged",
    Attempt.Outcome.RING_BACK: "Ring back",
    Attempt.Outcome.WRONG_NUMBER: "Wrong number",
}
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
class Line:
    """One home of the list."""

    row: Row
    details: Details
    by: Acting
    today: date
    now: datetime
    over: bool
    next: bool = False

    @property
    def phone(self) -> str:
        return self.details.phone or self.row.phone

    @property
    def ask_for(self) -> str:
        return self.details.ask_for

    @property
    def mark(self) -> str:
        """How the row is drawn on a phone."""
        brief = self.row.group in (Group.LATER, Group.DONE, Group.STOPPED)
        return "next" if self.next else "brief" if brief else ""

    @property
    def when(self) -> State | str:
        """The state with its mark, or the time window where there is nothing else to say."""
        row = self.row
        if row.group is Group.DONE:
            return formats.day_clock(row.completed_at)
        if row.group is Group.STOPPED:
            return State("none", str(CheckInState(row.state).label), "cross")
        if self.over:
            return State("overdue", f"Missed, {formats.day(row.due_on)}")
        if row.state == CheckInState.IN_PROGRESS:
            return self._ringing
        if row.group is Group.OVERDUE:
            return State("overdue", f"Overdue, {formats.day(row.due_on)}{self._tried}")
        if row.state == CheckInState.NO_ANSWER:
            return State("wait", self._unanswered or "No answer", "missed")
        if row.group is Group.LATER:
            return f"{formats.day(row.due_on)}, {formats.clock(row.window_starts)}"
        return formats.span(row.window_starts, row.window_ends)

    @property
    def _ringing(self) -> State:
        row, started = self.row, formats.clock(self.row.started_at)
        day = (
            ""
            if row.started_at and formats.in_london(row.started_at).date() == self.today
            else f"{formats.day(row.started_at)}, "
        )
        kind = "overdue" if row.group is Group.OVERDUE else "due"
        if row.caller_user_id == self.by.user_id:
            return State(kind, f"You started {day}{started}", "pencil")
        return State(kind, f"{row.caller} is ringing" if not day else f"{row.caller} started {day}{started}", "phone")

    @property
    def _todays(self) -> list[dict[str, str]]:
        return [each for each in self.details.attempts if _at(each).date() == self.today]

    @property
    def _unanswered(self) -> str:
        """ "No answer 09:12, 09:40", or when the home asked to be rung."""
        attempts = self._todays or list(self.details.attempts)[-1:]
        if not attempts:
            return ""
        last = attempts[-1]
        if last["outcome"] == Attempt.Outcome.RING_BACK and last["back"]:
            return f"Ring back at {formats.clock(time.fromisoformat(last['back']))}"
        times = ", ".join(formats.clock(_at(each)) for each in attempts)
        words = OUTCOME_WORDS[Attempt.Outcome(last["outcome"])]
        return f"{words} {times}" if self._todays else f"{words} {formats.day(_at(last))}"

    @property
    def _tried(self) -> str:
        words = self._unanswered if self.row.state == CheckInState.NO_ANSWER else ""
        return f". {words}" if words else ""

    @property
    def open_count(self) -> int:
        return len(self.details.open_sections) + len(self.details.open_nominations)

    @property
    def open_words(self) -> str:
        """What is open, in the short words of its sections and reasons: "3: supply, fall, PPE"."""
        said = [each["section"].replace("_", " ") for each in self.details.open_sections]
        said += [_reason(each) for each in self.details.open_nominations]
        words = list(dict.fromkeys(said))
        rest = " …" if len(words) > SHOWN_WORDS else ""
        return f"{self.open_count}: {', '.join(words[:SHOWN_WORDS])}{rest}"

    @property
    def late(self) -> bool:
        raised = [*self.details.open_sections, *self.details.open_nominations]
        return any(is_late(_at(each), self.now) for each in raised)

    @property
    def raised_words(self) -> str:
        """What a completed check-in raised."""
        row = self.row
        total = row.items + row.nominations
        if not total:
            return ""
        return f"{total} raised, {row.same_day} same day" if row.same_day else f"{total} raised"

    @property
    def also_rang(self) -> str:
        """Other organisations that rang this home this week, and on which day."""
        row = self.row
        others = {each["by"]: formats.DAYS[_at(each).weekday()][:3] for each in self.details.attempts}
        at = row.completed_at or row.started_at
        if row.caller_organisation and at:
            others[row.caller_organisation] = formats.DAYS[formats.in_london(at).weekday()][:3]
        others.pop(self.by.organisation, None)
        return ", ".join(f"{name}, {day}" for name, day in others.items())

    @property
    def action(self) -> str:
        """What the row's one action is called: it names what happens."""
        row = self.row
        if self.over or row.group in (Group.DONE, Group.STOPPED) or not self.by.may(Permission.TAKE_CHECK_INS):
            return "View"
        if row.state == CheckInState.IN_PROGRESS:
            return self._join
        if row.state == CheckInState.NO_ANSWER:
            return "Try again"
        return "Start early" if row.group is Group.LATER else "Start"

    @property
    def _join(self) -> str:
        if self.row.caller_user_id == self.by.user_id:
            return "Continue"
        theirs = self.row.caller_organisation_id not in (None, self.by.organisation_id)
        return "Add to theirs" if theirs else "Open"

    @property
    def posts(self) -> bool:
        """Whether the action begins the call, and so is a button."""
        return self.action in ("Start", "Start early", "Try again")

    @property
    def prompt(self) -> str:
        """Why this home comes first, and whom to ask for."""
        row = self.row
        days = (self.today - row.due_on).days
        over = (
            f"{formats.plural(days, 'day')} over."
            if days > 0
            else f"Due today, {formats.span(row.window_starts, row.window_ends)}."
        )
        ask = f" Ask for {self.ask_for}." if self.ask_for else ""
        mind = f" {self.details.when.rstrip('.')}." if self.details.when else ""
        things = f" {formats.plural(self.open_count, 'thing is', 'things are')} still open." if self.open_count else ""
        return f"{over}{ask}{mind}{things}"


def _at(entry: Mapping[str, Any]) -> datetime:
    return formats.in_london(datetime.fromisoformat(entry["at"]))


def _reason(nomination: Mapping[str, Any]) -> str:
    reasons = nomination["reasons"]
    return str(Reason(reasons[0]).label).lower() if reasons and reasons[0] in Reason.values else "resident"


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
        return Line(row, details, self.by, self.today, self.now, self.over, next)

    @property
    def next_row(self) -> Row | None:
        """The home to ring now: the first that is not being rung by somebody else. None in past and future weeks."""
        if not self.is_this_week:
            return None
        waits = (Group.OVERDUE, Group.NO_ANSWER, Group.TODAY)
        return next((row for row in self.shown if row.group in waits and self._is_free(row)), None)

    def _is_free(self, row: Row) -> bool:
        return row.state != CheckInState.IN_PROGRESS or row.caller_user_id == self.by.user_id

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
        return f"{reverse('checkins:this_week')}{'?' if kept else ''}{urlencode(kept)}"

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
