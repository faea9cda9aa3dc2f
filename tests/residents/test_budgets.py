"""The pages ask the same number of questions however many residents, stays and readings stand behind them."""

from datetime import timedelta

import pytest

from carehomes.access.models import ReadLog
from carehomes.deadlines import london_today
from carehomes.residents.models import Absence, Stay
from tests.factories import HomeRelationshipFactory, ResidentFactory
from tests.scale import budget

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(world):
    """Adds so many residents to the home, each with a stay."""

    def made(count):
        residents = ResidentFactory._meta.model.objects.bulk_create(ResidentFactory.build_batch(count, home=world.home))
        stays = [
            Stay(
                resident=each,
                home=world.home,
                stayed_at=world.home,
                kind="permanent",
                arrived_on=london_today(),
                arrived_from="hospital",
            )
            for each in residents
        ]
        Stay.objects.bulk_create(stays)

    return made


@pytest.mark.parametrize("state", ["here", "new", "left"])
def test_the_list_of_all(priya, fill, state):
    budget.assert_same_queries(fill, f"/residents/?state={state}", priya, budget.LIST)


@pytest.mark.parametrize("state", ["here", "new", "left"])
def test_the_list_of_one_home(priya, world, fill, state):
    budget.assert_same_queries(fill, f"/homes/{world.home.pk}/residents/?state={state}", priya, budget.LIST)


def test_the_search_for_a_name(priya, fill):
    priya.post("/residents/find/", {"words": "meadow"})
    budget.assert_same_queries(fill, "/residents/?found=1", priya, budget.LIST)


def test_the_file_is_asked_for(priya, fill):
    budget.assert_same_queries(fill, "/residents/export/", priya, budget.LIST)


@pytest.fixture
def ivy(world, lives_in):
    return lives_in(world.home, arrived_on=london_today() - timedelta(days=3000))


@pytest.fixture
def absences(ivy):
    def made(count):
        went = london_today() - timedelta(days=2)
        Absence.objects.bulk_create(
            Absence(
                resident=ivy, home=ivy.home, stay=ivy.stays.get(), kind="hospital", went_on=went, back_on=london_today()
            )
            for _ in range(count)
        )

    return made


@pytest.mark.parametrize("page", ["", "history/", "stay/", "away/", "put-right/", "change/", "allergies/check/"])
def test_the_record_and_its_forms(priya, ivy, absences, page):
    budget.assert_same_queries(absences, f"/residents/{ivy.pk}/{page}", priya, budget.RECORD)


def test_who_has_read_it(priya, ivy):
    def readings(count):
        ReadLog.objects.bulk_create(
            ReadLog(
                user_id=1,
                person="Sage",
                membership_id=1,
                organisation_id=1,
                organisation_name="PCN",
                resident_id=ivy.pk,
                home_id=ivy.home_id,
                screen="Resident",
            )
            for _ in range(count)
        )

    budget.assert_same_queries(readings, f"/residents/{ivy.pk}/readings/", priya, budget.LIST)


def test_moving_shows_only_some_homes(priya, world, ivy):
    def homes(count):
        HomeRelationshipFactory.create_batch(count // 10, organisation=world.pcn)

    budget.assert_same_queries(homes, f"/residents/{ivy.pk}/move/", priya, budget.LIST)
