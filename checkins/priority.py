"""Who of a home is seen first: reasons with weights, computed by pure rules. The team's own order stands beside it and wins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checkins.models import NominationState, Urgency

OBSERVED_WITHIN = timedelta(days=3)  # an older score says nothing of today
NOTICED_WITHIN = timedelta(days=3)
NEW_DAYS = 14  # after arriving or coming back
NOT_SEEN_DAYS = 90
ABOVE_BASELINE = 2  # points

WEIGHT_WORDS: Mapping[str, str] = {
    "same_day": "Named for today",
    "within_48_hours": "Named within 48 hours",
    "this_round": "Named for this round",
    "routine": "Named, routine",
    "news2_high": "NEWS2 7 or more",
    "news2_medium": "NEWS2 5 or 6",
    "news2_low_medium": "3 in one NEWS2 parameter",
    "news2_above_baseline": "NEWS2 2 or more above their own baseline",
    "soft_signs": "Soft signs",
    "deferred_due": "Deferred, and the day has come",
    "back_from_hospital": "Back from hospital in the last 14 days",
    "new_resident": "New in the last 14 days",
    "not_seen": "No recorded contact for 90 days",
}
_BANDS: Mapping[str, str] = {
    "high": "news2_high",
    "medium": "news2_medium",
    "low-medium": "news2_low_medium",
}


@dataclass(frozen=True, slots=True)
class Named:
    """An open nomination of the resident: how soon, its state, the day it was deferred to."""

    how_soon: str
    state: str
    deferred_until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules may look at, of one resident."""

    resident_id: int
    name: str
    room: str = ""
    named: Sequence[Named] = ()
    news2_total: int | None = None
    news2_band: str = ""
    observed_at: datetime | None = None
    baseline_total: int | None = None
    noticed_at: datetime | None = None
    arrived_on: date | None = None
    back_on: date | None = None
    last_contact_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words, with its weight."""

    key: str
    words: str
    weight: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One resident's place: computed reasons, the heaviest first, and their sum."""

    resident_id: int
    name: str
    room: str
    place: int
    weight: int
    reasons: tuple[Reason, ...]


def ranked(facts: Iterable[Facts], weights: Mapping[str, int], *, now: datetime, today: date) -> list[Entry]:
    """Those with any reason but the long silence alone, the heaviest first; of equal weight the one longer not seen, then by name."""
    found = [(each, reasons_for(each, weights, now=now, today=today)) for each in facts]
    listed = [(each, reasons) for each, reasons in found if {reason.key for reason in reasons} - {"not_seen"}]
    listed.sort(
        key=lambda pair: (-_sum(pair[1]), pair[0].last_contact_on or date.min, pair[0].name, pair[0].resident_id)
    )
    return [
        Entry(each.resident_id, each.name, each.room, place, _sum(reasons), reasons)
        for place, (each, reasons) in enumerate(listed, start=1)
    ]


def _sum(reasons: Iterable[Reason]) -> int:
    return sum(each.weight for each in reasons)


def reasons_for(facts: Facts, weights: Mapping[str, int], *, now: datetime, today: date) -> tuple[Reason, ...]:
    """Why this resident comes sooner. Of several nominations the most urgent counts, once."""
    keys = [*_named(facts, today), *_measured(facts, now), *_happened(facts, now, today)]
    found = [Reason(key, WEIGHT_WORDS[key], weights[key]) for key in keys if weights.get(key)]
    return tuple(sorted(found, key=lambda each: -each.weight))


def _named(facts: Facts, today: date) -> list[str]:
    waiting = [each for each in facts.named if each.state != NominationState.DEFERRED]
    due = [
        each
        for each in facts.named
        if each.state == NominationState.DEFERRED and each.deferred_until and each.deferred_until <= today
    ]
    order = list(Urgency.values)
    soonest = min((each.how_soon for each in (*waiting, *due)), key=order.index, default="")
    return [*([soonest] if soonest else []), *(["deferred_due"] if due else [])]


def _measured(facts: Facts, now: datetime) -> list[str]:
    if facts.observed_at is None or now - facts.observed_at > OBSERVED_WITHIN or facts.news2_total is None:
        return []
    above = facts.baseline_total is not None and facts.news2_total >= facts.baseline_total + ABOVE_BASELINE
    return [
        *([_BANDS[facts.news2_band]] if facts.news2_band in _BANDS else []),
        *(["news2_above_baseline"] if above else []),
    ]


def _happened(facts: Facts, now: datetime, today: date) -> list[str]:
    found = []
    if facts.noticed_at and now - facts.noticed_at <= NOTICED_WITHIN:
        found.append("soft_signs")
    if facts.back_on and 0 <= (today - facts.back_on).days <= NEW_DAYS:
        found.append("back_from_hospital")
    if facts.arrived_on and 0 <= (today - facts.arrived_on).days <= NEW_DAYS:
        found.append("new_resident")
    if facts.last_contact_on is None or (today - facts.last_contact_on).days > NOT_SEEN_DAYS:
        found.append("not_seen")
    return found
