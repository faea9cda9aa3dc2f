"""What a form that came too late is told: who did what meanwhile."""

from carehomes.deadlines import london_today
from carehomes.issues.actions import Stale
from carehomes.ui import formats


def stale_words(stale: Stale) -> str:
    """ "It has changed. Joe Lovage, 13:20: Accepted." for all that happened since the form was drawn; a day where it is not today."""
    today = london_today()
    said = [
        f"{each.by_name}, {formats.near_clock(each.at, today)}: {each.get_happened_display()}" for each in stale.changes
    ]
    return f"It has changed. {'. '.join(said)}." if said else "Somebody else changed this."
