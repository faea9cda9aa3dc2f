"""Who of those around a home prescribes, and in what. Memberships of other organisations are hidden; these columns come out."""

from dataclasses import dataclass

from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.planned import fetched
from carehomes.access.prescribing import Prescriber
from carehomes.access.roles import ROLES

Post = tuple[int, int]  # somebody's account, and the organisation for which they work

_COLLEAGUES = """
    SELECT p.user_id, p.name, p.role, p.organisation, f.prescribing, f.scope_of_practice
    FROM people_around(%(home)s) p LEFT JOIN prescribers_around(%(home)s) f USING (user_id, organisation_id)
    WHERE p.sees_residents ORDER BY p.name, p.user_id, f.prescribing NULLS LAST
"""


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


def prescribers_around(home_id: int) -> dict[Post, str]:
    """For each prescriber who works with this home: the words behind their name. Empty for a home that one may not see. One query."""
    rows = fetched("SELECT * FROM prescribers_around(%s)", [home_id])
    return {(user, organisation): Prescriber(*flag).words for user, organisation, *flag in rows}


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
