"""What is typed during a call is saved every few seconds, by whoever types; nobody's words are overwritten unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.rows import save
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from checkins.actions.records import begin, locked_with_draft
from checkins.models import OPEN_STATES, Beforehand, CheckIn, CheckInDraft, CheckInState
from checkins.rules import Fields, Merged, Save, merge
from checkins.transitions import Refused, events_of

HeldT = TypeVar("HeldT", CheckInDraft, Beforehand)


@dataclass(frozen=True)
class Saved(Generic[HeldT]):
    """A save: the draft after it, and what somebody else had written meanwhile."""

    draft: HeldT
    merged: Merged


class TooLate(Refused):
    """The check-in was completed or stopped while somebody was still typing; what they typed is theirs to keep."""

    def __init__(self, check_in: CheckIn) -> None:
        self.check_in = check_in
        super().__init__(f"This check-in is {check_in.get_state_display().lower()}.")


def save_draft(
    *, check_in_id: int, sent: Fields, touched: Iterable[str], seen: int, by: Acting, now: datetime
) -> Saved[CheckInDraft]:
    """Saves the `touched` fields of what was sent; a field left out or empty is emptied. `seen`: the revision on the page.

    The first words typed start the call. Raises `TooLate` when the check-in is not open any more.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in, held = locked_with_draft(check_in_id)
        _refuse_when_too_late(check_in, by, now)
        draft = held or _empty(check_in, by, now)
        change = Save(sent, touched, seen, by.person, now.isoformat())
        merged = merge(draft.fields, draft.changes, draft.revision, change)
        if merged.mine:
            if check_in.state != CheckInState.IN_PROGRESS:
                begin(check_in, by=by, now=now)
            write(draft, merged, by, now)
        return Saved(draft, merged)


def _refuse_when_too_late(check_in: CheckIn, by: Acting, now: datetime) -> None:
    may_type = {"start", "complete"} & events_of(check_in, by=by, today=london_today(now))
    if check_in.state not in OPEN_STATES or not may_type:
        raise TooLate(check_in)


def _empty(check_in: CheckIn, by: Acting, now: datetime) -> CheckInDraft:
    """A draft that is not saved yet."""
    return CheckInDraft(
        check_in=check_in, home_id=check_in.home_id, saved_at=now, saved_by_user_id=by.user_id, saved_by_name=by.person
    )


def write(draft: CheckInDraft | Beforehand, merged: Merged, by: Acting, now: datetime) -> None:
    """Keeps what the merge gave; the revision grows."""
    draft.fields, draft.changes = merged.fields, merged.changes
    draft.revision += 1
    draft.saved_at, draft.saved_by_user_id, draft.saved_by_name = now, by.user_id, by.person
    save(draft)
