"""Residents who need someone, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui import formats
from checkins.models import Nomination, NominationState, Urgency
from checkins.presenters.call import reason_words, urgency_state
from checkins.queries.to_see import PAGE, Tally
from checkins.transitions import events_of

TABS = (
    ("", "All who wait", NominationState.RAISED, ""),
    (Urgency.SAME_DAY, "Same day", NominationState.RAISED, Urgency.SAME_DAY),
    (Urgency.WITHIN_48_HOURS, "Within 48 hours", NominationState.RAISED, Urgency.WITHIN_48_HOURS),
    (Urgency.THIS_ROUND, "This round", NominationState.RAISED, Urgency.THIS_ROUND),
    (Urgency.ROUTINE, "Routine", NominationState.RAISED, Urgency.ROUTINE),
    (NominationState.ACKNOWLEDGED, "Acknowledged", NominationState.ACKNOWLEDGED, ""),
    (NominationState.WITHDRAWN, "Withdrawn", NominationState.WITHDRAWN, ""),
)
SHOWS = {key: (str(state), str(urgency)) for key, _, state, urgency in TABS}


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
    def urgency(self) -> Any:
        return urgency_state(self.nomination.urgency)

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
        """By when somebody must acknowledge it, and whether that time has passed."""
        by = self.nomination.acknowledge_by
        if by is None or self.nomination.state != NominationState.RAISED:
            return ""
        today = formats.in_london(by).date() == formats.in_london(self.now).date()
        return f"Acknowledge by {formats.clock(by) if today else formats.day_clock(by)}"

    @property
    def late(self) -> bool:
        by = self.nomination.acknowledge_by
        return self.nomination.state == NominationState.RAISED and by is not None and by < self.now

    @property
    def answer(self) -> str:
        """What became of it."""
        each = self.nomination
        if each.state == NominationState.ACKNOWLEDGED:
            return f"{each.acknowledged_by_name} acknowledged it, {formats.day_clock(each.acknowledged_at)}"
        if each.state == NominationState.WITHDRAWN:
            return (
                f"{each.withdrawn_by_name} withdrew it, {formats.day_clock(each.withdrawn_at)}: {each.withdrawn_reason}"
            )
        return ""

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
        return self._count(*SHOWS[self.show])

    def _count(self, state: str, urgency: str) -> int:
        return sum(
            each.number
            for each in self.tallies
            if each.state == state and urgency in ("", each.urgency) and self.home_id in (None, each.home_id)
        )

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "label": label,
                "href": self.address(show=key, page=1),
                "count": self._count(str(state), str(urgency)),
                "alert": key == Urgency.SAME_DAY and self._count(str(state), str(urgency)) > 0,
                "current": key == self.show,
            }
            for key, label, state, urgency in TABS
        ]

    @property
    def homes(self) -> list[dict[str, Any]]:
        """The homes that the list can be narrowed to."""
        named = {each.home_id: each.home for each in self.tallies}
        every = {"value": "", "text": "All homes", "selected": self.home_id is None}
        return [every] + [{"value": key, "text": name, "selected": key == self.home_id} for key, name in named.items()]

    @property
    def first(self) -> Entry | None:
        """The same-day concern that waits for this person's acknowledgement."""
        may = self.by.may(Permission.ACKNOWLEDGE_NOMINATIONS)
        waits = (each for each in self.entries if each.due)
        return next(waits, None) if may else None

    @property
    def waits_for_nobody(self) -> bool:
        return not any(each.state == NominationState.RAISED for each in self.tallies)

    def address(self, **changes: Any) -> str:
        """This list with something changed."""
        parts = {"show": self.show, "home": self.home_id or "", "page": self.number, **changes}
        kept = {name: value for name, value in parts.items() if value and value != 1}
        return f"{reverse('checkins:to_see')}{'?' if kept else ''}{urlencode(kept)}"

    @property
    def kept(self) -> dict[str, str]:
        return {"show": self.show} if self.show else {}
