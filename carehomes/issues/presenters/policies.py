"""Escalation policies in words, and what one would do to something that is due today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carehomes.deadlines import HOURS_A_DAY, add_working_hours
from carehomes.issues.escalation import moments, repeated
from carehomes.issues.models import Clock, EscalationPolicy, EscalationTier, PolicyState, PolicyVersion, Told
from carehomes.ui import formats
from carehomes.ui.states import State

HOUR = 60
DAY = HOURS_A_DAY * HOUR
_TOLD = dict(Told.choices)


def after_words(minutes: int, clock: str) -> str:
    """ "When it is due", "8 working hours later", "30 minutes later"."""
    if minutes == 0:
        return "When it is due"
    working = "working " if clock == Clock.WORKING else ""
    if clock == Clock.WORKING and minutes % DAY == 0:
        return f"{formats.plural(minutes // DAY, 'working day')} later"
    if minutes % HOUR == 0:
        return f"{formats.plural(minutes // HOUR, f'{working}hour')} later"
    return f"{formats.plural(minutes, f'{working}minute')} later"


def tells_words(tells: Iterable[str]) -> str:
    """Whom a step tells, as a list in a sentence."""
    words = [str(_TOLD[each]) for each in tells]
    return formats.joined([words[0], *(each[:1].lower() + each[1:] for each in words[1:])]) if words else ""


@dataclass(frozen=True)
class PolicyPage:
    """One version in words."""

    policy: EscalationPolicy
    now: datetime

    @property
    def state(self) -> State:
        return state_of(self.policy, self.now.date())

    @property
    def steps(self) -> Sequence[tuple[str, str]]:
        tiers = list(self.policy.tiers.all())
        steps = [(after_words(each.after_minutes, self.policy.clock), tells_words(each.tells)) for each in tiers]
        again = after_words(self.policy.repeat_minutes, self.policy.clock)
        return [*steps, (again, "The last step again, until somebody takes it up")] if steps else []

    @property
    def dates(self) -> str:
        return dates_of(self.policy)


def state_of(policy: PolicyVersion, today: date) -> State:
    """Draft, to come, in force, or over."""
    if policy.state == PolicyState.DRAFT:
        return State("none", "Draft", "pencil")
    if policy.valid_from and policy.valid_from > today:
        return State("due", "To come")
    if policy.valid_to and policy.valid_to <= today:
        return State("none", "Succeeded", "tick")
    return State("done", "In force")


def dates_of(policy: PolicyVersion) -> str:
    """From when, and until when where a later version is known."""
    if policy.valid_from is None:
        return "Not published"
    until = f" until {formats.long_date(policy.valid_to)}" if policy.valid_to else ""
    return f"From {formats.long_date(policy.valid_from)}{until}"


def policy_rows(policies: Iterable[EscalationPolicy], today: date) -> list[dict[str, Any]]:
    """The lines of the list."""
    return [
        {
            "policy": each,
            "title": f"{each.name}, version {each.version}",
            "about": each.get_about_display() or "All kinds",
            "state": state_of(each, today),
            "dates": dates_of(each),
        }
        for each in policies
    ]


def preview_of(policy: EscalationPolicy, now: datetime) -> list[tuple[str, str]]:
    """When each step would come for something that falls due now, if nobody did anything."""
    tiers: list[EscalationTier] = list(policy.tiers.all())
    due = add_working_hours(now, 0) if policy.clock == Clock.WORKING else now
    at = moments(due, [each.after_minutes for each in tiers], policy.clock)
    steps = [(formats.day_clock(moment), tells_words(each.tells)) for moment, each in zip(at, tiers, strict=True)]
    if not at:
        return []
    return [*steps, (formats.day_clock(repeated(at[-1], policy.repeat_minutes, policy.clock)), "The last step again")]
