"""A home's order: reasons with visible weights by pure rules, and the team's own order kept apart from it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from carehomes.access.scopes import acting_scope
from carehomes.residents.actions import AlreadyDone, Refused
from checkins import actions
from checkins.models import Observation, Policy, PriorityAgreement, PriorityPlace
from checkins.priority import WEIGHT_WORDS, Facts, Named, ranked, reasons_for
from checkins.queries.priority import agreed_order, computed_list, weights_for
from tests.checkins.days import NOW, TODAY
from tests.factories import (
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
    acting_for,
)

WEIGHTS = dict.fromkeys(WEIGHT_WORDS, 1)
AT, DAY = datetime(2026, 11, 25, 10, 42, tzinfo=UTC), date(2026, 11, 25)


def keys(**facts):
    found = reasons_for(Facts(1, "Ivy", last_contact_on=DAY, **facts), WEIGHTS, now=AT, today=DAY)
    return {each.key for each in found}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, set()),
        ({"named": [Named("routine", "raised"), Named("same_day", "on_agenda")]}, {"same_day"}),
        ({"named": [Named("routine", "deferred", date(2026, 11, 26))]}, set()),
        ({"named": [Named("routine", "deferred", DAY)]}, {"routine", "deferred_due"}),
        ({"news2_total": 7, "news2_band": "high", "observed_at": AT}, {"news2_high"}),
        ({"news2_total": 3, "news2_band": "low-medium", "observed_at": AT}, {"news2_low_medium"}),
        ({"news2_total": 7, "news2_band": "high", "observed_at": AT - timedelta(days=4)}, set()),
        ({"news2_total": 4, "news2_band": "low", "observed_at": AT, "baseline_total": 2}, {"news2_above_baseline"}),
        ({"news2_total": 4, "news2_band": "low", "observed_at": AT, "baseline_total": 3}, set()),
        ({"noticed_at": AT - timedelta(days=3)}, {"soft_signs"}),
        ({"noticed_at": AT - timedelta(days=3, seconds=1)}, set()),
        ({"back_on": date(2026, 11, 11)}, {"back_from_hospital"}),
        ({"back_on": date(2026, 11, 10)}, set()),
        ({"arrived_on": DAY}, {"new_resident"}),
    ],
)
def test_reasons(facts, expected):
    assert keys(**facts) == expected


@pytest.mark.parametrize(("days", "silent"), [(90, False), (91, True), (None, True)])
def test_a_long_silence_counts_but_names_nobody(days, silent):
    last = DAY - timedelta(days=days) if days is not None else None
    facts = Facts(1, "Ivy", last_contact_on=last)
    assert ("not_seen" in {each.key for each in reasons_for(facts, WEIGHTS, now=AT, today=DAY)}) == silent
    assert ranked([facts], WEIGHTS, now=AT, today=DAY) == []


def test_the_heaviest_first_and_of_equal_weight_who_waited_longer():
    named = [Named("routine", "raised")]
    people = [
        Facts(1, "Ada", named=named, last_contact_on=date(2026, 11, 20)),
        Facts(2, "Ben", named=named, last_contact_on=date(2026, 11, 1)),
        Facts(3, "Cyd", named=named, noticed_at=AT, last_contact_on=date(2026, 11, 20)),
    ]
    found = ranked(people, WEIGHTS, now=AT, today=DAY)
    assert [(each.place, each.name, each.weight) for each in found] == [(1, "Cyd", 2), (2, "Ben", 1), (3, "Ada", 1)]


@pytest.fixture
def three(world):
    """Three residents of the home, whom the rules put in this order."""
    people = [world.resident, *(ResidentFactory(home=world.home) for _ in range(2))]
    for resident, urgency in zip(people, ("same_day", "within_48_hours", "routine"), strict=True):
        StayFactory(resident=resident, arrived_on=date(2020, 1, 1))
        NominationFactory(resident=resident, urgency=urgency)
    return people


@pytest.fixture
def agrees(world):
    def agreed(order, *, by=None, why="Her daughter comes at eleven", key=None):
        acting = by or world.lead
        with acting_scope(acting):
            return actions.agree_priority(
                home_id=world.home.pk,
                order=[each.pk for each in order],
                why=why,
                with_whom="Moira Sorrel",
                key=key or uuid.uuid4(),
                result="/",
                by=acting,
                now=NOW,
            )

    return agreed


def test_the_computed_order_is_three_queries(world, three, django_assert_num_queries):
    Observation.objects.create(
        resident=three[2],
        home=world.home,
        recorded_at=NOW,
        recorded_by_user_id=1,
        recorded_by_name="Femi",
        recorded_by_organisation_name="Larch House",
        taken_at=NOW,
        taken_by="Femi",
        news2_total=9,
        news2_band="high",
        news2_version="RCP",
    )
    with django_assert_num_queries(3):
        found = computed_list(world.home.pk, TODAY, NOW)
    assert [each.resident_id for each in found.entries] == [three[0].pk, three[2].pk, three[1].pk]
    assert [reason.key for reason in found.entries[1].reasons] == ["news2_high", "routine", "not_seen"]


def test_an_agreed_order_is_kept_beside_the_computed_one(world, three, agrees):
    agrees([three[1], three[0], three[2]])
    found = agreed_order(world.home.pk)
    assert (found.agreement.by_name, found.agreement.why) == ("Anna Betony", "Her daughter comes at eleven")
    places = {resident_id: (each.place, each.computed_place) for resident_id, each in found.places.items()}
    assert places == {three[1].pk: (1, 2), three[0].pk: (2, 1), three[2].pk: (3, 3)}
    assert "not a national standard" in found.agreement.policy


def test_another_order_needs_a_reason_and_the_same_one_none(three, agrees):
    with pytest.raises(Refused, match="why"):
        agrees([three[1], three[0], three[2]], why=" ")
    assert agrees(three, why="").why == ""


def test_an_order_of_other_residents_is_refused(three, agrees):
    with pytest.raises(Refused, match="meanwhile"):
        agrees(three[:2])


def test_sent_twice_it_is_agreed_once(three, agrees):
    key = uuid.uuid4()
    agrees(three, key=key)
    with pytest.raises(AlreadyDone):
        agrees(three, key=key)
    assert (PriorityAgreement.objects.count(), PriorityPlace.objects.count()) == (1, 3)


def test_a_coordinator_may_write_it_down_and_a_carer_may_not(world, three, agrees, carer):
    assert agrees(three, by=world.by).by_name == "Priya Fennel"
    with pytest.raises(PermissionDenied):
        agrees(three, by=carer)


def test_an_areas_own_weights_win_for_a_time(world):
    general = weights_for(world.home.pk, TODAY)
    own = {"name": "priority_weights", "organisation": world.pcn, "source": "Agreed by the PCN board"}
    Policy.objects.create(value={"same_day": 7}, valid_from=date(2026, 1, 1), **own)
    Policy.objects.create(
        value={"same_day": 1}, name="priority_weights", organisation=OrganisationFactory(), valid_from=TODAY, source="x"
    )
    assert weights_for(world.home.pk, TODAY).value == {"same_day": 7}
    assert weights_for(world.home.pk, date(2025, 6, 1)) == general


def test_every_weight_of_the_policy_has_words_and_every_word_a_weight(world):
    assert set(weights_for(world.home.pk, TODAY).value) == set(WEIGHT_WORDS)


def test_who_moves_takes_their_place_along(world, three, agrees):
    agrees(three)
    elsewhere = ResidentFactory().home
    type(world.resident).objects.filter(pk=three[0].pk).update(home=elsewhere)
    assert set(agreed_order(world.home.pk).places) == {three[1].pk, three[2].pk}


def test_another_pcn_agrees_nothing(world, three, agrees):
    stranger = acting_for(MembershipFactory(role="clinician"))
    with pytest.raises(Refused, match="meanwhile"):
        agrees(three, by=stranger)


def test_who_comes_on_after_an_agreement_and_weighs_more_is_said_above_it(client, world, three, agrees):
    agrees([three[1], three[0], three[2]])
    clinician, here = client.act_as(world.clinician), f"/homes/{world.home.pk}/priority/"
    assert "See " not in clinician.get(here).content.decode()
    newcomer = ResidentFactory(home=world.home, given_name="Olive", family_name="Tormentil")
    NominationFactory(resident=newcomer, urgency="same_day")
    shown = clinician.get(here).content.decode()
    assert "See Olive Tormentil as well" in shown
    assert "hr-now--urgent" in shown
    assert "room " in shown
