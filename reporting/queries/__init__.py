"""The numbers of a report for whoever asks: from the kept counts of areas and weeks where they can tell them, else from the facts."""

from datetime import datetime

from reporting.asked import Asked
from reporting.queries import kept, live
from reporting.queries.areas import AreaChoice, areas, names
from reporting.queries.kept import last_comparisons
from reporting.queries.lines import Counted, Line


def count(asked: Asked, now: datetime, breakdown: str = "") -> Counted:
    """The view's lines and their total. `breakdown`: another one than the view's own, for a trend."""
    way = breakdown or asked.breakdown
    return kept.count(asked, now, way) or live.count(asked, now, way)


__all__ = ["AreaChoice", "Counted", "Line", "areas", "count", "last_comparisons", "names"]
