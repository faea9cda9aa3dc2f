"""What the ground floor itself tells people ahead of time: that their access is about to end."""

from datetime import datetime, timedelta

from django.urls import reverse

from carehomes.access.models import Membership
from carehomes.access.scopes import system_scope
from carehomes.deadlines import LONDON
from carehomes.notifications.actions import Ahead, tell_ahead
from carehomes.notifications.kinds import Kind, register_kind
from carehomes.notifications.rules import LONGEST_LEAD
from carehomes.ui.formats import long_date

MEMBERSHIP_ENDING = register_kind(
    Kind(
        "membership_ending",
        "Your work for an organisation ends soon",
        "From that day on you no longer see its homes. Its administrators can change the day.",
        lead_days=14,
    )
)


def remind_of_endings(now: datetime) -> None:
    """Tells everybody whose membership ends within the days that they chose; each end once, and a changed one anew."""
    today = now.astimezone(LONDON).date()
    until = today + timedelta(days=LONGEST_LEAD)
    with system_scope("memberships that end"):
        ending = Membership.objects.on(today).filter(ends_on__lte=until, user__is_active=True)
        tell_ahead(
            [_ahead(each) for each in ending.select_related("organisation")], kind=MEMBERSHIP_ENDING, today=today
        )


def _ahead(membership: Membership) -> Ahead:
    return Ahead(
        user_id=membership.user_id,
        due_on=membership.ends_on,  # type: ignore[arg-type]  # only those that end are asked for
        title=f"Your work for {membership.organisation.name} ends on {long_date(membership.ends_on)}",
        address=reverse("access:details"),
        cause=f"membership-{membership.pk}-ends-{membership.ends_on}",
    )
