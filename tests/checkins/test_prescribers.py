"""Who prescribes, where a team meets: who comes to a round, whom one can add, who agreed the priority list."""

import uuid

import pytest
from django.urls import reverse

from carehomes.access.scopes import acting_scope
from checkins.models import PriorityAgreement, RoundInvitation
from checkins.queries.prescribers import people_and_prescribers
from tests.checkins.pages import page
from tests.factories import MembershipFactory, NominationFactory, RoundFactory, acting_for, home_of
from tests.scale.budget import RECORD, queries_of

pytestmark = pytest.mark.django_db
WORDS = "independent prescriber (respiratory)"


@pytest.fixture
def meera(world):
    return MembershipFactory(
        organisation=world.pcn,
        role="pharmacist",
        user__name="Meera Calendula",
        prescribing="independent",
        scope_of_practice="respiratory",
    )


def test_those_who_work_with_a_home_know_who_of_them_prescribes(world, carer, meera):
    with acting_scope(carer):  # somebody of another organisation, who does not see the membership
        assert people_and_prescribers(world.home.pk)[1] == {(meera.user_id, world.pcn.pk): WORDS}


def test_the_prescribers_of_another_area_stay_hidden(world, meera):
    stranger = MembershipFactory(role="clinician", prescribing="in_training", scope_of_practice="frailty")
    theirs = home_of(stranger.organisation)
    with acting_scope(world.lead):
        assert people_and_prescribers(theirs.pk) == ([], {})
    with acting_scope(acting_for(stranger)):
        assert people_and_prescribers(world.home.pk)[1] == {}


def test_a_round_says_who_prescribes_and_keeps_it(client, world, meera):
    client.act_as(world.clinician)
    made = RoundFactory(home=world.home, chair_user_id=world.lead.user_id)
    address = reverse("checkins:round_people", args=[made.pk])
    assert f"Meera Calendula, pharmacist, {WORDS}, Westmere PCN" in page(client.get(address))
    key = {"idempotency_key": str(uuid.uuid4())}
    client.post(address, {"who": str(meera.user_id), "invited_as": "pharmacist", **key})
    assert RoundInvitation.objects.get(user_id=meera.user_id).prescribes == WORDS
    assert f"Pharmacist, {WORDS}" in page(client.get(address))
    shown = page(client.get(reverse("checkins:round", args=[made.pk])))
    assert f"Meera Calendula, pharmacist, {WORDS}" in shown
    meera.delete()  # what stood there then still stands
    assert WORDS in page(client.get(reverse("checkins:round", args=[made.pk])))
    assert len(queries_of(client, reverse("checkins:round", args=[made.pk]))) <= RECORD


def agreed(client, world, **typed):
    form = {f"place-{world.resident.pk}": "1", "idempotency_key": str(uuid.uuid4()), **typed}
    return client.post(reverse("checkins:agree_priority", args=[world.home.pk]), form)


def test_a_priority_list_is_agreed_by_a_prescriber(client, world, meera):
    NominationFactory(resident=world.resident)
    client.act_as(world.clinician)
    address = reverse("checkins:agree_priority", args=[world.home.pk])
    shown = page(client.get(address))
    assert f"Meera Calendula, pharmacist, {WORDS}, Westmere PCN" in shown
    assert "Anna Betony" not in shown.split("Who agreed with you")[1].split("</fieldset>")[0]
    assert len(queries_of(client, address)) <= RECORD
    assert "nobody agrees alone" in page(agreed(client, world))
    agreed(client, world, colleagues=f"Meera Calendula, {WORDS}", with_whom="Moira Sorrel")
    agreement = PriorityAgreement.objects.get()
    assert agreement.with_whom == f"Meera Calendula, {WORDS} and Moira Sorrel"
    shown = page(client.get(reverse("checkins:priority", args=[world.home.pk])))
    assert f"by Anna Betony, Westmere PCN, and Meera Calendula, {WORDS} and Moira Sorrel." in shown


def test_whoever_writes_the_agreement_down_is_named_as_a_prescriber(client, world):
    NominationFactory(resident=world.resident)
    type(world.clinician).objects.filter(pk=world.clinician.pk).update(
        prescribing="independent", scope_of_practice="respiratory"
    )
    client.act_as(world.clinician)
    agreed(client, world, with_whom="Moira Sorrel")
    shown = page(client.get(reverse("checkins:priority", args=[world.home.pk])))
    assert f"by Anna Betony, {WORDS}, Westmere PCN, and Moira Sorrel." in shown


def test_nobody_can_be_put_down_as_a_prescriber_by_hand(client, world, meera):
    NominationFactory(resident=world.resident)
    client.act_as(world.clinician)
    answer = agreed(client, world, colleagues="Joe Lovage, independent prescriber (everything)")
    assert answer.status_code == 200
    assert not PriorityAgreement.objects.exists()
