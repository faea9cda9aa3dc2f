"""The list of residents that one may see: which, in which order, how many of each state.

What was typed is a name in most cases, so it never stands in an address: the page keeps it in the session.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Length

from carehomes.access.names import plain_key
from carehomes.directory.models import CareHome
from carehomes.residents.models import Move, Resident, ResidentState, Stay, StayEnd
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


@dataclass(frozen=True, slots=True)
class Tally:
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


def named(residents: QuerySet[Resident], words: str) -> QuerySet[Resident]:
    """Those whose name has every word typed somewhere: "swe iv" is Ivy Meadowsweet. Only signs that no name has: nobody."""
    keys = plain_key(words).split()[:MOST_WORDS]
    if words.strip() and not keys:
        return residents.none()
    for key in keys:
        residents = residents.filter(name_key__contains=key)
    return residents


def new_since(today: date) -> date:
    """The first day on which somebody who arrived counts as new."""
    return today - timedelta(days=NEW_FOR_DAYS)


def arrived_lately(today: date) -> Exists:
    """Condition on residents: came to live where they are within the last 14 days."""
    stays = Stay.objects.filter(resident=OuterRef("pk"), left_on=None, arrived_on__gte=new_since(today))
    return Exists(stays)


def list_residents(listing: Listing, today: date) -> QuerySet[Resident]:
    """The residents of the list in its order, each with its home. Those recorded in error are not in it."""
    residents = named(not_in_error(), listing.words).filter(state__in=STATES[listing.state])
    if listing.home_id:
        residents = residents.filter(home_id=listing.home_id)
    if listing.state == NEW:
        residents = residents.filter(arrived_lately(today))
    return residents.select_related("home").order_by(*SORTS[listing.sort])


def not_in_error() -> QuerySet[Resident]:
    """Residents, without those whose every stay was recorded in error."""
    real = Stay.objects.filter(resident=OuterRef("pk")).exclude(left_to=StayEnd.RECORDED_IN_ERROR)
    return Resident.objects.filter(~Q(state=ResidentState.LEFT) | Exists(real))


def tallies(words: str, today: date) -> list[Tally]:
    """How many residents each home has in each state, among those with these words in their name. One query."""
    new = Count("pk", filter=Q(arrived_lately(today), state__in=LIVING))
    rows = (
        named(not_in_error(), words)
        .values("home_id", "state", home_name=F("home__name"))
        .annotate(number=Count("pk"), new=new)
        .order_by("home__name_key", "home_id")
    )
    return [Tally(row["home_id"], row["home_name"], row["state"], row["number"], row["new"]) for row in rows]


@dataclass(frozen=True, slots=True)
class MovedAway:
    """Somebody who moved from this home to another: what this home's people keep."""

    resident_id: int
    name: str
    moved_on: date
    to_home: str
    at: datetime


def home_with_tallies(home_id: int, words: str, today: date) -> tuple[CareHome, list[Tally], list[MovedAway]]:
    """A home whose residents one may see, its tallies, and who moved away from it in the last 90 days. One query.

    CareHome.DoesNotExist for any other home.
    """
    new = Count("pk", filter=Q(arrived_lately(today), state__in=LIVING))
    counts = (
        named(not_in_error().filter(home_id=OuterRef("pk")), words)
        .order_by()
        .values("state")
        .annotate(number=Count("pk"), new=new)
        .values(json=JSONObject(state="state", number="number", new="new"))
    )
    moves = (
        Move.objects.filter(
            home_id=OuterRef("pk"), undone_at=None, moved_on__gte=today - timedelta(days=MOVED_FOR_DAYS)
        )
        .order_by("-moved_on", "-pk")
        .values(
            json=JSONObject(
                resident_id="resident_id", name="name", moved_on="moved_on", to_home="to_home__name", at="at"
            )
        )
    )
    home = homes_with_residents().annotate(counts=ArraySubquery(counts), moves=ArraySubquery(moves)).get(pk=home_id)
    found = [Tally(home.pk, home.name, each["state"], each["number"], each["new"]) for each in home.counts]
    return home, found, [_moved_away(each) for each in home.moves]


def _moved_away(row: dict[str, Any]) -> MovedAway:
    """JSON has no dates: they come as text."""
    dates = {"moved_on": date.fromisoformat(row["moved_on"]), "at": datetime.fromisoformat(row["at"])}
    return MovedAway(**{**row, **dates})
