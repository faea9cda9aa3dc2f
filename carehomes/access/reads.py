"""The log of readings: every page that shows a resident says so here, in the transaction of the page."""

from collections.abc import Iterable

from carehomes.access.acting import Acting
from carehomes.access.models import ReadLog
from carehomes.access.scopes import current


def record_reads(residents: Iterable[tuple[int, int]], *, screen: str, by: Acting) -> None:
    """Logs that `by` read these residents, given as (resident id, home id), on this screen. One statement for a whole list."""
    scope = current()
    request_id = scope.request_id if scope and scope.request_id else None
    ReadLog.objects.bulk_create(
        ReadLog(
            user_id=by.user_id,
            person=by.person,
            membership_id=by.membership_id,
            organisation_id=by.organisation_id,
            organisation_name=by.organisation,
            resident_id=resident_id,
            home_id=home_id,
            screen=screen,
            request_id=request_id,
        )
        for resident_id, home_id in residents
    )
