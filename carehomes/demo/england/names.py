"""Names for invented people, from the lists of a generator: they belong to nobody. Numbers to ring are of the ranges kept for drama."""

from functools import cache
from random import Random

from faker.providers.person.en_GB import Provider

from carehomes.access.names import plain_key

TREES = """
    Alder Ash Aspen Beech Birch Blackthorn Box Buckthorn Cedar Cherry Chestnut Cypress Damson Dogwood Elder Elm Fir Hawthorn
    Hazel Holly Hornbeam Juniper Larch Laurel Lime Linden Maple Medlar Mulberry Myrtle Oak Olive Pear Pine Plane Poplar Quince
    Rowan Sallow Service Spindle Spruce Sycamore Tamarisk Walnut Wayfaring Whitebeam Willow Wych Yew
""".split()
HOUSES = (
    "House Court Lodge Manor Grange View Bank Lea Mount Place Park Hall Gardens Cottage Villa Rise Brook Croft".split()
)
STREETS = "Lane Road Street Avenue Close Way Drive Crescent Terrace Hill Green Walk".split()
PLACES = "ton ham ford bury ley wick worth mere stead combe".split()


@cache
def women() -> tuple[str, ...]:
    return tuple(Provider.first_names_female)


@cache
def men() -> tuple[str, ...]:
    return tuple(Provider.first_names_male)


@cache
def families() -> tuple[str, ...]:
    return tuple(Provider.last_names)


@cache
def key_of(name: str) -> str:
    """`plain_key`, remembered: a few hundred words make every name."""
    return plain_key(name)


def person(chances: Random) -> str:
    given = women() if chances.random() < 0.7 else men()
    return f"{chances.choice(given)} {chances.choice(families())}"


def phone(number: int) -> str:
    """A number that rings nowhere: 01632 960000 to 960999."""
    return f"01632960{number % 1000:03}"


def care_home(chances: Random) -> str:
    return f"{chances.choice(TREES)} {chances.choice(HOUSES)}"


def town(chances: Random) -> str:
    return f"{chances.choice(families())}{chances.choice(PLACES)}".replace("'", "").capitalize()


def street(chances: Random) -> str:
    return f"{chances.randint(1, 180)} {chances.choice(families())} {chances.choice(STREETS)}"


def postcode(number: int) -> str:
    """A postcode of the area ZZ, which Royal Mail does not use: ZZ10 0AA onwards."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    number, last = divmod(number, len(letters))
    number, first = divmod(number, len(letters))
    district, sector = divmod(number, 10)
    return f"ZZ{10 + district % 90} {sector}{letters[first]}{letters[last]}"
