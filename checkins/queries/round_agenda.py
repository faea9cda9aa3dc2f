"""Who should be on a home's next agenda and in which order: named and waiting, carried over, due; in the order that the team agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Subquery

from carehomes.residents.models import Resident
from checkins.models import (
    COMING_STATES,
    AgendaItem,
    ItemSource,
    Nomination,
    NominationState,
    Outcome,
    PriorityAgreement,
    PriorityPlace,
    Round,
    RoundContact,
    RoundState,
    Urgency,
)
from checkins.rounds.sources import due_by
from checkins.transitions import must_be_acknowledged

OPEN_ROUNDS = (RoundState.DRAFT, RoundState.AGENDA_PUBLISHED, RoundState.IN_SESSION)
OWED = (Outcome.NOT_REACHED, Outcome.PUT_OFF)
CARRIED = "Carried over from "  # the first of the days stays
_SOON = {urgency: place for place, urgency in enumerate(Urgency.values)}
FOR_TODAY, LATER = _SOON[Urgency.SAME_DAY], len(_SOON)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resident for an agenda, and why."""

    resident_id: int
    source: ItemSource
    reasons: tuple[str, ...] = ()
    why: str = ""
    nomination_id: int | None = None
    soon: int = LATER


def candidates(home_id: int, on: date, today: date) -> list[Candidate]:
    """Residents of the home for an agenda of that day, each once, in order. Those of today whom no clinician has acknowledged are not
    among them: somebody has to read about them first. Who was on a round whose day has gone by and that nobody began is carried over.
    Five queries, and one for each registered source.
    """
    return candidates_and_unread(home_id, on, today)[0]


def candidates_and_unread(home_id: int, on: date, today: date) -> tuple[list[Candidate], int]:
    """The candidates, and how many of today have to be acknowledged before they can be among them. As many queries."""
    nominations = _nominations(home_id, on, today)
    named = [candidate_of(each) for each in nominations if not must_be_acknowledged(each)]
    owed = [_never_held(each) for each in never_held(home_id, today)]
    owed += [_owed(each) for each in _contacts_owed(home_id, on)]
    due = [
        Candidate(each.resident_id, ItemSource.DUE_REVIEW, (each.reason,), each.words) for each in due_by(home_id, on)
    ]
    living = set(Resident.objects.living_here().filter(home_id=home_id).values_list("pk", flat=True))
    found = {each.resident_id: each for each in (*due, *_joined(named, owed)) if each.resident_id in living}
    agreed = agreed_places(home_id)
    in_order = sorted(found.values(), key=lambda each: (agreed.get(each.resident_id, len(agreed) + 1), each.soon))
    return in_order, sum(map(must_be_acknowledged, nominations))


def _nominations(home_id: int, on: date, today: date) -> list[Nomination]:
    """Those that wait and are not on the agenda of another round that is still to be held. The most urgent of a resident comes last."""
    to_come = Q(round__state=RoundState.IN_SESSION) | Q(round__state__in=COMING_STATES, round__held_on__gte=today)
    elsewhere = AgendaItem.objects.filter(to_come, home_id=home_id, removed_at=None, nomination__isnull=False)
    states = (NominationState.RAISED, NominationState.ACKNOWLEDGED, NominationState.TRIAGED, NominationState.ON_AGENDA)
    waits = Q(state__in=states) | Q(state=NominationState.DEFERRED, deferred_until__lte=on)
    rows = Nomination.objects.filter(waits, home_id=home_id).exclude(pk__in=elsewhere.values("nomination_id"))
    return sorted(rows, key=lambda each: (-_SOON[each.how_soon], -each.raised_at.timestamp()))


def unread_today(home_id: int) -> list[Nomination]:
    """Those of today whom no clinician has acknowledged, with their residents. One query."""
    rows = Nomination.objects.filter(home_id=home_id, state=NominationState.RAISED, urgency=Urgency.SAME_DAY)
    return list(rows.select_related("resident").order_by("raised_at"))


def candidate_of(each: Nomination) -> Candidate:
    """A nomination as a line of an agenda."""
    return Candidate(
        each.resident_id, ItemSource.NOMINATION, tuple(each.reasons), each.sentence[:300], each.pk, _SOON[each.how_soon]
    )


def _contacts_owed(home_id: int, on: date) -> list[RoundContact]:
    rows = RoundContact.objects.filter(home_id=home_id, outcome__in=OWED, settled_at=None)
    rows = rows.filter(Q(put_off_until=None) | Q(put_off_until__lte=on)).exclude(round__state__in=OPEN_ROUNDS)
    return list(rows.select_related("item").order_by("at"))


def never_held(home_id: int, today: date) -> list[AgendaItem]:
    """Who stands on rounds of past days that were neither begun nor cancelled, with the rounds, oldest first. One query."""
    forgotten = {"round__state__in": COMING_STATES, "round__held_on__lt": today}
    rows = AgendaItem.objects.filter(home_id=home_id, removed_at=None, **forgotten).select_related("round")
    return list(rows.order_by("round__held_on", "pk"))


def _never_held(item: AgendaItem) -> Candidate:
    return _carried(item, item.why, item.round.held_on)


def _owed(contact: RoundContact) -> Candidate:
    return _carried(contact.item, contact.put_off_reason or contact.item.why, contact.held_on)


def _carried(item: AgendaItem, words: str, held_on: date) -> Candidate:
    why = words if words.startswith(CARRIED) else f"{CARRIED}{held_on:%-d %B %Y}. {words}".strip()[:300]
    return Candidate(item.resident_id, ItemSource.CARRIED_OVER, tuple(item.reasons), why, item.nomination_id)


def _joined(named: Iterable[Candidate], owed: Iterable[Candidate]) -> list[Candidate]:
    """Each resident once: a nomination gives the urgency; what is carried over says so, and keeps the nomination that waits."""
    found = {each.resident_id: each for each in named}
    for each in owed:
        waits = found.get(each.resident_id)
        if waits is None:
            found[each.resident_id] = Candidate(each.resident_id, each.source, each.reasons, each.why)
        elif waits.nomination_id == each.nomination_id:
            found[each.resident_id] = Candidate(
                each.resident_id, each.source, waits.reasons, each.why, waits.nomination_id, waits.soon
            )
    return list(found.values())


def is_for_today(item: AgendaItem) -> bool:
    """Whether the home named them, or a clinician agreed, for the same day."""
    return item.nomination is not None and item.nomination.how_soon == Urgency.SAME_DAY


def waiting(found: Round, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Those of the agenda whom nobody has dealt with and whose card is not open. One query."""
    done = set(RoundContact.objects.filter(round=found).values_list("item_id", flat=True))
    return [each for each in items if each.pk not in done and each.pk != found.now_item_id]


def has_agreed_order(found: Round, items: Iterable[AgendaItem]) -> bool:
    """Whether the team agreed the order in which these stand: of this round, or of the home's residents before it."""
    agreed = agreed_places(found.home_id) if found.order_agreed_at is None else {}
    return found.order_agreed_at is not None or any(each.resident_id in agreed for each in items)


def agreed_places(home_id: int) -> dict[int, int]:
    """Resident → place in the order that the team agreed last. One query."""
    last = PriorityAgreement.objects.filter(home_id=home_id).order_by("-agreed_at", "-pk").values("pk")[:1]
    rows = PriorityPlace.objects.filter(home_id=home_id, agreement_id=Subquery(last))
    return dict(rows.values_list("resident_id", "place"))
