"""Kinds of state: the shape, the colour class and the usual words of each. One table for status, tag and week squares.

Nothing is said by colour alone: every kind has a shape, and whoever uses it gives the words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of state looks: its icon, and the endings of the classes for running text, tags and week squares."""

    icon: str
    status: str
    tag: str
    square: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "overdue": Kind("alert", "overdue", "overdue", "overdue"),
        "urgent": Kind("bolt", "urgent", "urgent", "overdue"),
        "due": Kind("clock", "due", "due", "due"),
        "wait": Kind("hourglass", "wait", "wait", "wait"),
        "out": Kind("out", "out", "out", "none"),
        "done": Kind("tick", "done", "done", "done"),
        "none": Kind("ring", "none", "plain", "none"),
        "plain": Kind("ring", "none", "plain", "none"),
        "unknown": Kind("query", "none", "unknown", "none"),
    }
)


@dataclass(frozen=True, slots=True)
class State:
    """What a presenter hands to a page: a kind, the words for this case, and another shape where the kind's is not apt."""

    kind: str
    words: str
    icon: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is not a kind of state; the kinds are {', '.join(KINDS)}")


OVERDUE = State("overdue", "Overdue")
SAME_DAY = State("urgent", "Same day")
IN_PROGRESS = State("due", "In progress", "pencil")
NO_ANSWER = State("wait", "No answer", "missed")
HOME_TO_CONFIRM = State("wait", "Home to confirm")
REOPENED = State("wait", "Reopened", "back")
HANDED_OFF = State("out", "Handed off")
DONE = State("done", "Done")
HOME_CONFIRMED = State("done", "Home confirmed", "home")
OPEN = State("plain", "Open")
NOT_KNOWN = State("unknown", "Not known")
NOT_ASKED = State("unknown", "Not asked")
