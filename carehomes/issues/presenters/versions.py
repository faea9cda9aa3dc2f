"""A version of a policy in words: what it is called, whether it holds, from when. Each kind of policy adds what it says."""

from dataclasses import dataclass
from datetime import date, datetime

from carehomes.deadlines import london_today
from carehomes.issues.models import PolicyState, PolicyVersion
from carehomes.ui import formats
from carehomes.ui.states import State


@dataclass(frozen=True)
class VersionPage:
    """One version in words, on its own page and as a line of the list."""

    policy: PolicyVersion
    now: datetime

    @property
    def kind(self) -> str:
        """What its versions are versions of."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        return f"{self.kind}, version {self.policy.version}"

    @property
    def line(self) -> str:
        """Its title in a list of one kind."""
        return f"Version {self.policy.version}"

    @property
    def note(self) -> str:
        """What stands below its title in a list."""
        raise NotImplementedError

    @property
    def state(self) -> State:
        return state_of(self.policy, london_today(self.now))

    @property
    def dates(self) -> str:
        """From when, and until when where a later version is known."""
        if self.policy.valid_from is None:
            return "Not published"
        until = f" until {formats.long_date(self.policy.valid_to)}" if self.policy.valid_to else ""
        return f"From {formats.long_date(self.policy.valid_from)}{until}"


def state_of(policy: PolicyVersion, today: date) -> State:
    """Draft, to come, in force, or over."""
    if policy.state == PolicyState.DRAFT:
        return State("none", "Draft", "pencil")
    if policy.valid_from and policy.valid_from > today:
        return State("due", "To come")
    if policy.valid_to and policy.valid_to <= today:
        return State("none", "Succeeded", "tick")
    return State("done", "In force")
