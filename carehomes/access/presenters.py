"""Words and shapes for the pages of this app."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carehomes.access.actions.memberships import ANOTHER_ROLE
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Invitation, Membership, ReadLog, User
from carehomes.access.queries import KeptOrganisation, Members
from carehomes.access.roles import ROLES, Permission, Role
from carehomes.access.rules import GRANTS
from carehomes.access.tenancy import DataClass
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

DATA_CLASSES: dict[DataClass, str] = {
    DataClass.HOME: "The home",
    DataClass.RESIDENT: "Its residents",
    DataClass.MEDICINES: "Their medicines",
    DataClass.PLANS: "Their care plans",
}


@dataclass(frozen=True)
class RoleLine:
    """One role of the matrix: its name, what it is for, where it exists, and whether it needs a second step."""

    name: str
    summary: str
    works_in: list[str]
    second_factor: bool


@dataclass(frozen=True)
class GrantLine:
    """What a relationship with a home lets one role see there."""

    relationship: str
    role: str
    sees: frozenset[DataClass]


def roles() -> list[RoleLine]:
    """Every role, in the order of `ROLES`."""
    return [_role_line(role) for role in ROLES.values()]


def _role_line(role: type[Role]) -> RoleLine:
    kinds = [kind.label for kind in OrganisationKind if kind in role.organisation_kinds]
    return RoleLine(role.name, role.summary, kinds, role.needs_second_factor())


def permissions() -> list[tuple[str, list[str]]]:
    """Every permission with the names of the roles that have it."""
    return [
        (permission.label, [role.name for role in ROLES.values() if permission in role.permissions])
        for permission in Permission
    ]


def grants() -> list[GrantLine]:
    """The rules by which a relationship lets a role see, by relationship and then in the order of `ROLES`."""
    return [
        GrantLine(kind.label, role.name, frozenset(GRANTS[kind, key]))
        for kind in RelationshipKind
        for key, role in ROLES.items()
        if (kind, key) in GRANTS
    ]


_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # in this order: each of the first also names a later one
_BROWSER_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """The browser and device in words: "Chrome on Windows"."""
    browser = next((_BROWSER_NAMES.get(name, name) for name in _BROWSERS if name in user_agent), "A browser")
    system = next((words for name, words in _SYSTEMS.items() if name in user_agent), "an unknown device")
    return f"{browser} on {system}"


@dataclass(frozen=True)
class PersonLine:
    """One line of the page of people: a membership, or an invitation."""

    pk: int
    name: str
    email: str
    role: str
    job_title: str
    when: str
    state: State | None = None
    prescribes: str = ""  # "Independent prescriber (respiratory)"
    restorable: bool = False
    refused: bool = False  # a mail server refused the address


def people_tabs(counts: Members, show: str) -> list[dict[str, Any]]:
    """The three lists with how many each holds."""
    lists = [("current", "Work here"), ("invited", "Invited"), ("ended", "Ended")]
    address = address_of("access:people")
    return [
        {"label": words, "href": f"{address}?show={key}", "count": getattr(counts, key), "current": key == show}
        for key, words in lists
    ]


def people_lines(show: str, rows: Iterable[Any], today: date, now: datetime) -> list[PersonLine]:
    """The rows of one list in words."""
    if show == "invited":
        return [_invitation_line(row, now) for row in rows]
    return [_membership_line(row, today) for row in rows]


def _invitation_line(invitation: Invitation, now: datetime) -> PersonLine:
    too_old = invitation.expires_at <= now
    state = State("overdue", "Too old") if too_old else State("wait", "Waiting")
    if invitation.bounced_at:
        state = State("overdue", "Email refused")
    return PersonLine(
        pk=invitation.pk,
        name=invitation.name,
        email=invitation.email,
        role=ROLES[invitation.role].name,
        job_title=invitation.job_title,
        prescribes=_prescribes(invitation),
        when=f"Invited {formats.day(invitation.invited_at)} by {invitation.invited_by_name}",
        state=state,
        refused=invitation.bounced_at is not None,
    )


def _membership_line(membership: Membership, today: date) -> PersonLine:
    return PersonLine(
        pk=membership.pk,
        name=membership.user.name,
        email=membership.user.email,
        role=ROLES[membership.role].name,
        job_title=membership.job_title,
        prescribes=_prescribes(membership),
        when=_when(membership, today),
        state=_account_state(membership.user),
        restorable=bool(membership.ended_reason) and membership.ended_reason != ANOTHER_ROLE,
        refused=membership.user.email_bounced_at is not None,
    )


def _prescribes(row: Membership | Invitation) -> str:
    words = row.prescriber.words
    return f"{words[:1].upper()}{words[1:]}"


def _account_state(user: User) -> State | None:
    if not user.is_active:
        return State("unknown", "Account closed")
    return State("overdue", "Email refused") if user.email_bounced_at else None


def address_facts(user: User) -> list[tuple[str, str]]:
    """Somebody's address, and what the mail server said of it."""
    if user.email_bounced_at is None:
        return [("Address", user.email), ("Email", "Goes to it")]
    code = f", code {user.email_bounce_code}" if user.email_bounce_code else ""
    return [
        ("Address", user.email),
        ("Refused", f"{formats.moment(user.email_bounced_at)}{code}"),
        ("Email", "Held back until the address is corrected or confirmed. Homeround itself shows them everything."),
    ]


def _when(membership: Membership, today: date) -> str:
    if membership.ends_on is None:
        return f"Since {formats.long_date(membership.starts_on)}"
    if membership.ends_on > today:
        return f"Until {formats.long_date(membership.ends_on)}"
    reason = f": {membership.ended_reason}" if membership.ended_reason else ""
    return f"Ended {formats.long_date(membership.ends_on)}{reason}"


def invitation_facts(invitation: Invitation) -> dict[str, Any]:
    """An invitation for the page that asks whether to withdraw it."""
    facts = [("Email address", invitation.email), ("Role", ROLES[invitation.role].name)]
    return {"name": invitation.name, "facts": facts}


def membership_facts(membership: Membership) -> list[tuple[str, str]]:
    """A membership for the page that asks whether to end it."""
    return [
        ("Role", ROLES[membership.role].name),
        ("Job title", membership.job_title or "None given"),
        *([("Prescribes", _prescribes(membership))] if membership.prescribing else []),
        ("Since", formats.long_date(membership.starts_on)),
    ]


@dataclass(frozen=True)
class KeptLines:
    """What is kept of an organisation, in words."""

    facts: list[tuple[str, str]]
    names: list[tuple[str, str]]
    links: list[tuple[int | None, str, str]]  # number of a link that still holds, else None; words; days
    successors: list[tuple[str, str]]
    administrators: list[PersonLine]
    invitations: list[PersonLine]


def kept_lines(kept: KeptOrganisation, now: datetime) -> KeptLines:
    """Names, links and people of an organisation with their days."""
    organisation, today = kept.organisation, formats.in_london(now).date()
    return KeptLines(
        facts=[
            ("Kind", organisation.get_kind_display()),
            ("Code", organisation.ods_code or organisation.gss_code or "None"),
            ("Works", _span(organisation.active_from, organisation.active_to)),
        ],
        names=[(each.name, _span(each.starts_on, each.ends_on)) for each in kept.names],
        links=[
            (
                each.pk if each.ends_on is None else None,
                f"{each.get_kind_display()}: {each.parent.name}",
                _span(each.starts_on, each.ends_on),
            )
            for each in kept.links
        ],
        successors=[(each.successor.name, formats.long_date(each.happened_on)) for each in kept.successors],
        administrators=[_membership_line(each, today) for each in kept.administrators],
        invitations=[_invitation_line(each, now) for each in kept.invitations],
    )


def _span(first: date | None, end: date | None) -> str:
    """As in "From 1 April 2013 until 1 July 2022": `end` is the first day on which it no longer holds."""
    start = f"From {formats.long_date(first)}" if first else "From a day that is not known"
    return f"{start} until {formats.long_date(end)}" if end else start


READ_HEADER = ("Day and time", "Who read", "For", "Number of the resident", "Number of the home", "Page")


@dataclass(frozen=True)
class ReadLine:
    """One reading in words. Residents stand there by their number: whoever looks into the log need not see names."""

    when: str
    person: str
    organisation: str
    resident: int
    home: int
    screen: str


def read_lines(rows: Iterable[ReadLog]) -> list[ReadLine]:
    """Readings in words."""
    return [
        ReadLine(
            formats.moment(row.read_at), row.person, row.organisation_name, row.resident_id, row.home_id, row.screen
        )
        for row in rows
    ]


def read_row(line: ReadLine) -> tuple[str, ...]:
    """One row of the file, in the order of `READ_HEADER`."""
    return (line.when, line.person, line.organisation, str(line.resident), str(line.home), line.screen)
