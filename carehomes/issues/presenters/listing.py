"""A list of issues: tabs, groups, lines, addresses, and the same list as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.issues.models import IssueState, Kind, Priority
from carehomes.issues.presenters.words import about, is_late, over_words, owner_words, state_of, title_of, turn_of
from carehomes.issues.queries import lists
from carehomes.issues.queries.lists import PAGE, Search, works_in_home
from carehomes.issues.rules import turn_of_owner
from carehomes.issues.transitions import works_on
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

HEADER = (
    "Issue",
    "Number",
    "Resident",
    "Home",
    "Kind",
    "Priority",
    "State",
    "Raised",
    "Due",
    "Late",
    "Whose turn",
    "Owner",
    "Closed",
)
SORT_WORDS = {"": "What to do next", "newest": "Newest first", "oldest": "Oldest first", "home": "By home"}


@dataclass(frozen=True)
class Line:
    """One issue as a row of a list."""

    issue: Any
    by: Acting
    now: datetime

    @property
    def title(self) -> str:
        return title_of(self.issue)

    @property
    def about(self) -> str:
        return about(self.issue)

    @property
    def state(self) -> State:
        return state_of(self.issue)

    @property
    def due(self) -> str:
        return formats.day(self.issue.closed_at or self.issue.due_at)

    @property
    def turn(self) -> str:
        return turn_of(self.issue, self.by, self.issue.handed_to or "")

    @property
    def may_give(self) -> bool:
        return works_on(self.issue, by=self.by)

    @property
    def mine(self) -> bool:
        """Whether the next step is the reader's, or that of whoever of their organisation takes it on."""
        if not turn_of_owner(self.issue.state) or not self.by.may(Permission.WORK_ISSUES):
            return False
        nobody = self.issue.owner_user_id is None and self.issue.owner_organisation_id == self.by.organisation_id
        return nobody or self.issue.owner_user_id == self.by.user_id

    @property
    def action(self) -> str:
        """The one thing to do with the row, in a word."""
        if self.issue.state == IssueState.RESOLVED and self.by.may(Permission.RECORD_HOME_ANSWER):
            return "Ask the home"
        if self.issue.state == IssueState.RESOLVED and self.by.may(Permission.ANSWER_FOR_HOME):
            return "Answer"
        waits = self.issue.state in (IssueState.OPEN, IssueState.REOPENED)
        return "Accept" if waits and self.mine else "Open"

    @property
    def cells(self) -> Sequence[object]:
        """The row of a file."""
        issue = self.issue
        return (
            self.title,
            issue.pk,
            self.about,
            issue.home.name,
            issue.get_kind_display(),
            issue.get_priority_display(),
            issue.get_state_display(),
            formats.in_london(issue.raised_at).date(),
            formats.in_london(issue.due_at).date(),
            "Yes" if is_late(issue, self.now) else "",
            self.turn,
            owner_words(issue),
            formats.in_london(issue.closed_at).date() if issue.closed_at else None,
        )


@dataclass(frozen=True)
class ListPage:
    """A list: what its address asks for, the lines of the page, the counts of all."""

    search: Search
    by: Acting
    now: datetime
    issues: Sequence[Any]
    counts: Mapping[str, int]
    giving: bool = False

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(each, self.by, self.now) for each in self.issues]

    @property
    def found(self) -> int:
        return self.counts["found"]

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))

    @property
    def title(self) -> str:
        return {
            lists.YOURS: "Your issues",
            lists.TEAM: f"Issues of {self.by.organisation}",
            lists.CONFIRM: "Homes to confirm",
            lists.HANDED_OFF: "Handed off",
            lists.CLOSED: "Closed issues",
        }.get(self.search.tab, "Issues")

    @property
    def scope(self) -> str:
        words = f"{formats.number(self.found)} {'closed' if self.search.tab == lists.CLOSED else 'open'}"
        return f"{words}{', of those asked for' if self.search.narrowed else ''}, {formats.long_date(london_today(self.now))}"

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "href": self.address(tab=tab, page=1, turn=""),
                "count": self.counts.get(tab.replace("-", "_")),
                "current": tab == self.search.tab,
            }
            for tab, label in tabs_of(self.by)
        ]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The lines under their headings; without any where another order was asked for."""
        if self.search.sort or self.search.tab == lists.CLOSED:
            words = "Closed" if self.search.tab == lists.CLOSED else SORT_WORDS[self.search.sort]
            only = {
                "words": words,
                "kind": "none",
                "lines": self.lines,
                "number": self._number(self.lines),
                "shape": "ring",
            }
            return [only] if self.lines else []
        us = "you" if self.search.tab == lists.YOURS else "us"
        headings = (
            (lists.LATE, "Late", "overdue"),
            (lists.WAITING_FOR_US, f"Waiting for {us}", "due"),
            (lists.WAITING_FOR_OTHERS, "Waiting for others", "wait"),
        )
        made = []
        for group, words, kind in headings:
            lines = [line for line in self.lines if line.issue.group == group]
            made.append({"words": words, "kind": kind, "shape": "", "lines": lines, "number": self._number(lines)})
        return [each for each in made if each["lines"]]

    def _number(self, lines: Sequence[Line]) -> str:
        """How many stand under a heading. Where there are more pages it says that these are not all."""
        return f"{len(lines)} on this page" if self.pages > 1 else str(len(lines))

    @property
    def first(self) -> Line | None:
        """The one to do next: what is late and the reader's turn, then what waits for them, then a home to ask.

        Only where the list is in that order.
        """
        if self.search.sort or self.search.tab == lists.CLOSED or self.search.page > 1:
            return None
        mine = [line for line in self.lines if line.mine]
        to_ask = [line for line in self.lines if line.action in ("Ask the home", "Answer")]
        return next(iter(mine or to_ask), None)

    @property
    def first_title(self) -> str:
        """The same as a sentence that starts with a verb."""
        line = self.first
        if line is None:
            return ""
        home = line.issue.home.name
        if line.action in ("Ask the home", "Answer"):
            return f"Ask {home} if it is done" if line.action == "Ask the home" else "Say if it is done"
        verb = "Accept" if line.action == "Accept" else "Go on with"
        return f"{verb}: {line.title.rstrip('.')}, {home}"

    @property
    def first_words(self) -> str:
        line = self.first
        if line is None:
            return ""
        over = over_words(line.issue, self.now)
        when = f"{over[:1].upper()}{over[1:]}" if over else f"Due {line.due}"
        what = "" if line.mine else f"{line.title.rstrip('.')}. "
        return f"{what}{when}. {line.about}."

    @property
    def may_give(self) -> bool:
        return (
            self.by.may(Permission.ASSIGN_ISSUES)
            and self.search.tab != lists.CLOSED
            and any(line.may_give for line in self.lines)
        )

    @property
    def kinds(self) -> list[dict[str, Any]]:
        return self._options([("", "All kinds"), *Kind.choices], self.search.kind)

    @property
    def priorities(self) -> list[dict[str, Any]]:
        return self._options([("", "Any"), *Priority.choices], self.search.priority)

    @property
    def turns(self) -> list[dict[str, Any]]:
        return self._options(
            [("", "Anybody’s"), (lists.FOR_US, "Ours"), (lists.FOR_THEM, "Somebody else’s")], self.search.turn
        )

    @property
    def sorts(self) -> list[dict[str, Any]]:
        return self._options(list(SORT_WORDS.items()), self.search.sort)

    def _options(self, choices: Sequence[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
        return [{"value": value, "text": text, "selected": value == chosen} for value, text in choices]

    @property
    def asked(self) -> list[str]:
        """What the list is narrowed to or sorted by, beside tab and kind, in words."""
        search = self.search
        chosen = [
            self._home_name if search.home_id else "",
            f"“{search.words}” in the title" if search.words else "",
            f"how soon: {Priority(search.priority).label.lower()}" if search.priority else "",
            {lists.FOR_US: "our turn", lists.FOR_THEM: "somebody else’s turn"}.get(search.turn, ""),
            "late" if search.late else "",
        ]
        narrowed = [each for each in chosen if each]
        words = [f"Only {formats.joined(narrowed)}"] if narrowed else []
        return [*words, SORT_WORDS[search.sort]] if search.sort else words

    @property
    def _home_name(self) -> str:
        """The name of the home that the list is narrowed to."""
        return self.issues[0].home.name if self.issues else "this home"

    @property
    def kept(self) -> dict[str, str]:
        """All of the address but the page, for forms that change one part of it."""
        return {name: value for name, value in _parts(self.search).items() if name != "page"}

    def kept_without(self, *names: str) -> dict[str, str]:
        return {name: value for name, value in self.kept.items() if name not in names}

    def address(self, *, name: str = "issues:issues", **changes: Any) -> str:
        """This list with something changed."""
        parts = _parts(replace(self.search, **changes))
        return f"{address_of(name)}{'?' if parts else ''}{urlencode(parts)}"


def _parts(search: Search) -> dict[str, str]:
    parts = {
        "tab": search.tab,
        "kind": search.kind,
        "priority": search.priority,
        "turn": search.turn,
        "q": search.words,
        "sort": search.sort,
        "home": str(search.home_id or ""),
        "late": "1" if search.late else "",
        "page": str(search.page) if search.page > 1 else "",
    }
    return {name: value for name, value in parts.items() if value}


def tabs_of(by: Acting) -> list[tuple[str, str]]:
    """The tabs of this reader, the usual one first."""
    if works_in_home(by):
        return [
            (lists.ALL, by.organisation),
            (lists.CONFIRM, "To confirm"),
            (lists.HANDED_OFF, "Handed off"),
            (lists.CLOSED, "Closed"),
        ]
    if not by.may(Permission.WORK_ISSUES):
        return [
            (lists.ALL, "All homes"),
            (lists.TEAM, by.organisation),
            (lists.CONFIRM, "Homes to confirm"),
            (lists.CLOSED, "Closed"),
        ]
    return [
        (lists.YOURS, "Yours"),
        (lists.TEAM, by.organisation),
        (lists.CONFIRM, "Homes to confirm"),
        (lists.HANDED_OFF, "Handed off"),
        (lists.ALL, "All homes"),
        (lists.CLOSED, "Closed"),
    ]
