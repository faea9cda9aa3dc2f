"""The list of residents: its tabs, its choices, its addresses, and its file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from carehomes.residents.models import NoNumberReason, Resident, ResidentState
from carehomes.residents.queries import Listing, Tally
from carehomes.residents.queries.listing import EVERYONE, HERE, LIVING, NEW, SORTS, STATES
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.numbers import number_in

TABS = {
    HERE: "Living here",
    NEW: "New, last 14 days",
    "in_hospital": "In hospital",
    "away": "Away",
    "left": "Left",
    "died": "Died",
}
SORT_WORDS = {"name": "Family name", "home": "Home", "room": "Room", "recent": "Latest change"}
HEADER = (
    *("Family name", "First names", "Likes to be called", "Date of birth", "NHS number", "Why no NHS number"),
    *("Home", "Room", "State", "Since", "Registered practice"),
)
_NOTHING = {
    HERE: "Nobody is recorded as living here",
    NEW: "Nobody has come in the last 14 days",
    "in_hospital": "Nobody is in hospital",
    "away": "Nobody is away",
    "left": "Nobody has left",
    "died": "Nobody has died",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the list is asked for, and how its addresses are written. `fixed`: the page of one home."""

    listing: Listing
    fixed: bool = False

    def address(self, *, page: int | None = None, **changes: Any) -> str:
        """The same list with something changed. The words looked for stay in the session: the address says only that there are some."""
        listing = replace(self.listing, **changes)
        parts: dict[str, Any] = {}
        if listing.words:
            parts["found"] = 1
        if listing.home_id and not self.fixed:
            parts["home"] = listing.home_id
        default = EVERYONE if listing.words else HERE
        parts |= {"state": listing.state} if listing.state != default else {}
        parts |= {"sort": listing.sort} if listing.sort != "name" else {}
        parts |= {"page": page} if page else {}
        base = (
            address_of("residents:of_home", self.listing.home_id) if self.fixed else address_of("residents:residents")
        )
        return f"{base}?{urlencode(parts)}" if parts else base

    @property
    def export_address(self) -> str:
        """Where the same list can be taken out."""
        whole = replace(self, fixed=False).address()
        _, _, query = whole.partition("?")
        return f"{address_of('residents:export')}?{query}" if query else address_of("residents:export")


def read_listing(data: QueryDict, words: str, home_id: int | None = None) -> Listing:
    """The list that an address asks for. What it does not know counts as not asked. `words`: those kept in the session."""
    looked_for = words if data.get("found") else ""
    state, sort, home = data.get("state", ""), data.get("sort", ""), data.get("home", "")
    return Listing(
        home_id=home_id or number_in(home),
        state=state if state in STATES else EVERYONE if looked_for else HERE,
        sort=sort if sort in SORTS else "name",
        words=looked_for,
    )


def tabs(asked: Asked, tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """The states with how many are in each, in the home that was chosen or in all."""
    listing = asked.listing
    numbers = in_states(tallies, listing.home_id)
    shown = {EVERYONE: "Everyone found", **TABS} if listing.words else TABS
    return [
        {
            "label": label,
            "href": asked.address(state=state),
            "count": count(numbers, state),
            "current": state == listing.state,
        }
        for state, label in shown.items()
    ]


def in_states(tallies: Iterable[Tally], home_id: int | None) -> Counter[str]:
    """How many residents are in each state, and how many are new: in this home, or in all."""
    numbers: Counter[str] = Counter()
    for each in tallies:
        if home_id in (None, each.home_id):
            numbers[each.state] += each.number
            numbers[NEW] += each.new
    return numbers


def count(numbers: Counter[str], tab: str) -> int:
    """How many residents are in this tab."""
    return numbers[NEW] if tab == NEW else sum(numbers[state] for state in STATES[tab])


def home_options(asked: Asked, tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """The homes to choose from, each once; the one that was chosen even when nobody found lives there."""
    homes = {each.home_id: each.home for each in tallies}
    chosen = asked.listing.home_id
    options = [{"value": "", "text": "All homes", "selected": chosen is None}]
    return [*options, *({"value": pk, "text": name, "selected": pk == chosen} for pk, name in homes.items())]


def sort_options(asked: Asked) -> list[dict[str, Any]]:
    """The orders to choose from; by home only where there are several."""
    shown = {name: label for name, label in SORT_WORDS.items() if not (asked.fixed and name == "home")}
    return [{"value": name, "text": label, "selected": name == asked.listing.sort} for name, label in shown.items()]


def kept(asked: Asked, but: str) -> dict[str, Any]:
    """What a drop-down carries along of the address, without its own part and the page."""
    query = QueryDict(asked.address().partition("?")[2])
    return {name: value for name, value in query.items() if name != but}


def nothing(asked: Asked) -> str:
    """Why the list is empty."""
    if asked.listing.words:
        return "Nobody whom you may see has this name in this list"
    return _NOTHING[asked.listing.state]


def scope(tallies: Sequence[Tally], asked: Asked) -> str:
    """How many live in how many homes."""
    mine = [each for each in tallies if asked.listing.home_id in (None, each.home_id) and each.state in LIVING]
    homes = len({each.home_id for each in mine})
    living = formats.plural(sum(each.number for each in mine), "resident")
    return living if asked.listing.home_id else f"{living} in {formats.plural(homes, 'home')}"


def chosen_words(listing: Listing, home: str) -> str:
    """What an export held, for its log, without a name of a resident."""
    parts = [home or "all homes", TABS.get(listing.state, "everyone found").lower()]
    return ", ".join([*parts, "a part of the name"] if listing.words else parts)


def csv_row(resident: Resident) -> tuple[str, ...]:
    """One resident in the file."""
    practice = resident.registered_practice
    return (
        resident.family_name,
        resident.given_name,
        resident.preferred_name,
        resident.date_of_birth.isoformat(),
        resident.nhs_number or "",
        NoNumberReason(resident.no_nhs_number_reason).label if resident.no_nhs_number_reason else "",
        resident.home.name,
        resident.room,
        ResidentState(resident.state).label,
        resident.since.isoformat(),
        practice.name if practice else "",
    )
