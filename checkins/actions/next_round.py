"""Putting a nomination on the agenda: of the home's next round, at once, so that nobody is "on the agenda" of no round."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from carehomes.access.acting import Acting
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from checkins.actions.round_agenda import add_to_round, let_go, words_of
from checkins.actions.round_records import locked_round, save_round
from checkins.actions.triage import acknowledge, move_off_agenda, move_onto_agenda
from checkins.models import AgendaItem, Nomination, Round, RoundContact, RoundKind, RoundState
from checkins.queries.round_agenda import OPEN_ROUNDS, candidate_of
from checkins.transitions import Refused

_TO_COME = (RoundState.DRAFT, RoundState.AGENDA_PUBLISHED)


def put_on_agenda(*, nomination_id: int, by: Acting, now: datetime, reason: str = "") -> Nomination:
    """On the agenda of the home's next round: the one in session, else the first to come; else of the one that is convened next."""
    with atomic():
        home_id = Nomination.objects.values_list("home_id", flat=True).get(pk=nomination_id)
        found = _next_round(home_id, london_today(now))
        why = reason.strip() or (words_of(found) if found else "")
        nomination = move_onto_agenda(nomination_id=nomination_id, by=by, now=now, reason=why)
        if found and not AgendaItem.objects.filter(round=found, resident_id=nomination.resident_id, removed_at=None):
            item = add_to_round(found, candidate_of(nomination), by=by, now=now)
            if found.began_at and found.now_item_id is None:
                found.now_item_id, found.now_since = item.pk, now
            save_round(found)
        return nomination


def _next_round(home_id: int, today: date) -> Round | None:
    """Locked before the nomination, as everywhere. None where it was ended in the moment before the lock."""
    to_come = Q(state__in=_TO_COME, held_on__gte=today)
    rounds = Round.objects.filter(home_id=home_id, kind=RoundKind.HOME_ROUND)
    rounds = rounds.filter(to_come | Q(state=RoundState.IN_SESSION))
    found = rounds.order_by("held_on", "starts_at", "pk").values_list("pk", flat=True).first()
    locked = locked_round(found) if found else None
    return locked if locked and locked.state in OPEN_ROUNDS else None


def take_off_agenda(*, nomination_id: int, by: Acting, now: datetime, reason: str = "") -> Nomination:
    """Back to where it was before, and off the round to come. Whoever was dealt with there stays in its record."""
    with atomic():
        item = AgendaItem.objects.filter(
            nomination_id=nomination_id, removed_at=None, round__state__in=_TO_COME
        ).first()
        found = locked_round(item.round_id) if item else None
        nomination = move_off_agenda(nomination_id=nomination_id, by=by, now=now, reason=reason)
        if item and found and not RoundContact.objects.filter(item=item).exists():
            item.nomination = nomination
            let_go(item, by=by, now=now)
            save_round(found)
        return nomination


@dataclass(frozen=True, slots=True)
class Many:
    """What became of several at once: those for which it was done, and those for which it was not, with the reason."""

    done: list[Nomination]
    refused: list[tuple[Nomination, str]]


_MANY: dict[str, Callable[..., Nomination]] = {"acknowledge": acknowledge, "put_on_agenda": put_on_agenda}


def do_to_many(*, event: str, nomination_ids: Iterable[int], by: Acting, now: datetime) -> Many:
    """Acknowledges several, or puts them on the agenda. One that cannot be done is told and stops no other. KeyError: no such event."""
    act = _MANY[event]
    many = Many([], [])
    with atomic():
        for nomination in Nomination.objects.filter(pk__in=list(nomination_ids)).select_related("resident"):
            try:
                act(nomination_id=nomination.pk, by=by, now=now)
                many.done.append(nomination)
            except Refused as refused:
                many.refused.append((nomination, str(refused)))
    return many
