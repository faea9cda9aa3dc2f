"""A home's page: its heading, whom to ring, who works with it, what the register says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.kinds import RelationshipKind
from carehomes.access.navigation import ITEMS
from carehomes.directory import queries
from carehomes.directory.forms.finding import works_with_homes
from carehomes.directory.models import (
    AlignmentStatus,
    CareHome,
    CheckInSchedule,
    HomeRelationship,
    MedicinesService,
    NamedRole,
    NamedRoleKind,
    Profession,
    RingMode,
)
from carehomes.directory.periods import last_day
from carehomes.directory.presenters.homes import kind_words
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Prompt
from carehomes.ui.states import State

STATUS_STATES = {
    AlignmentStatus.PROPOSED: State("wait", "Proposed"),
    AlignmentStatus.DISPUTED: State("overdue", "Disputed"),
    AlignmentStatus.NEAREST: State("unknown", "Nearest, not confirmed"),
}
RELATIONSHIP_WORDS = {  # in the order of the page
    RelationshipKind.PCN: "PCN",
    RelationshipKind.PRACTICE: "Practices",
    RelationshipKind.PHARMACY: "Pharmacy",
    RelationshipKind.PHARMACY_BACKUP: "Backup pharmacy",
    RelationshipKind.PROVIDER: "Provider",
    RelationshipKind.LOCAL_AUTHORITY: "Council",
    RelationshipKind.COMMISSIONER: "Commissioner",
    RelationshipKind.COMMUNITY_SERVICES: "Community services",
}
ALWAYS = (
    RelationshipKind.PCN,
    RelationshipKind.PHARMACY,
    RelationshipKind.LOCAL_AUTHORITY,
    RelationshipKind.COMMISSIONER,
)
ROLE_ORDER = list(NamedRoleKind)
MODE_WORDS = {
    RingMode.PHONE: "",
    RingMode.VIDEO: ", by video",
    RingMode.VISIT: ", a visit",
    RingMode.PORTAL: ", filled in by the home first",
}
PROFESSION_WORDS = dict(Profession.choices)
LATE = 500  # the rank of what may wait for everything else


def head_line(home: CareHome) -> str:
    """What it is and where: "Nursing home, dementia and older people. 4 Quay Lane, Westmere ZZ99 4LH"."""
    cares_for = formats.joined([words.lower() for words in home.specialisms])
    kind = ", ".join(filter(None, (kind_words(home), cares_for)))
    where = ", ".join(filter(None, (home.address, " ".join(filter(None, (home.town, home.postcode))))))
    return f"{kind}. {where}"


def nav_key(by: Acting) -> str:
    """The item of the navigation under which a home's page stands for somebody."""
    names = [name for _, name in ITEMS[by.role_key]]
    return next((name for name in ("directory:homes", "directory:my_home") if name in names), "")


def trail(record: queries.Record) -> list[tuple[str, str]]:
    """Homes, then the homes of its PCN, then this one."""
    aligned = [
        row for row in record.relationships if row.kind == RelationshipKind.PCN and row.status in ("agreed", "nearest")
    ]
    homes = address_of("directory:homes")
    networks = [(row.organisation.name, f"{homes}?of=england&pcn={row.organisation_id}") for row in aligned[:1]]
    return [("Homes", homes), *networks, (record.home.name, "")]


@dataclass(frozen=True, slots=True)
class Ringable:
    """Somebody to ring: who they are, when, and on which number."""

    name: str
    note: str
    phone: str


def people_to_ring(record: queries.Record) -> list[Ringable]:
    """The home's own numbers first, then the people named for it; the published number where the home gave none."""
    home = record.home
    people = [
        Ringable(each.person_name, _sentences(each.job, each.when_to_ring), each.phone) for each in record.contacts
    ]
    if not people and home.phone:
        people = [Ringable(home.name, "The number that CQC publishes", home.phone)]
    numbered = [role for role in in_order(record.roles) if role.phone]
    return people + [Ringable(role.person_name, role_note(role), role.phone) for role in numbered]


def _sentences(*parts: str) -> str:
    return ". ".join(filter(None, parts))


def in_order(roles: Iterable[NamedRole]) -> list[NamedRole]:
    """Clinical leads first, with the largest share before the others."""
    return sorted(roles, key=lambda role: (ROLE_ORDER.index(NamedRoleKind(role.kind)), -role.share_percent))


def role_note(role: NamedRole) -> str:
    """What somebody is for the home, and where from: "Clinical lead, Harbour Surgery"."""
    organisation = role.organisation.name if role.organisation else ""
    return ", ".join(filter(None, (role.get_kind_display(), organisation)))


def profession(role: NamedRole) -> str:
    """Their profession; nothing where it only repeats the job."""
    words = PROFESSION_WORDS.get(role.profession, "")
    return "" if role.kind in (NamedRoleKind.REGISTERED_MANAGER, NamedRoleKind.COORDINATOR) else str(words)


def share(role: NamedRole) -> str:
    """How much of the home a clinical lead has, where it is not all of it."""
    return f"{role.share_percent}%" if role.kind == NamedRoleKind.CLINICAL_LEAD and role.share_percent < 100 else ""


def role_line(role: NamedRole, today: date) -> str:
    """The quiet line below a name: "GP, 60%, since 1 October 2020"."""
    return sentence(
        ", ".join(filter(None, (profession(role), share(role), period(role.starts_on, role.ends_on, today))))
    )


def sentence(words: str) -> str:
    """With a capital first, where words stand alone."""
    return words[:1].upper() + words[1:]


def services(role: NamedRole) -> list[State]:
    """The five services of a medicines lead (seed row 004-6): covered, or not said to be."""
    if role.kind != NamedRoleKind.MEDICINES_LEAD:
        return []
    return [
        State("done", service.label)
        if service.value in role.covers
        else State("unknown", f"{service.label}: not covered")
        for service in MedicinesService
    ]


def period(starts_on: date, ends_on: date | None, today: date) -> str:
    """When something holds: "since 1 October 2020", "from 1 December 2026", "1 October 2020 to 30 June 2022"."""
    start, end = formats.long_date(starts_on), last_day(ends_on)
    if end is not None:
        return f"{start} to {formats.long_date(end)}"
    return f"since {start}" if starts_on <= today else f"from {start}"


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that works with the home."""

    name: str
    url: str
    note: str
    state: State | None


def partners(relationships: Iterable[HomeRelationship], today: date) -> list[tuple[str, list[Partner]]]:
    """Who works with the home, by what they are to it. What every home has and this one lacks is there without anybody."""
    rows = list(relationships)
    by_kind = [(kind, label, [row for row in rows if row.kind == kind]) for kind, label in RELATIONSHIP_WORDS.items()]
    return [
        (label, [_partner(row, today) for row in of_kind])
        for kind, label, of_kind in by_kind
        if of_kind or kind in ALWAYS
    ]


def _partner(row: HomeRelationship, today: date) -> Partner:
    return Partner(
        name=row.organisation.name,
        url=address_of("directory:organisation", row.organisation_id),
        note=sentence(period(row.starts_on, row.ends_on, today)) if _tells(row, today) else "",
        state=STATUS_STATES.get(AlignmentStatus(row.status)),
    )


def _tells(row: HomeRelationship, today: date) -> bool:
    """Whether the side panel says since when: of the PCN, and of what has not begun or will end. The history says it of all."""
    return row.kind == RelationshipKind.PCN or row.starts_on > today or row.ends_on is not None


def coordination(roles: Iterable[NamedRole]) -> str:
    """Who rings the home: "Priya Fennel, cover Sam Tansy". Empty where nobody is named."""
    found = list(roles)
    names = [role.person_name for role in found if role.kind == NamedRoleKind.COORDINATOR]
    cover = [role.person_name for role in found if role.kind == NamedRoleKind.COVER]
    return ", ".join([*names, *(f"cover {name}" for name in cover)])


def rung(schedule: CheckInSchedule) -> str:
    """When and how the home is rung: "Mondays, 10:00 to 16:00, by video"."""
    when = f"{schedule.get_weekday_display()}s, {formats.span(schedule.window_starts, schedule.window_ends)}"
    return f"{when}{MODE_WORDS[RingMode(schedule.mode)]}"


def register_facts(home: CareHome) -> list[tuple[str, str]]:
    """What CQC says, and whether the service covers it (seed row 004-18)."""
    rating = home.get_rating_display()
    facts = [
        ("CQC id", home.cqc_location_id),
        ("ODS code", home.ods_code or ""),
        ("Rating", f"{rating}, {formats.long_date(home.rating_date)}" if home.rating_date else rating),
        ("Beds", f"{formats.number(home.registered_beds)}, {formats.joined(home.service_types).lower()}".rstrip(", ")),
        ("Registered", formats.long_date(home.registration_date)),
        ("Region", home.region),
        ("In scope", "Yes" if home.in_scope else f"No. {home.scope_reason}".rstrip(". ")),
    ]
    return [(label, value) for label, value in facts if value]


def as_of(home: CareHome) -> str:
    """Where the facts of the register come from."""
    day = formats.long_date(home.register_as_of)
    return f"From the CQC register of {day}" if home.register_as_of else "From the CQC register; its day is not known"


def outsider(by: Acting, relationships: Iterable[HomeRelationship]) -> tuple[str, str]:
    """Why somebody sees the register only: heading and text."""
    if by.role.national:
        return (
            "You see what the register says",
            "Readers of all England see no numbers to ring, no named people and no check-ins.",
        )
    ours = any(row.organisation_id == by.organisation_id for row in relationships)
    if ours or not works_with_homes(by):
        return "You see what the register says", f"A role as {by.role.name.lower()} sees nothing more of a home."
    text = "So you see what the register says, and no more. If you should, ask its commissioner to say so here."
    return f"{by.organisation} does not work with this home", text


def no_lead(home: CareHome) -> Prompt:
    """What to do when nobody leads clinically."""
    return Prompt(
        title="Name a clinical lead for this home",
        text="Every home needs one, of any profession. They are told of same-day concerns.",
        kind="wait",
        rank=LATE,
        label="Name somebody",
        url=f"{address_of('directory:add_role', home.pk)}?kind={NamedRoleKind.CLINICAL_LEAD}",
    )


@dataclass(frozen=True, slots=True)
class PastPartner:
    """A line of the history: what the organisation was called then, and since when it has another name."""

    pk: int
    name: str
    url: str
    today_called: str
    when: str
    state: State | None
    note: str
    open: bool
    kind: str

    @property
    def change_label(self) -> str:
        """What is to be done about it: agreed ones are only changed, the others wait for a yes or a no."""
        return "Confirm or change" if self.state else "Change"


def history(rows: Iterable[HomeRelationship], today: date) -> list[tuple[str, list[PastPartner]]]:
    """All relationships by kind, in the order of the page, the latest first."""
    found = list(rows)
    kinds = {**RELATIONSHIP_WORDS, RelationshipKind.HOME: "The home itself"}
    return [
        (label, [_past(row, today) for row in found if row.kind == kind])
        for kind, label in kinds.items()
        if any(row.kind == kind for row in found)
    ]


def _past(row: HomeRelationship, today: date) -> PastPartner:
    then = min(last_day(row.ends_on) or today, today)
    name = queries.name_on(row.organisation, row.organisation.names.all(), max(then, row.starts_on))
    source = f"Source: {row.source}" if row.source else ""
    beds = formats.plural(row.beds_for_payment, "bed") + " for payment" if row.beds_for_payment is not None else ""
    return PastPartner(
        pk=row.pk,
        name=name,
        url=address_of("directory:organisation", row.organisation_id),
        today_called=row.organisation.name if row.organisation.name != name else "",
        when=period(row.starts_on, row.ends_on, today),
        state=STATUS_STATES.get(AlignmentStatus(row.status)),
        note=". ".join(filter(None, (beds, row.ended_reason, source))),
        open=row.ends_on is None or row.ends_on > today,
        kind=row.kind,
    )
