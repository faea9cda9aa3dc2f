"""Pure rules of check-ins: where one stands in the list, what is late, how a week counts, how two people's typing is joined."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from carehomes.deadlines import LONDON

LATE_AFTER = timedelta(days=7)
Fields = Mapping[str, list[str]]


class Group(StrEnum):
    """Where a check-in stands in the list of its week, in the order in which homes are rung."""

    OVERDUE = "overdue"
    NO_ANSWER = "no_answer"
    TODAY = "today"
    LATER = "later"
    DONE = "done"
    STOPPED = "stopped"


def group_of(state: str, due_on: date, today: date, started_on: date | None = None) -> Group:
    """The group of a check-in. A call begun today counts as today's whatever day it was due; one left lying is overdue."""
    if state == "completed":
        return Group.DONE
    if state in ("declined", "cancelled"):
        return Group.STOPPED
    if state == "in_progress" and started_on == today:
        return Group.TODAY
    if due_on < today:
        return Group.OVERDUE
    if state == "no_answer":
        return Group.NO_ANSWER
    return Group.TODAY if due_on == today else Group.LATER


@dataclass(frozen=True, slots=True)
class NextTry:
    """What follows a call that found nobody: the next try of the day (None: that was the last), and when it becomes an issue."""

    again_at: datetime | None
    escalates_at: datetime


def next_try(tried_at: datetime, tries: int, waits: Sequence[int], window_ends: time) -> NextTry:
    """By a home's policy: `waits` are the minutes from each try of a day to the next. `tries`: those of that day, this one included.

    A try that would come after the home's window is none. When the last one, or the window, has found nobody, it becomes an issue.
    """
    ends = datetime.combine(tried_at.astimezone(LONDON).date(), window_ends, LONDON)
    if tries <= len(waits):
        again = tried_at + timedelta(minutes=waits[tries - 1])
        if again <= ends:
            return NextTry(again, ends)
    return NextTry(None, tried_at)


def is_late(raised_at: datetime, now: datetime) -> bool:
    """Whether what a home raised has been open for more than seven days."""
    return now - raised_at > LATE_AFTER


@dataclass(frozen=True, slots=True)
class FourCounts:
    """A metric of one week: homes met, not met, excluded, unknown. Percentages are made of it at the very end."""

    met: int = 0
    not_met: int = 0
    excluded: int = 0
    unknown: int = 0

    @property
    def counted(self) -> int:
        """The denominator: every home in scope, whatever is known of it."""
        return self.met + self.not_met + self.unknown


def count_week(groups: Mapping[Group, int], *, cancelled: int, out_of_scope: int, without: int) -> FourCounts:
    """The week's check-ins as a metric. Met: completed. Not met: overdue, no answer, declined by the home.

    Excluded: homes out of scope and check-ins cancelled with a reason. Unknown: not due yet, or no check-in there.
    `groups[STOPPED]` counts declined and cancelled together, `cancelled` the cancelled alone.
    """
    declined = groups.get(Group.STOPPED, 0) - cancelled
    return FourCounts(
        met=groups.get(Group.DONE, 0),
        not_met=groups.get(Group.OVERDUE, 0) + groups.get(Group.NO_ANSWER, 0) + declined,
        excluded=cancelled + out_of_scope,
        unknown=groups.get(Group.TODAY, 0) + groups.get(Group.LATER, 0) + without,
    )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people wrote into the same field. Theirs is in the draft; yours stays on your page until you save again."""

    name: str
    theirs: list[str]
    yours: list[str]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The draft after a save: its fields, who changed what, what the other wrote meanwhile, and where both wrote."""

    fields: dict[str, list[str]]
    changes: dict[str, dict[str, object]]
    mine: frozenset[str]
    others: frozenset[str]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Save:
    """One person's save: what they sent (only `touched` names count), the revision they saw, and who and when they are."""

    sent: Fields
    touched: Iterable[str]
    seen: int
    by: str
    at: str


def merge(draft: Fields, changes: Mapping[str, Mapping[str, object]], revision: int, save: Save) -> Merged:
    """Joins a save with what others saved since the sender last looked (`save.seen`); nothing anybody typed is dropped unseen.

    `changes` remembers of each field the author's last streak: first and last revision, and the value before it. With that a
    field that the sender never touched is told from one that both changed.
    """
    fields, kept = {name: list(values) for name, values in draft.items()}, {k: dict(v) for k, v in changes.items()}
    conflicts, mine = [], set()
    for name in save.touched:
        yours, current = list(save.sent.get(name, [])), fields.get(name, [])
        if yours == current:
            continue
        change = kept.get(name)
        if change and _revision(change, "last") > save.seen:
            if not (_revision(change, "first") > save.seen and yours == change["was"]):
                conflicts.append(Conflict(name, current, yours, str(change["by"]), str(change["at"])))
            continue
        kept[name] = _streak(change, save, revision + 1, current)
        mine.add(name)
        fields[name] = yours
    others = {name for name, change in changes.items() if _revision(change, "last") > save.seen}
    filled = {name: values for name, values in fields.items() if values}
    return Merged(filled, kept, frozenset(mine), frozenset(others), tuple(conflicts))


HERE_FOR = timedelta(minutes=5)  # after their last save somebody counts as still being in the form


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes into a form, and when they last did."""

    name: str
    at: datetime


def others_writing(changes: Mapping[str, Mapping[str, object]], by: str, now: datetime) -> list[Writer]:
    """Who else changed a field in the last five minutes, whoever wrote last first. `changes`: as `merge` keeps them."""
    last: dict[str, datetime] = {}
    for change in changes.values():
        name, at = str(change["by"]), datetime.fromisoformat(str(change["at"]))
        if name != by and now - at < HERE_FOR:
            last[name] = max(at, last.get(name, at))
    return sorted((Writer(*each) for each in last.items()), key=lambda each: (-each.at.timestamp(), each.name))


def _revision(change: Mapping[str, object], end: str) -> int:
    return int(str(change[end]))


def _streak(change: Mapping[str, object] | None, save: Save, revision: int, before: list[str]) -> dict[str, object]:
    """The author's streak on one field, begun or gone on with."""
    goes_on = change is not None and change["by"] == save.by
    first, was = (change["first"], change["was"]) if goes_on and change else (revision, before)
    return {"first": first, "last": revision, "was": was, "by": save.by, "at": save.at}
