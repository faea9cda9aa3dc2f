"""Due times in words: the table of a version, and when something raised now would be due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carehomes.deadlines import add_working_hours
from carehomes.issues.models import DuePolicy, DueTime, Kind, Priority
from carehomes.issues.presenters.policies import dates_of, state_of
from carehomes.ui import formats
from carehomes.ui.states import State

_KINDS, _PRIORITIES = dict(Kind.choices), dict(Priority.choices)


@dataclass(frozen=True)
class DuePage:
    """One version in words."""

    policy: DuePolicy
    now: datetime

    @property
    def title(self) -> str:
        return f"Due times, version {self.policy.version}"

    @property
    def state(self) -> State:
        return state_of(self.policy, self.now.date())

    @property
    def dates(self) -> str:
        return dates_of(self.policy)

    @property
    def hours(self) -> str:
        return f"{formats.span(self.policy.opens, self.policy.closes)} on working days"

    @property
    def rows(self) -> list[dict[str, str]]:
        """The times of all kinds, then the exceptions."""
        return [self._row(each) for each in self.policy.times.all()]

    def _row(self, each: DueTime) -> dict[str, str]:
        due = add_working_hours(self.now, each.working_hours, opens=self.policy.opens, closes=self.policy.closes)
        return {
            "kind": str(_KINDS.get(each.kind, "All kinds")),
            "priority": str(_PRIORITIES[each.priority]),
            "hours": formats.plural(each.working_hours, "working hour"),
            "due": formats.day_clock(due),
        }


def version_rows(policies: Iterable[DuePolicy], today: date) -> list[dict[str, Any]]:
    """The lines of the list."""
    return [
        {
            "policy": each,
            "title": f"Version {each.version}",
            "note": f"{dates_of(each)}. {formats.span(each.opens, each.closes)}{_agreed(each)}",
            "state": state_of(each, today),
        }
        for each in policies
    ]


def _agreed(policy: DuePolicy) -> str:
    return f". {policy.source}" if policy.source else ""
