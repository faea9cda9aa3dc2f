"""What was typed for a check-in that nobody completed is read by somebody: it stands in its record, and the next call leads there."""

from datetime import date, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from checkins.actions.beforehand import save_beforehand
from checkins.actions.calls import decline
from checkins.models import CheckInState, NominationState
from tests.checkins.conftest import named
from tests.checkins.days import NOW
from tests.checkins.pages import page
from tests.factories import CheckInFactory, NominationFactory

pytestmark = pytest.mark.django_db
SAID = {"section-falls": ["something"], "text-falls": ["Edith Campion fell in the garden"]}
NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture
def next_call(world):
    return CheckInFactory(home=world.home, week=date(2026, 11, 30), due_on=date(2026, 11, 30))


@pytest.fixture
def fills(world, carer):
    def filled(fields):
        with acting_scope(carer):
            save_beforehand(check_in_id=world.check_in.pk, sent=fields, touched=list(fields), seen=0, by=carer, now=NOW)

    return filled


@pytest.fixture
def opens(client, world, time_machine):
    """`opens(check_in, NEXT_WEEK)`: the page as the coordinator sees it then."""

    def opened(check_in, at):
        time_machine.move_to(at, tick=False)
        return page(client.act_as(world.membership).get(f"/check-ins/{check_in.pk}/"))

    return opened


def test_what_the_home_filled_in_before_a_call_that_never_came_is_in_the_record(world, fills, coordinator):
    fills(SAID)
    with acting_scope(world.by):
        decline(check_in_id=world.check_in.pk, reason="No time this week", by=world.by, now=NOW)
    shown = page(coordinator.get(f"/check-ins/{world.check_in.pk}/"))
    assert "Edith Campion fell in the garden" in shown
    assert "Filled in by Femi Cicely" in shown
    assert "Nobody has completed this check-in" in shown


def test_the_next_call_leads_there(world, fills, opens, next_call):
    fills(SAID)
    shown = opens(next_call, NEXT_WEEK)
    assert "Nobody completed the check-in of week 48" in shown
    assert f'href="/check-ins/{world.check_in.pk}/"' in shown


@pytest.mark.parametrize("said", [{}, {"section-falls": ["nothing"]}])
def test_where_nothing_was_reported_it_leads_nowhere(world, fills, opens, next_call, said):
    fills(said or {"text-falls": [""]})
    assert "Nobody completed the check-in" not in opens(next_call, NEXT_WEEK)


def test_a_call_that_was_completed_since_has_seen_it(world, fills, opens, next_call):
    fills(SAID)
    next_call.state, next_call.completed_at = CheckInState.COMPLETED, NEXT_WEEK
    next_call.caller_user_id = world.by.user_id
    next_call.save()
    after = CheckInFactory(home=world.home, week=date(2026, 12, 7), due_on=date(2026, 12, 7))
    assert "Nobody completed the check-in" not in opens(after, NOW + timedelta(days=14))


def test_a_resident_who_was_named_in_a_call_that_was_left_is_in_the_record(world, types, opens, next_call):
    types({**named(world.resident), "spoke_to": ["Moira Sorrel"]})
    world.check_in.refresh_from_db()
    world.check_in.state = CheckInState.NO_ANSWER  # the line broke down, and nobody rang again
    world.check_in.save()
    assert "Nobody completed the check-in of week 48" in opens(next_call, NEXT_WEEK)
    shown = opens(world.check_in, NEXT_WEEK)
    assert "Ivy Meadowsweet" in shown
    assert "Breathless when she walks to the dining room." in shown
    assert "Typed by Priya Fennel" in shown


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (NominationState.TRIAGED, {"agreed_urgency": "routine", "agreed_at": NOW, "agreed_by_user_id": 1}),
        (NominationState.ON_AGENDA, {}),
        (NominationState.DEFERRED, {"deferred_until": date(2026, 12, 7), "deferred_reason": "Asleep"}),
        (
            NominationState.ACKNOWLEDGED,
            {"acknowledged_at": NOW - timedelta(days=30), "acknowledged_by_user_id": 1},
        ),
    ],
)
def test_everybody_who_still_waits_stands_beside_the_call(world, coordinator, state, more):
    NominationFactory(resident=world.resident, urgency="routine", acknowledge_by=None, state=state, **more)
    assert "Residents named before" in page(coordinator.get(f"/check-ins/{world.check_in.pk}/"))
