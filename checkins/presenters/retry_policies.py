"""The tries of unanswered calls in words: when each comes, with an example, and when it becomes an issue."""

from dataclasses import dataclass
from datetime import date, datetime, time

from carehomes.deadlines import LONDON, london_today
from carehomes.issues.presenters.versions import VersionPage
from carehomes.issues.queries.policies import holding_today
from carehomes.ui import formats
from checkins.models import RetryPolicy
from checkins.queries.policies import retry_policies_of
from checkins.rules import next_try

FIRST, WINDOW_ENDS = time(10), time(16)  # of the example
HOUR = 60


def length(minutes: int) -> str:
    """ "45 minutes", "2 hours", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, HOUR)
    words = [formats.plural(hours, "hour") if hours else "", formats.plural(rest, "minute") if rest else ""]
    return " ".join(filter(None, words))


def about(policy: RetryPolicy) -> str:
    """ "3 tries on one day: again after 1 hour, then after 2 hours"."""
    if not policy.waits:
        return "1 try on one day"
    first, *rest = map(length, policy.waits)
    after = "".join(f", then after {each}" for each in rest)
    return f"{len(policy.waits) + 1} tries on one day: again after {first}{after}"


@dataclass(frozen=True)
class RetryPage(VersionPage):
    """One version of the tries in words."""

    policy: RetryPolicy

    @property
    def kind(self) -> str:
        return "Unanswered calls"

    @property
    def note(self) -> str:
        return ". ".join(filter(None, (self.dates, about(self.policy), self.policy.source)))

    @property
    def rows(self) -> list[dict[str, str]]:
        """Each try, then what becomes of it; the example is a first try at 10:00 in a window that ends at 16:00."""
        at = datetime.combine(london_today(self.now), FIRST, LONDON)
        rows = [_row("Try 1", "When the home is rung", formats.clock(at))]
        for number, wait in enumerate(self.policy.waits, start=1):
            again = next_try(at, number, self.policy.waits, WINDOW_ENDS).again_at
            when = f"{length(wait)} later"
            if again is None:
                ends = formats.clock(WINDOW_ENDS)
                rows.append(_row(f"Try {number + 1}", when, f"None: the home’s window ends at {ends}"))
                break
            at = again
            rows.append(_row(f"Try {number + 1}", when, formats.clock(at)))
        return [*rows, self._raised(at, len(rows))]

    def _raised(self, last: datetime, tries: int) -> dict[str, str]:
        raised = next_try(last, tries, self.policy.waits, WINDOW_ENDS).escalates_at
        when = "After the last try, or at the end of the home’s window where a try was not made"
        return _row("“Home does not answer” is raised", when, formats.clock(raised))


def _row(what: str, when: str, example: str) -> dict[str, str]:
    return {"what": what, "when": when, "example": example}


def holding_facts(organisation_id: int, today: date) -> list[tuple[str, str]]:
    """For the page of escalation: what this organisation's homes get today."""
    holding = holding_today(retry_policies_of(organisation_id), today)
    return [("When nobody answers", about(holding)), ("Then", "“Home does not answer” is raised")] if holding else []
