"""To whom a home can be signposted, to whom it was, and whether it reached them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import in_force
from carehomes.access.prepared import Given, Prepared
from carehomes.directory.models import HomeRelationship, NamedRole, NamedRoleKind
from carehomes.directory.queries import open_roles, serving_today
from carehomes.directory.queries.together import OnePiece, rebuilt, together
from carehomes.residents.models import ResidentState
from checkins.models import ServiceKind, Signpost, SignpostAnswer

GONE = (ResidentState.LEFT, ResidentState.DIED)
NOT_OTHERS = (RelationshipKind.HOME, RelationshipKind.PROVIDER, RelationshipKind.COMMISSIONER)
ANSWER = {"reached": "reached", "answered_at": "at", "answered_by": "by_name", "answered_in": "check_in_id"}
_COLUMNS = "id home_id resident_id service_id check_in_id at by_name by_organisation_name to_whom phone about".split()
NEWEST = 5
MOST_ASKED = 20  # in one call; the others are on the home's list


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom Homeround knows, or a kind of service: how a form says it, and what is kept when it is chosen."""

    value: str
    to_whom: str
    phone: str = ""
    service_id: int | None = None


def known_around(home_id: int, today: date) -> list[Known]:
    """Those who are named for the home, the organisations that work with it, then kinds of service. Three queries."""
    roles = [each for each in open_roles([home_id]) if each.kind != NamedRoleKind.REGISTERED_MANAGER]
    serving = [each for each in serving_today(home_id) if each.kind not in NOT_OTHERS]
    services = ServiceKind.objects.filter(in_force(today))
    return [
        *(Known(f"role-{each.pk}", _named(each), each.phone) for each in roles),
        *(
            Known(f"organisation-{each.pk}", f"{each.organisation.name}, {_lower(each)}", each.organisation.phone)
            for each in serving
        ),
        *(Known(f"service-{each.pk}", each.label, service_id=each.pk) for each in services.order_by("place")),
    ]


def _named(role: NamedRole) -> str:
    profession = role.get_profession_display() if role.profession else ""
    kind = role.get_kind_display().lower()
    as_ = kind if not profession or profession.lower() == kind else f"{kind}, {profession}"
    return f"{role.person_name}, {as_}"


def _lower(relationship: HomeRelationship) -> str:
    words = str(relationship.get_kind_display())
    return words if words[:2].isupper() else words[0].lower() + words[1:]


def with_answers() -> "QuerySet[Signpost]":
    """Signposts with their resident, and of the newest answer `reached`, `answered_at`, `answered_by` and `answered_in`."""
    newest = SignpostAnswer.objects.filter(signpost=OuterRef("pk")).order_by("-at", "-pk")
    columns = {name: Subquery(newest.values(column)[:1]) for name, column in ANSWER.items()}
    return Signpost.objects.annotate(**columns).select_related("resident").order_by("-at", "-pk")


def of_home(home_id: int | Given) -> "QuerySet[Signpost]":
    """Every signpost of a home, the newest first."""
    return with_answers().filter(home_id=home_id)


def newest_of_home(home_id: int) -> list[Signpost]:
    """The newest of a home, as many as a panel shows. One query."""
    return _NEWEST.ask(home=home_id)


def of_resident(resident_id: int) -> list[Signpost]:
    """Those about one resident, the newest first. One query."""
    return _OF_RESIDENT.ask(resident=resident_id)


_HOME, _CHECK_IN = Given("home"), Given("check_in")
_NEWEST = Prepared(lambda: of_home(_HOME)[:NEWEST])
_OF_RESIDENT = Prepared(lambda: with_answers().filter(resident_id=Given("resident"))[:MOST_ASKED])


def rows_together(signposts: "QuerySet[Signpost]") -> OnePiece:
    """Signposts with their answers, in the statement of the row on which they hang; `signpost_of` makes each one again."""
    return together(signposts, (*_COLUMNS, *ANSWER, "resident__given_name", "resident__family_name"))


def signpost_of(row: dict[str, Any]) -> Signpost:
    """As `with_answers` gives it."""
    answer = {name: row.pop(name) for name in ANSWER}
    made = rebuilt(Signpost, row)
    at = answer["answered_at"]
    made.__dict__.update({**answer, "answered_at": DateTimeField().to_python(at) if at else None})
    return made


def asked_in(check_in_id: int, home_id: int) -> list[Signpost]:
    """What a call asks about: who has not been reached; besides, what was noted or answered in this call. One query.

    Nobody is asked about a resident who has left or died.
    """
    return _ASKED.ask(home=home_id, check_in=check_in_id)


def _asked() -> "QuerySet[Signpost]":
    waits = Q(reached=None) | ~Q(reached=SignpostAnswer.Reached.YES)
    here = Q(check_in_id=_CHECK_IN) | Q(answered_in=_CHECK_IN)
    about_somebody_here = Q(resident=None) | ~Q(resident__state__in=GONE)
    found = of_home(_HOME).filter(here | waits, about_somebody_here)
    return found.order_by("at", "pk")[:MOST_ASKED]


_ASKED = Prepared(_asked)


def said_in(check_in_id: int, home_id: int) -> Sequence[Signpost]:
    """What a call noted, and what it heard about signposts of before. One query."""
    answered = SignpostAnswer.objects.filter(check_in_id=check_in_id, home_id=home_id).values("signpost")
    return list(of_home(home_id).filter(Q(check_in_id=check_in_id) | Q(pk__in=answered)).order_by("at", "pk"))
