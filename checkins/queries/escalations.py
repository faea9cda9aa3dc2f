"""What became of residents who were named for a NEWS2 score or for soft signs, in numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections

from carehomes.access.scopes import alias


@dataclass(frozen=True, slots=True)
class Escalations:
    """Nominations for one reason in a time, and what happened.

    `in_time`: same-day ones acknowledged within their policy's time. `climbed`: told further because they were not.
    `to_hospital`: the resident went to hospital within 7 days of being named. `median`: until the contact, of those seen.
    """

    reason: str
    named: int
    same_day: int
    in_time: int
    climbed: int
    seen: int
    withdrawn: int
    waiting: int
    to_hospital: int
    median: timedelta | None


def escalations_between(first: datetime, until: datetime) -> dict[str, Escalations]:
    """By reason ("news2", "soft_signs") of the homes whose numbers the scope may see; a reason without any is left out.

    Somebody who was named for both is counted under each. One query.
    """
    with connections[alias()].cursor() as cursor:
        cursor.execute("SELECT * FROM escalations_in_numbers(%s, %s)", [first, until])
        return {row[0]: Escalations(*row) for row in cursor.fetchall()}
