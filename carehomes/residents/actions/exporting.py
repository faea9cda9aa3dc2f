"""Taking a list of residents out of Homeround."""

from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.residents.models import ResidentExport


def log_export(*, by: Acting, now: datetime, purpose: str, detail: str, rows: int, chosen: str) -> ResidentExport:
    """Says who took how many residents out of Homeround, chosen how and what for. Each of them is in the log of readings too."""
    require(by, Permission.SEE_RESIDENTS)
    with atomic():
        return ResidentExport.objects.create(
            organisation_id=by.organisation_id,
            purpose=purpose,
            detail=detail,
            rows=rows,
            chosen=chosen,
            at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
        )
