"""Escalation policies in words, and what one would do to something that is due today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carehomes.deadlines import HOURS_A_DAY, add_working_hours
from carehomes.issues.escalation import moments, repeated
from carehomes.issues.models import Clock, EscalationPolicy, EscalationTier, Told
from carehomes.issues.presenters.versions import VersionPage
from carehomes.ui import formats

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
class PolicyPage(VersionPage):
    """One version of an escalation policy in words."""

    policy: EscalationPolicy

    @property
    def kind(self) -> str:
        return self.policy.name

    @property
    def line(self) -> str:
        return self.title

    @property
    def note(self) -> str:
        return f"{self.about}. {self.dates}"

    @property
    def about(self) -> str:
        return self.policy.get_about_display() or "All kinds"

    @property
    def steps(self) -> Sequence[tuple[str, str]]:
        """When each step comes and whom it tells."""
        steps = [(after_words(each.after_minutes, self.policy.clock), tells_words(each.tells)) for each in self._tiers]
        again = after_words(self.policy.repeat_minutes, self.policy.clock)
        return [*steps, (again, "The last step again, until somebody takes it up")] if steps else []

    @property
    def preview(self) -> Sequence[tuple[str, str]]:
        """When each step would come for something that falls due now, if nobody did anything."""
        due = add_working_hours(self.now, 0) if self.policy.clock == Clock.WORKING else self.now
        at = moments(due, [each.after_minutes for each in self._tiers], self.policy.clock)
        if not at:
            return []
        steps = [
            (formats.day_clock(moment), tells_words(each.tells)) for moment, each in zip(at, self._tiers, strict=True)
        ]
        again = repeated(at[-1], self.policy.repeat_minutes, self.policy.clock)
        return [*steps, (formats.day_clock(again), "The last step again")]

    @property
    def _tiers(self) -> Sequence[EscalationTier]:
        return list(self.policy.tiers.all())
