"""The homes and organisations of the demo area. Homes are trees, residents wild flowers, staff herbs; all of it is invented."""

from dataclasses import dataclass
from datetime import time

from carehomes.access.kinds import OrganisationKind as Kind


@dataclass(frozen=True)
class Place:
    """An organisation of the area."""

    name: str
    kind: Kind
    code: str = ""
    urgent_phone: str = ""
    parent: str = ""
    link: str = ""


ORGANISATIONS = (
    Place("NHS England", Kind.NATION, "ZZX0"),
    Place("North West", Kind.REGION, "ZZY62", parent="NHS England", link="region"),
    Place("Westmere ICB", Kind.ICB, "ZZQ1", parent="North West", link="region"),
    Place("Westmere CCG", Kind.CCG, "ZZ01M"),
    Place("Westmere Council", Kind.LOCAL_AUTHORITY, "E08999001"),
    Place("Westmere PCN", Kind.PCN, "ZZU001", "0151 496 0127", "Westmere ICB", "commissioner"),
    Place("Eastgate PCN", Kind.PCN, "ZZU002", "0151 496 0227", "Westmere ICB", "commissioner"),
    Place("Harbour Partnership", Kind.PARTNERSHIP, "ZZP01", "0151 496 0100"),
    Place("Harbour Surgery", Kind.GP_PRACTICE, "ZZ99001", "0151 496 0110", "Harbour Partnership", "partnership"),
    Place("Quay Practice", Kind.GP_PRACTICE, "ZZ99002", "0151 496 0120", "Westmere PCN", "network"),
    Place("Eastgate Surgery", Kind.GP_PRACTICE, "ZZ99003", "0151 496 0210", "Eastgate PCN", "network"),
    Place("Northgate Trust", Kind.NHS_TRUST, "ZZR01", "0151 496 0300"),
    Place("Mortar Lane Pharmacy", Kind.PHARMACY, "ZZF01", "0151 496 0140"),
    Place("Tideway Pharmacy", Kind.PHARMACY, "ZZF02", "0151 496 0150"),
    Place("Westmere LPC", Kind.LPC, "ZZL01"),
    Place("Larch Care", Kind.CARE_PROVIDER, "1-999000900"),
    Place("Westmere Homes", Kind.CARE_PROVIDER, "1-999000901"),
    Place("Homeround", Kind.PLATFORM),
)


@dataclass(frozen=True)
class Home:
    """A care home of the area. `day` counts from today's weekday: -2 was due two days ago, 1 is tomorrow; see `area.weekday`."""

    name: str
    line: int
    contact: str
    job: str
    day: int
    opens: time
    closes: time
    beds: int
    residents: int
    nursing: bool = False
    pcn: str = "Westmere PCN"
    note: str = ""


_TEN, _NOON = time(10), time(12)
HOMES = (
    Home(
        "Larch House",
        142,
        "Moira Sorrel",
        "Deputy manager",
        -2,
        _TEN,
        time(11, 30),
        42,
        39,
        True,
        note="Before the 11:30 medicines round",
    ),
    Home("Rowan Court", 118, "Nurse in charge", "", -1, _TEN, _NOON, 36, 31, True),
    Home("Alder Lodge", 177, "Ben Marjoram", "Senior carer", 0, time(9), _TEN, 18, 15),
    Home("Juniper House", 133, "Sunita Rue", "Manager", 0, time(9), _TEN, 22, 20),
    Home("Aspen Lea", 151, "Clare Hyssop", "Manager", 0, _TEN, time(11), 24, 22),
    Home("Beech Grange", 126, "Clare Dock", "Deputy manager", 0, _TEN, time(11), 48, 41, True),
    Home("Birchfield", 164, "Tom Savory", "Manager", 0, _TEN, time(11, 30), 16, 14),
    Home("Blackthorn House", 109, "Ann Borage", "Manager", 0, time(10, 30), _NOON, 30, 27),
    Home("Cedar Mount", 185, "Nurse in charge", "", 0, time(11), _NOON, 52, 44, True),
    Home("Chestnut Lodge", 157, "Joy Chervil", "Manager", 0, time(11), time(12, 30), 12, 11),
    Home("Elm Park", 120, "Raj Caraway", "Deputy manager", 0, time(13, 30), time(15), 33, 30),
    Home("Hawthorn View", 139, "Lena Orris", "Manager", 0, time(13, 30), time(15), 20, 18),
    Home("Hazel Brook", 172, "Pat Lovage", "Manager", 0, time(14), time(16), 14, 13),
    Home("Holly Bank", 103, "Nurse in charge", "", 1, _TEN, time(11), 40, 35, True),
    Home("Hornbeam Place", 168, "Ade Mallow", "Senior carer", 1, time(11), _NOON, 18, 16),
    Home("Linden House", 147, "Grace Anise", "Manager", 2, _TEN, time(11), 26, 23),
    Home("Maple Rise", 111, "Nurse in charge", "", 2, time(13, 30), time(15), 38, 34, True),
    Home("Oakdene", 190, "Ewa Balm", "Manager", -2, _TEN, _NOON, 15, 14),
    Home("Poplar Court", 116, "Nurse in charge", "", -2, _TEN, _NOON, 44, 40, True),
    Home("Spindle House", 129, "Femi Rocket", "Deputy manager", -2, time(11), _NOON, 21, 19),
    Home("Sycamore Lodge", 155, "Dee Burnet", "Manager", -2, time(14), time(15), 28, 25),
    Home("Whitebeam Court", 181, "Nurse in charge", "", -1, _TEN, time(11), 34, 30, True),
    Home("Willow Bank", 106, "Olu Sweetgale", "Manager", -1, time(11), _NOON, 17, 15),
    Home("Yew Tree House", 160, "Kit Angelica", "Manager", -1, time(13, 30), time(15), 23, 21),
    Home("Ash Grange", 201, "Neil Burdock", "Manager", 0, _TEN, _NOON, 32, 28, True, "Eastgate PCN"),
    Home("Damson Court", 202, "Una Vervain", "Manager", -1, _TEN, _NOON, 19, 16, pcn="Eastgate PCN"),
    Home("Medlar House", 203, "Nurse in charge", "", 1, _TEN, _NOON, 27, 24, pcn="Eastgate PCN"),
    Home("Quince Lodge", 204, "Theo Teasel", "Manager", 0, time(13), time(15), 14, 12, pcn="Eastgate PCN"),
)

GIVEN_WOMEN = """
    Ivy Edith Nora Doris Winifred Elsie Mabel Ada Olive Hilda Vera Gladys Enid Agnes Flora Beryl Irene Joan Sylvia
    Muriel
""".split()
GIVEN_MEN = """
    Stanley Harold Albert Walter Sidney Ernest Cyril Norman Reginald Leonard Frederick Wilfred Arthur Horace Percy
""".split()
FAMILY = """
    Meadowsweet Campion Teasel Bryony Yarrow Larkspur Foxglove Harebell Speedwell Clover Betony Cowslip Celandine
    Tormentil Vetch Mallow Scabious Knapweed Ragwort Bluebell Primrose Comfrey Woodruff Burnet Sorrel Milkwort
    Eyebright Bugle Centaury Loosestrife Toadflax Valerian Agrimony Bedstraw Stitchwort Saxifrage Bistort
    Pimpernel Ramsons Hawkbit
""".split()
