"""One home of the week's list in words: what is when, what is open, who else rang, and the one thing to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import CheckInState, Reason
from checkins.presenters.tries import Tries, at_of
from checkins.queries.worklist import Details, Row
from checkins.rules import Group, is_late

ADD = "Add to theirs"  # another organisation rang, or rings: what one heard oneself is added
SHOWN_WORDS = 3  # of what is open, in one row


@dataclass(frozen=True)
class Line:
    """One home of the list."""

    row: Row
    details: Details
    by: Acting
    today: date
    now: datetime
    over: bool
    read_only: bool
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
            return State("overdue", f"Missed, {formats.day(row.due_on)}", "cross")
        if row.state == CheckInState.IN_PROGRESS:
            return self._ringing
        if row.group is Group.OVERDUE:
            return State("overdue", f"Overdue, {formats.day(row.due_on)}{self._tried}")
        if row.state == CheckInState.NO_ANSWER:
            return State("wait", self._tried_words or "No answer", "missed")
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
    def tries(self) -> Tries:
        """The calls that found nobody."""
        return Tries(self.details.attempts, self.now)

    @property
    def waits(self) -> bool:
        """Whether nobody answered lately, and the next try is still to come."""
        return self.row.state == CheckInState.NO_ANSWER and self.tries.waits

    @property
    def _tried_words(self) -> str:
        return ". ".join(filter(None, (self.tries.words, self.tries.next_words)))

    @property
    def _tried(self) -> str:
        words = self._tried_words if self.row.state == CheckInState.NO_ANSWER else ""
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
        rest = "\u00a0…" if len(words) > SHOWN_WORDS else ""
        return f"{self.open_count}: {', '.join(words[:SHOWN_WORDS])}{rest}"

    @property
    def late(self) -> bool:
        raised: list[dict[str, Any]] = [*self.details.open_sections, *self.details.open_nominations]
        return any(is_late(at_of(each), self.now) for each in raised)

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
        others = {each["by"]: formats.DAYS[at_of(each).weekday()][:3] for each in self.details.attempts}
        at = row.completed_at or row.started_at
        if row.caller_organisation and at:
            others[row.caller_organisation] = formats.DAYS[formats.in_london(at).weekday()][:3]
        others.pop(self.by.organisation, None)
        return ", ".join(f"{name}, {day}" for name, day in others.items())

    @property
    def action(self) -> str:
        """What the row's one action is called: it names what happens."""
        row = self.row
        if self.read_only or not self.by.may(Permission.TAKE_CHECK_INS):
            return "View"
        if row.group is Group.DONE and row.caller_organisation_id not in (None, self.by.organisation_id):
            return ADD
        if row.group in (Group.DONE, Group.STOPPED):
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
        return ADD if theirs else "Open"

    @property
    def leads_to(self) -> str:
        """The page behind the action: for a completed check-in of somebody else the form that adds to it."""
        return "checkins:add" if self.action == ADD and self.row.group is Group.DONE else "checkins:check_in"

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


def _reason(nomination: Mapping[str, Any]) -> str:
    reasons = nomination["reasons"]
    return str(Reason(reasons[0]).label).lower() if reasons and reasons[0] in Reason.values else "resident"
