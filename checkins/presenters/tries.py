"""The calls of today that found nobody, in words: when they were, when to try again, what happens if nobody answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from carehomes.ui import formats
from checkins.models import Attempt

OUTCOME_WORDS = {
    Attempt.Outcome.NO_ANSWER: "No answer",
    Attempt.Outcome.ENGAGED: "Engaged",
    Attempt.Outcome.WRONG_NUMBER: "Wrong number",
}


def at_of(entry: Mapping[str, str]) -> datetime:
    """When a call was, on a clock in London."""
    return formats.in_london(datetime.fromisoformat(entry["at"]))


def _ring_back(entry: Mapping[str, str], *, today: bool) -> str:
    """A home that was reached: when it asked to be rung, and when it asked, where that is not said by the other."""
    at = f" at {formats.clock(time.fromisoformat(entry['back']))}" if entry["back"] else ""
    if at and today:
        return f"Ring back{at}"
    return f"Asked {formats.day_clock(at_of(entry))} to be rung back{at}"


@dataclass(frozen=True)
class Tries:
    """The attempts of one check-in, oldest first, as the database gives them: at, outcome, back, again."""

    attempts: Sequence[Mapping[str, str]]
    now: datetime

    @cached_property
    def todays(self) -> list[Mapping[str, str]]:
        today = formats.in_london(self.now).date()
        return [each for each in self.attempts if at_of(each).date() == today]

    @property
    def words(self) -> str:
        """ "No answer 09:12, 09:40", or when the home asked to be rung."""
        shown = self.todays or list(self.attempts)[-1:]
        if not shown:
            return ""
        last = shown[-1]
        if last["outcome"] == Attempt.Outcome.RING_BACK:
            return _ring_back(last, today=bool(self.todays))
        outcome = OUTCOME_WORDS[Attempt.Outcome(last["outcome"])]
        if not self.todays:
            return f"{outcome} {formats.day(at_of(last))}"
        unanswered = [each for each in shown if each["outcome"] != Attempt.Outcome.RING_BACK]
        return f"{outcome} {', '.join(formats.clock(at_of(each)) for each in unanswered)}"

    @property
    def again_at(self) -> datetime | None:
        """When to try again today; None: there is no further try, or there was none yet."""
        last = self.todays[-1] if self.todays else None
        return formats.in_london(datetime.fromisoformat(last["again"])) if last and last["again"] else None

    @property
    def found_nobody(self) -> bool:
        """Whether the last call of today was not answered at all."""
        return bool(self.todays) and self.todays[-1]["outcome"] != Attempt.Outcome.RING_BACK

    @property
    def waits(self) -> bool:
        """Whether it is too early to ring again."""
        return self.again_at is not None and self.again_at > self.now

    @property
    def next_words(self) -> str:
        """What to do next: "Try again at 11:40"."""
        if not self.found_nobody:
            return ""
        if self.again_at is None:
            return "No further try is planned today"
        return f"Try again at {formats.clock(self.again_at)}" if self.waits else "Try again now"
