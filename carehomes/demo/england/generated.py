"""A register of the same shape as England's, for where the real file is not at hand: as many homes, organisations of the same sizes.

Regions hold ICBs, ICBs hold local authorities, these hold primary care networks with their practices and pharmacies, and homes are
drawn into networks. Simpler than life in one thing: no local authority lies in two ICBs.
"""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from carehomes.access.kinds import LinkKind, RelationshipKind
from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.demo.england import names
from carehomes.demo.england.distributions import Distributions, draw
from carehomes.demo.england.register import Home, Key, Register

ICBS, AUTHORITIES, PCNS, PRACTICES, PHARMACIES = 42, 151, 1_252, 6_571, 10_785
# How unequal they are: sigma of a log-normal through the median and the ninth decile of homes in each.
_ICB_SPREAD, _AUTHORITY_SPREAD, _PCN_SPREAD = 0.52, 0.9, 0.65
LARGEST_PROVIDER = 243  # homes
_PROVIDER_SIZES = (
    (0.761, 1, 1),
    (0.90, 2, 3),
    (0.95, 4, 5),
    (0.99, 6, 18),
    (1.0, 19, 70),
)  # share up to, homes from, to
_FIRST_REGISTERED = date(2010, 10, 1)


@dataclass
class _Group:
    """An organisation that holds others, and how much of everything falls to it."""

    key: Key
    region: str
    weight: float
    within: "list[_Group]"
    practices: list[Key]
    pharmacies: list[Key]


def generate(distributions: Distributions, chances: Random) -> Register:
    """The whole register. The same dice give the same register."""
    register = Register()
    pcns, authority_of = _areas(register, distributions, chances)
    providers = _providers(register, distributions.homes, chances)
    bounds = list(accumulate(pcn.weight for pcn in pcns))
    for number in range(distributions.homes):
        pcn = pcns[min(bisect(bounds, chances.random() * bounds[-1]), len(pcns) - 1)]
        links = _works_with(pcn, authority_of[pcn.key], providers[number], chances)
        register.homes.append(_home(number, pcn.region, links, distributions, chances))
    return register


def _areas(
    register: Register, distributions: Distributions, chances: Random
) -> tuple[list[_Group], dict[Key, tuple[Key, Key]]]:
    """All networks with their practices and pharmacies, and the ICB and the authority of each."""
    regions = [
        _Group((Kind.REGION, f"Y{60 + n}"), name, homes, [], [], [])
        for n, (name, homes, _) in enumerate(distributions.regions)
    ]
    for region in regions:
        register.names[region.key] = region.region
    icbs = _split(regions, ICBS, Kind.ICB, "Q{:02}", _ICB_SPREAD, chances)
    authorities = _split(icbs, AUTHORITIES, Kind.LOCAL_AUTHORITY, "E09990{:03}", _AUTHORITY_SPREAD, chances)
    pcns = _split(authorities, PCNS, Kind.PCN, "U9{:04}", _PCN_SPREAD, chances)
    _name(register, icbs, "{} Integrated Care Board", chances)
    _name(register, authorities, "{} Council", chances)
    _name(register, pcns, "{} PCN", chances)
    for n in range(PRACTICES):
        _belong(register, pcns[n % PCNS], (Kind.GP_PRACTICE, f"Z{n:05}"), f"{names.town(chances)} Surgery")
    for n in range(PHARMACIES):
        key = (Kind.PHARMACY, f"F{n:04X}")
        pcns[n % PCNS].pharmacies.append(key)
        register.names[key] = f"{names.town(chances)} Pharmacy"
    authority_of = {}
    for icb in icbs:
        for authority in icb.within:
            for pcn in authority.within:
                authority_of[pcn.key] = (icb.key, authority.key)
                register.parents[pcn.key] = (icb.key, LinkKind.COMMISSIONER)
    for region in regions:
        register.parents.update({icb.key: (region.key, LinkKind.REGION) for icb in region.within})
    return pcns, authority_of


def _split(above: list[_Group], count: int, kind: Kind, code: str, spread: float, chances: Random) -> list[_Group]:
    """`count` groups, shared out over those above by weight, at least one each; a group's weight is its part of the one above."""
    made: list[_Group] = []
    for parent, share in zip(above, _shares([each.weight for each in above], count), strict=True):
        parts = [chances.lognormvariate(0, spread) for _ in range(share)]
        for part in parts:
            key = (kind, code.format(len(made)))
            parent.within.append(_Group(key, parent.region, parent.weight * part / sum(parts), [], [], []))
            made.append(parent.within[-1])
    return made


def _shares(weights: list[float], count: int) -> list[int]:
    """`count` things over these weights: one each, and the rest where they fall short most."""
    shares = [1] * len(weights)
    for _ in range(count - len(weights)):
        poorest = max(range(len(weights)), key=lambda n: weights[n] / shares[n])
        shares[poorest] += 1
    return shares


def _name(register: Register, groups: list[_Group], pattern: str, chances: Random) -> None:
    for group in groups:
        register.names[group.key] = pattern.format(names.town(chances))


def _belong(register: Register, pcn: _Group, practice: Key, name: str) -> None:
    pcn.practices.append(practice)
    register.names[practice] = name
    register.parents[practice] = (pcn.key, LinkKind.NETWORK)


def _providers(register: Register, homes: int, chances: Random) -> list[Key]:
    """The provider of each home: most have one home, the largest has 243."""
    sizes = [LARGEST_PROVIDER]
    while sum(sizes) < homes:
        share = chances.random()
        _, least, most = next(each for each in _PROVIDER_SIZES if share <= each[0])
        sizes.append(chances.randint(least, most))
    keys: list[Key] = []
    for number, size in enumerate(sizes):
        key = (Kind.CARE_PROVIDER, f"1-999{number:06}")
        register.names[key] = f"{names.town(chances)} Care"
        keys += [key] * size
    chances.shuffle(keys)
    return keys[:homes]


def _works_with(
    pcn: _Group, above: tuple[Key, Key], provider: Key, chances: Random
) -> tuple[tuple[RelationshipKind, Key], ...]:
    icb, authority = above
    practices = chances.sample(pcn.practices, min(len(pcn.practices), chances.choice((1, 1, 2))))
    return (
        (RelationshipKind.COMMISSIONER, icb),
        (RelationshipKind.LOCAL_AUTHORITY, authority),
        (RelationshipKind.PCN, pcn.key),
        *((RelationshipKind.PRACTICE, practice) for practice in practices),
        (RelationshipKind.PHARMACY, chances.choice(pcn.pharmacies)),
        (RelationshipKind.PROVIDER, provider),
    )


def _home(
    number: int,
    region: str,
    links: tuple[tuple[RelationshipKind, Key], ...],
    distributions: Distributions,
    chances: Random,
) -> Home:
    nursing = chances.random() < next(share for name, _, share in distributions.regions if name == region)
    bands = tuple(band for band, share in distributions.bands if chances.random() < share)
    return Home(
        code=f"1-{999_000_000 + number}",
        name=names.care_home(chances),
        address=names.street(chances),
        town=names.town(chances),
        postcode=names.postcode(number),
        region=region,
        authority=next(key[1] for kind, key in links if kind is RelationshipKind.LOCAL_AUTHORITY),
        nursing=nursing,
        residential=not nursing,
        bands=bands,
        beds=draw(distributions.nursing_beds if nursing else distributions.residential_beds, chances),
        registered_on=_FIRST_REGISTERED + timedelta(days=chances.randrange(3800)),
        rating=chances.choices(
            [name for name, _ in distributions.ratings], [share for _, share in distributions.ratings]
        )[0],
        works_with=links,
    )
