"""The night in which the clocks go forward (29 March 2026, 28 March 2027): no day begins late, and two hours are two hours.

By London's clocks 01:00 to 02:00 is missing. A coordinator's Sunday, a concern that is named in that night and a home that does
not answer, as the pages and the sweeps see them. Quiet hours and the daily e-mail: tests/notifications; due times: tests/deadlines.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import Week
from carehomes.notifications.models import Notification
from checkins import actions
from checkins.actions.escalating import escalate
from checkins.models import Attempt, CheckIn, Nomination, Reason, Urgency
from tests.checkins.pages import page

pytestmark = pytest.mark.django_db
SUNDAYS = [date(2026, 3, 29), date(2027, 3, 28)]


def utc(day, clock):
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def one_in(tab, shown):
    """Whether one home stands under this tab of the worklist."""
    return f'{tab} <span class="hr-count">1</span>' in shown


@pytest.fixture(params=SUNDAYS, ids=str)
def sunday(request, world):
    """The Sunday of the change, on which Larch House is rung between 10:00 and 16:00."""
    week = Week.containing(request.param).monday
    CheckIn.objects.filter(pk=world.check_in.pk).update(week=week, due_on=request.param)
    return request.param


@pytest.mark.parametrize(
    ("before", "clock", "tab"),
    [
        (1, "23:59", "Later"),  # still Saturday
        (0, "00:00", "Today"),  # midnight is the last of winter: London and UTC say the same
        (0, "00:59", "Today"),
        (0, "01:00", "Today"),  # 02:00 by the clocks
        (0, "22:59", "Today"),  # 23:59 by the clocks: the last minute of the Sunday, and of the week
    ],
)
def test_the_worklist_has_the_sunday_from_its_midnight_to_its_midnight(
    client, world, sunday, time_machine, before, clock, tab
):
    time_machine.move_to(utc(sunday - timedelta(days=before), clock), tick=False)
    shown = page(client.act_as(world.membership).get("/this-week/?whose=everyone"))
    assert one_in(tab, shown)
    assert not one_in("Overdue", shown)


def test_at_the_first_midnight_of_summer_the_next_week_begins(client, world, sunday, time_machine):
    time_machine.move_to(utc(sunday, "23:00"), tick=False)  # Monday 00:00 by the clocks
    shown = page(client.act_as(world.membership).get("/this-week/?whose=everyone"))
    assert Week.containing(sunday).next().label in shown
    assert not one_in("Today", shown)


def test_a_concern_of_that_night_has_its_two_hours_and_says_when_by_the_clocks(client, world, sunday, time_machine):
    now = utc(sunday, "00:30")
    time_machine.move_to(now, tick=False)
    concern = actions.Concern(
        "b7a6a7d0-6f1c-4a63-9b1e-0d6a1f8f2a11", world.resident.pk, Urgency.SAME_DAY, [Reason.FALL], "Fell"
    )
    with acting_scope(world.by):
        made = actions.raise_concern(concern=concern, by=world.by, now=now)
    Notification.objects.all().delete()
    nomination = Nomination.objects.get(pk=made.pk)
    assert nomination.acknowledge_by == utc(sunday, "02:30")
    assert "03:30" in page(client.act_as(world.clinician).get(f"/to-see/{made.pk}/"))
    assert escalate(utc(sunday, "02:29")) == 0
    assert escalate(utc(sunday, "02:30")) == 1
    assert Notification.objects.exists()


def test_a_home_that_does_not_answer_that_morning_is_tried_again_by_the_clocks(client, world, sunday, time_machine):
    now = utc(sunday, "09:10")  # 10:10 by the clocks
    time_machine.move_to(now, tick=False)
    with acting_scope(world.by):
        attempt = actions.note_attempt(
            check_in_id=world.check_in.pk,
            outcome=Attempt.Outcome.NO_ANSWER,
            ring_back_at=None,
            key="0a9a3a0e-7d0d-4b6e-8a6f-6a1f4f1f0c55",
            by=world.by,
            now=now,
        )
    check_in = CheckIn.objects.get(pk=world.check_in.pk)
    assert attempt.again_at > now
    assert check_in.escalates_at == utc(sunday, "15:00")  # the window ends at 16:00 by the clocks
    shown = page(client.act_as(world.membership).get("/this-week/?whose=everyone"))
    assert "No answer 10:10" in shown
