"""When what is late is told to whom: pure rules over a policy's tiers. Issues use them, and residents who must be seen today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from carehomes.deadlines import add_working_hours
from carehomes.deadlines.working_hours import CLOSES, OPENS
from carehomes.issues.models.policies import Clock

MINUTES = 60


@dataclass(frozen=True)
class Tier:
    """One step: so many minutes after it was due, on the policy's clock, these are told (values of `Told`)."""

    after_minutes: int
    tells: tuple[str, ...]


def moments(
    due_at: datetime, after_minutes: Iterable[int], clock: str, opens: time = OPENS, closes: time = CLOSES
) -> list[datetime]:
    """When each tier happens, if nothing is done until then. Working hours never run at night; the other clock never stops."""
    if clock == Clock.WORKING:
        return [add_working_hours(due_at, minutes / MINUTES, opens=opens, closes=closes) for minutes in after_minutes]
    begins = due_at.astimezone(UTC)  # adding to a time in London moves its clocks, which may have changed meanwhile
    return [begins + timedelta(minutes=minutes) for minutes in after_minutes]


def next_moment(escalates_at: Sequence[datetime], happened: int) -> datetime | None:
    """The first moment that has not happened yet, after so many tiers; None when all have."""
    return escalates_at[happened] if happened < len(escalates_at) else None


def repeated(now: datetime, every_minutes: int, clock: str) -> datetime:
    """When the last step comes again, after it has come now. Counted from now: a scheduler that was away makes up for nothing."""
    return moments(now, [every_minutes], clock)[0]


def problems(tiers: Sequence[Tier]) -> list[str]:
    """Why a policy with these tiers cannot be published, in words for whoever wrote it. Empty: it can."""
    found = []
    if not tiers:
        found.append("Add at least one step")
    times = [tier.after_minutes for tier in tiers]
    if times != sorted(set(times)):
        found.append("Each step must come later than the one before it")
    if any(not tier.tells for tier in tiers):
        found.append("Say whom each step tells")
    return found
