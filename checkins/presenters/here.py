"""Who else writes into the form that somebody has open, in one line."""

from collections.abc import Mapping
from datetime import datetime

from carehomes.ui.formats import clock, joined
from checkins.rules import others_writing


def here_too(
    changes: Mapping[str, Mapping[str, object]], by: str, now: datetime, *, what: str = "this check-in"
) -> str:
    """`what`: the form as a place. "" when nobody else has written in the last minutes."""
    found = others_writing(changes, by, now)
    if len(found) == 1:
        return f"{found[0].name} is in {what} too, wrote at {clock(found[0].at)}"
    people = joined([f"{each.name} (wrote at {clock(each.at)})" for each in found])
    return f"{people} are in {what} too" if people else ""
