"""Random worlds: what the database and the pages show is exactly what a plain-Python model of the rules says. Not less, not more."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.kinds import SHARING_LINKS, LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.models import Membership, Organisation, OrganisationParent, User
from carehomes.access.roles import roles_for
from carehomes.access.rules import GRANTS
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.directory.models import ONE_AT_A_TIME, AlignmentStatus, HomeRelationship
from carehomes.residents.models import LegalDocument
from tests.access.visibility import PAGES, ROWS, WORKING, Link, Relationship, Span, Standing, World
from tests.conftest import ScopedClient
from tests.factories import (
    CareHomeFactory,
    CheckInFactory,
    CheckInScheduleFactory,
    ContactNumberFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
    UserFactory,
    acting_for,
)

pytestmark = pytest.mark.django_db
KINDS = (
    OrganisationKind.PCN,
    OrganisationKind.GP_PRACTICE,
    OrganisationKind.PARTNERSHIP,
    OrganisationKind.NHS_TRUST,
    OrganisationKind.PHARMACY,
    OrganisationKind.CARE_PROVIDER,
    OrganisationKind.CARE_HOME,
    OrganisationKind.ICB,
    OrganisationKind.LOCAL_AUTHORITY,
)
HOMES = 4

# Positions, not ids: the pool of organisations and homes has other ids in every database.
days = st.sampled_from([-400, -1, 0, 1, 400])
any_span = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] >= span[0])
holding = st.just((-400, None))
spans = st.one_of(holding, holding, holding, any_span)  # most hold, or nearly every world would show nothing
agreed = st.just(AlignmentStatus.AGREED)
statuses = st.one_of(agreed, agreed, st.sampled_from(list(AlignmentStatus)))
organisations = st.integers(0, 2 * len(KINDS) - 1)
links = st.lists(st.tuples(organisations, organisations, st.sampled_from(list(LinkKind)), spans), max_size=5)
relationships = st.lists(
    st.tuples(
        st.integers(0, HOMES - 1),
        organisations,
        st.sampled_from(list(RelationshipKind)),
        statuses,
        spans,
    ),
    min_size=4,
    max_size=12,
)


class Ground:
    """Two organisations of each kind, four homes with a row in every table, one person."""

    def __init__(self) -> None:
        self.today = london_today()
        self.organisations = [OrganisationFactory(kind=kind) for kind in KINDS for _ in range(2)]
        self.homes = [CareHomeFactory() for _ in range(HOMES)]
        self.user = UserFactory()
        self.standing = Standing(
            residents={home.pk: ResidentFactory(home=home) for home in self.homes},
            check_ins={home.pk: CheckInFactory(home=home) for home in self.homes},
        )
        for home in self.homes:
            StayFactory(resident=self.standing.residents[home.pk])
            NominationFactory(resident=self.standing.residents[home.pk])
            LegalDocument.objects.create(
                resident=self.standing.residents[home.pk], home=home, kind="dnacpr", dated_on=self.today, place="Office"
            )
            for factory in (ContactNumberFactory, NamedRoleFactory, CheckInScheduleFactory):
                factory(home=home)

    def span(self, drawn: tuple[int, int | None]) -> Span:
        first, end = drawn
        return Span(self.day(first), None if end is None else self.day(end))

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def world(self, drawn: Any) -> World:
        """The world that was drawn, without what the constraints of the tables refuse.

        Most links and every second relationship are bent towards the acting organisation, its parts and its role: of worlds
        that are wholly random nearly all would show nothing.
        """
        link_rows, relationship_rows, acting, role_number, membership, active, ends = drawn
        roles = sorted(roles_for(self.organisations[acting].kind), key=lambda each: not each.sees_residents)
        role = roles[min(role_number, len(roles) - 1)].key
        links = self._links(link_rows, acting)
        owners = [self.organisations[acting].pk, *(link.child for link in links)]
        return World(
            links=links,
            relationships=self._relationships(relationship_rows, owners, role),
            organisation=self.organisations[acting].pk,
            role=role,
            membership=self.span(membership),
            user_is_active=active,
            ends=(owners[ends[0] % len(owners)], self.day(ends[1])) if ends else None,
        )

    def _links(self, rows: Any, acting: int) -> tuple[Link, ...]:
        made = {}
        for number, (child, parent, kind, span) in enumerate(rows):
            parent = parent if number % 3 == 2 else acting
            kind = SHARING_LINKS[child % 2] if number % 3 == 0 else kind
            ends = self.organisations[child].pk, self.organisations[parent].pk
            if child != parent:
                made[*ends, kind, span[0]] = Link(*ends, kind, self.span(span))
        return tuple(made.values())

    def _relationships(self, rows: Any, owners: list[int], role: str) -> tuple[Relationship, ...]:
        fitting = [kind for kind, key in GRANTS if key == role]
        made: list[Relationship] = []
        for number, (home, owner, kind, status, span) in enumerate(rows):
            bent = number % 2 == 0
            one = Relationship(
                home=self.homes[home].pk,
                organisation=owners[owner % len(owners)] if bent else self.organisations[owner].pk,
                kind=fitting[owner % len(fitting)] if bent and fitting else kind,
                status=status,
                span=self.span(span),
            )
            if all(_may_stand_beside(one, other) for other in made):
                made.append(one)
        return tuple(made)

    def build(self, world: World) -> Acting:
        """Puts the world into the database, and returns who acts in it."""
        OrganisationParent.objects.bulk_create(
            OrganisationParent(child_id=each.child, parent_id=each.parent, kind=each.kind, **vars(each.span))
            for each in world.links
        )
        HomeRelationship.objects.bulk_create(
            HomeRelationship(
                home_id=each.home,
                organisation_id=each.organisation,
                kind=each.kind,
                status=each.status,
                **vars(each.span),
            )
            for each in world.relationships
        )
        if world.ends:
            Organisation.objects.filter(pk=world.ends[0]).update(active_to=world.ends[1])
        User.objects.filter(pk=self.user.pk).update(is_active=world.user_is_active)
        organisation = Organisation.objects.get(pk=world.organisation)
        membership = MembershipFactory(
            user=self.user, organisation=organisation, role=world.role, **vars(world.membership)
        )
        return acting_for(membership)


def _may_stand_beside(one: Relationship, other: Relationship) -> bool:
    """What the tables' own constraints allow (directory.models.HomeRelationship)."""
    if (one.home, one.kind) != (other.home, other.kind):
        return True
    if one.organisation == other.organisation and one.span.ends_on is None and other.span.ends_on is None:
        return False
    exclusive = one.kind in ONE_AT_A_TIME and {one.status, other.status} <= WORKING
    return not (exclusive and one.span.overlaps(other.span))


worlds = st.tuples(
    links,
    relationships,
    organisations,
    st.integers(0, 5),
    spans,
    st.sampled_from([True] * 7 + [False]),
    st.none() | st.none() | st.tuples(st.integers(0, 5), days),
)


@pytest.fixture
def ground(db: None) -> Ground:
    return Ground()


def test_every_table_shows_exactly_what_the_rules_say(ground: Ground) -> None:
    shown: Counter[str] = Counter()

    @settings(max_examples=220, deadline=None)
    @given(drawn=worlds)
    def holds(drawn: Any) -> None:
        world = ground.world(drawn)
        with transaction.atomic():
            acting = ground.build(world)
            with acting_scope(acting):
                for rows in ROWS:
                    seen = rows.seen()
                    assert seen == world.visible_homes(rows.data_class, ground.today), rows.name
                    shown[rows.name] += bool(seen)
            transaction.set_rollback(True)

    holds()
    assert min(shown[rows.name] for rows in ROWS) >= 15, f"Too few worlds showed anything: {shown}"


def test_every_page_shows_exactly_what_the_rules_say(ground: Ground) -> None:
    shown: Counter[str] = Counter()

    @settings(max_examples=30, deadline=None, phases=[Phase.generate])  # each is many requests: no shrinking
    @given(drawn=worlds)
    def holds(drawn: Any) -> None:
        world = ground.world(drawn)
        with transaction.atomic():
            acting = ground.build(world)
            client = ScopedClient()
            client.act_as(Membership.objects.get(pk=acting.membership_id))
            for pages in PAGES:
                seen = pages.seen(client, ground.standing)
                assert seen == pages.expected(world, ground.today), pages.name
                shown[pages.name] += bool(seen)
            transaction.set_rollback(True)

    holds()
    assert min(shown[pages.name] for pages in PAGES) >= 3, f"Too few worlds showed anything: {shown}"


def test_somebody_acts_only_in_a_membership_that_holds(ground: Ground) -> None:
    @settings(max_examples=50, deadline=None)
    @given(drawn=worlds)
    def holds(drawn: Any) -> None:
        world = ground.world(drawn)
        with transaction.atomic():
            acting = ground.build(world)
            works = world.organisation not in world.ended(ground.today)
            current = works and world.user_is_active and world.membership.holds_on(ground.today)
            assert memberships_of(ground.user.pk) == ([acting] if current else [])
            transaction.set_rollback(True)

    holds()
