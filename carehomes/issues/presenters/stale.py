"""What a form that came too late is told: who did what meanwhile."""

from carehomes.issues.actions import Stale
from carehomes.ui import formats


def stale_words(stale: Stale) -> str:
    """ "It has changed. Joe Lovage, 13:20: Accepted." for each thing that happened after the form was drawn."""
    said = [f"{each.by_name}, {formats.clock(each.at)}: {each.get_happened_display()}" for each in stale.changes]
    return f"It has changed. {'. '.join(said)}." if said else "Somebody else changed this."
