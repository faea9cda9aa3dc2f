"""What becomes of a resident who was named: acknowledged, triaged, on the agenda, seen, deferred, withdrawn. Each appends its row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.residents.models import Resident
from checkins.actions.nominations import tell_that_withdrawn
from checkins.actions.records import append_status
from checkins.models import WAITING_STATES, Contact, Nomination, NominationState, NominationStatus, Urgency
from checkins.transitions import Refused, check

DIED, LEFT = "Died", "Left the home"  # why what waited was withdrawn; the day follows
MOVED = "Moved to another home"
LONGEST_DEFERRAL = 90  # days; whoever waits longer is named anew
TAKEN_ON = (
    NominationState.ACKNOWLEDGED,
    NominationState.TRIAGED,
    NominationState.ON_AGENDA,
    NominationState.DEFERRED,
)
# Who has left or died waits for none of these. One that a clinician has just taken on is theirs to close.
WAITS_FOR_A_TURN = (
    NominationState.RAISED,
    NominationState.TRIAGED,
    NominationState.ON_AGENDA,
    NominationState.DEFERRED,
)


def _locked(nomination_id: int) -> Nomination:
    found = Nomination.objects.select_for_update(of=("self",)).select_related("home", "resident")
    return found.get(pk=nomination_id)


def _move(nomination: Nomination, state: NominationState, *, by: Acting, now: datetime, **words: object) -> None:
    """Puts it into a state and appends who did it and why. Whatever it is now, nobody needs to be called to it any more."""
    nomination.state, nomination.next_escalation_at = state, None
    nomination.save()
    append_status(nomination, by=by, now=now, **words).save()  # type: ignore[arg-type]  # reason, urgency, until


def _acknowledged(nomination: Nomination, by: Acting, now: datetime) -> None:
    """A clinician has read it. The first one counts."""
    if nomination.acknowledged_at is None:
        nomination.acknowledged_at = now
        nomination.acknowledged_by_user_id, nomination.acknowledged_by_name = by.user_id, by.person


def acknowledge(*, nomination_id: int, by: Acting, now: datetime) -> Nomination:
    """A clinician has read it and takes it on. Acknowledged already, it is given back as it is: the first one counts."""
    require(by, Permission.ACKNOWLEDGE_NOMINATIONS)
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.acknowledged_at and nomination.state in TAKEN_ON:
            return nomination
        check(nomination, "acknowledge", by=by, today=london_today(now))
        _acknowledged(nomination, by, now)
        _move(nomination, NominationState.ACKNOWLEDGED, by=by, now=now)
        return nomination


def triage(*, nomination_id: int, urgency: str, why: str, by: Acting, now: datetime) -> Nomination:
    """A clinician agrees how urgent it is. What the home asked for stays beside it, so another urgency needs a reason.

    Whoever triages has read it, so that it counts as acknowledged. On an agenda it stays there.
    """
    require(by, Permission.TRIAGE_NOMINATIONS)
    why = why.strip()
    with atomic():
        nomination = _locked(nomination_id)
        check(nomination, "triage", by=by, today=london_today(now))
        if urgency != nomination.urgency and not why:
            asked = Urgency(nomination.urgency).label.lower()
            raise Refused(f"The home asked for “{asked}”. Say why it is something else.", "why")
        _acknowledged(nomination, by, now)
        nomination.agreed_urgency, nomination.agreed_why, nomination.agreed_at = Urgency(urgency), why, now
        nomination.agreed_by_user_id, nomination.agreed_by_name = by.user_id, by.person
        on_agenda = nomination.state == NominationState.ON_AGENDA
        state = NominationState.ON_AGENDA if on_agenda else NominationState.TRIAGED
        _move(nomination, state, by=by, now=now, reason=why, urgency=urgency)
        return nomination


def move_onto_agenda(*, nomination_id: int, by: Acting, now: datetime, reason: str = "") -> Nomination:
    """The nomination's own part of being put on an agenda. There already, it is given back as it is. `reason`: which round, or why."""
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state != NominationState.ON_AGENDA:
            check(nomination, "put_on_agenda", by=by, today=london_today(now))
            _move(nomination, NominationState.ON_AGENDA, by=by, now=now, reason=reason.strip())
        return nomination


def move_off_agenda(*, nomination_id: int, by: Acting, now: datetime, reason: str = "") -> Nomination:
    """The nomination goes back to where it was before it went onto the agenda."""
    with atomic():
        nomination = _locked(nomination_id)
        check(nomination, "take_off_agenda", by=by, today=london_today(now))
        _move(nomination, _before_agenda(nomination), by=by, now=now, reason=reason.strip())
        return nomination


def _before_agenda(nomination: Nomination) -> NominationState:
    if nomination.agreed_at:
        return NominationState.TRIAGED
    return NominationState.ACKNOWLEDGED if nomination.acknowledged_at else NominationState.RAISED


def see(
    *, nomination_id: int, contact: str, outcome: str, by: Acting, now: datetime, seen_at: datetime | None = None
) -> Nomination:
    """A clinician has dealt with the resident: how, and what came of it. Seen already, it is given back as it is.

    `seen_at`: when, if it is written up later. Never before it was raised, never in the future.
    """
    require(by, Permission.TRIAGE_NOMINATIONS)
    at = seen_at or now
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state == NominationState.SEEN:
            return nomination
        check(nomination, "see", by=by, today=london_today(now))
        if not nomination.raised_at.replace(second=0, microsecond=0) <= at <= now:  # people type minutes
            raise Refused("The time must be after it was raised, and not in the future.", "seen_time")
        _acknowledged(nomination, by, at)
        _seen(nomination, Seen(at, contact, outcome.strip(), by.user_id, by.person), by=by, now=now)
        return nomination


@dataclass(frozen=True, slots=True)
class Seen:
    """A contact: when, how, what came of it, and the clinician, who may have no account."""

    at: datetime
    contact: str
    outcome: str
    clinician_user_id: int | None
    clinician_name: str


def seen_in_round(*, nomination_id: int, seen: Seen, by: Acting, now: datetime) -> Nomination:
    """A round's contact ends the nomination that brought the resident there, whoever writes it up. One that is over stays as it is.

    The caller has checked that this person may write up the round.
    """
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state in WAITING_STATES:
            _seen(nomination, seen, by=by, now=now)
        return nomination


def _seen(nomination: Nomination, seen: Seen, *, by: Acting, now: datetime) -> None:
    nomination.seen_at, nomination.contact, nomination.outcome = seen.at, Contact(seen.contact), seen.outcome
    nomination.seen_by_user_id, nomination.seen_by_name = seen.clinician_user_id, seen.clinician_name
    _move(nomination, NominationState.SEEN, by=by, now=now, reason=Contact(seen.contact).label)


def defer(*, nomination_id: int, until: date, reason: str, by: Acting, now: datetime) -> Nomination:
    """Looked at again on a day, for a reason. On that day it is back in the list by itself."""
    require(by, Permission.TRIAGE_NOMINATIONS)
    today = london_today(now)
    if not reason.strip():
        raise Refused("Say why it can wait.", "reason")
    if not 0 < (until - today).days <= LONGEST_DEFERRAL:
        raise Refused(f"The new day must be after today, within {LONGEST_DEFERRAL} days.", "until")
    with atomic():
        nomination = _locked(nomination_id)
        check(nomination, "defer", by=by, today=today)
        _acknowledged(nomination, by, now)
        nomination.deferred_until, nomination.deferred_reason = until, reason.strip()
        _move(nomination, NominationState.DEFERRED, by=by, now=now, reason=reason.strip(), until=until)
        return nomination


def withdraw(*, nomination_id: int, reason: str, by: Acting, now: datetime) -> Nomination:
    """It is not needed any more, for a reason. Withdrawn already, it is given back as it is.

    A home may do so with what it said itself, until somebody has taken it up; whoever was told of it is told of that too.
    """
    require(by, Permission.SEE_NOMINATIONS)
    if not reason.strip():
        raise Refused("Say why it is withdrawn.", "reason")
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state != NominationState.WITHDRAWN:
            check(nomination, "withdraw", by=by, today=london_today(now))
            _withdraw(nomination, reason.strip(), by, now)
            if by.may(Permission.ANSWER_FOR_HOME):
                tell_that_withdrawn(nomination, now)
        return nomination


def withdraw_of_resident(resident: Resident, *, reason: str, by: Acting, on: date, now: datetime) -> int:
    """What waits for its turn is withdrawn when the resident leaves or dies; it stays in the home's record.

    Called inside the transaction that wrote the event. `on` is the day on which it happened.
    """
    waiting = Nomination.objects.filter(resident_id=resident.pk, state__in=WAITS_FOR_A_TURN).select_for_update()
    for nomination in waiting:
        _withdraw(nomination, _gone(reason, on), by, now)
    return len(waiting)


def _gone(reason: str, on: date) -> str:
    return f"{reason} on {on:%-d %B %Y}"


def wait_again_of_resident(resident: Resident, *, gone_on: date, by: Acting, now: datetime) -> int:
    """They have neither died nor left on this day: what was withdrawn because of that waits as before. A same-day concern that
    nobody has acknowledged climbs its steps from where it stood. Called inside the transaction that put it right.
    """
    words = [_gone(reason, gone_on) for reason in (DIED, LEFT)]
    withdrawn = Nomination.objects.filter(resident_id=resident.pk, state=NominationState.WITHDRAWN)
    found = list(withdrawn.filter(withdrawn_reason__in=words).select_for_update())
    for nomination in found:
        nomination.withdrawn_at, nomination.withdrawn_by_name, nomination.withdrawn_reason = None, "", ""
        _move(nomination, _before_withdrawal(nomination), by=by, now=now, reason="Recorded in error that they had gone")
        if nomination.state == NominationState.RAISED and nomination.acknowledge_by:
            nomination.next_escalation_at = now  # the sweep finds the step that is due
            nomination.save()
    return len(found)


def wait_in_new_home(
    nomination: Nomination,
    moved_at: datetime,
    *,
    readers: Collection[int],
    minutes: int,
    off_agenda: bool,
    by: Acting,
    now: datetime,
) -> bool:
    """The resident lives in another home now. Off the agenda of a round of before it waits again; and one of today that was read before,
    by nobody who looks after them there (`readers`: accounts), has `minutes` to be acknowledged anew. Returns whether that is so.
    """
    if off_agenda and nomination.state == NominationState.ON_AGENDA:
        _move(nomination, _before_agenda(nomination), by=by, now=now, reason=MOVED)
    for_today = nomination.urgency == nomination.how_soon == Urgency.SAME_DAY
    in_hand = nomination.state in (NominationState.ACKNOWLEDGED, NominationState.TRIAGED)
    if not (for_today and in_hand) or nomination.acknowledged_by_user_id in readers:
        return False
    if nomination.acknowledged_at is not None and nomination.acknowledged_at > moved_at:
        return False
    nomination.acknowledged_at = nomination.acknowledged_by_user_id = None
    nomination.acknowledged_by_name = ""
    _move(nomination, NominationState.RAISED, by=by, now=now, reason=f"{MOVED}: nobody there has read it")
    nomination.acknowledge_by = nomination.next_escalation_at = now + timedelta(minutes=minutes)
    nomination.save()
    return True


def _before_withdrawal(nomination: Nomination) -> NominationState:
    """Its state before the last row of its history. Off the agenda of a round, as they were taken off when they went."""
    rows = NominationStatus.objects.filter(nomination=nomination).exclude(state=NominationState.WITHDRAWN)
    last = rows.order_by("-pk").values_list("state", flat=True).first()
    if last in (None, NominationState.ON_AGENDA):
        return _before_agenda(nomination)
    return NominationState(last)


def _withdraw(nomination: Nomination, reason: str, by: Acting, now: datetime) -> None:
    nomination.withdrawn_at, nomination.withdrawn_by_name, nomination.withdrawn_reason = now, by.person, reason
    _move(nomination, NominationState.WITHDRAWN, by=by, now=now, reason=reason)
