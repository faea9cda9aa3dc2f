"""What the actions share: the lock, and the row that is appended at every change of state."""

from datetime import date, datetime

from django.db.models import QuerySet

from carehomes.access.acting import Acting
from carehomes.access.prepared import Given, Prepared
from carehomes.access.rows import insert, save
from checkins.models import (
    OPEN_STATES,
    CheckIn,
    CheckInDraft,
    CheckInState,
    CheckInStatus,
    Nomination,
    NominationStatus,
)


def locked(check_in_id: int) -> CheckIn:
    """The check-in, held until the transaction ends. Raises CheckIn.DoesNotExist for one that is not visible."""
    found = _LOCKED.first(check_in=check_in_id)
    if found is None:
        raise CheckIn.DoesNotExist
    return found


def locked_with_draft(check_in_id: int) -> tuple[CheckIn, CheckInDraft | None]:
    """The same, and what has been typed in it. One statement, and two more for the first words that are typed."""
    found = _LOCKED_WITH_DRAFT.first(check_in=check_in_id)
    if found is not None:
        return found, found.draft
    check_in = locked(check_in_id)
    return check_in, _DRAFT.first(check_in=check_in_id)  # asked once the check-in is locked, so that it is the newest


def _locked_with_draft() -> QuerySet[CheckIn]:
    """Both are locked, the check-in first as everywhere: whoever waited for a row gets it as it is after the wait."""
    typed = CheckIn.objects.filter(pk=Given("check_in"), draft__isnull=False)
    return typed.select_related("draft").select_for_update(of=("self", "draft"))


_LOCKED = Prepared(lambda: CheckIn.objects.select_for_update().filter(pk=Given("check_in")))
_LOCKED_WITH_DRAFT = Prepared(_locked_with_draft)
_DRAFT = Prepared(lambda: CheckInDraft.objects.filter(check_in=Given("check_in")))


def move(check_in: CheckIn, state: CheckInState, *, by: Acting, now: datetime, reason: str = "") -> None:
    """Puts the check-in into a state and appends who did it and why. The caller has asked `transitions.check`."""
    check_in.state = state
    if state not in OPEN_STATES:
        check_in.escalates_at = None
    save(check_in)
    status = CheckInStatus(
        check_in=check_in,
        home_id=check_in.home_id,
        state=state,
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
        reason=reason,
    )
    insert([status])


def begin(check_in: CheckIn, *, by: Acting, now: datetime) -> None:
    """From now on this person rings the home."""
    check_in.started_at = now
    check_in.caller_user_id, check_in.caller_name = by.user_id, by.person
    check_in.caller_organisation_id = by.organisation_id
    move(check_in, CheckInState.IN_PROGRESS, by=by, now=now)


def append_status(
    nomination: Nomination, *, by: Acting, now: datetime, reason: str = "", urgency: str = "", until: date | None = None
) -> NominationStatus:
    """The row that says what has become of a nomination, in the names of now. The caller saves it."""
    return NominationStatus(
        nomination=nomination,
        home_id=nomination.home_id,
        state=nomination.state,
        urgency=urgency,
        until=until,
        reason=reason[:300],
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
    )
