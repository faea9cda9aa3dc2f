"""What a home tells the team about a resident becomes a nomination, once, and the home sees what becomes of it."""

import re
import uuid

import pytest

from carehomes.issues.telling import SIGNS
from carehomes.notifications.models import Notification
from checkins import actions
from checkins.actions.escalating import escalate
from checkins.models import Nomination, SoftSign, SoftSigns
from tests.checkins.days import NOW
from tests.factories import HomeRelationshipFactory, MembershipFactory, NominationFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, world):
    own = OrganisationFactory(name="Larch House", kind="care_home")
    HomeRelationshipFactory(home=world.home, organisation=own, kind="home")
    return client.act_as(MembershipFactory(organisation=own, role="care_home_staff", user__name="Flora Chervil"))


def test_not_herself_and_breathless(staff, world):
    form = {"soon": "same_day", "signs": ["breathless"], "words": "Since breakfast", "idempotency_key": uuid.uuid4()}
    for _ in range(2):
        answer = staff.post(f"/tell/{world.resident.pk}/not-themselves/", form)
        assert answer.status_code == 302
    nomination = Nomination.objects.get()
    assert (nomination.resident, nomination.urgency, nomination.raised_by_name) == (
        world.resident,
        "same_day",
        "Flora Chervil",
    )
    assert nomination.sentence == "Not themselves. Since breakfast. Short of breath."
    noted = SoftSigns.objects.get()
    assert (noted.signs, noted.noticed_by, noted.nomination_id) == (["breathless"], "Flora Chervil", nomination.pk)
    page = staff.get("/my-home/").content.decode()
    assert "Told" in page
    assert world.resident.name in page


def test_every_sign_that_staff_can_tick_is_a_soft_sign():
    assert {key for key, _ in SIGNS} <= set(SoftSign.values)


def test_whoever_acknowledges_on_the_page_of_the_concern_goes_on_there(client, world):
    nomination = NominationFactory(resident=world.resident)
    clinician = client.act_as(world.clinician)
    here = f"/to-see/{nomination.pk}/"
    pressed = re.search(rf'action="({here}acknowledge/[^"]*)"', clinician.get(here).content.decode())
    assert clinician.post(pressed[1])["Location"] == here
    assert "Agree how urgent it is" in clinician.get(here).content.decode()


def test_the_home_sees_who_has_answered(staff, world):
    form = {"soon": "same_day", "words": "", "idempotency_key": uuid.uuid4()}
    staff.post(f"/tell/{world.resident.pk}/fall/", form)
    actions.acknowledge(nomination_id=Nomination.objects.get().pk, by=world.lead, now=NOW)
    page = staff.get("/my-home/").content.decode()
    assert "Acknowledged" in page
    assert "Anna Betony: A fall." in page


def told_of(nomination):
    rows = Notification.objects.filter(kind="home_withdrew", cause=f"nomination-{nomination.pk}-withdrawn")
    return dict(rows.values_list("user_id", "address"))


def test_the_home_takes_back_what_it_said_until_somebody_has_taken_it_up(staff, world):
    form = {"soon": "same_day", "words": "", "idempotency_key": uuid.uuid4()}
    staff.post(f"/tell/{world.resident.pk}/fall/", form)
    nomination = Nomination.objects.get()
    here = f"/to-see/{nomination.pk}/"
    assert here in staff.get("/my-home/").content.decode()
    shown = staff.get(here).content.decode()
    assert f"{here}withdraw/" in shown
    assert "Ring Larch House" not in shown, "a home is not told to ring itself"
    escalate(nomination.acknowledge_by)
    assert "Enter why it is withdrawn" in staff.post(f"{here}withdraw/", {"reason": ""}).content.decode()
    form = {"reason": "It was the other bed", "idempotency_key": uuid.uuid4()}
    assert staff.post(f"{here}withdraw/", form)["Location"] == here
    nomination.refresh_from_db()
    assert (nomination.state, nomination.withdrawn_reason) == ("withdrawn", "It was the other bed")
    heard = set(Notification.objects.exclude(kind="home_withdrew").values_list("user_id", flat=True))
    assert set(told_of(nomination)) == heard == {world.membership.user_id, world.clinician.user_id}
    assert not any(world.resident.family_name in each.title for each in Notification.objects.all())


def test_once_taken_up_it_is_for_the_clinician_to_end(staff, world):
    nomination = NominationFactory(resident=world.resident, raised_by_organisation_name="Larch House")
    actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)
    here = f"/to-see/{nomination.pk}/"
    assert "withdraw/" not in staff.get(here).content.decode()
    late = staff.get(f"{here}withdraw/", follow=True)
    assert late.redirect_chain[-1][0] == here  # said before they type, not after
    assert "This cannot be done any more: acknowledged." in late.content.decode()
    staff.post(f"{here}withdraw/", {"reason": "Better", "idempotency_key": uuid.uuid4()})
    nomination.refresh_from_db()
    assert nomination.state == "acknowledged"
    assert not told_of(nomination)
