"""The agenda of a round: who is on it, why, and in the order that the team agreed. A nomination on it is moved by its own action."""

from collections.abc import Sequence
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.residents.models import Resident
from checkins.actions.round_records import items_of, locked_round, save_round
from checkins.actions.triage import move_off_agenda, move_onto_agenda
from checkins.models import AgendaItem, ItemSource, NominationState, Reason, Round, RoundCard, RoundContact
from checkins.queries.round_agenda import (
    FOR_TODAY,
    LATER,
    OPEN_ROUNDS,
    OWED,
    Candidate,
    candidates,
    has_agreed_order,
    is_for_today,
    never_held,
    waiting,
)
from checkins.rounds.card import is_begun
from checkins.rounds.transitions import check_round
from checkins.transitions import Refused

LONGEST_WHY = 300


def fill_agenda(found: Round, *, by: Acting, now: datetime) -> int:
    """Adds everybody who should be on it and is not; returns how many. The caller holds the lock on the round."""
    there = {each.resident_id for each in items_of(found.pk)}
    new = [each for each in _candidates(found, now) if each.resident_id not in there]
    for each in new:
        add_to_round(found, each, by=by, now=now)
    return len(new)


def _candidates(found: Round, now: datetime) -> list[Candidate]:
    """For a round that is begun after its day: as of the day on which it is begun."""
    today = london_today(now)
    return candidates(found.home_id, max(found.held_on, today), today)


def refresh_agenda(*, round_id: int, by: Acting, now: datetime) -> int:
    """Asks again who should be on it, and adds them; returns how many. Nobody is taken off."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        check_round(found, "set_agenda", by=by)
        added = fill_agenda(found, by=by, now=now)
        save_round(found)
        return added


def words_of(found: Round) -> str:
    """ "Home round of 26 November 2026"."""
    return f"{found.get_kind_display()} of {found.held_on:%-d %B %Y}"


def add_to_round(found: Round, each: Candidate, *, by: Acting, now: datetime) -> AgendaItem:
    """Writes one resident onto the agenda: at its end, or, named for the same day, first of those not seen yet.

    The caller holds the lock on the round and saves it.
    """
    _leave_never_held(found, each.resident_id, by=by, now=now)
    item = AgendaItem.objects.create(
        round=found,
        resident_id=each.resident_id,
        home_id=found.home_id,
        place=_place_for(found, each),
        source=each.source,
        nomination_id=each.nomination_id,
        reasons=list(each.reasons),
        why=each.why,
        added_at=now,
        added_by_name=by.person,
    )
    if each.nomination_id:
        move_onto_agenda(nomination_id=each.nomination_id, reason=words_of(found), by=by, now=now)
    owed = RoundContact.objects.filter(resident_id=each.resident_id, outcome__in=OWED, settled_at=None)
    for contact in owed.exclude(round=found):
        contact.settled_at = now
        contact.save()
    return item


def _leave_never_held(found: Round, resident_id: int, *, by: Acting, now: datetime) -> None:
    """They stand on one agenda only: not any more on that of a round of a past day, which may yet be cancelled and would let them go."""
    for item in never_held(found.home_id, london_today(now)):
        if item.resident_id == resident_id and item.round_id != found.pk:
            item.removed_at, item.removed_by_name = now, by.person
            item.save()
            save_round(locked_round(item.round_id))


def _place_for(found: Round, each: Candidate) -> int:
    """Whoever is named for the same day goes before those who wait and are not, unless the team agreed an order: it asks the chair then."""
    items = items_of(found.pk)
    end = max((item.place for item in items), default=0) + 1
    if each.soon != FOR_TODAY or not items or has_agreed_order(found, items):
        return end
    place = next((item.place for item in waiting(found, items) if not is_for_today(item)), end)
    for item in items:
        if item.place >= place:
            item.place += 1
            item.save()
    return place


def add_resident(
    *, round_id: int, resident_id: int, reasons: Sequence[str], why: str, by: Acting, now: datetime
) -> AgendaItem:
    """Somebody of the home, by hand. On it already, they are given back as they are."""
    require(by, Permission.RUN_ROUNDS)
    if not reasons and not why.strip():
        raise Refused("Say why they are on the agenda.")
    with atomic():
        found = locked_round(round_id)
        check_round(found, "set_agenda", by=by)
        there = AgendaItem.objects.filter(round=found, resident_id=resident_id, removed_at=None).first()
        if there is not None:
            return there
        resident = Resident.objects.living_here().filter(home_id=found.home_id, pk=resident_id).first()
        if resident is None:
            raise Refused("Choose somebody who lives in this home.")
        waits = {each.resident_id: each for each in _candidates(found, now)}.get(resident_id)
        nomination_id = waits.nomination_id if waits else None
        values = tuple(Reason(each).value for each in reasons)
        soon = waits.soon if waits else LATER
        typed = Candidate(resident_id, ItemSource.BY_HAND, values, why.strip()[:LONGEST_WHY], nomination_id, soon)
        item = add_to_round(found, typed, by=by, now=now)
        if found.began_at and found.now_item_id is None:
            found.now_item_id, found.now_since = item.pk, now
        save_round(found)
        return item


def take_off(*, item_id: int, by: Acting, now: datetime) -> AgendaItem:
    """They need not be on this agenda. Their nomination waits as before. Whoever was dealt with stays in the record."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        item = AgendaItem.objects.get(pk=item_id)
        found = locked_round(item.round_id)
        check_round(found, "set_agenda", by=by)
        if RoundContact.objects.filter(item=item).exists():
            raise Refused("They were dealt with in this round, so they stay in its record.")
        if is_typed(item):
            raise Refused("Something is typed on their card. Press Done there, or put it off.")
        if item.removed_at is None:
            let_go(item, by=by, now=now)
            if found.now_item_id == item.pk:
                found.now_item_id = next_item(found, after=item)
                found.now_since = now
            save_round(found)
        return item


def let_go(item: AgendaItem, *, by: Acting, now: datetime) -> None:
    """Takes one item off; its nomination waits as before. The caller holds the lock on the round and saves it."""
    item.removed_at, item.removed_by_name = now, by.person
    item.save()
    if item.nomination and item.nomination.state == NominationState.ON_AGENDA:
        move_off_agenda(nomination_id=item.nomination.pk, by=by, now=now)


def take_off_of_resident(resident: Resident, *, by: Acting, now: datetime) -> int:
    """Takes somebody who has left or died off every agenda on which they were not dealt with. Called in the event's transaction.

    Whoever is being written about stays: what is typed is done or put off by those who write it, else it would be lost.
    """
    items = AgendaItem.objects.filter(
        resident=resident, removed_at=None, roundcontact=None, round__state__in=OPEN_ROUNDS
    )
    untouched = [each.pk for each in items if not is_typed(each)]
    return AgendaItem.objects.filter(pk__in=untouched).update(removed_at=now, removed_by_name=by.person)


def is_typed(item: AgendaItem) -> bool:
    """Whether somebody has begun to write about them."""
    card = RoundCard.objects.filter(item=item).first()
    return card is not None and is_begun(card.fields)


def let_go_of_nominations(found: Round, *, by: Acting, now: datetime) -> None:
    """The round is not held: whoever is on its agenda waits again. The caller holds the lock."""
    for item in AgendaItem.objects.filter(round=found, removed_at=None).select_related("nomination"):
        let_go(item, by=by, now=now)


def agree_order(*, round_id: int, item_ids: Sequence[int], seen: int, by: Acting, now: datetime) -> Round:
    """The order that the team agreed: every item of the agenda, once. `seen`: the revision on the page."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        check_round(found, "set_agenda", by=by)
        there = {each.pk: each for each in items_of(round_id)}
        if found.revision != seen or sorted(item_ids) != sorted(there):
            raise Refused("Somebody changed the agenda meanwhile. Here it is as it stands now.")
        for place, item_id in enumerate(item_ids, start=1):
            item = there[item_id]
            if item.place != place:
                item.place = place
                item.save()
        found.order_agreed_at = now
        save_round(found)
        return found


def take_now(*, item_id: int, by: Acting, now: datetime) -> Round:
    """Opens somebody's card in the meeting. What is typed about the one before stays as it is."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        item = AgendaItem.objects.get(pk=item_id, removed_at=None)
        found = locked_round(item.round_id)
        check_round(found, "write", by=by)
        if found.now_item_id != item.pk:
            found.now_item_id, found.now_since = item.pk, now
            save_round(found)
        return found


def next_item(found: Round, *, after: AgendaItem) -> int | None:
    """The next one nobody has dealt with: further down first, then from the top. None when all are done."""
    done = set(RoundContact.objects.filter(round=found).values_list("item_id", flat=True))
    rest = [each for each in items_of(found.pk) if each.pk not in done and each.pk != after.pk]
    below = [each for each in rest if (each.place, each.pk) > (after.place, after.pk)]
    return next((each.pk for each in (*below, *rest)), None)
