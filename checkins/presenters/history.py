"""A home's weeks in words: a line each in its list, and a square each on its page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from carehomes.ui import formats, parts
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins.models import CheckIn, CheckInState
from checkins.presenters.record import state_of


def week_line(check_in: CheckIn, today: date) -> tuple[object, ...]:
    """The cells of one week: which, how it stands, when and by whom it was rung, what it raised."""
    raised = check_in.items_raised + check_in.nominations_raised
    organisation = check_in.caller_organisation
    caller = ", ".join(filter(None, (check_in.caller_name, organisation.name if organisation else "")))
    week = f"Week {check_in.week.isocalendar().week}, {formats.day(check_in.week)} {check_in.week.year}"
    rung = check_in.completed_at
    return (
        parts.link(week, address_of("checkins:check_in", check_in.pk)),
        parts.state_status(state_of(check_in, today)),
        formats.day_clock(rung) if rung else f"Due {formats.day(check_in.due_on)}",
        caller,
        raised_words(raised, check_in.same_day_raised) if check_in.state == CheckInState.COMPLETED else "",
    )


def raised_words(raised: int, same_day: int) -> str:
    """What came of a completed check-in, in numbers: "2 raised, 1 same day"."""
    if not raised:
        return "Nothing to report"
    return f"{raised} raised, {same_day} same day" if same_day else f"{raised} raised"


def squares(check_ins: Sequence[CheckIn], today: date, *, linked: bool) -> list[dict[str, Any]]:
    """One square a week, oldest first."""
    return [_square(each, state_of(each, today), linked) for each in check_ins]


def _square(check_in: CheckIn, state: State, linked: bool) -> dict[str, Any]:
    href = address_of("checkins:check_in", check_in.pk) if linked else ""
    week = check_in.week.isocalendar().week
    return {"week": week, "kind": state.kind, "words": state.words, "shape": state.icon, "href": href}


def key_of(made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the squares mean, with how many there are of each."""
    kinds: dict[str, dict[str, Any]] = {}
    for square in made:
        words = square["words"].split(",")[0]
        entry = kinds.setdefault(words, {"kind": square["kind"], "shape": square["shape"], "number": 0})
        entry["number"] += 1
    return [{**entry, "words": f"{entry['number']} {words[0].lower()}{words[1:]}"} for words, entry in kinds.items()]
