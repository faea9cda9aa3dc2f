"""Who of those around a home prescribes, and in what. Memberships of other organisations are hidden; these columns come out."""

from dataclasses import dataclass

from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.planned import fetched
from carehomes.access.prescribing import Prescriber
from carehomes.access.roles import ROLES
from carehomes.issues.queries.people import Person

Post = tuple[int, int]  # somebody's account, and the organisation for which they work

_AROUND = "people_around(%(home)s) p LEFT JOIN prescribers_around(%(home)s) f USING (user_id, organisation_id)"
_PEOPLE = f"""
    SELECT p.user_id, p.name, p.role, p.organisation_id, p.organisation, p.sees_residents, f.prescribing, f.scope_of_practice
    FROM {_AROUND} ORDER BY p.name, p.user_id, p.organisation_id
"""  # noqa: S608 - joined of our own words
_COLLEAGUES = f"""
    SELECT p.user_id, p.name, p.role, p.organisation, f.prescribing, f.scope_of_practice
    FROM {_AROUND} WHERE p.sees_residents ORDER BY p.name, p.user_id, f.prescribing NULLS LAST
"""  # noqa: S608 - joined of our own words


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works with a home and sees its residents. `prescribes`: the words behind their name, or empty."""

    user_id: int
    name: str
    role: str
    organisation: str
    prescribes: str

    @property
    def kept(self) -> str:
        """As a record names them: "Meera Calendula, independent prescriber (respiratory)"."""
        return f"{self.name}, {self.prescribes}" if self.prescribes else self.name

    @property
    def words(self) -> str:
        """The same with their role and organisation, to choose from."""
        return f"{self.name}, {', '.join(filter(None, (ROLES[self.role].name.lower(), self.prescribes)))}, {self.organisation}"


def people_and_prescribers(home_id: int) -> tuple[list[Person], dict[Post, str]]:
    """Who works with this home, by name; and for each prescriber of them the words behind their name. One query.

    Both are empty for a home that one may not see.
    """
    people, prescribers = [], {}
    for *person, prescribing, scope in fetched(_PEOPLE, {"home": home_id}):
        people.append(each := Person(*person))
        if prescribing:
            prescribers[each.user_id, each.organisation_id] = Prescriber(prescribing, scope).words
    return people, prescribers


def colleagues_around(home_id: int, but: int) -> list[Colleague]:
    """Everybody but one who works with this home and sees its residents, by name, once each. One query."""
    rows = fetched(_COLLEAGUES, {"home": home_id})
    found: dict[int, Colleague] = {}
    for user_id, name, role, organisation, *flag in rows:
        prescribes = Prescriber(*flag).words if flag[0] else ""
        found.setdefault(user_id, Colleague(user_id, name, role, organisation, prescribes))
    return [each for each in found.values() if each.user_id != but]


def own_words(by: Acting) -> str:
    """The same of whoever acts. One query."""
    return Membership.objects.get(pk=by.membership_id).prescriber.words
