"""The residents of one home, light enough for a picker, and what changed there since a day.

Everything runs in the scope of whoever asks: for a home whose residents they may not see, all of it is empty. Pages that show
what these give must log the reading (`carehomes.access.reads.record_reads`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from carehomes.access.names import plain_key
from carehomes.access.prepared import Given, Prepared
from carehomes.deadlines import london_today
from carehomes.residents.models import Absence, Move, Resident, ResidentState, Stay, StayEnd
from carehomes.residents.rules import completed_years

PICKER_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A resident as a picker shows them. `age` is in completed years; `label` is the word for the state.

    `seen` is false for somebody who has moved to another home: their record went along and its page does not open any more.
    """

    id: int
    home_id: int
    name: str
    date_of_birth: date
    age: int
    room: str
    state: str
    label: str
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One person and what happened on which day; `place` is the hospital, or where they came from or went to."""

    resident: Listed
    on: date
    place: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a home since a day. `in_hospital` is who is there now, whenever they went."""

    arrived: list[Change]
    left: list[Change]
    in_hospital: list[Change]
    returned: list[Change]

    def reads(self) -> set[tuple[int, int]]:
        """The residents that these name, for `record_reads`."""
        everyone = (*self.arrived, *self.left, *self.in_hospital, *self.returned)
        return {(each.resident.id, each.resident.home_id) for each in everyone}


def listed(resident: Resident, today: date) -> Listed:
    """The light form of a resident."""
    return Listed(
        id=resident.pk,
        home_id=resident.home_id,
        name=resident.name,
        date_of_birth=resident.date_of_birth,
        age=completed_years(resident.date_of_birth, today),
        room=resident.room,
        state=resident.state,
        label=resident.get_state_display(),
    )


def _listed(residents: Iterable[Resident], today: date | None) -> list[Listed]:
    on = today or london_today()
    return [listed(each, on) for each in residents]


def living_in(home_id: int | Given) -> QuerySet[Resident]:
    """Those with a place in this home, by family name; whether in it now, in hospital or away."""
    return Resident.objects.living_here().filter(home_id=home_id).order_by("family_key", "name_key", "pk")


def residents_of(home_id: int, *, today: date | None = None) -> list[Listed]:
    """Everybody who lives in this home, by family name. One query."""
    return _listed(living_in(home_id), today)


def names_in(home_id: int) -> dict[int, str]:
    """The names of everybody who lives in this home, by family name, where nothing else of them is needed. One query."""
    return {pk: f"{given} {family}" for pk, given, family in _NAMES.tuples(home=home_id)}


def _names() -> QuerySet[Resident, tuple[int, str, str]]:
    return living_in(Given("home")).values_list("pk", "given_name", "family_name")


_NAMES = Prepared(_names)


def find_in_home(home_id: int, text: str, *, today: date | None = None) -> list[Listed]:
    """Those who live there and whose name has every word of `text`, or whose room is `text`; at most 20. One query.

    Nothing typed gives nobody: the picker then offers `residents_of`.
    """
    words = plain_key(text).split()
    if not words:
        return []
    named = Q()
    for word in words:
        named &= Q(name_key__contains=word)
    return _listed(living_in(home_id).filter(named | Q(room__iexact=text.strip()))[:PICKER_LIMIT], today)


def since(home_id: int, day: date, *, today: date | None = None) -> Changes:
    """Who arrived, left or came back on or after `day`, and who is in hospital now. Three queries."""
    on = today or london_today()
    stays = _stays_since(home_id, day)
    absences = _absences_since(home_id, day)
    moved = [_moved(each, on) for each in moved_away(home_id, day)]
    return Changes(
        arrived=[_change(each, each.arrived_on, _origin(each), on) for each in stays if each.arrived_on >= day],
        left=[*moved, *(_change(each, each.left_on, each.get_left_to_display(), on) for each in stays if each.left_on)],
        in_hospital=[_change(each, each.went_on, each.place, on) for each in absences if each.back_on is None],
        returned=[_change(each, each.back_on, each.place, on) for each in absences if each.back_on],
    )


def moved_away(home_id: int, day: date) -> QuerySet[Move]:
    """Who has moved from this home to another since a day: what the old home's people keep."""
    moves = Move.objects.filter(home_id=home_id, moved_on__gte=day, undone_at=None)
    return moves.select_related("to_home").order_by("-moved_on", "-pk")


def _moved(move: Move, today: date) -> Change:
    person = Listed(
        id=move.resident_id,
        home_id=move.home_id,
        name=move.name,
        date_of_birth=move.date_of_birth,
        age=completed_years(move.date_of_birth, today),
        room=move.room,
        state=ResidentState.LEFT,
        label="Moved",
        seen=False,
    )
    return Change(person, move.moved_on, move.to_home.name)


def _stays_since(home_id: int, day: date) -> list[Stay]:
    return list(
        Stay.objects.filter(Q(arrived_on__gte=day) | Q(left_on__gte=day), home_id=home_id, stayed_at_id=home_id)
        .exclude(left_to=StayEnd.RECORDED_IN_ERROR)
        .select_related("resident")
        .order_by("-arrived_on", "-pk")
    )


def _absences_since(home_id: int, day: date) -> list[Absence]:
    now_in_hospital = Q(
        back_on=None, resident__state=ResidentState.IN_HOSPITAL, stay__left_on=None, kind=Absence.Kind.HOSPITAL
    )
    return list(
        Absence.objects.filter(now_in_hospital | Q(back_on__gte=day), home_id=home_id, stay__stayed_at_id=home_id)
        .select_related("resident")
        .order_by("-went_on", "-pk")
    )


def _origin(stay: Stay) -> str:
    return stay.arrived_from_detail or stay.get_arrived_from_display()


def _change(fact: Stay | Absence, on: date | None, place: str, today: date) -> Change:
    return Change(resident=listed(fact.resident, today), on=on or today, place=place)
