"""Residents to see: who is on the list, in which order, and who may do what."""

import uuid
from datetime import timedelta

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import ReadLog
from tests.checkins.days import NOW
from tests.checkins.pages import page
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    home_of,
)

pytestmark = pytest.mark.django_db


def test_same_day_comes_first_and_is_acknowledged(client, world):
    later = ResidentFactory(home=world.home, given_name="Stanley")
    NominationFactory(resident=later, urgency="routine", raised_at=NOW - timedelta(days=3))
    first = NominationFactory(resident=world.resident, raised_at=NOW)
    clinician = client.act_as(world.clinician)
    shown = page(clinician.get("/to-see/"))
    assert shown.index("Ivy Meadowsweet") < shown.index("Stanley")
    assert "Acknowledge by 12:42" in shown
    assert ReadLog.objects.filter(screen="residents to see").count() == 2

    assert clinician.post(f"/to-see/{first.pk}/acknowledge/")["Location"] == "/to-see/"
    first.refresh_from_db()
    assert first.acknowledged_by_name == "Anna Betony"
    assert "Anna Betony acknowledged it" in page(clinician.get("/to-see/?show=acknowledged"))


def test_filters_of_residents_to_see(client, world):
    other = home_of(world.pcn, name="Rowan Court")
    NominationFactory(resident=ResidentFactory(home=other, given_name="Stanley"), urgency="routine")
    NominationFactory(resident=world.resident)
    clinician = client.act_as(world.clinician)
    assert "Stanley" not in page(clinician.get("/to-see/?show=same_day"))
    assert "Ivy Meadowsweet" not in page(clinician.get(f"/to-see/?home={other.pk}"))
    assert "Nobody is in this part of the list" in page(clinician.get("/to-see/?show=withdrawn"))


def test_nobody_waits(client, world):
    shown = page(client.act_as(world.clinician).get("/to-see/"))
    assert "Nobody waits" in shown
    assert "never the only way" in shown


def test_a_coordinator_withdraws_and_does_not_acknowledge(coordinator, world):
    nomination = NominationFactory(resident=world.resident)
    assert "Acknowledge<" not in page(coordinator.get("/to-see/"))
    assert coordinator.post(f"/to-see/{nomination.pk}/acknowledge/").status_code == 403
    address = f"/to-see/{nomination.pk}/withdraw/"
    assert "Enter why it is withdrawn" in page(coordinator.post(address, {"reason": ""}))
    sent = {"reason": "Seen by the nurse", "idempotency_key": str(uuid.uuid4())}
    assert coordinator.post(address, sent)["Location"] == "/to-see/"
    assert "Seen by the nurse" in page(coordinator.get("/to-see/?show=withdrawn"))


def test_care_home_staff_see_what_became_of_whom_they_named(client, world):
    house = OrganisationFactory(kind="care_home", name="Larch House")
    HomeRelationshipFactory(home=world.home, organisation=house, kind=RelationshipKind.HOME)
    nomination = NominationFactory(resident=world.resident)
    staff = client.act_as(MembershipFactory(organisation=house, role="care_home_staff"))
    assert "Ivy Meadowsweet" in page(staff.get("/to-see/"))
    assert staff.post(f"/to-see/{nomination.pk}/acknowledge/").status_code == 403


@pytest.mark.parametrize(
    ("agreed", "days", "said"),
    [("", 1, "Taken on Wed 25 Nov, not seen yet"), ("", 0, ""), ("routine", 1, "")],
    ids=["since yesterday", "of today", "agreed that it can wait"],
)
def test_who_was_taken_on_for_a_day_that_has_passed_is_late(client, world, time_machine, agreed, days, said):
    more = {"agreed_urgency": agreed, "agreed_at": NOW, "agreed_by_user_id": 1} if agreed else {}
    NominationFactory(
        resident=world.resident,
        state="triaged" if agreed else "acknowledged",
        acknowledged_at=NOW,
        acknowledged_by_user_id=world.clinician.user_id,
        acknowledged_by_name="Anna Betony",
        **more,
    )
    time_machine.move_to(NOW + timedelta(days=days), tick=False)
    shown = client.act_as(world.clinician).get("/to-see/?show=acknowledged").content.decode()
    assert "Anna Betony acknowledged it" in shown or agreed
    assert ("not seen yet" in shown) == bool(said)
    assert said in shown
