"""The list of residents that one may see: which, in which order, how many of each state.

What was typed is a name in most cases, so it never stands in an address: the page keeps it in the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import BooleanField, Exists, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from carehomes.access.names import plain_key
from carehomes.access.prepared import Given, Prepared, Sliced, given_day
from carehomes.access.scopes import alias
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident, ResidentState, Stay, StayEnd
from carehomes.residents.rules import NEW_FOR_DAYS

MOST_WORDS = 6
MOVED_FOR_DAYS = 90  # how long somebody who moved to another home is still listed
NEW, HERE, EVERYONE = "new", "here", "everyone"
LIVING = (ResidentState.IN_HOME, ResidentState.IN_HOSPITAL, ResidentState.AWAY)
STATES: dict[str, tuple[str, ...]] = {
    HERE: LIVING,
    NEW: LIVING,
    "in_hospital": (ResidentState.IN_HOSPITAL,),
    "away": (ResidentState.AWAY,),
    "left": (ResidentState.LEFT,),
    "died": (ResidentState.DIED,),
    EVERYONE: tuple(ResidentState),
}
SORTS = {
    "name": ("family_key", "name_key", "pk"),
    "room": ("home__name_key", "home_id", Length("room"), "room", "pk"),
    "home": ("home__name_key", "home_id", "family_key", "name_key", "pk"),
    "recent": ("-since", "family_key", "pk"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list is asked for. Empty parts do not narrow; unknown ones count as empty."""

    home_id: int | None = None
    state: str = HERE
    sort: str = "name"
    words: str = ""


class Tally(NamedTuple):
    """How many residents of one home are in one state, and how many of them are new."""

    home_id: int
    home: str
    state: str
    number: int
    new: int


class _SeesResidents(Func):
    """Whether the acting membership may see the residents of the home with this id."""

    template = "%(expressions)s = ANY ((SELECT visible_homes('resident'))::bigint[])"
    output_field = BooleanField()


def homes_with_residents() -> QuerySet[CareHome]:
    """The homes whose residents the acting membership may see. Not for national readers."""
    return CareHome.objects.filter(_SeesResidents("pk"))


def home_with_residents(home_id: int) -> CareHome | None:
    """One of them, or None. One query."""
    return _ONE_HOME.first(home=home_id)


_ONE_HOME = Prepared(lambda: homes_with_residents().filter(pk=Given("home")))


def named(residents: QuerySet[Resident], words: str) -> QuerySet[Resident]:
    """Those whose name has every word typed somewhere: "swe iv" is Ivy Meadowsweet. Only signs that no name has: nobody."""
    keys = keys_of(words)
    if words.strip() and not keys:
        return residents.none()
    return with_keys(residents, keys)


def keys_of(words: str) -> list[str]:
    """What is looked for in names; nothing when signs were typed that no name has."""
    return plain_key(words).split()[:MOST_WORDS]


def with_keys(residents: QuerySet[Resident], keys: Sequence[str | Given]) -> QuerySet[Resident]:
    """Those whose name has every one of these somewhere."""
    for key in keys:
        residents = residents.filter(name_key__contains=key)
    return residents


def new_since(today: date) -> date:
    """The first day on which somebody who arrived counts as new."""
    return today - timedelta(days=NEW_FOR_DAYS)


def _arrived_since(since: date | Given) -> Exists:
    return Exists(Stay.objects.filter(resident=OuterRef("pk"), left_on=None, arrived_on__gte=since))


def list_residents(listing: Listing, today: date) -> QuerySet[Resident]:
    """The residents of the list in its order. Those recorded in error are not in it."""
    return _listed(listing, listing.home_id, new_since(today))


def page_of_residents(listing: Listing, number: int, size: int, today: date) -> Sequence[Resident]:
    """The same, to be paged by `size` by those who have counted them. One query a page."""
    if listing.words:
        return list_residents(listing, today)  # type: ignore[return-value]  # a queryset is cut like a list
    shape = replace(listing, home_id=0 if listing.home_id else None)
    part = partial(_usual_list, shape)
    return Sliced(part, number, size=size, home=listing.home_id, since=new_since(today))


@lru_cache(maxsize=200)
def _usual_list(shape: Listing, first: int, last: int) -> Prepared[Resident]:
    """A part of the list that nobody has narrowed by words. `home_id` is no home's: it says whether it is the list of one."""
    home = None if shape.home_id is None else Given("home")
    return Prepared(lambda: _listed(shape, home, given_day("since"))[first:last])


def _listed(listing: Listing, home: int | Given | None, since: date | Given) -> QuerySet[Resident]:
    states = STATES[listing.state]
    somebody = not_in_error() if ResidentState.LEFT in states else Resident.objects.all()
    residents = named(somebody, listing.words).filter(state__in=states)
    if home is not None:
        residents = residents.filter(home_id=home)
    if listing.state == NEW:
        residents = residents.filter(_arrived_since(since))
    return residents.order_by(*SORTS[listing.sort])


def not_in_error() -> QuerySet[Resident]:
    """Residents, without those whose every stay was recorded in error."""
    real = Stay.objects.filter(resident=OuterRef("pk")).exclude(left_to=StayEnd.RECORDED_IN_ERROR)
    return Resident.objects.filter(~Q(state=ResidentState.LEFT) | Exists(real))


@dataclass(frozen=True, slots=True)
class MovedAway:
    """Somebody who moved from this home to another: what this home's people keep."""

    resident_id: int
    name: str
    moved_on: date
    to_home: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeOfList:
    """The home whose residents are listed."""

    pk: int
    name: str
    deregistered_on: date | None


# Written as SQL, because putting it together from querysets on every visit takes Django longer than PostgreSQL needs to answer it.
# What is counted is what `list_residents` lists.
_TALLIES = """
SELECT h.id, h.name, h.deregistered_on, t.state, t.number, t.new, {moves}
FROM directory_carehome h
LEFT JOIN (
    SELECT r.home_id, r.state, count(*) AS number, count(*) FILTER (
        WHERE r.state IN ('in_home', 'in_hospital', 'away') AND EXISTS (
            SELECT 1 FROM residents_stay s
            WHERE s.resident_id = r.id AND s.left_on IS NULL AND s.arrived_on >= %(new_since)s)) AS new
    FROM residents_resident r
    WHERE (r.state <> 'left' OR EXISTS (
            SELECT 1 FROM residents_stay s WHERE s.resident_id = r.id AND s.left_to <> 'recorded_in_error'))
        AND r.name_key LIKE ALL (%(parts)s::text[])
    GROUP BY r.home_id, r.state
) t ON t.home_id = h.id
WHERE h.id = ANY ((SELECT visible_homes('resident'))::bigint[]) {which}
ORDER BY h.name_key, h.id
"""
_MOVES = """(
    SELECT json_agg(row_to_json(x)) FROM (
        SELECT m.resident_id, m.name, m.moved_on, d.name AS to_home, m.at
        FROM residents_move m JOIN directory_carehome d ON d.id = m.to_home_id
        WHERE m.home_id = h.id AND m.undone_at IS NULL AND m.moved_on >= %(moved_since)s
        ORDER BY m.moved_on DESC, m.id DESC) x)"""


def tallies(words: str, today: date) -> list[Tally]:
    """How many residents each home has in each state, among those with these words in their name. One query.

    A home in which nobody is found has one tally, of no state.
    """
    rows = _tallies(_TALLIES.format(moves="NULL", which=""), words, today)
    return [
        Tally(home_id, name, state or "", number or 0, new or 0) for home_id, name, _, state, number, new, _ in rows
    ]


def home_with_tallies(home_id: int, words: str, today: date) -> tuple[HomeOfList, list[Tally], list[MovedAway]]:
    """A home whose residents one may see, its tallies, and who moved away from it in the last 90 days. One query.

    CareHome.DoesNotExist for any other home.
    """
    rows = _tallies(_TALLIES.format(moves=_MOVES, which="AND h.id = %(home)s"), words, today, home_id)
    if not rows:
        raise CareHome.DoesNotExist
    pk, name, deregistered_on, *_, moves = rows[0]
    found = [Tally(pk, name, state or "", number or 0, new or 0) for _, _, _, state, number, new, _ in rows]
    return HomeOfList(pk, name, deregistered_on), found, [_moved_away(each) for each in moves or ()]


def _tallies(sql: str, words: str, today: date, home_id: int | None = None) -> list[Any]:
    keys = keys_of(words)
    parts = [f"%{key}%" for key in keys] or (["-"] if words.strip() else [])  # no key holds a hyphen: nobody is found
    days = {"new_since": new_since(today), "moved_since": today - timedelta(days=MOVED_FOR_DAYS)}
    with connections[alias()].cursor() as cursor:
        cursor.execute(sql, {**days, "parts": parts, "home": home_id})
        return cursor.fetchall()


def _moved_away(row: dict[str, Any]) -> MovedAway:
    """JSON has no dates: they come as text."""
    dates = {"moved_on": date.fromisoformat(row["moved_on"]), "at": datetime.fromisoformat(row["at"])}
    return MovedAway(**{**row, **dates})
