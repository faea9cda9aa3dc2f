"""The calendar of calls, planning the caseload on its page, and what an absence does."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from carehomes.access.kinds import RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import Week
from carehomes.directory.models import CheckInSchedule, NamedRole, NamedRoleKind
from checkins.actions.weeks import ensure_weeks
from checkins.models import CheckIn
from checkins.queries.calendar import calls_of, per_day
from checkins.queries.worklist import caseload, waiting_counts
from tests.checkins.days import NOW, TODAY, WEEK
from tests.checkins.test_budgets import homes
from tests.factories import CheckInScheduleFactory, MembershipFactory, NamedRoleFactory, acting_for, home_of
from tests.scale.budget import LIST, assert_same_queries

CALENDAR = "/calendar/"


@pytest.fixture
def sam(world):
    return MembershipFactory(organisation=world.pcn, role="care_coordinator", user__name="Sam Tansy")


def calls(world, first=WEEK, today=TODAY):
    with acting_scope(world.by):
        return calls_of(first, today)


def days_of(world, home, first):
    return [call.day for call in calls(world, first) if call.home_id == home.pk]


@pytest.mark.parametrize(
    ("first", "weekday", "days"),
    [
        # Christmas Day 2026 is a Friday, Boxing Day is moved to Monday the 28th, New Year is a Friday in ISO week 53.
        ("2026-W51", 5, [date(2026, 12, 18), date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 8)]),
        ("2026-W52", 1, [date(2026, 12, 21), date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 11)]),
        # Good Friday and Easter Monday 2027; the clocks go forward on the Sunday between them.
        ("2027-W11", 5, [date(2027, 3, 19), date(2027, 3, 25), date(2027, 4, 2), date(2027, 4, 9)]),
        ("2027-W12", 1, [date(2027, 3, 22), date(2027, 3, 30), date(2027, 4, 5), date(2027, 4, 12)]),
        # A home that is rung on Sundays, across both changes of the clocks.
        ("2027-W12", 7, [date(2027, 3, 28), date(2027, 4, 4), date(2027, 4, 11), date(2027, 4, 18)]),
        ("2027-W43", 7, [date(2027, 10, 31), date(2027, 11, 7), date(2027, 11, 14), date(2027, 11, 21)]),
    ],
)
def test_each_week_has_its_call_whatever_the_year_does(world, first, weekday, days):
    CheckInScheduleFactory(home=world.home, weekday=weekday)
    found = days_of(world, world.home, Week.parse(first))
    assert found == days
    assert len({Week.containing(day) for day in found}) == 4


@pytest.mark.parametrize(
    "moment", [datetime(2027, 3, 28, 22, 59, tzinfo=UTC), datetime(2027, 3, 28, 23, 0, tzinfo=UTC)]
)
def test_the_calendar_and_the_tick_agree_at_midnight_on_sunday(world, moment):
    """Half past eleven in summer time is still Sunday in UTC; the week turns at midnight in London."""
    CheckInScheduleFactory(home=world.home, weekday=1, mode="video")
    today = date(2027, 3, 28) if moment.hour == 22 else date(2027, 3, 29)
    ensure_weeks(today)
    this = Week.containing(today)
    made = list(CheckIn.objects.filter(week__gte=this.monday).order_by("week").values_list("due_on", "mode"))
    planned = [(call.day, call.mode) for call in calls(world, this, today) if call.home_id == world.home.pk]
    assert made == planned[:2]


def test_a_change_of_plan_shows_from_its_week(world):
    CheckInScheduleFactory(home=world.home, weekday=2, ends_on=date(2026, 12, 7))
    CheckInScheduleFactory(
        home=world.home, weekday=4, starts_on=date(2026, 12, 7), window_starts=time(13), mode="visit"
    )
    found = calls(world, WEEK.next())
    assert [(call.day, call.mode) for call in found] == [
        (date(2026, 12, 1), "phone"),
        (date(2026, 12, 10), "visit"),
        (date(2026, 12, 17), "visit"),
        (date(2026, 12, 24), "visit"),
    ]


def test_while_the_coordinator_is_away_the_cover_has_the_homes(world, sam):
    """From the first day to the last: on the cover's own list, in their count, and on the calendar; never gone from the coordinator's."""
    cover = {"home": world.home, "kind": NamedRoleKind.COVER, "person_name": "Sam Tansy", "user_id": sam.user_id}
    NamedRoleFactory(**cover, starts_on=TODAY, ends_on=TODAY + timedelta(days=7))
    by = acting_for(sam)
    with acting_scope(by):
        assert caseload(by, TODAY - timedelta(days=1)).mine == frozenset()
        assert caseload(by, TODAY).mine == {world.home.pk}
        assert caseload(by, TODAY + timedelta(days=6)).mine == {world.home.pk}
        assert caseload(by, TODAY + timedelta(days=7)).mine == frozenset()
        assert waiting_counts(by, TODAY) == (1, 1)
    with acting_scope(world.by):
        assert caseload(world.by, TODAY).mine == {world.home.pk}
    away = {call.day: call.away for call in calls(world)}
    assert away[date(2026, 11, 30)] == ("Sam Tansy",)
    assert away[date(2026, 12, 7)] == ()


def test_a_standing_deputy_has_them_under_another_name(world, sam):
    NamedRoleFactory(home=world.home, kind=NamedRoleKind.COVER, person_name="Sam Tansy", user_id=sam.user_id)
    by = acting_for(sam)
    with acting_scope(by):
        found = caseload(by, TODAY)
    assert found.mine == frozenset()
    assert found.covers["priya-fennel"] == ("Priya Fennel", frozenset({world.home.pk}))


def test_the_page_counts_the_calls_of_each_day(client, world):
    for name in ("Alder", "Beech"):
        home_of(world.pcn, name=name, name_key=name.lower())
    client.act_as(world.membership)
    page = client.get(CALENDAR, {"whose": "everyone"}).content.decode()
    assert "Week 49, 30 November to 6 December 2026" in page
    assert "3 calls<span" in page
    assert "12 calls in four weeks" in page
    day = client.get(CALENDAR, {"whose": "everyone", "day": "2026-11-30"}).content.decode()
    assert "Larch House" in day
    assert "Nobody named" in day


def test_one_persons_calls(client, world):
    home_of(world.pcn, name="Alder", name_key="alder")
    client.act_as(world.membership)
    assert "4 calls in four weeks" in client.get(CALENDAR).content.decode()
    assert "8 calls in four weeks" in client.get(CALENDAR, {"whose": "everyone"}).content.decode()


def test_a_moved_call_says_from_where(client, world):
    client.act_as(world.membership)
    page = client.get(CALENDAR, {"from": "2026-W53", "day": "2026-12-29"}).content.decode()
    assert "Moved from Mon 28 Dec, a bank holiday" in page


@pytest.mark.parametrize("asked", ["2019-W01", "2190-W10", "nonsense"])
def test_a_strange_address_shows_the_coming_weeks(client, world, asked):
    client.act_as(world.membership)
    answer = client.get(CALENDAR, {"from": asked, "day": asked, "whose": asked})
    assert "Week 48" in answer.content.decode()


def test_the_calendar_is_within_budget(client, world):
    client.act_as(world.membership)
    assert_same_queries(
        lambda count: homes(world.pcn, RelationshipKind.PCN, count), f"{CALENDAR}?whose=everyone", client, LIST
    )


def send(client, do, **data):
    data = {"starts_on": "2026-11-30", "idempotency_key": str(uuid.uuid4()), **data}
    return client.post(reverse("checkins:caseload"), {**data, "do": do})


def value_of(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_choose_look_plan_undo(client, world, sam):
    other = home_of(world.pcn, name="Alder", name_key="alder")
    client.act_as(world.membership)
    asked = {"homes": [world.home.pk, other.pk], "weekdays": ["3", "4"], "coordinator": sam.user_id}
    page = send(client, "preview", **asked).content.decode()
    assert "Sam Tansy rings" in page
    assert not CheckInSchedule.objects.exists()  # looking changes nothing
    answer = send(
        client, "assign", **asked, seen=value_of(page, "seen"), idempotency_key=value_of(page, "idempotency_key")
    )
    assert answer.status_code == 302
    assert sorted(CheckInSchedule.objects.values_list("weekday", flat=True)) == [3, 4]
    page = client.get(reverse("checkins:caseload")).content.decode()
    address = page.split('action="/caseload/')[1].split('"')[0]
    client.post(f"/caseload/{address}")
    assert not CheckInSchedule.objects.on(date(2026, 12, 1)).exists()
    assert list(
        NamedRole.objects.on(date(2026, 12, 1)).filter(kind="coordinator").values_list("person_name", flat=True)
    ) == ["Priya Fennel"]


def test_every_home_shown_is_one_tick(client, world):
    home_of(world.pcn, name="Alder", name_key="alder")
    client.act_as(world.membership)
    page = client.post(
        reverse("checkins:caseload") + "?whose=Priya+Fennel",
        {
            "every": "1",
            "mode": "video",
            "starts_on": "2026-11-30",
            "idempotency_key": str(uuid.uuid4()),
            "do": "preview",
        },
    ).content.decode()
    assert "Look it over: 1 home" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose what is to change"),
        ({"window_starts": "10:00"}, "Enter both times, or neither"),
        ({"window_starts": "12:00", "window_ends": "10:00"}, "The end must be later than the start"),
        ({"cover": "SAM"}, "Enter the first day of the cover"),
        ({"homes": []}, "the homes"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, world, sam, data, words):
    client.act_as(world.membership)
    data = {name: sam.user_id if value == "SAM" else value for name, value in data.items()}
    answer = send(client, "preview", **{"homes": [world.home.pk], **data})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_page_of_the_caseload_is_within_budget(client, world):
    """As many homes as nobody has; the weight is held for forty in the next test."""
    client.act_as(world.membership)
    address = reverse("checkins:caseload")
    assert_same_queries(
        lambda count: homes(world.pcn, RelationshipKind.PCN, count), address, client, LIST, heaviest=600_000
    )


def test_a_caseload_of_forty_is_light(client, world):
    homes(world.pcn, RelationshipKind.PCN, 39)
    client.act_as(world.membership)
    assert len(client.get(reverse("checkins:caseload")).content) <= 40_000


def test_days_without_a_call_are_there_too(world):
    assert len(per_day(calls(world), WEEK)) == 20
    assert NOW.date() in per_day([], WEEK)
