"""A resident who moves takes along what they wait for. No round of the home of before sees them, and nobody of the new one has read it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.scopes import system_scope
from carehomes.deadlines import london_today
from carehomes.issues.queries.people import Team
from carehomes.notifications.actions import tell
from carehomes.residents.models import Move, Resident
from checkins.actions.nominations import tell_new_team
from checkins.actions.round_agenda import is_typed
from checkins.actions.round_records import locked_round, save_round
from checkins.actions.triage import wait_in_new_home
from checkins.kinds import MOVED_WAITING
from checkins.models import WAITING_STATES, AgendaItem, Nomination
from checkins.queries.nominations import acknowledge_minutes, callers_to_tell
from checkins.queries.round_agenda import OPEN_ROUNDS

log = structlog.get_logger()
REASON = "residents to be seen follow a move"
NEWEST = 500  # moves; England has some hundreds a day
SOON, LONG_AGO = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """Who lives where now, since which stay, and when that was written."""

    resident_id: int
    home_id: int
    stay_id: int
    at: datetime


def follow_again(now: datetime) -> int:
    """Moves of the last hour once more, for a process that died, or could not follow, when one was written. Part of the tick.

    What has followed already stays as it is, and nobody is told twice. Returns how many residents wait who have moved.
    """
    with system_scope(REASON):
        newest = Move.objects.order_by("-pk")[:NEWEST]
        late = [move for move in newest if SOON <= now - move.at <= LONG_AGO and move.undone_at is None]
        there = dict(Resident.objects.filter(pk__in=[move.resident_id for move in late]).values_list("pk", "home_id"))
    return sum(_followed(move, now) for move in late if there.get(move.resident_id) == move.to_home_id)


def _followed(move: Move, now: datetime) -> int:
    moved = Moved(move.resident_id, move.to_home_id, move.stay_after, move.at)
    try:
        with system_scope(REASON):
            return follow_resident(moved=moved, by=_mover(move), now=now)
    except Exception as error:  # whatever it is: a move that cannot be followed holds up no other
        log.exception("move_not_followed", exc_type=type(error).__name__)
        return 0


def _mover(move: Move) -> Acting:
    """Who moved them, as the move says it; in which membership, it does not."""
    return Acting(0, move.by_user_id, move.by_name, 0, move.by_organisation_name, "", "")


def follow_resident(*, moved: Moved, by: Acting, now: datetime) -> int:
    """They live in this home now. Those who look after it are told who waits, and for today whom nobody of them has read about.

    In a system scope, once the move is written: whoever moved them may not see the new home. Returns how many wait.
    """
    left = _leave_rounds(moved.resident_id, moved.home_id, by, now)
    rows = Nomination.objects.filter(resident_id=moved.resident_id, home_id=moved.home_id, state__in=WAITING_STATES)
    waiting = list(rows.select_related("home").select_for_update(of=("self",)).order_by("pk"))
    if not waiting:
        return 0
    team, minutes = Team(moved.home_id), acknowledge_minutes(moved.home_id, london_today(now))
    readers = {each.user_id for each in team.people if each.sees_residents}
    unread = {
        each.pk
        for each in waiting
        if wait_in_new_home(each, moved.at, readers=readers, minutes=minutes, off_agenda=left, by=by, now=now)
    }
    tell_new_team(resident_id=moved.resident_id, stay_id=moved.stay_id, anew=unread, now=now)
    tell(
        callers_to_tell(team),
        kind=MOVED_WAITING,
        title=f"{waiting[0].home.name}: a resident who waits for somebody has moved there"[:200],
        address=reverse("checkins:nomination", args=[waiting[0].pk]),
        cause=f"waiting-{moved.resident_id}-stay-{moved.stay_id}",
    )
    return len(waiting)


def _leave_rounds(resident_id: int, home_id: int, by: Acting, now: datetime) -> bool:
    """Off the agendas of homes of before. Whoever is being written about stays there. Returns whether they stand on none now."""
    items = AgendaItem.objects.filter(
        resident_id=resident_id, removed_at=None, roundcontact=None, round__state__in=OPEN_ROUNDS
    )
    there = list(items.exclude(round__home_id=home_id).order_by("round_id"))
    typed = [each for each in there if is_typed(each)]
    for item in there:
        if item not in typed:
            found = locked_round(item.round_id)
            item.removed_at, item.removed_by_name = now, by.person
            item.save()
            save_round(found)
    return not items.exists()
