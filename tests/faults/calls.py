"""Which of the demo area's calls each fault test may make: given out once, so that no test depends on what ran before it."""

from dataclasses import dataclass
from typing import Self

from tests.stack import Stack

AT_LEAST = 8  # calls made while parts are killed
AT_MOST = 14

Call = tuple[int, int, int]
"""(home, check-in, a resident)."""

_OPEN = """
    SELECT c.home_id, c.id, (SELECT min(r.id) FROM residents_resident r WHERE r.home_id = c.home_id AND r.state = 'in_home')
    FROM checkins_checkin c
    JOIN directory_homerelationship h ON h.home_id = c.home_id AND h.kind = 'pcn' AND h.ends_on IS NULL
    JOIN access_organisation o ON o.id = h.organisation_id AND o.name = 'Westmere PCN'
    WHERE c.week = date_trunc('week', now() AT TIME ZONE 'Europe/London')::date AND c.state = 'scheduled' ORDER BY c.id
"""


@dataclass(frozen=True)
class Calls:
    """This week's calls of Westmere PCN that nobody has begun."""

    of_six_hands: Call
    of_two_people: Call
    of_a_wait: Call
    while_killing: list[Call]

    @classmethod
    def given_out(cls, product: Stack) -> Self:
        six_hands, two_people, a_wait, *rest = [(home, call, resident) for home, call, resident in product.sql(_OPEN)]
        assert len(rest) >= AT_LEAST
        return cls(six_hands, two_people, a_wait, rest[:AT_MOST])


def sections(product: Stack) -> list[str]:
    """The keys of the sections that the form of today asks."""
    ((found,),) = product.sql("SELECT sections FROM checkins_formversion ORDER BY number DESC LIMIT 1")
    return [section["key"] for section in found]
