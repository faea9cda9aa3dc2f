"""To whom something in a check-in would go, and by when: said before the check-in is completed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.issues.models import Kind
from carehomes.issues.queries.people import Team, candidates_for
from carehomes.issues.queries.policies import due_for
from carehomes.issues.rules import USUAL_PRIORITY, Owner, first_owner


@dataclass(frozen=True, slots=True)
class GoesTo:
    """The owner that an issue of this kind would have, and its due time."""

    owner: Owner
    by: datetime


def goes_to(home_id: int, kinds: Iterable[str], by: Acting, now: datetime) -> dict[str, GoesTo]:
    """For each kind of issue. Three queries, and one for each kind."""
    wanted = list(dict.fromkeys(kinds))
    if not wanted:
        return {}
    candidates = candidates_for(Team(home_id))
    last = Owner(by.organisation_id, by.organisation)
    found = {}
    for kind in wanted:
        owner, priority = first_owner(kind, candidates, last), USUAL_PRIORITY[Kind(kind)]
        due = due_for(owner.organisation_id, kind, priority, london_today(now))
        found[kind] = GoesTo(owner, due.after(now))
    return found
