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
    last_week = area.today - timedelta(days=7)
    ivy, nora, harold = (
        area.residents["Larch House"][11],
        area.residents["Larch House"][3],
        area.residents["Larch House"][20],
    )
    _rename(
        ivy,
        "Ivy",
        "Meadowsweet",
        date(1935, 5, 3),
        usual_self="Walks with a frame, chats, eats well",
        allergy_state=AllergyState.RECORDED,
        allergies_checked_on=last_week,
    )
    Allergy.objects.bulk_create(
        [
            Allergy(
                resident=ivy,
                home=ivy.home,
                substance="Penicillin",
                reaction="rash",
                happened="2019",
                severity="moderate",
                recorded_on=last_week,
            ),
            Allergy(
                resident=ivy,
                home=ivy.home,
                substance="Trimethoprim",
                reaction="swelling",
                severity="severe",
                recorded_on=last_week,
            ),
        ]
    )
    LegalDocument.objects.create(
        resident=ivy,
        home=ivy.home,
        kind=LegalDocument.Kind.RESPECT,
        dated_on=area.today - timedelta(days=176),
        place="the room folder",
    )
    LegalDocument.objects.create(
        resident=ivy,
        home=ivy.home,
        kind=LegalDocument.Kind.LPA_HEALTH,
        dated_on=date(2021, 3, 9),
        place="the office safe",
        detail="her daughter",
    )
    _rename(
        nora, "Nora", "Teasel", date(1938, 1, 19), state=ResidentState.IN_HOSPITAL, since=area.today - timedelta(days=3)
    )
    stay = Stay.objects.get(resident=nora)
    Absence.objects.create(
        resident=nora,
        home=nora.home,
        stay=stay,
        kind="hospital",
        place="Northgate General",
        reason="Chest infection",
        planned=False,
        went_on=nora.since,
    )
    arrived = area.today - timedelta(days=1)
    _rename(harold, "Harold", "Yarrow", date(1941, 8, 30), since=arrived)
    Stay.objects.filter(resident=harold).update(
        arrived_on=arrived, arrived_from="hospital", arrived_from_detail="Northgate General"
    )


def _rename(resident: Resident, given: str, family: str, born: date, **facts: object) -> None:
    resident.given_name, resident.family_name, resident.date_of_birth = given, family, born
    resident.name_key, resident.family_key, resident.sex = (
        plain_key(f"{given} {family}"),
        plain_key(family),
        "male" if given == "Harold" else "female",
    )
    resident.allergy_state = AllergyState.NONE_KNOWN
    resident.allergies_checked_on, resident.allergies_checked_with = resident.since, "Moira Sorrel"
    for name, value in facts.items():
        setattr(resident, name, value)
    resident.save()
