"""Who may prescribe: a flag and a scope of practice on a membership (seed row 000-10). A fact that colleagues see, and no permission."""

from dataclasses import dataclass

from django.db import models

from carehomes.access.refusals import RefusedError
from carehomes.access.roles import ROLES


class Prescribing(models.TextChoices):
    """The two states that count for a structured medication review: a prescribing qualification, or training towards one."""

    INDEPENDENT = "independent", "Independent prescriber"
    IN_TRAINING = "in_training", "In prescribing training"


PRESCRIBERS = tuple(key for key, role in ROLES.items() if role.may_prescribe)
LONGEST_SCOPE = 80


@dataclass(frozen=True, slots=True)
class Prescriber:
    """Whether somebody prescribes, and in what: a value of `Prescribing` or "", and their scope of practice in a few words."""

    prescribing: str = ""
    scope: str = ""

    @property
    def words(self) -> str:
        """As it stands behind a name: "independent prescriber (respiratory)". Empty for whoever does not prescribe."""
        if not self.prescribing:
            return ""
        label = str(Prescribing(self.prescribing).label)
        return f"{label[0].lower()}{label[1:]}{f' ({self.scope})' if self.scope else ''}"

    def refuse_for(self, role: str) -> None:
        """RefusedError: the role cannot prescribe, or the scope is missing."""
        if self.prescribing and role not in PRESCRIBERS:
            raise RefusedError(f"A {ROLES[role].name.lower()} cannot be a prescriber", "prescribing")
        if self.prescribing and not self.scope:
            raise RefusedError("Enter their scope of practice, such as respiratory", "scope_of_practice")

    def fields(self) -> dict[str, str]:
        """The columns of a membership or an invitation. Without prescribing there is no scope."""
        return {"prescribing": self.prescribing, "scope_of_practice": self.scope if self.prescribing else ""}


NO_PRESCRIBER = Prescriber()
