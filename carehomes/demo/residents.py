"""The residents of the demo area: all invented, with NHS numbers that nobody has."""

import random
from datetime import date, timedelta

from carehomes.access.models import Organisation
from carehomes.access.names import plain_key
from carehomes.demo import places
from carehomes.demo.area import Area
from carehomes.directory.models import CareHome
from carehomes.residents.models import Absence, Allergy, AllergyState, LegalDocument, Resident, ResidentState, Stay
from carehomes.residents.nhs_number import demo_numbers

SEED = 48
HOSPITAL = "Northgate General"
ALLERGIES = (
    {"substance": "Penicillin", "reaction": "rash", "happened": "2019", "severity": "moderate"},
    {"substance": "Trimethoprim", "reaction": "swelling", "severity": "severe"},
)


def load_residents(area: Area) -> None:
    """Fills the homes of the area. Runs in the open scope, after `load_area`."""
    chance = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    total = sum(place.residents for place in places.HOMES)
    numbers = iter(demo_numbers(SEED, total))
    for name, home in area.homes.items():
        made = [_resident(home, index, next(numbers), chance, area) for index in range(area.plans[name].residents)]
        area.residents[name] = Resident.objects.bulk_create(made)
        Stay.objects.bulk_create(_stay(resident, chance) for resident in made)
    _story(area)


def _resident(home: CareHome, index: int, number: str, chance: random.Random, area: Area) -> Resident:
    woman = chance.random() < 0.66  # NHSBSA 2020/21: 66 % of care home residents are women
    given = chance.choice(places.GIVEN_WOMEN if woman else places.GIVEN_MEN)
    family = chance.choice(places.FAMILY)
    return Resident(
        home=home,
        nhs_number=number,
        given_name=given,
        family_name=family,
        name_key=plain_key(f"{given} {family}"),
        family_key=plain_key(family),
        date_of_birth=date(chance.randint(1926, 1948), chance.randint(1, 12), chance.randint(1, 28)),
        sex="female" if woman else "male",
        registered_practice=_practice(area, home, chance),
        room=str(index + 1),
        since=area.today - timedelta(days=chance.randint(40, 1800)),
        allergy_state=AllergyState.NONE_KNOWN if index % 7 else AllergyState.NOT_ASKED,
        allergies_checked_on=area.today - timedelta(days=30) if index % 7 else None,
        allergies_checked_with="Nurse in charge" if index % 7 else "",
    )


def _practice(area: Area, home: CareHome, chance: random.Random) -> Organisation | None:
    if area.plans[home.name].pcn == "Eastgate PCN":
        return area.organisations["Eastgate Surgery"]
    drawn = chance.random()
    if drawn < 0.7:
        return area.organisations["Harbour Surgery"]
    return area.organisations["Quay Practice"] if drawn < 0.9 else None


def _stay(resident: Resident, chance: random.Random) -> Stay:
    return Stay(
        resident=resident,
        home=resident.home,
        stayed_at=resident.home,
        kind="permanent" if chance.random() < 0.9 else "respite",
        arrived_on=resident.since,
        arrived_from=chance.choice(["own_home", "own_home", "hospital", "other_home"]),
    )


def _story(area: Area) -> None:
    """The residents of Larch House whom the guided tour meets."""
    larch = area.residents["Larch House"]
    _is(larch[11], "Ivy", "Meadowsweet", date(1935, 5, 3), usual_self="Walks with a frame, chats, eats well")
    _allergic(larch[11], area.today - timedelta(days=7))
    _with_papers(larch[11], area.today)
    _is(larch[3], "Nora", "Teasel", date(1938, 1, 19))
    _in_hospital(larch[3], area.today - timedelta(days=3))
    _is(larch[20], "Harold", "Yarrow", date(1941, 8, 30), sex="male")
    _came_from_hospital(larch[20], area.today - timedelta(days=1))


def _is(resident: Resident, given: str, family: str, born: date, *, sex: str = "female", usual_self: str = "") -> None:
    resident.given_name, resident.family_name, resident.date_of_birth = given, family, born
    resident.name_key, resident.family_key = plain_key(f"{given} {family}"), plain_key(family)
    resident.sex, resident.usual_self = sex, usual_self
    resident.allergy_state = AllergyState.NONE_KNOWN
    resident.allergies_checked_on, resident.allergies_checked_with = resident.since, "Moira Sorrel"
    resident.save()


def _allergic(resident: Resident, day: date) -> None:
    resident.allergy_state, resident.allergies_checked_on = AllergyState.RECORDED, day
    resident.save()
    for words in ALLERGIES:
        Allergy.objects.create(resident=resident, home=resident.home, recorded_on=day, **words)


def _with_papers(resident: Resident, today: date) -> None:
    kinds = LegalDocument.Kind
    for kind, dated_on, place, detail in (
        (kinds.RESPECT, today - timedelta(days=176), "the room folder", ""),
        (kinds.LPA_HEALTH, date(2021, 3, 9), "the office safe", "her daughter"),
    ):
        LegalDocument.objects.create(
            resident=resident, home=resident.home, kind=kind, dated_on=dated_on, place=place, detail=detail
        )


def _in_hospital(resident: Resident, day: date) -> None:
    resident.state, resident.since = ResidentState.IN_HOSPITAL, day
    resident.save()
    Absence.objects.create(
        resident=resident,
        home=resident.home,
        stay=Stay.objects.get(resident=resident),
        kind="hospital",
        place=HOSPITAL,
        reason="Chest infection",
        planned=False,
        went_on=day,
    )


def _came_from_hospital(resident: Resident, day: date) -> None:
    resident.since = resident.allergies_checked_on = day
    resident.save()
    Stay.objects.filter(resident=resident).update(arrived_on=day, arrived_from="hospital", arrived_from_detail=HOSPITAL)
