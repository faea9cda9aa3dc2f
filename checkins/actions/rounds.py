"""Home rounds and MDT meetings from the first plan to the signature: convened, planned anew, published, begun, ended, signed off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from checkins.actions.round_agenda import fill_agenda, let_go_of_nominations
from checkins.actions.round_people import Guest, ask_anew, tell_calendars, write_guests
from checkins.actions.round_records import items_of, locked_round, move_round, save_round
from checkins.actions.round_results import write_up
from checkins.models import CancelReason, Round, RoundAddendum, RoundInvitation, RoundMode, RoundState
from checkins.rounds.calendar import Told
from checkins.rounds.transitions import check_round
from checkins.transitions import Refused


@dataclass(frozen=True, slots=True)
class Plan:
    """When and how a round is held. `minutes`: how long; `link`: where a virtual one is joined."""

    kind: str
    held_on: date
    starts_at: time
    minutes: int
    mode: str
    link: str = ""


def convene(
    *,
    home_id: int,
    plan: Plan,
    chair: Guest,
    guests: Sequence[Guest],
    key: UUID,
    by: Acting,
    now: datetime,
    check_in_id: int | None = None,
) -> Round:
    """A round in preparation, with its people and with the agenda that stands to reason. Nobody is told before it is published.

    The same key again gives the first one. Raises CareHome.DoesNotExist for a home that is not visible, `Refused` for a day gone by.
    """
    require(by, Permission.RUN_ROUNDS)
    _refuse_past(plan, now)
    with atomic():
        first = Round.objects.filter(key=key).first()
        if first is not None:
            return first
        found = Round(home=CareHome.objects.get(pk=home_id), key=key, check_in_id=check_in_id)
        _set(found, plan, chair)
        found.save()
        write_guests(found, [chair, *guests])
        fill_agenda(found, by=by, now=now)
        move_round(found, RoundState.DRAFT, by=by, now=now)
        return found


def _refuse_past(plan: Plan, now: datetime) -> None:
    if plan.held_on < london_today(now):
        raise Refused("The day of the round must be today or later.")
    if plan.link and not plan.link.startswith("https://"):
        raise Refused("The link must begin with https://")


def _set(found: Round, plan: Plan, chair: Guest) -> None:
    found.kind, found.held_on, found.starts_at = plan.kind, plan.held_on, plan.starts_at
    found.minutes, found.mode = plan.minutes, plan.mode
    found.link = plan.link if plan.mode == RoundMode.VIRTUAL else ""
    if chair.user_id is None or chair.organisation_id is None:
        raise Refused("The chair must be somebody with an account.")
    found.chair_user_id, found.chair_name = chair.user_id, chair.name
    found.chair_organisation_id = chair.organisation_id


def plan_anew(*, round_id: int, plan: Plan, chair: Guest, seen: int, by: Acting, now: datetime) -> Round:
    """Another day, time, place or chair. Whoever has the invitation gets an update of the same calendar entry.

    Answers were given for the day, hour and place of then: where one of these changes, everybody is asked anew, also who said no.
    """
    require(by, Permission.RUN_ROUNDS)
    _refuse_past(plan, now)
    with atomic():
        found = locked_round(round_id)
        refuse_stale(found, seen)
        check_round(found, "plan", by=by)
        before, entry = _when_and_where(found), _entry(found)
        _set(found, plan, chair)
        write_guests(found, [chair])
        moved = before != _when_and_where(found)
        if moved:
            ask_anew(found)
        if entry != _entry(found):
            found.calendar_sequence += 1
            if found.state == RoundState.AGENDA_PUBLISHED:
                tell_calendars(found, now=now, told=Told.MOVED if moved else Told.ASKED)
        save_round(found)
        return found


def _when_and_where(found: Round) -> tuple[object, ...]:
    """What somebody looks at before they say whether they come."""
    return (found.held_on, found.starts_at, found.mode)


def _entry(found: Round) -> tuple[object, ...]:
    """What stands in a calendar."""
    return (*_when_and_where(found), found.minutes, found.link)


def refuse_stale(found: Round, seen: int) -> None:
    """Refuses what was decided before a page that has changed since. `seen`: the round's revision on the page."""
    if found.revision != seen:
        raise Refused("Somebody changed this round meanwhile. Look it over and do it again.")


def publish(*, round_id: int, by: Acting, now: datetime) -> Round:
    """The agenda stands; whoever is invited gets the e-mail with the calendar file. Published already, it is given back as it is."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state != RoundState.AGENDA_PUBLISHED:
            check_round(found, "publish", by=by)
            tell_calendars(found, now=now)
            move_round(found, RoundState.AGENDA_PUBLISHED, by=by, now=now)
        return found


def begin(*, round_id: int, by: Acting, now: datetime) -> Round:
    """The meeting begins with everybody who has come up since: the first resident's card is open, and whoever begins it is here."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state == RoundState.IN_SESSION:
            return found
        check_round(found, "begin", by=by)
        if found.held_on > london_today(now):
            raise Refused("This round is on another day. Change its day first.")
        fill_agenda(found, by=by, now=now)
        found.began_at = now
        found.now_item_id, found.now_since = next((each.pk for each in items_of(found.pk)), None), now
        RoundInvitation.objects.filter(round=found, user_id=by.user_id, removed_at=None).update(attended=True)
        move_round(found, RoundState.IN_SESSION, by=by, now=now)
        return found


def end(*, round_id: int, by: Acting, now: datetime) -> Round:
    """The meeting is over. Whoever nobody got to is carried over; what was agreed becomes issues; residents seen wait no longer."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state == RoundState.WRITTEN_UP:
            return found
        check_round(found, "end", by=by)
        write_up(found, by=by, now=now)
        found.ended_at, found.now_item_id, found.now_since = now, None, None
        move_round(found, RoundState.WRITTEN_UP, by=by, now=now)
        return found


def sign_off(*, round_id: int, by: Acting, now: datetime) -> Round:
    """A clinician signs what was written. From now on it is only added to. A card that is still open must be done first."""
    require(by, Permission.SIGN_OFF_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state == RoundState.SIGNED_OFF:
            return found
        check_round(found, "sign_off", by=by)
        write_up(found, by=by, now=now)
        found.signed_off_at = now
        move_round(found, RoundState.SIGNED_OFF, by=by, now=now)
        return found


def cancel_round(*, round_id: int, reason: str, by: Acting, now: datetime) -> Round:
    """It is not held. Residents on its agenda wait again; whoever was invited gets the cancellation of the calendar entry."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state == RoundState.CANCELLED:
            return found
        check_round(found, "cancel", by=by)
        told = found.state == RoundState.AGENDA_PUBLISHED
        let_go_of_nominations(found, by=by, now=now)
        found.calendar_sequence += 1
        move_round(found, RoundState.CANCELLED, by=by, now=now, reason=CancelReason(reason))
        if told:
            tell_calendars(found, now=now, told=Told.CANCELLED)
        return found


def add_to_record(*, round_id: int, text: str, key: UUID, by: Acting, now: datetime) -> RoundAddendum:
    """Adds to a signed record, under one's own name; the record itself stays. The same key again gives the first one."""
    require(by, Permission.RUN_ROUNDS)
    if not text.strip():
        raise Refused("Write what is to be added.")
    with atomic():
        found = locked_round(round_id)
        if found.state != RoundState.SIGNED_OFF:
            raise Refused("This round is not signed off: change the record itself.")
        first = RoundAddendum.objects.filter(key=key).first()
        return first or RoundAddendum.objects.create(
            round=found,
            home_id=found.home_id,
            text=text.strip(),
            at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
            key=key,
        )
