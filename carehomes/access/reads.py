"""The log of readings: every page that shows a resident says so here, in the transaction of the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.planned import fetched
from carehomes.access.scopes import current

# As SQL: whatever the parts of a page show is one statement of three arrays, and not as many rows to write out as it shows residents.
_LOG = """
    INSERT INTO access_readlog
        (read_at, user_id, person, membership_id, organisation_id, organisation_name, request_id, screen, resident_id, home_id)
    SELECT %s, %s, %s, %s, %s, %s, %s::uuid, shown.screen, shown.resident_id, shown.home_id
    FROM unnest(%s::text[], %s::bigint[], %s::bigint[]) AS shown (screen, resident_id, home_id)
"""


@dataclass
class _Readings:
    """What one membership has read in a scope so far. Called when the scope ends, it is logged."""

    by: Acting
    request_id: str
    shown: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self) -> None:
        by, request_id = self.by, self.request_id or None
        reader = (
            timezone.now(),
            by.user_id,
            by.person,
            by.membership_id,
            by.organisation_id,
            by.organisation,
            request_id,
        )
        columns: list[Any] = [list(each) for each in zip(*self.shown, strict=True)]
        fetched(_LOG, [*reader, *columns])


def record_reads(residents: Iterable[tuple[int, int]], *, screen: str, by: Acting) -> None:
    """Logs that `by` read these residents, given as (resident id, home id), on this screen. One statement for all parts of a page.

    It is written when the scope of the membership ends, before its transaction does: what cannot be logged is not shown either.
    Where nobody acts in a membership, as on the command line, it is written at once.
    """
    shown = [(screen, resident_id, home_id) for resident_id, home_id in residents]
    if not shown:
        return
    scope = current()
    if scope is None or scope.acting is None:
        _Readings(by, scope.request_id if scope else "", shown)()
        return
    held = next((each for each in scope.at_end if isinstance(each, _Readings) and each.by == by), None)
    if held is None:
        held = _Readings(by, scope.request_id)
        scope.at_end.append(held)
    held.shown += shown
