"""How an issue is said: its state, whose turn it is, when it is due."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.issues.models import Issue, IssueState
from carehomes.issues.queries.record import words_of
from carehomes.ui import formats, states
from carehomes.ui.states import State

STATES: Mapping[str, State] = MappingProxyType(
    {
        IssueState.OPEN: states.OPEN,
        IssueState.ACCEPTED: State("due", "Accepted", "tick"),
        IssueState.IN_PROGRESS: states.IN_PROGRESS,
        IssueState.HANDED_OFF: states.HANDED_OFF,
        IssueState.RESOLVED: states.HOME_TO_CONFIRM,
        IssueState.REOPENED: states.REOPENED,
        IssueState.CLOSED: states.HOME_CONFIRMED,
        IssueState.WITHDRAWN: State("none", "Withdrawn", "cross"),
    }
)
NOBODY = "Nobody yet"


def state_of(issue: Issue) -> State:
    """The state as a tag shows it."""
    return STATES[issue.state]


def title_of(issue: Issue) -> str:
    """What it is; its kind alone for somebody who may not read the words."""
    words = words_of(issue)
    return words.title if words else f"{issue.get_kind_display()} issue {issue.pk}"


def about(issue: Issue) -> str:
    """The resident by name, or that it is about the whole home; nothing where the reader may not know."""
    if issue.resident_id is None:
        return "Whole home"
    resident: Any = issue.resident
    return resident.name if resident else "A resident"


def full_title(issue: Issue) -> str:
    """ "Chart query, Edith Campion"."""
    resident: Any = issue.resident if issue.resident_id else None
    return f"{title_of(issue)}, {resident.name}" if resident else title_of(issue)


def is_late(issue: Issue, now: datetime) -> bool:
    """Past its due moment and not over."""
    return issue.closed_at is None and issue.due_at < now


def turn_of(issue: Issue, by: Acting | None, handed_to: str = "") -> str:
    """Whose turn it is, in words: "You", a name, the home, the outside system, nobody yet."""
    if issue.closed_at:
        return "Nobody"
    if issue.state == IssueState.RESOLVED:
        return issue.home.name
    if issue.state == IssueState.HANDED_OFF:
        return handed_to or "An outside system"
    if by is not None and issue.owner_user_id == by.user_id:
        return "You"
    return issue.owner_name or NOBODY


def owner_words(issue: Issue) -> str:
    """Person and organisation: "Joe Lovage, Westmere PCN"."""
    return together(issue.owner_name, issue.owner_organisation.name)


def together(*parts: str) -> str:
    """The parts that are there, with commas."""
    return ", ".join(part for part in parts if part)


def over_words(issue: Issue, now: datetime) -> str:
    """How long it is late: "1 day over", "due today" when it fell due earlier today; nothing when it is not."""
    if not is_late(issue, now):
        return ""
    days = (london_today(now) - london_today(issue.due_at)).days
    return f"{formats.plural(days, 'day')} over" if days else f"due at {formats.clock(issue.due_at)} today"
