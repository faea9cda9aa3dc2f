"""The home sees what became of whom it named: until it is over, and for a week from then on."""

from datetime import timedelta

import pytest

from carehomes.access.scopes import acting_scope
from checkins import actions, home_told
from checkins.models import NominationState
from tests.checkins.days import NOW
from tests.factories import NominationFactory, acting_for

pytestmark = pytest.mark.django_db


def test_a_home_sees_that_somebody_was_seen_however_long_it_took(world, staff):
    nomination = NominationFactory(
        resident=world.resident, urgency="this_round", acknowledge_by=None, raised_at=NOW - timedelta(days=9)
    )
    with acting_scope(world.lead):
        actions.see(nomination_id=nomination.pk, contact="phone", outcome="Settled", by=world.lead, now=NOW)
    carer = acting_for(staff)

    def shown(now):
        with acting_scope(carer):
            return [each.state.words for each in home_told.nominations_of_home(carer, world.home, now)]

    assert shown(NOW + timedelta(days=1)) == ["Seen"]
    assert shown(NOW + timedelta(days=8)) == []


def test_what_still_waits_is_shown_to_the_home_before_what_is_over(world, staff):
    waits = NominationFactory(resident=world.resident, raised_at=NOW - timedelta(days=6))
    for _ in range(55):
        NominationFactory(
            resident=world.resident,
            state=NominationState.SEEN,
            seen_at=NOW,
            seen_by_name="Anna Betony",
            contact="phone",
            raised_at=NOW - timedelta(days=1),
        )
    carer = acting_for(staff)
    with acting_scope(carer):
        found = home_told.nominations_of_home(carer, world.home, NOW)
    assert any(each.url.endswith(f"/{waits.pk}/") for each in found)
