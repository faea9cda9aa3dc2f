"""Residents who need someone, in words: how soon, why, and what has become of them."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import Nomination, NominationState, Reason, Urgency

STATES: Mapping[str, State] = MappingProxyType(
    {
        NominationState.RAISED: State("wait", "Waits"),
        NominationState.ACKNOWLEDGED: State("due", "Acknowledged", "tick"),
        NominationState.TRIAGED: State("due", "Triaged", "tick"),
        NominationState.ON_AGENDA: State("due", "On the agenda"),
        NominationState.SEEN: State("done", "Seen"),
        NominationState.DEFERRED: State("wait", "Deferred"),
        NominationState.WITHDRAWN: State("plain", "Withdrawn"),
    }
)
_URGENCY_KINDS = {Urgency.SAME_DAY: "urgent", Urgency.WITHIN_48_HOURS: "due"}
_REASON_WORDS = [(str(reason), str(reason.label)) for reason in Reason]


def reason_words(reasons: Sequence[str]) -> str:
    """ "Change in condition, soft signs"."""
    words = [label for value, label in _REASON_WORDS if value in reasons]
    return ", ".join(
        [
            *words[:1],
            *(word if word.isupper() or word[1:2].isupper() else word[0].lower() + word[1:] for word in words[1:]),
        ]
    )


def urgency_state(urgency: str) -> State:
    """How soon, as a mark."""
    return State(_URGENCY_KINDS.get(Urgency(urgency), "plain"), str(Urgency(urgency).label))


# What has become of it: who and when, after the word of its state.
_HAPPENED: Mapping[str, Callable[[Nomination], str]] = MappingProxyType(
    {
        NominationState.RAISED: lambda each: f" since {formats.day_clock(each.raised_at)}",
        NominationState.ACKNOWLEDGED: lambda each: (
            f" by {each.acknowledged_by_name}, {formats.day_clock(each.acknowledged_at)}"
        ),
        NominationState.TRIAGED: lambda each: f" by {each.agreed_by_name}, {formats.day_clock(each.agreed_at)}",
        NominationState.ON_AGENDA: lambda each: " of the next round",
        NominationState.SEEN: lambda each: (
            f" by {each.seen_by_name}, {formats.day_clock(each.seen_at)}, {each.get_contact_display().lower()}"
        ),
        NominationState.DEFERRED: lambda each: f" to {formats.day(each.deferred_until)}: {each.deferred_reason}",
        NominationState.WITHDRAWN: lambda each: (
            f" by {each.withdrawn_by_name}, {formats.day_clock(each.withdrawn_at)}: {each.withdrawn_reason}"
        ),
    }
)


def happened_words(nomination: Nomination) -> str:
    """ "Acknowledged by Anna Betony, Wed 25 Nov, 10:50"."""
    return f"{STATES[nomination.state].words}{_HAPPENED[nomination.state](nomination)}"


def nomination_words(nomination: Nomination) -> dict[str, Any]:
    """A nomination in one line, with what became of it."""
    return {
        "nomination": nomination,
        "name": nomination.resident.name,
        "urgency": urgency_state(nomination.how_soon),
        "why": reason_words(nomination.reasons),
        "state": STATES[nomination.state],
        "note": happened_words(nomination),
    }
