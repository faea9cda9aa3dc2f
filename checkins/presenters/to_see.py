"""The list of residents who need someone, as its template draws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.models import Nomination, NominationState, Urgency
from checkins.presenters.nominations import STATES, happened_words, reason_words, urgency_state
from checkins.queries.to_see import PAGE, Tally
from checkins.transitions import events_of, must_be_acknowledged

TABS = (
    ("", "All who wait"),
    ("same_day", "Same day"),
    ("acknowledged", "In hand"),
    ("on_agenda", "On the agenda"),
    ("deferred", "Deferred"),
    ("seen", "Seen"),
    ("withdrawn", "Withdrawn"),
)
MANY = (("acknowledge", "Acknowledge"), ("put_on_agenda", "Put on the agenda"))  # what can be done to several at once


@dataclass(frozen=True)
class Entry:
    """One resident of the list."""

    nomination: Nomination
    by: Acting
    now: datetime

    @property
    def name(self) -> str:
        born = self.nomination.resident.date_of_birth
        return f"{self.nomination.resident.name}, {formats.age(born, formats.in_london(self.now).date())}"

    @property
    def urgency(self) -> State:
        return urgency_state(self.nomination.how_soon)

    @property
    def asked(self) -> str:
        """What the home asked for, where a clinician agreed something else."""
        each = self.nomination
        different = each.agreed_urgency and each.agreed_urgency != each.urgency
        return f"The home asked for “{each.get_urgency_display().lower()}”" if different else ""

    @property
    def why(self) -> str:
        return reason_words(self.nomination.reasons)

    @property
    def phone(self) -> str:
        return self.nomination.contact_phone or self.nomination.home.phone  # type: ignore[attr-defined]  # annotated

    @property
    def raised(self) -> str:
        each = self.nomination
        return f"{formats.day_clock(each.raised_at)}, {each.raised_by_name}, {each.raised_by_organisation_name}"

    @property
    def due(self) -> str:
        """By when somebody must acknowledge it; of whom was taken on for a day that has passed, that nobody has seen them."""
        if self._unseen:
            return f"Taken on {formats.day(self.nomination.acknowledged_at)}, not seen yet"
        by = self.nomination.acknowledge_by
        if by is None or self.nomination.state != NominationState.RAISED:
            return ""
        today = formats.in_london(by).date() == formats.in_london(self.now).date()
        return f"Acknowledge by {formats.clock(by) if today else formats.day_clock(by)}"

    @property
    def _unseen(self) -> bool:
        """Whether a clinician took it on for the same day, and that day has passed."""
        each = self.nomination
        in_hand = each.state in (NominationState.ACKNOWLEDGED, NominationState.TRIAGED)
        if not in_hand or each.how_soon != Urgency.SAME_DAY or each.acknowledged_at is None:
            return False
        return formats.in_london(each.acknowledged_at).date() < formats.in_london(self.now).date()

    @property
    def late(self) -> bool:
        by = self.nomination.acknowledge_by
        unread = self.nomination.state == NominationState.RAISED and by is not None and by < self.now
        return unread or self._unseen

    @property
    def climbed(self) -> str:
        """How many steps of the escalation policy have happened."""
        tier = self.nomination.escalation_tier
        return f"Escalated, step {tier}" if tier and self.nomination.state == NominationState.RAISED else ""

    @property
    def state(self) -> State | None:
        """Its state, where it is not simply waiting."""
        return None if self.nomination.state == NominationState.RAISED else STATES[self.nomination.state]

    @property
    def answer(self) -> str:
        """What became of it."""
        each = self.nomination
        if each.state == NominationState.RAISED:
            return ""
        if each.state == NominationState.ACKNOWLEDGED:
            return f"{each.acknowledged_by_name} acknowledged it, {formats.day_clock(each.acknowledged_at)}"
        return happened_words(each)

    @cached_property
    def events(self) -> frozenset[str]:
        return events_of(self.nomination, by=self.by, today=formats.in_london(self.now).date())


@dataclass(frozen=True)
class ToSeePage:
    """The list: what the address asked for, the counts of all, and the entries of the page."""

    tallies: Sequence[Tally]
    entries: Sequence[Entry]
    by: Acting
    show: str
    home_id: int | None
    number: int

    @property
    def total(self) -> int:
        """How many the chosen tab holds."""
        return self._count(self.show)

    def _count(self, part: str) -> int:
        return sum(each.numbers[part] for each in self.tallies if self.home_id in (None, each.home_id))

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def groups(self) -> Iterator[tuple[State, list[Entry]]]:
        """The entries under how soon they must be seen."""
        for how_soon, entries in groupby(self.entries, key=lambda each: each.nomination.how_soon):
            yield urgency_state(how_soon), list(entries)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "href": self.address(show=part, page=1),
                "count": self._count(part),
                "alert": part == Urgency.SAME_DAY and self._count(part) > 0,
                "current": part == self.show,
            }
            for part, label in TABS
        ]

    @property
    def homes(self) -> list[dict[str, Any]]:
        """The homes that the list can be narrowed to."""
        every = {"value": "", "text": "All homes", "selected": self.home_id is None}
        return [every] + [
            {"value": each.home_id, "text": each.home, "selected": each.home_id == self.home_id}
            for each in self.tallies
        ]

    @property
    def first(self) -> Entry | None:
        """The same-day concern that waits for this person's acknowledgement."""
        may = self.by.may(Permission.ACKNOWLEDGE_NOMINATIONS)
        waits = (each for each in self.entries if must_be_acknowledged(each.nomination))
        return next(waits, None) if may else None

    @property
    def many(self) -> list[tuple[str, str]]:
        """What this person may do to several of the page at once."""
        return [(event, words) for event, words in MANY if any(event in each.events for each in self.entries)]

    @property
    def waits_for_nobody(self) -> bool:
        return not any(each.numbers[""] for each in self.tallies)

    @property
    def home(self) -> Tally | None:
        """The home that the list is narrowed to."""
        return next((each for each in self.tallies if each.home_id == self.home_id), None)

    def address(self, **changes: Any) -> str:
        """This list with something changed."""
        parts = {"show": self.show, "home": self.home_id or "", "page": self.number, **changes}
        kept = {name: value for name, value in parts.items() if value and value != 1}
        return f"{address_of('checkins:to_see')}{'?' if kept else ''}{urlencode(kept)}"

    @property
    def kept(self) -> dict[str, str]:
        return {"show": self.show} if self.show else {}
