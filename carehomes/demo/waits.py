"""What waits for the demonstration's administrators, as their cards say it: invitations that are open, registers to confirm."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from carehomes.access.models import Membership
from carehomes.access.personas import tells_what_waits
from carehomes.deadlines import london_today
from carehomes.directory.models import ImportState, RegisterImport
from carehomes.ui.formats import plural


def _who(role: str, user_ids: Collection[int], now: datetime) -> QuerySet[Membership]:
    today = london_today(now)
    current = Q(ends_on=None) | Q(ends_on__gt=today)
    return Membership.objects.filter(current, user_id__in=user_ids, role=role, starts_on__lte=today)


@tells_what_waits
def open_invitations(user_ids: Collection[int], now: datetime) -> dict[int, str]:
    """For who administers an organisation: the invitations that nobody has accepted yet. One query."""
    theirs = "organisation__invitations"
    still_open = Q(**{f"{theirs}__pk__isnull": False, f"{theirs}__accepted_at": None, f"{theirs}__withdrawn_at": None})
    found = _who("organisation_administrator", user_ids, now).annotate(waiting=Count(theirs, filter=still_open))
    return {
        user_id: f"{plural(number, 'invitation')} open" for user_id, number in found.values_list("user_id", "waiting")
    }


@tells_what_waits
def registers_to_confirm(user_ids: Collection[int], now: datetime) -> dict[int, str]:
    """For who brings in the registers: the files that are checked and wait for a yes. Two queries."""
    number = RegisterImport.objects.filter(state=ImportState.READY).count()
    words = f"{plural(number, 'register')} to confirm" if number else "No register to confirm"
    return dict.fromkeys(_who("platform_administrator", user_ids, now).values_list("user_id", flat=True), words)
