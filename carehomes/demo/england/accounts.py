"""Accounts that measurements sign in with: one for each role, in an organisation of the size that the role usually has, or the largest."""

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import User
from carehomes.demo.england.homes import LoadedHome, Person, add_people
from carehomes.demo.england.loading import Loading
from carehomes.directory.models import NamedRoleKind

COORDINATOR = "coordinator@homeround.example"  # of a network with 24 to 40 homes
MANAGER = "manager@homeround.example"  # of the largest home of that network
CLINICIAN = "clinician@homeround.example"  # of the same network
PROVIDER = "provider@homeround.example"  # manager at the provider with the most homes
COMMISSIONER = "commissioner@homeround.example"  # of the ICB with the most homes
READER = "reader@homeround.example"  # of all England

# The organisations of one kind by how many homes they work with.
_BY_HOMES = """
    SELECT o.id, o.name, count(*) FROM access_organisation o
    JOIN directory_homerelationship r ON r.organisation_id = o.id AND r.kind = %s
    GROUP BY o.id, o.name ORDER BY {} LIMIT 1
"""
_MOST = "count(*) DESC, o.id"
_USUAL = "count(*) NOT BETWEEN 24 AND 40, abs(count(*) - 30), o.id"
_LARGEST_HOME = """
    SELECT own.organisation_id, h.name FROM directory_homerelationship r
    JOIN directory_carehome h ON h.id = r.home_id
    JOIN directory_homerelationship own ON own.home_id = h.id AND own.kind = 'home'
    WHERE r.kind = 'pcn' AND r.organisation_id = %s ORDER BY h.registered_beds DESC, h.id LIMIT 1
"""
_NATION = "SELECT id, name FROM access_organisation WHERE kind = 'nation' ORDER BY id LIMIT 1"


def load(loading: Loading, homes: list[LoadedHome]) -> None:
    """One account and membership each. Nobody can sign in to them with a password.

    The coordinator and the clinician look after the homes of their network in place of its others, so that they have work.
    """
    network, network_name = _organisation(loading, _USUAL, RelationshipKind.PCN)
    own, home_name = loading.query(_LARGEST_HOME, [network])[0]
    provider = _organisation(loading, _MOST, RelationshipKind.PROVIDER)
    commissioner = _organisation(loading, _MOST, RelationshipKind.COMMISSIONER)
    nation = loading.query(_NATION)[0]
    for address, name, (organisation, words), kind, role in (
        (COORDINATOR, "Priya Fennel", (network, network_name), OrganisationKind.PCN, "care_coordinator"),
        (CLINICIAN, "Anna Betony", (network, network_name), OrganisationKind.PCN, "clinician"),
        (MANAGER, "Moira Sorrel", (own, home_name), OrganisationKind.CARE_HOME, "care_home_manager"),
        (PROVIDER, "Tom Savory", provider, OrganisationKind.CARE_PROVIDER, "care_home_manager"),
        (COMMISSIONER, "Grace Anise", commissioner, OrganisationKind.ICB, "commissioner_lead"),
        (READER, "Sam Tansy", nation, OrganisationKind.NATION, "national_reader"),
    ):
        (pk,) = loading.ids(User, 1)
        person = Person(pk, name, organisation, words)
        add_people(loading, [(person, address)], kind, role, "")
        if address in _LOOKED_AFTER:
            _look_after(loading, person, _LOOKED_AFTER[address], [each for each in homes if each.network == network])


_LOOKED_AFTER = {COORDINATOR: NamedRoleKind.COORDINATOR, CLINICIAN: NamedRoleKind.CLINICAL_LEAD}
_NAMED = "UPDATE directory_namedrole SET user_id = %s, person_name = %s WHERE kind = %s AND home_id = ANY (%s)"


def _look_after(loading: Loading, person: Person, kind: NamedRoleKind, homes: list[LoadedHome]) -> None:
    loading.query(_NAMED, [person.user_id, person.name, kind.value, [each.pk for each in homes]])
    for each in homes:
        if kind is NamedRoleKind.COORDINATOR:
            each.coordinator = person
        else:
            each.clinician = person


def _organisation(loading: Loading, order: str, kind: RelationshipKind) -> tuple[int, str]:
    pk, name, _ = loading.query(_BY_HOMES.format(order), [kind.value])[0]
    return pk, name
