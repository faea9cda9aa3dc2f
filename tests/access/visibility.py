"""A plain-Python model of who sees which home's rows, and the probes that ask the product the same question.

A room that adds a list, a detail page, a search or an export adds a probe here; the property test then holds it to the model.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import models

from carehomes.access.kinds import SHARING_LINKS
from carehomes.access.roles import ROLES, Permission
from carehomes.access.rules import GRANTS
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import AlignmentStatus, CheckInSchedule, ContactNumber, NamedRole
from carehomes.residents.models import LegalDocument, Resident, Stay
from checkins.models import CheckIn, Nomination
from tests.conftest import ScopedClient

WORKING = {AlignmentStatus.AGREED, AlignmentStatus.NEAREST}


@dataclass(frozen=True)
class Span:
    """From a day until the day before another; None: it has no end."""

    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def overlaps(self, other: "Span") -> bool:
        """As PostgreSQL's ranges do: an empty span meets nothing."""
        empty = self.starts_on == self.ends_on or other.starts_on == other.ends_on
        starts_in_time = other.ends_on is None or self.starts_on < other.ends_on
        other_starts_in_time = self.ends_on is None or other.starts_on < self.ends_on
        return not empty and starts_in_time and other_starts_in_time


@dataclass(frozen=True)
class Link:
    """`child` is part of `parent` (ids of organisations)."""

    child: int
    parent: int
    kind: str
    span: Span


@dataclass(frozen=True)
class Relationship:
    """An organisation works with a home (ids)."""

    home: int
    organisation: int
    kind: str
    status: str
    span: Span


@dataclass(frozen=True)
class World:
    """Everything that decides what one person sees."""

    links: tuple[Link, ...]
    relationships: tuple[Relationship, ...]
    organisation: int
    role: str
    membership: Span
    user_is_active: bool
    ends: tuple[int, date] | None  # an organisation that ends, and the first day on which it no longer works

    def ended(self, today: date) -> set[int]:
        """The organisations that no longer work: nobody acts for them, and nobody sees anything through them."""
        return {self.ends[0]} if self.ends and self.ends[1] <= today else set()

    def visible_homes(self, data_class: DataClass, today: date) -> set[int]:
        """The homes whose rows of this class the person sees: the rules of `access.rules`, read aloud."""
        if not (self.user_is_active and self.membership.holds_on(today)) or self.organisation in self.ended(today):
            return set()
        organisations = {self.organisation} | {
            link.child
            for link in self.links
            if link.parent == self.organisation and link.kind in SHARING_LINKS and link.span.holds_on(today)
        }
        organisations -= self.ended(today)
        return {
            each.home
            for each in self.relationships
            if each.organisation in organisations
            and each.status in WORKING
            and each.span.holds_on(today)
            and data_class in GRANTS.get((each.kind, self.role), ())
        }


@dataclass(frozen=True)
class Rows:
    """A table, asked through the ORM inside the person's scope."""

    name: str
    model: type[models.Model]
    data_class: DataClass

    def seen(self) -> set[int]:
        return set(self.model._default_manager.values_list("home_id", flat=True))


@dataclass(frozen=True)
class Pages:
    """Something asked over HTTP as the person. `seen` gives the ids of the homes whose rows the answers hold."""

    name: str
    permission: Permission
    data_class: DataClass
    seen: Callable[[ScopedClient, "Standing"], set[int]]

    def expected(self, world: World, today: date) -> set[int]:
        """What the model lets them see, or nothing where their role has no such page."""
        allowed = self.permission in ROLES[world.role].permissions
        return world.visible_homes(self.data_class, today) if allowed else set()


@dataclass(frozen=True)
class Standing:
    """What stands in the database whatever the world: a resident and a check-in of each home, by home."""

    residents: dict[int, Resident]
    check_ins: dict[int, CheckIn]

    def homes_of(self, resident_ids: Iterable[int]) -> set[int]:
        by_id = {resident.pk: home for home, resident in self.residents.items()}
        return {by_id[each] for each in resident_ids if each in by_id}


_RESIDENT_LINK = re.compile(r"/residents/(\d+)/")


def _residents_linked(path: str) -> Callable[[ScopedClient, Standing], set[int]]:
    def seen(client: ScopedClient, standing: Standing) -> set[int]:
        answer = client.get(path)
        found = _RESIDENT_LINK.findall(answer.content.decode()) if answer.status_code == 200 else []
        return standing.homes_of(int(each) for each in found)

    return seen


def _opened(paths: Callable[[Standing], dict[int, str]]) -> Callable[[ScopedClient, Standing], set[int]]:
    """The homes of the pages that open; the others must say that there is no such page, or that the role has none."""

    def seen(client: ScopedClient, standing: Standing) -> set[int]:
        answers = {home: client.get(path).status_code for home, path in paths(standing).items()}
        assert set(answers.values()) <= {200, 302, 403, 404}
        return {home for home, status in answers.items() if status == 200}

    return seen


def _exported(client: ScopedClient, standing: Standing) -> set[int]:
    """The homes whose residents' names stand in the file."""
    form = {"purpose": "direct_care", "detail": "A test of who sees whom", "idempotency_key": str(uuid4())}
    answer = client.post("/residents/export/", form)
    text = answer.content.decode() if answer["Content-Type"].startswith("text/csv") else ""
    return {home for home, resident in standing.residents.items() if resident.family_name in text}


ROWS = (
    Rows("residents", Resident, DataClass.RESIDENT),
    Rows("stays", Stay, DataClass.RESIDENT),
    Rows("legal documents", LegalDocument, DataClass.PLANS),
    Rows("nominations", Nomination, DataClass.RESIDENT),
    Rows("check-ins", CheckIn, DataClass.HOME),
    Rows("contact numbers", ContactNumber, DataClass.HOME),
    Rows("named roles", NamedRole, DataClass.HOME),
    Rows("check-in days", CheckInSchedule, DataClass.HOME),
)
PAGES = (
    Pages("list of residents", Permission.SEE_RESIDENTS, DataClass.RESIDENT, _residents_linked("/residents/")),
    Pages("export of residents", Permission.SEE_RESIDENTS, DataClass.RESIDENT, _exported),
    Pages(
        "a resident",
        Permission.SEE_RESIDENTS,
        DataClass.RESIDENT,
        _opened(lambda standing: {home: f"/residents/{each.pk}/" for home, each in standing.residents.items()}),
    ),
    Pages("search", Permission.SEE_RESIDENTS, DataClass.RESIDENT, _residents_linked("/search/?q=Meadowsweet")),
)
