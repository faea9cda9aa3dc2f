"""Words for notifications, settings and the state of e-mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.notifications.kinds import Kind, all_kinds, words_of
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.notifications.queries import Delivery
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

MessageState = OutboxMessage.State
_STATES = {
    MessageState.WAITING: ("wait", "Waiting"),
    MessageState.HELD: ("wait", "Held: refused before"),
    MessageState.SENT: ("done", "Sent"),
    MessageState.FAILED: ("overdue", "Failed"),
    MessageState.BOUNCED: ("overdue", "Bounced"),
}
COLUMNS = tuple(_STATES)


@dataclass(frozen=True)
class Group:
    """Notifications under one heading: those that are not read, then those that are, by day."""

    title: str
    lines: list[Notification]


def groups(page: Iterable[Notification], today: date) -> list[Group]:
    """The rows of a page under their headings. Their order is the query's: what is not read comes first."""
    made: list[Group] = []
    for each in page:
        title = _heading(each, today)
        if not made or made[-1].title != title:
            made.append(Group(title, []))
        made[-1].lines.append(each)
    return made


def _heading(each: Notification, today: date) -> str:
    if each.read_at is None:
        return "Not read yet"
    words = formats.near(each.created_at, today)
    return f"Read, from {words}"


def tabs(unread: int, show: str, kind: str) -> list[dict[str, Any]]:
    """All, and what is not read; the kind that is chosen stays chosen."""
    return [
        {"label": "All", "href": address(show="", kind=kind), "current": show != "unread"},
        {"label": "Not read", "href": address(show="unread", kind=kind), "count": unread, "current": show == "unread"},
    ]


def address(*, show: str, kind: str, page: str = "") -> str:
    """The address of the list in this state."""
    asked = {"show": show, "kind": kind, "page": page}
    query = urlencode({name: value for name, value in asked.items() if value})
    return address_of("notifications:notifications") + (f"?{query}" if query else "")


def kind_options(acting: Acting, kind: str) -> list[dict[str, Any]]:
    """The kinds that this person can be told of, for the drop-down list."""
    options = [{"value": "", "text": "All kinds", "selected": not kind}]
    return options + [
        {"value": each.key, "text": each.words, "selected": each.key == kind}
        for each in all_kinds()
        if each.is_for(acting)
    ]


def kinds_of(memberships: Sequence[Acting]) -> list[Kind]:
    """The kinds that a person can be told of in any of their memberships."""
    return [kind for kind in all_kinds() if any(kind.is_for(each) for each in memberships)]


def kind_words(notification: Notification) -> str:
    """What its kind is called."""
    return words_of(notification.kind)


@dataclass(frozen=True)
class ErrorLine:
    """A message that met a difficulty: when it was caused, how it stands, what the server said."""

    caused: str
    state: State
    tries: int
    said: str
    next_try: str


@dataclass(frozen=True)
class DeliveryLines:
    """The state of e-mails in words."""

    facts: list[tuple[str, str]]
    header: list[str]
    days: list[tuple[str, list[str]]]
    errors: list[ErrorLine]
    late: bool


LATE_MINUTES = 15
_SAID = {  # kinds of failure as the outbox keeps them; any other is shown as it is
    "SMTPRecipientsRefused": "Refused",
    "SMTPDataError": "Refused",
    "SMTPServerDisconnected": "Hung up",
    "SMTPAuthenticationError": "Our sign-in refused",
    "TimeoutError": "No answer in time",
    "ConnectionRefusedError": "Not reached",
    "gaierror": "Its name is not known",
}


def delivery_lines(delivery: Delivery, now: datetime) -> DeliveryLines:
    """Numbers by day and state, the oldest that waits, the last difficulties."""
    waited = int((now - delivery.oldest_waiting).total_seconds() // 60) if delivery.oldest_waiting else 0
    oldest = f"Since {formats.day_clock(delivery.oldest_waiting)}" if delivery.oldest_waiting else "Nothing waits"
    facts = [("Oldest that is due and waits", oldest)]
    facts += [(_STATES[state][1], formats.number(delivery.by_state.get(state, 0))) for state in COLUMNS]
    return DeliveryLines(
        facts=facts,
        header=[_STATES[state][1] for state in COLUMNS],
        days=[
            (formats.day(each.day), [formats.number(each.states.get(state, 0)) for state in COLUMNS])
            for each in delivery.days
        ],
        errors=[_error_line(each) for each in delivery.errors],
        late=waited >= LATE_MINUTES,
    )


def _said(error: str) -> str:
    """What the server said: "Refused, code 451". An enhanced code stands alone, as it is kept."""
    kind, _, code = error.partition(" ")
    words = _SAID.get(kind, kind)
    return f"{words}, code {code}" if code else words


def _error_line(message: OutboxMessage) -> ErrorLine:
    waiting = message.state == MessageState.WAITING
    return ErrorLine(
        caused=formats.day_clock(message.created_at),
        state=State(*_STATES[MessageState(message.state)]),
        tries=message.attempts,
        said=_said(message.last_error),
        next_try=formats.day_clock(message.due_at) if waiting else "",
    )
