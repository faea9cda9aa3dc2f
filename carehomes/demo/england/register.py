"""The register that a load starts from: homes and the organisations that work with them, as plain rows, and how they are stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from carehomes.access.kinds import LinkKind, OrganisationKind, RelationshipKind
from carehomes.access.models import Organisation, OrganisationParent
from carehomes.access.names import plain_key
from carehomes.demo.england.loading import Loading, Row
from carehomes.directory.models import AlignmentStatus, CareHome, HomeRelationship

SINCE = date(2020, 10, 1)  # the Network Contract's home round began
Key = tuple[OrganisationKind, str]  # kind and code

_CODES = {
    OrganisationKind.LOCAL_AUTHORITY: "gss_code",
    OrganisationKind.CARE_PROVIDER: "cqc_provider_id",
}
_ALL_CODES = ("ods_code", "gss_code", "cqc_provider_id")


@dataclass(frozen=True)
class Home:
    """A care home, and by kind of relationship the organisations that work with it."""

    code: str
    name: str
    address: str
    town: str
    postcode: str
    region: str
    authority: str
    nursing: bool
    residential: bool
    bands: tuple[str, ...]
    beds: int
    registered_on: date
    rating: str
    works_with: tuple[tuple[RelationshipKind, Key], ...]
    latitude: float | None = None
    longitude: float | None = None


@dataclass
class Register:
    """Homes, and organisations by kind and code: their names, and whom they belong to."""

    homes: list[Home] = field(default_factory=list)
    names: dict[Key, str] = field(default_factory=dict)
    parents: dict[Key, tuple[Key, LinkKind]] = field(default_factory=dict)

    def area_of(self, pcn: str) -> "Register":
        """What is left of it when only the homes aligned to this PCN are kept: they, and whoever works with them."""
        ours = (RelationshipKind.PCN, (OrganisationKind.PCN, pcn))
        homes = [home for home in self.homes if ours in home.works_with]
        kept = {key for home in homes for _, key in home.works_with}
        kept |= {parent for key, (parent, _) in self.parents.items() if key in kept}
        return Register(
            homes,
            {key: name for key, name in self.names.items() if key in kept},
            {key: link for key, link in self.parents.items() if key in kept and link[0] in kept},
        )


def store(loading: Loading, register: Register) -> None:
    """Brings organisations, homes and who works with whom into the database."""
    with loading.step("Organisations"):
        ids = _organisations(loading, register)
    with loading.step("Care homes"):
        homes = _homes(loading, register)
    with loading.step("Who works with whom"):
        _relationships(loading, register, ids, homes)


def _organisations(loading: Loading, register: Register) -> dict[Key, int]:
    ids = dict(zip(register.names, loading.ids(Organisation, len(register.names)), strict=True))
    columns = ("id", "kind", "name", "name_key", *_ALL_CODES, "urgent_phone")
    loading.copy(
        Organisation,
        columns,
        (
            (ids[key], key[0].value, name, plain_key(name), *_codes(key), "01514960100")
            for key, name in register.names.items()
        ),
    )
    links = ((ids[child], ids[parent], kind.value, SINCE) for child, (parent, kind) in register.parents.items())
    loading.copy(OrganisationParent, ("child_id", "parent_id", "kind", "starts_on"), links)
    return ids


def _codes(key: Key) -> tuple[str | None, ...]:
    """The code in the column of its kind; the others empty."""
    kind, code = key
    column = _CODES.get(kind, "ods_code")
    return tuple(code if each == column else None for each in _ALL_CODES)


def _homes(loading: Loading, register: Register) -> list[int]:
    ids = list(loading.ids(CareHome, len(register.homes)))
    columns = (
        "id", "cqc_location_id", "name", "name_key", "address", "town", "town_key", "postcode", "postcode_key", "region",
        "local_authority_code", "latitude", "longitude", "with_nursing", "without_nursing", "specialisms", "registered_beds",
        "registration_date", "rating", "phone", "in_scope",
    )  # fmt: skip
    loading.copy(CareHome, columns, (_home(pk, home) for pk, home in zip(ids, register.homes, strict=True)))
    return ids


def _home(pk: int, home: Home) -> Row:
    return (
        pk, home.code, home.name, plain_key(home.name), home.address, home.town, plain_key(home.town), home.postcode,
        home.postcode.replace(" ", ""), home.region, home.authority, home.latitude, home.longitude, home.nursing,
        home.residential, list(home.bands), home.beds, home.registered_on, home.rating, f"01632960{pk % 1000:03}", True,
    )  # fmt: skip


def _relationships(loading: Loading, register: Register, ids: dict[Key, int], homes: list[int]) -> None:
    own = _own_organisations(loading, register)
    columns = ("home_id", "organisation_id", "kind", "status", "starts_on", "source")
    rows = chain.from_iterable(
        _relationships_of(pk, home, ids, organisation)
        for pk, home, organisation in zip(homes, register.homes, own, strict=True)
    )
    loading.copy(HomeRelationship, columns, rows)


def _own_organisations(loading: Loading, register: Register) -> range:
    """Each home as the organisation whose staff sign in."""
    ids = loading.ids(Organisation, len(register.homes))
    rows = (
        (pk, OrganisationKind.CARE_HOME.value, home.name, plain_key(home.name))
        for pk, home in zip(ids, register.homes, strict=True)
    )
    loading.copy(Organisation, ("id", "kind", "name", "name_key"), rows)
    return ids


def _relationships_of(pk: int, home: Home, ids: dict[Key, int], own: int) -> Iterator[Row]:
    yield pk, own, RelationshipKind.HOME.value, AlignmentStatus.AGREED.value, SINCE, "load_england"
    for kind, key in home.works_with:
        yield pk, ids[key], kind.value, AlignmentStatus.AGREED.value, SINCE, "load_england"
