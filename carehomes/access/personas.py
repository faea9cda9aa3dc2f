"""The invented people of the demonstration: who they are, and the memberships that the demo area gives them.

Production has no page of personas: its addresses exist only where `settings.DEMO` is true, and the view asks again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.access.prescribing import NO_PRESCRIBER, Prescriber, Prescribing


class Group(StrEnum):
    """The headings of the page of personas, in its order."""

    CLINICAL = "Ring, see, review"
    HOME = "In a care home and its pharmacy"
    REPORT = "Plan, report and look after"


@dataclass(frozen=True)
class Post:
    """One membership of a persona. `days`: how long it lasts from today; None while they work there."""

    organisation: str
    kind: Kind
    role: str
    job_title: str = ""
    days: int | None = None
    prescriber: Prescriber = NO_PRESCRIBER


@dataclass(frozen=True)
class Persona:
    """One person of the demonstration. `words`: role and place as a card says them; `line`: what they are there for.

    A card says what waits for them instead of `line` where a room counts it, and after it where `keeps_line`.
    """

    email: str
    name: str
    words: str
    group: Group
    line: str
    posts: tuple[Post, ...]
    keeps_line: bool = False

    def card(self, waits: str) -> str:
        """The small line of their card."""
        return f"{self.line}: {waits}" if self.keeps_line and waits else waits or self.line


FIRST = "priya.fennel@homeround.example"
_PCN, _SURGERY, _HOUSE = "Westmere PCN", "Harbour Surgery", "Larch House"

PERSONAS: tuple[Persona, ...] = (
    Persona(
        FIRST,
        "Priya Fennel",
        "Care coordinator, Westmere PCN",
        Group.CLINICAL,
        "Rings every home of Westmere each week",
        (
            Post(_PCN, Kind.PCN, "care_coordinator", "Care coordinator"),
            Post("Harbour Partnership", Kind.PARTNERSHIP, "care_coordinator", "Care coordinator, cover", days=12),
        ),
    ),
    Persona(
        "sam.tansy@homeround.example",
        "Sam Tansy",
        "Care coordinator, Harbour Partnership",
        Group.CLINICAL,
        "Covers for Priya Fennel",
        (Post("Harbour Partnership", Kind.PARTNERSHIP, "care_coordinator", "Care coordinator"),),
        keeps_line=True,
    ),
    Persona(
        "rue.bistort@homeround.example",
        "Rue Bistort",
        "Care coordinator, Eastgate PCN",
        Group.CLINICAL,
        "Rings the homes of Eastgate each week",
        (Post("Eastgate PCN", Kind.PCN, "care_coordinator", "Care coordinator"),),
    ),
    Persona(
        "anna.betony@homeround.example",
        "Dr Anna Betony",
        "Clinical lead, Harbour Surgery",
        Group.CLINICAL,
        "Sees the residents who need someone",
        (Post(_SURGERY, Kind.GP_PRACTICE, "clinician", "GP, clinical lead"),),
    ),
    Persona(
        "jo.tarragon@homeround.example",
        "Jo Tarragon",
        "Community matron, Northgate Trust",
        Group.CLINICAL,
        "Visits the homes of the trust",
        (
            Post(
                "Northgate Trust",
                Kind.NHS_TRUST,
                "clinician",
                "Community matron",
                prescriber=Prescriber(Prescribing.INDEPENDENT, "frailty and wound care"),
            ),
        ),
    ),
    Persona(
        "meera.calendula@homeround.example",
        "Meera Calendula",
        "Pharmacist, Westmere PCN",
        Group.CLINICAL,
        "Reconciles and reviews medicines",
        (
            Post(
                _PCN,
                Kind.PCN,
                "pharmacist",
                "Clinical pharmacist",
                prescriber=Prescriber(Prescribing.INDEPENDENT, "respiratory"),
            ),
        ),
    ),
    Persona(
        "joe.lovage@homeround.example",
        "Joe Lovage",
        "Pharmacy technician, Westmere PCN",
        Group.CLINICAL,
        "Looks after supply and stock",
        (Post(_PCN, Kind.PCN, "pharmacy_technician", "Pharmacy technician"),),
    ),
    Persona(
        "moira.sorrel@homeround.example",
        "Moira Sorrel",
        "Deputy manager, Larch House",
        Group.HOME,
        "Keeps the residents of the home right",
        (Post(_HOUSE, Kind.CARE_HOME, "care_home_manager", "Deputy manager"),),
    ),
    Persona(
        "femi.cicely@homeround.example",
        "Femi Cicely",
        "Care staff, Larch House",
        Group.HOME,
        "Says what residents need",
        (Post(_HOUSE, Kind.CARE_HOME, "care_home_staff", "Senior carer"),),
    ),
    Persona(
        "tova.dill@homeround.example",
        "Tova Dill",
        "Community pharmacist, Mortar Lane",
        Group.HOME,
        "Supplies the medicines of the homes",
        (Post("Mortar Lane Pharmacy", Kind.PHARMACY, "community_pharmacist", "Superintendent pharmacist"),),
    ),
    Persona(
        "leila.saffron@homeround.example",
        "Leila Saffron",
        "Commissioner, Westmere ICB",
        Group.REPORT,
        "Sees which homes had no check-in",
        (Post("Westmere ICB", Kind.ICB, "commissioner_lead", "Care homes lead"),),
    ),
    Persona(
        "gwen.comfrey@homeround.example",
        "Gwen Comfrey",
        "Council officer, Westmere",
        Group.REPORT,
        "Sees the homes of the council’s area",
        (Post("Westmere Council", Kind.LOCAL_AUTHORITY, "local_authority_officer", "Commissioning officer"),),
    ),
    Persona(
        "ravi.arnica@homeround.example",
        "Ravi Arnica",
        "Regional reader",
        Group.REPORT,
        "Compares the areas of a region",
        (Post("North West", Kind.REGION, "regional_reader", "Regional care homes lead"),),
    ),
    Persona(
        "nia.woad@homeround.example",
        "Nia Woad",
        "National reader",
        Group.REPORT,
        "Compares all areas of England",
        (Post("NHS England", Kind.NATION, "national_reader", "National care homes team"),),
    ),
    Persona(
        "olga.alecost@homeround.example",
        "Olga Alecost",
        "Administrator, Westmere PCN",
        Group.REPORT,
        "Invites people, and sees who read what",
        (
            Post(_PCN, Kind.PCN, "organisation_administrator", "Business manager"),
            Post(_PCN, Kind.PCN, "data_protection_officer", "Data protection officer"),
        ),
    ),
    Persona(
        "del.orache@homeround.example",
        "Del Orache",
        "Platform administrator",
        Group.REPORT,
        "Creates organisations, brings in registers",
        (Post("Homeround", Kind.PLATFORM, "platform_administrator", "Platform administrator"),),
    ),
)
BY_EMAIL: dict[str, Persona] = {persona.email: persona for persona in PERSONAS}


def grouped(people: list[Persona]) -> Iterator[tuple[Group, list[Persona]]]:
    """The people under their headings, in the order of the page; headings without anybody are left out."""
    for group in Group:
        members = [persona for persona in people if persona.group is group]
        if members:
            yield group, members


Waits = Callable[[Collection[int], datetime], Mapping[int, str]]
_waits: list[Waits] = []


def tells_what_waits(counter: Waits) -> Waits:
    """Registers what a room counts for the cards: account ids and now → words for those for whom it can tell. A few queries."""
    _waits.append(counter)
    return counter


def what_waits(user_ids: Collection[int], now: datetime) -> dict[int, str]:
    """What waits for each of these people, in words. Runs in the open scope, since it counts across tenants."""
    return {user_id: words for counter in _waits for user_id, words in counter(user_ids, now).items()}
