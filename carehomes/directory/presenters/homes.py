"""The list of homes: its address, its choices, and what a row says."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import Organisation
from carehomes.directory.forms.finding import works_with_homes
from carehomes.directory.models import CareHome
from carehomes.directory.queries import HomeSearch
from carehomes.ui import formats, parts
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

Option = dict[str, Any]
NAMES = {"words": "q"}  # parts of a search that have another name in the address
SORT_WORDS = {"name": "Name", "town": "Town", "beds": "Beds, most first", "newest": "Newest first"}
KIND_WORDS = {"": "Any", "nursing": "Nursing", "residential": "Residential"}
STATE_WORDS = {
    "": "Registered",
    "in": "Registered and in scope",
    "out": "Registered, not in scope",
    "closed": "Deregistered",
    "all": "Registered or not",
}
AREA_KINDS = {
    "council": (OrganisationKind.LOCAL_AUTHORITY,),
    "commissioner": (OrganisationKind.ICB, OrganisationKind.CCG),
    "pcn": (OrganisationKind.PCN,),
}
AREA_WORDS = {"council": "Council", "commissioner": "Commissioner", "pcn": "PCN"}
BROAD = ("NHS ", " Integrated Care Board", " ICB")  # said of every commissioner, and so left out of a list of them
HEADER = (
    *("CQC location id", "ODS code", "Name", "Address", "Town", "Postcode", "Council", "PCN", "Region"),
    *("Service types", "Specialisms", "Beds", "Rating", "Rating date", "In scope", "Why not in scope"),
    *("Registered on", "Deregistered on", "Register as of"),
)


def query_of(search: HomeSearch, by: Acting) -> dict[str, Any]:
    """The parts of the address that describe a search; what is usual is left out."""
    usual = HomeSearch(ours=works_with_homes(by))
    parts = {
        NAMES.get(each.name, each.name): getattr(search, each.name)
        for each in fields(HomeSearch)
        if each.name != "ours" and getattr(search, each.name) != getattr(usual, each.name)
    }
    return {**parts, **({"of": "england"} if usual.ours and not search.ours else {})}


def address(search: HomeSearch, by: Acting, *, page: str = "directory:homes", **changes: Any) -> str:
    """The address of a search, with some of its parts changed."""
    query = urlencode(query_of(replace(search, **changes), by))
    return f"{address_of(page)}?{query}" if query else address_of(page)


def page_address(search: HomeSearch, by: Acting) -> str:
    """The address of the pages of a list, with {} where the number of the page belongs."""
    query = urlencode(query_of(search, by)).replace("{", "%7B").replace("}", "%7D")
    return f"{address_of('directory:homes')}?{query}{'&' if query else ''}page={{}}"


def tabs(search: HomeSearch, counts: dict[str, int], by: Acting) -> list[Option]:
    """Ours and all England's, with how many each has. The areas of one are no areas of the other, so they are dropped."""
    england = {
        "label": "All England",
        "href": address(search, by, ours=False),
        "count": formats.number(counts["all"]),
        "current": not search.ours,
    }
    if not works_with_homes(by):
        return [england]
    no_area: dict[str, Any] = {} if search.ours else dict.fromkeys(AREA_KINDS)
    ours = {
        "label": "Homes we work with",
        "href": address(search, by, ours=True, **no_area),
        "count": formats.number(counts["ours"]),
        "current": search.ours,
    }
    return [ours, england]


def filters(search: HomeSearch, areas: Iterable[Organisation]) -> list[dict[str, Any]]:
    """The drop-down lists: areas first, then kind, scope, registration and order. A list of nothing to choose is left out."""
    known = list(areas)
    lists = [
        {"name": name, "label": AREA_WORDS[name], "options": list(_areas(name, known, getattr(search, name)))}
        for name in AREA_KINDS
    ]
    fixed = (("kind", "Kind", KIND_WORDS), ("state", "Status", STATE_WORDS), ("sort", "Sort by", SORT_WORDS))
    lists += [
        {"name": name, "label": label, "options": _options(words, getattr(search, name))}
        for name, label, words in fixed
    ]
    return [each for each in lists if len(each["options"]) > 1]


def _areas(name: str, known: list[Organisation], chosen: int | None) -> Iterator[Option]:
    yield {"value": "", "text": "Any", "selected": chosen is None}
    for each in known:
        if each.kind in AREA_KINDS[name]:
            yield {"value": each.pk, "text": short_name(each.name), "selected": each.pk == chosen}


def _options(words: dict[str, str], chosen: str) -> list[Option]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in words.items()]


def short_name(name: str) -> str:
    """A commissioner's name without what is said of all of them: "Kent and Medway"."""
    for words in BROAD:
        name = name.removeprefix(words).removesuffix(words)
    return name


def kind_words(home: CareHome) -> str:
    """What it is registered for: "Nursing home", "Nursing and residential home", or where CQC does not say "Care home"."""
    kinds = {
        (True, False): "Nursing home",
        (False, True): "Residential home",
        (True, True): "Nursing and residential home",
    }
    return kinds.get((home.with_nursing, home.without_nursing), "Care home")


def state_of(home: CareHome) -> State | None:
    """What must be said of a home beside its name: closed, or outside the service. Nothing of the usual one."""
    if home.deregistered_on:
        return State("none", "Deregistered")
    return None if home.in_scope else State("none", "Not in scope")


def place(home: CareHome) -> str:
    """Town and postcode."""
    return " ".join(filter(None, (home.town, home.postcode)))


def columns(search: HomeSearch, by: Acting) -> list[dict[str, str]]:
    """What the list says of each home: ours with the number to ring, England's with the council; no PCN where all have the same."""
    names = ["Home", "Place", "Kind and beds"]
    if not search.ours or by.organisation_kind != OrganisationKind.PCN:
        names.append("PCN")
    return [{"label": name} for name in (*names, "Ring" if search.ours else "Council")]


def kind_and_beds(home: CareHome) -> Markup:
    """What it is registered for, its beds, and its state where that must be said."""
    state = state_of(home)
    return escape(f"{kind_words(home)}, {home.registered_beds}") + (" " + parts.state_tag(state) if state else "")


def cells(home: Any, search: HomeSearch, shown: list[dict[str, str]]) -> list[parts.Cell]:
    """What the list says of a home under `columns`; `home` as `queries.find_homes` gives it."""
    made: list[parts.Cell] = [("", "", place(home)), ("", "", kind_and_beds(home))]
    if {"label": "PCN"} in shown:
        made.append(("PCN", "", home.pcn_name or "Not known"))
    if search.ours:
        return [*made, ("", "call", parts.call(home.main_phone or home.phone, home.name))]
    return [*made, ("Council", "", home.council_name or "Not known")]


def scope_words(search: HomeSearch, found: int, by: Acting) -> str:
    """What the list holds, for its heading: "24 homes that Westmere PCN works with"."""
    homes = formats.plural(found, "home")
    return f"{homes} that {by.organisation} works with" if search.ours else f"{homes} of England"


def csv_row(home: Any) -> list[object]:
    """One line of the file; `home` as `queries.find_homes` gives it."""
    return [
        home.cqc_location_id,
        home.ods_code,
        home.name,
        home.address,
        home.town,
        home.postcode,
        home.council_name,
        home.pcn_name,
        home.region,
        "; ".join(home.service_types),
        "; ".join(home.specialisms),
        home.registered_beds,
        home.get_rating_display(),
        home.rating_date,
        "Yes" if home.in_scope else "No",
        home.scope_reason,
        home.registration_date,
        home.deregistered_on,
        home.register_as_of,
    ]
