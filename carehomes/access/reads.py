"""The log of readings: every page that shows a resident says so here, in the transaction of the page."""

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias, current

# As SQL: a list of residents is one statement of two arrays, and not as many rows to write out as it shows residents.
_LOG = """
    INSERT INTO access_readlog
        (read_at, user_id, person, membership_id, organisation_id, organisation_name, screen, request_id, resident_id, home_id)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s::uuid, shown.resident_id, shown.home_id
    FROM unnest(%s::bigint[], %s::bigint[]) AS shown (resident_id, home_id)
"""


def record_reads(residents: Iterable[tuple[int, int]], *, screen: str, by: Acting) -> None:
    """Logs that `by` read these residents, given as (resident id, home id), on this screen. One statement for a whole list."""
    shown = list(residents)
    if not shown:
        return
    scope = current()
    reader: list[Any] = [
        timezone.now(),
        by.user_id,
        by.person,
        by.membership_id,
        by.organisation_id,
        by.organisation,
        screen,
    ]
    request_id = scope.request_id if scope and scope.request_id else None
    with connections[alias()].cursor() as cursor:
        cursor.execute(_LOG, [*reader, request_id, [each[0] for each in shown], [each[1] for each in shown]])
