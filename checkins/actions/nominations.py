"""Residents who need someone: raising them, and telling the clinicians at once of those who must be seen today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.rows import insert
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.issues.queries.people import Team
from carehomes.notifications.actions import Notice, tell, tell_each
from carehomes.residents.models import Resident
from carehomes.ui.formats import clock, day, in_london, near_clock
from checkins.actions.escalating import told_so_far
from checkins.actions.records import append_status
from checkins.kinds import HOME_NAMED, HOME_WITHDREW, SAME_DAY
from checkins.models import WAITING_STATES, CheckIn, Nomination, NominationState, Urgency
from checkins.queries.nominations import acknowledge_minutes, callers_to_tell, raised_before, whom_to_tell
from checkins.queries.to_see import HOW_SOON
from checkins.transitions import Refused

# Somebody owes it today. What a clinician has deferred has its day.
_OWED_TODAY = [each for each in WAITING_STATES if each != NominationState.DEFERRED]


class Typed(Protocol):
    """What raising takes of a resident who was named, from whichever form."""

    @property
    def key(self) -> str | UUID: ...
    @property
    def resident_id(self) -> int | None: ...
    @property
    def urgency(self) -> str: ...
    @property
    def reasons(self) -> Sequence[str]: ...
    @property
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody named outside a check-in: by the home itself, or by whoever sees them."""

    key: UUID
    resident_id: int
    urgency: str
    reasons: Sequence[str]
    sentence: str


def raise_nominations(*, check_in: CheckIn, typed: Sequence[Typed], by: Acting, now: datetime) -> list[Nomination]:
    """Raises those that were not raised before and returns all of them, in the order given. Clinicians are told of same-day ones.

    Their key is that of the form, so that a resend raises nobody twice. The caller has checked that they are whole.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        before = raised_before(check_in.pk, [str(each.key) for each in typed])
        there = _raised_once(check_in.pk, typed, before, Team(check_in.home_id), by, now)
        return [there[str(each.key)] for each in typed]


def nominations_of(
    check_in: CheckIn,
    typed: Sequence[Typed],
    before: Sequence[Nomination],
    minutes: int,
    team: Team,
    *,
    by: Acting,
    now: datetime,
) -> list[Nomination]:
    """The same for a check-in that is completed in the open transaction. Returns all that it has raised and nobody has withdrawn.

    `before`: what it has raised so far. `minutes`: how long a same-day concern may wait.
    """
    there = _raised_once(check_in.pk, typed, before, team, by, now, minutes)
    return [each for each in there.values() if each.state != NominationState.WITHDRAWN]


def raise_concern(*, concern: Concern, by: Acting, now: datetime) -> Nomination:
    """Raises one resident without a check-in. Resident.DoesNotExist for one that may not be seen; Refused for one who lives nowhere."""
    if not by.may(Permission.TAKE_CHECK_INS):
        require(by, Permission.TAKE_OBSERVATIONS)
    if not concern.sentence.strip():
        raise Refused("Say in a sentence what the matter is.")
    with atomic():
        living = Resident.objects.living_here().select_related("home").select_for_update(of=("self",))
        resident = living.filter(
            pk=concern.resident_id
        ).first()  # its lock lets one sending of a form through at a time
        if resident is None:
            raise Refused("This resident does not live in a home of yours.")
        team = Team(resident.home_id)
        before = raised_before(None, [str(concern.key)])
        nomination = _raised_once(None, [concern], before, team, by, now)[str(concern.key)]
        if not by.may(Permission.TAKE_CHECK_INS):
            _tell_coordinators(nomination, resident.home, team)
        return nomination


def _raised_once(
    check_in_id: int | None,
    typed: Sequence[Typed],
    before: Sequence[Nomination],
    team: Team,
    by: Acting,
    now: datetime,
    minutes: int | None = None,
) -> dict[str, Nomination]:
    """Those that were typed, and those of `before`, by key. `minutes` are asked for where they are not known."""
    there = {str(each.key): each for each in before}
    missing = [each for each in typed if str(each.key) not in there]
    if minutes is None and any(each.urgency == Urgency.SAME_DAY for each in missing):
        minutes = acknowledge_minutes(team.home_id, london_today(now))
    return there | {str(each.key): each for each in _raise(check_in_id, missing, minutes or 0, team, by, now)}


def _raise(
    check_in_id: int | None, typed: Sequence[Typed], minutes: int, team: Team, by: Acting, now: datetime
) -> list[Nomination]:
    if not typed:
        return []
    home = team.around.home
    raised = [_row(home, check_in_id, each, minutes, by, now) for each in typed]
    insert(raised)
    insert(append_status(each, by=by, now=now) for each in raised)
    _tell_clinicians([each for each in raised if each.urgency == Urgency.SAME_DAY], home, team)
    return raised


def _row(home: CareHome, check_in_id: int | None, typed: Typed, minutes: int, by: Acting, now: datetime) -> Nomination:
    by_when = now + timedelta(minutes=minutes) if typed.urgency == Urgency.SAME_DAY else None
    return Nomination(
        resident_id=typed.resident_id or 0,
        home=home,
        raised_at_home=home,
        check_in_id=check_in_id,
        urgency=typed.urgency,
        reasons=list(typed.reasons),
        sentence=typed.sentence.strip(),
        state=NominationState.RAISED,
        raised_at=now,
        raised_by_user_id=by.user_id,
        raised_by_name=by.person,
        raised_by_organisation_name=by.organisation,
        acknowledge_by=by_when,
        next_escalation_at=by_when,
        key=typed.key,
    )


def _tell_coordinators(nomination: Nomination, home: CareHome, team: Team) -> None:
    """Whoever rings the home hears what it said between two calls."""
    today = " for today" if nomination.urgency == Urgency.SAME_DAY else ""
    tell(
        callers_to_tell(team),
        kind=HOME_NAMED,
        title=f"{home.name} has named a resident{today}",
        address=reverse("checkins:nomination", args=[nomination.pk]),
        cause=f"nomination-{nomination.pk}-named",
    )


def _tell_clinicians(same_day: Sequence[Nomination], home: CareHome, team: Team) -> None:
    """In Homeround and by e-mail, without a name and without a clinical word."""
    if not same_day:
        return
    told = whom_to_tell(team)
    tell_each((_ask(each, home, told) for each in same_day), kind=SAME_DAY)


def _ask(nomination: Nomination, home: CareHome, told: Sequence[int]) -> Notice:
    by = near_clock(nomination.acknowledge_by, in_london(nomination.raised_at).date())
    return Notice(
        told,
        title=f"{home.name} asks for a clinician today. Acknowledge by {by}",
        address=reverse("checkins:nomination", args=[nomination.pk]),
        cause=f"nomination-{nomination.pk}",
        email_sentence=f"A care home asks for a clinician today. Please acknowledge it by {by}.",
    )


def tell_new_team(*, resident_id: int, stay_id: int, anew: Collection[int], now: datetime) -> None:
    """Somebody who waits for a clinician today lives in another home now: its clinicians hear so at once, and once for each move.

    `anew`: concerns that were acknowledged by nobody of theirs, and wait to be acknowledged again. In a system scope.
    """
    same_day = Nomination.objects.alias(soon=HOW_SOON).filter(soon=Urgency.SAME_DAY, state__in=_OWED_TODAY)
    waiting = list(same_day.filter(resident_id=resident_id).select_related("home").order_by("pk"))
    if not waiting:
        return
    told = whom_to_tell(Team(waiting[0].home_id))
    tell_each((_take_over(each, told, stay_id, each.pk in anew, now) for each in waiting), kind=SAME_DAY)


def _take_over(nomination: Nomination, told: Sequence[int], stay_id: int, anew: bool, now: datetime) -> Notice:
    by = nomination.acknowledge_by
    what = before = "It was acknowledged before they moved"
    if nomination.state == NominationState.RAISED and by:
        near = near_clock(by, london_today(now))
        what = f"Acknowledge by {near}" if by > now else f"It was to be acknowledged by {clock(by)} on {day(by)}"
        what = f"{what}. {before}" if anew else what
    return Notice(
        told,
        title=f"Somebody who has moved to {nomination.home.name} needs a clinician today. {what}"[:200],
        address=reverse("checkins:nomination", args=[nomination.pk]),
        cause=f"nomination-{nomination.pk}-stay-{stay_id}",
        email_sentence=f"Somebody who has moved to a care home of yours needs a clinician today. {what}.",
    )


def tell_that_withdrawn(nomination: Nomination, now: datetime) -> None:
    """Everybody who was told that the home asks for somebody hears that it does not any more."""
    home, same_day = nomination.home, nomination.urgency == Urgency.SAME_DAY
    team = Team(home.pk)
    first = {*callers_to_tell(team), *(whom_to_tell(team) if same_day else [])}
    what = "the same-day concern" if same_day else "a resident whom it had named"
    addresses = {
        reverse("checkins:nomination", args=[nomination.pk]): first,
        reverse("directory:home", args=[home.pk]): told_so_far(nomination, now) - first,  # they may not open the other
    }
    for address, people in addresses.items():
        tell(
            people,
            kind=HOME_WITHDREW,
            title=f"{home.name} has withdrawn {what}",
            address=address,
            cause=f"nomination-{nomination.pk}-withdrawn",
        )
