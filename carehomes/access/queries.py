"""What the pages of this app read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connections
from django.db.models import Count, Q, QuerySet

from carehomes.access.models import (
    AccountStatus,
    Invitation,
    Membership,
    Organisation,
    OrganisationName,
    OrganisationParent,
    OrganisationSuccession,
    ReadLog,
    User,
)
from carehomes.access.names import plain_key
from carehomes.access.scopes import alias
from carehomes.deadlines import LONDON

NHS_DIGITS = 10


def people_by_email(emails: Collection[str]) -> dict[str, User]:
    """The people who can sign in with one of these addresses."""
    return {user.email: user for user in User.objects.filter(email__in=emails, is_active=True)}


@dataclass(frozen=True)
class Members:
    """How many memberships an organisation has: current, ended, and invited."""

    current: int
    ended: int
    invited: int


def _current(today: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=today)


def member_counts(organisation_id: int, today: date) -> Members:
    """Two queries, whatever the number of people."""
    counted = Membership.objects.filter(organisation_id=organisation_id).aggregate(
        current=Count("pk", filter=_current(today)), ended=Count("pk", filter=~_current(today))
    )
    return Members(**counted, invited=open_invitations(organisation_id).count())


def current_members(organisation_id: int, today: date) -> QuerySet[Membership]:
    """Those who work there on this day, or will, by name."""
    members = Membership.objects.filter(_current(today), organisation_id=organisation_id)
    return members.select_related("user").order_by("user__name", "role", "pk")


def ended_members(organisation_id: int, today: date) -> QuerySet[Membership]:
    """Those whose membership has ended, the latest first."""
    members = Membership.objects.filter(organisation_id=organisation_id, ends_on__lte=today)
    return members.select_related("user").order_by("-ends_on", "user__name", "pk")


def open_invitations(organisation_id: int) -> QuerySet[Invitation]:
    """Those that are neither accepted nor withdrawn, the latest first; some may be too old to use."""
    invitations = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, withdrawn_at=None)
    return invitations.order_by("-invited_at", "pk")


@dataclass(frozen=True)
class OpenInvitation:
    """What somebody who holds the link of an invitation may know of it."""

    id: int
    organisation_id: int
    organisation: str
    organisation_kind: str
    email: str
    name: str
    role: str
    job_title: str
    membership_ends_on: date | None
    invited_by_name: str


def invitation_behind(digest: str, today: date) -> OpenInvitation | None:
    """The open invitation whose token has this digest, to a post that is not over. Read by a function of the owner: its reader
    is no member yet.
    """
    with connections[alias()].cursor() as cursor:
        cursor.execute("SELECT * FROM open_invitation(%s)", [digest])
        row = cursor.fetchone()
    found = OpenInvitation(*row) if row else None
    over = found and found.membership_ends_on and found.membership_ends_on <= today
    return None if over else found


def organisation_named(text: str) -> Organisation | None:
    """The organisation with this ODS or GSS code, else the only one with exactly this name."""
    code = text.strip().upper()
    by_code = Organisation.objects.filter(Q(ods_code=code) | Q(gss_code=code)).first()
    if by_code is not None:
        return by_code
    named = list(Organisation.objects.filter(name_key=plain_key(text), active_to=None)[:2])
    return named[0] if len(named) == 1 else None


@dataclass(frozen=True)
class KeptOrganisation:
    """Everything that a platform administrator keeps of an organisation."""

    organisation: Organisation
    names: list[OrganisationName]
    links: list[OrganisationParent]
    successors: list[OrganisationSuccession]
    administrators: list[Membership]
    invitations: list[Invitation]


def kept_organisation(organisation: Organisation, today: date) -> KeptOrganisation:
    """Read across tenants: call it inside `on_behalf`, after asking for the permission."""
    members = current_members(organisation.pk, today).filter(role="organisation_administrator")
    return KeptOrganisation(
        organisation=organisation,
        names=list(organisation.names.order_by("-starts_on")),
        links=list(organisation.parents.select_related("parent").order_by("ends_on", "-starts_on")),
        successors=list(organisation.successions.select_related("successor").order_by("happened_on")),
        administrators=list(members),
        invitations=list(open_invitations(organisation.pk)),
    )


@dataclass(frozen=True)
class Account:
    """Somebody's account as the platform sees it: their memberships of now, and when it was closed or opened, the latest first."""

    user: User
    memberships: list[Membership]
    statuses: list[AccountStatus]


def account(pk: int, today: date) -> Account | None:
    """Runs in a scope that sees everybody. None for a number that nobody has."""
    user = User.objects.filter(pk=pk).first()
    if user is None:
        return None
    memberships = Membership.objects.filter(_current(today), user=user).select_related("organisation")
    return Account(
        user=user,
        memberships=list(memberships.order_by("organisation__name_key", "role")),
        statuses=list(AccountStatus.objects.filter(user_id=pk).order_by("-at", "-pk")),
    )


def account_with(email: str) -> int | None:
    """The account that somebody signs in to with this address, open or closed. Runs in a scope that sees everybody."""
    return User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class ReadSearch:
    """What a data protection officer looks for in the log. Days in London's time; `last` is the last day that counts."""

    resident: str = ""  # an NHS number, a resident's number in Homeround, or a name
    person_id: int | None = None
    first: date | None = None
    last: date | None = None


def readings(search: ReadSearch) -> QuerySet[ReadLog]:
    """The readings by people of the organisations that one may see, the latest first."""
    found = ReadLog.objects.order_by("-read_at", "-pk")
    if search.resident:
        found = found.filter(resident_id__in=residents_in_log(search.resident))
    if search.person_id:
        found = found.filter(user_id=search.person_id)
    if search.first:
        found = found.filter(read_at__gte=_midnight(search.first))
    if search.last:
        found = found.filter(read_at__lt=_midnight(search.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)


def is_nhs_number(words: str) -> bool:
    """Whether somebody who looks into the log means an NHS number, not a resident's number in Homeround or a name."""
    digits = words.replace(" ", "")
    return digits.isdecimal() and len(digits) >= NHS_DIGITS


def residents_in_log(words: str) -> list[int]:
    """The residents that these words may mean. A short number is our own; ten digits are an NHS number; else a name."""
    digits = words.replace(" ", "")
    if digits.isdecimal() and not is_nhs_number(words):
        return [int(digits)]
    number, name = (digits, "") if digits.isdecimal() else ("", plain_key(words))
    with connections[alias()].cursor() as cursor:
        cursor.execute("SELECT residents_in_log(%s, %s)", [number, name])
        found: list[int] = cursor.fetchone()[0]
    return found


def readers(organisation_id: int) -> list[tuple[int, str]]:
    """Everybody who works or worked there, by name: whose readings may be looked for."""
    members = Membership.objects.filter(organisation_id=organisation_id).order_by("user__name")
    return list(members.values_list("user_id", "user__name").distinct())


def readings_of(resident_id: int, limit: int) -> list[ReadLog]:
    """The latest readings of one resident by one's own organisation: for the resident's page."""
    return list(ReadLog.objects.filter(resident_id=resident_id).order_by("-read_at")[:limit])
