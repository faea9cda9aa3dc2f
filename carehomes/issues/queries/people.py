"""Who works with a home: whom an issue can be given to, who may be named in a comment, who is told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from carehomes.access.kinds import RelationshipKind
from carehomes.access.planned import fetched
from carehomes.access.scopes import current
from carehomes.access.tenancy import SYSTEM_LOGIN
from carehomes.directory.models import HomeRelationship, NamedRole, NamedRoleKind
from carehomes.directory.queries import Around, around
from carehomes.issues.rules import Candidate, Owner

CALLERS = (NamedRoleKind.COORDINATOR, NamedRoleKind.COVER)
LEADS = (NamedRoleKind.CLINICAL_LEAD, NamedRoleKind.MEDICINES_LEAD)
OWN_SIDE = (RelationshipKind.HOME, RelationshipKind.PROVIDER)
HOME_ROLES = frozenset({"care_home_manager", "care_home_staff"})


@dataclass(frozen=True)
class Person:
    """Somebody who works with a home: their account, and the post in which they do."""

    user_id: int
    name: str
    role: str
    organisation_id: int
    organisation: str
    sees_residents: bool


def people_around(home_id: int) -> list[Person]:
    """Everybody who may see facts about this home, by name; empty for somebody who may not themselves. One query.

    In a system scope nobody acts, so that the database asks for no membership.
    """
    scope = current()
    function = "people_of_home" if scope and scope.role == SYSTEM_LOGIN else "people_around"
    sql = f"SELECT * FROM {function}(%s) ORDER BY name, user_id, organisation_id"  # noqa: S608 - a function of ours
    return [Person(*row) for row in fetched(sql, [home_id])]


class Team:
    """Who works with a home now. Each of the two parts is read when it is first needed, and once for all that a save does."""

    def __init__(self, home_id: int) -> None:
        self.home_id = home_id

    @cached_property
    def people(self) -> list[Person]:
        return people_around(self.home_id)

    @cached_property
    def around(self) -> Around:
        """The organisations that serve the home, and the named roles."""
        return around(self.home_id)

    def named(self, *kinds: NamedRoleKind) -> list[NamedRole]:
        return [each for each in self.around.roles if each.kind in kinds]


def workers(people: Iterable[Person], organisation_id: int) -> list[Person]:
    """Those of one organisation who may read the words of an issue and see its resident."""
    return [each for each in people if each.organisation_id == organisation_id and each.sees_residents]


def of_the_home(people: Iterable[Person]) -> list[Person]:
    """The home's own staff and manager."""
    return [each for each in people if each.role in HOME_ROLES]


def candidates_for(team: Team) -> list[Candidate]:
    """Who may get a new issue of this home: the organisations that work with it, and the people with a named role."""
    posts = {(each.user_id, each.organisation_id): each for each in team.people if each.sees_residents}
    works = [
        _works(each) for each in _with_readers(team.around.serving, {each.organisation_id for each in posts.values()})
    ]
    return works + [each for role in team.named(*LEADS) if (each := _named(role, posts))]


def _with_readers(serving: Sequence[HomeRelationship], staffed: Collection[int]) -> Sequence[HomeRelationship]:
    """Leaves out organisations of which nobody could read it, but none where only the home's own side could: its word would come back."""
    able = [each for each in serving if each.organisation_id in staffed]
    return able if any(each.kind not in OWN_SIDE for each in able) else serving


def _works(relationship: HomeRelationship) -> Candidate:
    organisation = relationship.organisation
    return Candidate(str(relationship.kind), Owner(organisation.pk, organisation.name))


def _named(role: NamedRole, posts: dict[tuple[int, int], Person]) -> Candidate | None:
    """Whoever has a named role, if they still work with the home; without an account, their organisation if it does."""
    for (user_id, organisation_id), post in posts.items():
        if user_id == role.user_id and role.organisation_id in (None, organisation_id):
            return Candidate(str(role.kind), Owner(organisation_id, post.organisation, user_id, post.name))
    if role.organisation and any(organisation_id == role.organisation_id for _, organisation_id in posts):
        return Candidate(str(role.kind), Owner(role.organisation.pk, role.organisation.name))
    return None


def callers_of(team: Team, organisation_id: int) -> list[Person]:
    """Whom an issue without a person waits for: the home's coordinators of that organisation, else everybody of it who may work on it."""
    those = workers(team.people, organisation_id)
    named = {each.user_id for each in team.named(*CALLERS)}
    return [each for each in those if each.user_id in named] or those
