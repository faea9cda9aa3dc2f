"""Organisations: the list, and an organisation's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from carehomes.access.acting import Acting
from carehomes.access.kinds import LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.models import Leadership, Organisation, OrganisationName, OrganisationParent
from carehomes.directory.periods import last_day
from carehomes.directory.presenters.home import period, sentence
from carehomes.directory.queries import Family
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

PARENT_WORDS = {
    LinkKind.PARTNERSHIP: "Partnership",
    LinkKind.GROUP: "Provider group",
    LinkKind.NETWORK: "Primary care network",
    LinkKind.COMMISSIONER: "Commissioner",
    LinkKind.REGION: "Region",
}
AS_WORDS = {  # what an organisation is to homes -> words for those homes
    RelationshipKind.PCN: "Aligned homes",
    RelationshipKind.PRACTICE: "Homes with its patients",
    RelationshipKind.COMMISSIONER: "Commissioned",
    RelationshipKind.LOCAL_AUTHORITY: "In its area",
    RelationshipKind.PHARMACY: "Supplied",
    RelationshipKind.PHARMACY_BACKUP: "Supplied as backup",
    RelationshipKind.PROVIDER: "Run by it",
    RelationshipKind.COMMUNITY_SERVICES: "Served",
    RelationshipKind.HOME: "Is this home",
}


def list_address(q: str, kind: str, *, closed: bool = False) -> str:
    """The address of a list of organisations."""
    parts = {"q": q, "kind": kind, "closed": "yes" if closed else ""}
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{address_of('directory:organisations')}?{query}" if query else address_of("directory:organisations")


def kind_options(chosen: str) -> list[dict[str, Any]]:
    """The kinds to choose from."""
    options = [("", "Any kind"), *OrganisationKind.choices]
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in options]


def state_of(organisation: Organisation, today: date) -> State | None:
    """Said beside its name when it no longer works."""
    closed = organisation.active_to is not None and organisation.active_to <= today
    return State("none", "Closed") if closed else None


def facts(organisation: Organisation) -> list[tuple[str, str]]:
    """Codes, place and time."""
    pairs = [
        ("ODS code", organisation.ods_code),
        ("GSS code", organisation.gss_code),
        ("CQC provider id", organisation.cqc_provider_id),
        ("Address", ", ".join(filter(None, (organisation.address, organisation.postcode)))),
        ("Works since", formats.long_date(organisation.active_from) if organisation.active_from else ""),
        ("Worked until", formats.long_date(last_day(organisation.active_to)) if organisation.active_to else ""),
    ]
    return [(label, value) for label, value in pairs if value]


def earlier_names(names: Iterable[OrganisationName], current: str, today: date) -> list[tuple[str, str]]:
    """The names that it had and no longer has, the latest first, with their time."""
    earlier = [each for each in names if each.name != current]
    return [(each.name, period(each.starts_on, each.ends_on, today)) for each in reversed(earlier)]


@dataclass(frozen=True, slots=True)
class Relative:
    """Another organisation: above, below, before or after this one."""

    label: str
    name: str
    url: str
    note: str
    ended: bool = False


def relatives(family: Family, today: date) -> dict[str, list[Relative]]:
    """What it is part of and what came before or after it, and apart from that what is part of it."""
    above = [_link(link, link.parent, today) for link in family.parents]
    before = [_change("Took over from", each.predecessor, each.happened_on) for each in family.before]
    after = [_change("Followed by", each.successor, each.happened_on) for each in family.after]
    return {"around": above + before + after, "below": [_link(link, link.child, today) for link in family.children]}


def _link(link: OrganisationParent, other: Organisation, today: date) -> Relative:
    label = PARENT_WORDS[LinkKind(link.kind)] if other.pk == link.parent_id else OrganisationKind(other.kind).label
    ended = link.ends_on is not None and link.ends_on <= today
    return Relative(label, other.name, _url(other), sentence(period(link.starts_on, link.ends_on, today)), ended)


def _change(label: str, other: Organisation, on: date) -> Relative:
    return Relative(label, other.name, _url(other), f"On {formats.long_date(on)}")


def _url(organisation: Organisation) -> str:
    return address_of("directory:organisation", organisation.pk)


def home_tabs(organisation: Organisation, counts: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    """One tab for each thing that it is to homes."""
    return [
        {"label": label, "href": f"{_url(organisation)}?as={kind}", "count": counts[kind], "current": kind == chosen}
        for kind, label in AS_WORDS.items()
        if kind in counts
    ]


@dataclass(frozen=True, slots=True)
class Lead:
    """A leadership contact, and whether the reader's organisation keeps it."""

    pk: int
    kind: str
    name: str
    phone: str
    email: str
    note: str
    ours: bool


def leads(entries: Iterable[Leadership], by: Acting, today: date, *, keeps: bool) -> list[Lead]:
    """The leadership contacts, with who said so."""
    return [
        Lead(
            entry.pk,
            entry.get_kind_display(),
            entry.person_name,
            entry.phone,
            entry.email,
            f"{sentence(period(entry.starts_on, entry.ends_on, today))}. Kept by {entry.kept_by.name}",
            keeps and entry.kept_by_id == by.organisation_id,
        )
        for entry in entries
    ]
