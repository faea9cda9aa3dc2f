"""What a home tells the team about a resident becomes a nomination, once, and the home sees what becomes of it."""

import uuid

import pytest

from checkins import actions
from checkins.models import Nomination
from tests.checkins.conftest import NOW
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, world):
    own = OrganisationFactory(name="Larch House", kind="care_home")
    HomeRelationshipFactory(home=world.home, organisation=own, kind="home")
    return client.act_as(MembershipFactory(organisation=own, role="care_home_staff", user__name="Flora Chervil"))


def test_not_herself_and_breathless(staff, world):
    form = {"soon": "same_day", "signs": ["breath"], "words": "Since breakfast", "idempotency_key": uuid.uuid4()}
    for _ in range(2):
        answer = staff.post(f"/tell/{world.resident.pk}/not-themselves/", form)
        assert answer.status_code == 302
    nomination = Nomination.objects.get()
    assert (nomination.resident, nomination.urgency, nomination.raised_by_name) == (
        world.resident,
        "same_day",
        "Flora Chervil",
    )
    assert nomination.sentence == "Not themselves. Since breakfast. Short of breath"
    page = staff.get("/my-home/").content.decode()
    assert "Told" in page
    assert world.resident.name in page


def test_the_home_sees_who_has_answered(staff, world):
    form = {"soon": "same_day", "words": "", "idempotency_key": uuid.uuid4()}
    staff.post(f"/tell/{world.resident.pk}/fall/", form)
    actions.acknowledge(nomination_id=Nomination.objects.get().pk, by=world.lead, now=NOW)
    page = staff.get("/my-home/").content.decode()
    assert "Acknowledged" in page
    assert "Anna Betony: A fall." in page
