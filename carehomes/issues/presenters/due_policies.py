"""Due times in words: the table of a version, and when something raised now would be due."""

from dataclasses import dataclass

from carehomes.deadlines import add_working_hours
from carehomes.issues.models import DuePolicy, DueTime, Kind, Priority
from carehomes.issues.presenters.versions import VersionPage
from carehomes.ui import formats

_KINDS, _PRIORITIES = dict(Kind.choices), dict(Priority.choices)


@dataclass(frozen=True)
class DuePage(VersionPage):
    """One version of due times in words."""

    policy: DuePolicy

    @property
    def kind(self) -> str:
        return "Due times"

    @property
    def note(self) -> str:
        open_hours = formats.span(self.policy.opens, self.policy.closes)
        return ". ".join(filter(None, (self.dates, open_hours, self.policy.source)))

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
