"""Everybody says how they are told of what and when; what is urgent asks nobody."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models import F

from carehomes.access.refusals import RefusedError
from carehomes.access.scopes import acting_scope, system_scope
from carehomes.deadlines import LONDON
from carehomes.notifications.actions import Ahead, Notice, save_settings, tell, tell_ahead, tell_each, undo_settings
from carehomes.notifications.kinds import Choice, Kind, all_kinds, register_kind
from carehomes.notifications.models import Channel, DeliveryTimes, Notification, NotificationSetting, OutboxMessage
from carehomes.notifications.queries import settings_of
from carehomes.notifications.reminders import MEMBERSHIP_ENDING
from carehomes.notifications.rules import AT_ONCE_AN_HOUR, USUAL, Times
from checkins.kinds import MORNING_LIST, SAME_DAY
from tests.factories import MembershipFactory, acting_for

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
NO_QUIET = Times(None, None, time(7, 30), (1, 2, 3, 4, 5), on_bank_holidays=False)


@pytest.fixture
def person():
    return MembershipFactory(role="clinician")


def choose(person, channel, *, kind=MEMBERSHIP_ENDING, times=NO_QUIET, lead=None):
    with acting_scope(acting_for(person)):
        save_settings(by=acting_for(person), choices={kind.key: Choice(channel, lead)}, times=times, now=NOW)


def told(person, kind=MEMBERSHIP_ENDING, cause="something-1"):
    with acting_scope(acting_for(MembershipFactory())):
        tell([person.user_id], kind=kind, title="Something", address="/to-see/", cause=cause)
    return Notification.objects.filter(user_id=person.user_id).count(), OutboxMessage.objects.count()


@pytest.mark.parametrize(
    ("channel", "shown", "sent"),
    [(Channel.AT_ONCE, 1, 1), (Channel.DIGEST, 1, 0), (Channel.IN_APP, 1, 0), (Channel.OFF, 0, 0)],
)
def test_each_way_is_kept(person, channel, shown, sent):
    choose(person, channel)
    assert told(person) == (shown, sent)


def test_what_is_urgent_asks_no_setting_and_no_quiet_hours(person):
    local = datetime.now(LONDON)
    DeliveryTimes.objects.create(
        user_id=person.user_id,
        quiet_from=(local - timedelta(hours=2)).time(),
        quiet_to=(local + timedelta(hours=2)).time(),
        digest_at=time(7),
        digest_days=[],
        changed_at=NOW,
    )
    NotificationSetting.objects.create(user_id=person.user_id, kind=SAME_DAY.key, channel=Channel.OFF)
    assert told(person, SAME_DAY) == (1, 1)
    assert OutboxMessage.objects.get().due_at <= datetime.now(UTC)


def test_what_is_urgent_cannot_be_switched_off(person):
    for channel in Channel:
        with pytest.raises(RefusedError):
            choose(person, channel, kind=SAME_DAY)
    assert not NotificationSetting.objects.exists()


def test_a_way_that_a_kind_does_not_offer_is_refused(person):
    with pytest.raises(RefusedError):
        choose(person, Channel.AT_ONCE, kind=MORNING_LIST)


def test_in_quiet_hours_an_email_waits_for_their_end(person):
    local = datetime.now(LONDON)
    start, end = (local - timedelta(hours=2)).time(), (local + timedelta(hours=2)).time().replace(microsecond=0)
    choose(person, Channel.AT_ONCE, times=Times(start, end, time(7), (1,), on_bank_holidays=False))
    assert told(person) == (1, 1)
    waits = OutboxMessage.objects.get().due_at.astimezone(LONDON)
    assert waits.time() == end
    assert timedelta() < waits - local <= timedelta(hours=3)  # an hour more or less when the clocks change just then


def test_the_same_cause_is_told_once(person):
    choose(person, Channel.AT_ONCE)
    told(person)
    assert told(person) == (1, 1)
    assert told(person, cause="something-2") == (2, 2)


def emails(person):
    waiting = OutboxMessage.objects.filter(recipient_user_id=person.user_id)
    return [(each.dedup_key.split("-")[0], each.due_at) for each in waiting.order_by("pk")]


def test_a_flood_is_a_few_emails_and_one_for_the_rest(person):
    choose(person, Channel.AT_ONCE)
    shown = [told(person, cause=f"something-{number}")[0] for number in range(20)]
    assert shown[-1] == 20  # Homeround shows everything
    before = datetime.now(UTC)
    keys, due = zip(*emails(person), strict=True)
    assert keys[:AT_ONCE_AN_HOUR] == ("something",) * AT_ONCE_AN_HOUR
    assert set(keys[AT_ONCE_AN_HOUR:]) == {"together"}
    assert len(keys) <= AT_ONCE_AN_HOUR + 2  # a second one where a quarter of an hour ended in between
    assert all(timedelta(0) < at - before <= timedelta(minutes=20) for at in due[AT_ONCE_AN_HOUR:])
    message = OutboxMessage.objects.filter(dedup_key__startswith="together-").first()
    assert message.subject == "Homeround: more that waits for you"
    assert "/notifications/?show=unread" in message.body
    assert "Something" not in message.body


def test_many_things_told_at_once_are_a_flood_too(person):
    choose(person, Channel.AT_ONCE)
    with acting_scope(acting_for(MembershipFactory())):
        notices = [Notice([person.user_id], "Something", "/", f"something-{number}") for number in range(20)]
        tell_each(notices, kind=MEMBERSHIP_ENDING)
    assert len(emails(person)) == AT_ONCE_AN_HOUR + 1


def test_what_is_urgent_is_never_put_together_and_counts_for_none(person):
    choose(person, Channel.AT_ONCE)
    for number in range(5):
        told(person, SAME_DAY, cause=f"urgent-{number}")
    for number in range(4):
        told(person, cause=f"something-{number}")
    told(person, SAME_DAY, cause="urgent-last")
    keys = [key for key, _ in emails(person)]
    assert keys == ["urgent"] * 5 + ["something"] * AT_ONCE_AN_HOUR + ["together", "urgent"]


def test_after_an_hour_emails_come_one_by_one_again(person):
    choose(person, Channel.AT_ONCE)
    for number in range(5):
        told(person, cause=f"something-{number}")
    Notification.objects.update(created_at=datetime.now(UTC) - timedelta(minutes=61))
    told(person, cause="something-later")
    assert emails(person)[-1][0] == "something"


def test_after_quiet_hours_no_flood_waits_either(person):
    local = datetime.now(LONDON)
    start, end = (local - timedelta(hours=5)).time(), (local + timedelta(hours=2)).time().replace(microsecond=0)
    choose(person, Channel.AT_ONCE, times=Times(start, end, time(7), (1,), on_bank_holidays=False))
    for number in range(20):
        told(person, cause=f"something-{number}")
        Notification.objects.update(created_at=F("created_at") - timedelta(minutes=10))
    keys, due = zip(*emails(person), strict=True)
    assert keys == ("something",) * AT_ONCE_AN_HOUR + ("together",)
    assert set(due[:-1]) == {due[0]}
    assert due[-1] - due[0] == timedelta(minutes=5)
    assert (
        timedelta(hours=1) <= due[0] - local <= timedelta(hours=3)
    )  # two, and an hour either way when the clocks change


QUIET = [
    # from, to, the moment in UTC, and in UTC when quiet ends: over midnight, by day, outside, both clock changes
    ("22:00", "07:00", "2026-11-25 23:30", "2026-11-26 07:00"),
    ("22:00", "07:00", "2026-11-26 06:59", "2026-11-26 07:00"),
    ("22:00", "07:00", "2026-11-26 07:00", None),
    ("22:00", "07:00", "2026-11-25 21:59", None),
    ("12:00", "13:00", "2026-11-25 12:30", "2026-11-25 13:00"),
    ("22:00", "07:00", "2026-07-01 21:00", "2026-07-02 06:00"),  # 22:00 in British Summer Time
    ("22:00", "07:00", "2026-07-01 20:59", None),
    ("22:00", "07:00", "2026-03-28 23:00", "2026-03-29 06:00"),  # the night that is an hour short
    ("22:00", "07:00", "2026-10-24 22:00", "2026-10-25 07:00"),  # the night that is an hour long
    (
        "22:00",
        "01:30",
        "2026-03-28 23:00",
        "2026-03-29 01:30",
    ),  # ends in the hour that is skipped: at 02:30 by the clock
    ("22:00", "01:30", "2026-10-25 00:10", "2026-10-25 01:30"),  # ends in the hour that comes twice: the second time
    ("08:00", "08:00", "2026-11-25 08:00", None),
    (None, None, "2026-11-25 03:00", None),
]


@pytest.mark.parametrize(("start", "end", "at", "until"), QUIET)
def test_quiet_hours_are_those_of_londons_clocks(start, end, at, until):
    with connection.cursor() as cursor:
        cursor.execute("SELECT quiet_until(%s::time, %s::time, %s::timestamptz)", [start, end, f"{at}+00"])
        found = cursor.fetchone()[0]
    assert (found and found.astimezone(UTC).strftime("%Y-%m-%d %H:%M")) == until


def test_the_last_change_can_be_undone_and_done_again(person):
    by = acting_for(person)
    choose(person, Channel.OFF)
    choose(person, Channel.AT_ONCE, times=USUAL)
    with acting_scope(by):
        assert undo_settings(by=by, now=NOW)
        held = settings_of(by.user_id)
        assert (held.of(MEMBERSHIP_ENDING).channel, held.times) == (Channel.OFF, NO_QUIET)
        assert undo_settings(by=by, now=NOW)
        held = settings_of(by.user_id)
        assert (held.of(MEMBERSHIP_ENDING).channel, held.times) == (Channel.AT_ONCE, USUAL)


def test_undoing_nothing_changes_nothing(person):
    with acting_scope(acting_for(person)):
        assert not undo_settings(by=acting_for(person), now=NOW)
    assert not DeliveryTimes.objects.exists()


def test_the_lead_time_is_each_persons(person):
    other = MembershipFactory()
    choose(person, Channel.IN_APP, lead=3)
    today = NOW.date()
    due = [Ahead(each.user_id, today + timedelta(days=10), "Soon", "/", f"x-{each.pk}") for each in (person, other)]
    for _ in range(2):
        with system_scope("test"):
            tell_ahead(due, kind=MEMBERSHIP_ENDING, today=today)
    assert list(Notification.objects.values_list("user_id", flat=True)) == [other.user_id]
    with system_scope("test"):
        tell_ahead(due, kind=MEMBERSHIP_ENDING, today=today + timedelta(days=7))
    assert Notification.objects.filter(user_id=person.user_id).count() == 1


def test_a_person_sees_and_changes_their_own_settings_only(person):
    other = MembershipFactory()
    choose(person, Channel.OFF)
    with acting_scope(acting_for(other)):
        assert not NotificationSetting.objects.exists()
        assert not DeliveryTimes.objects.exists()


def test_every_kind_is_sound():
    assert all_kinds()
    for kind in all_kinds():
        assert kind.words
        assert kind.hint
        assert len(kind.key) <= 40
        assert kind.channel in kind.channels
        assert not kind.urgent or kind.channel == Channel.AT_ONCE


def test_two_kinds_of_one_key_are_refused():
    with pytest.raises(ValueError, match="same_day"):
        register_kind(Kind("same_day", "Another", "Another"))
    with pytest.raises(ValueError, match="urgent"):
        register_kind(Kind("urgent_in_digest", "x", "x", urgent=True))
    assert not [kind for kind in all_kinds() if kind.key == "urgent_in_digest"]


FORM = {
    "keeps_quiet": "on",
    "quiet_from": "20:00",
    "quiet_to": "08:00",
    "digest_days": ["1", "4"],
    "digest_at": "06:45",
}


def ways(client):
    """The form as the page offers it, with the usual choices."""
    made = {}
    for kind in all_kinds():
        made[f"way-{kind.key}"] = kind.channel
        if kind.lead_days is not None:
            made[f"lead-{kind.key}"] = kind.lead_days
    return made


def test_the_page_keeps_what_is_chosen_and_offers_to_undo_it(client, person):
    client.act_as(person)
    page = client.get("/your-details/notifications/").content.decode()
    assert "cannot be switched off" in page
    assert "Undo" not in page
    answer = client.post(
        "/your-details/notifications/",
        {**ways(client), **FORM, "way-membership_ending": "off", "lead-membership_ending": "5"},
    )
    assert answer.status_code == 302, answer.content.decode()
    held = settings_of(person.user_id)
    assert held.times == Times(time(20), time(8), time(6, 45), (1, 4), on_bank_holidays=False)
    assert held.choices["membership_ending"] == Choice("off", 5)
    assert "Undo the last change" in client.get("/your-details/notifications/").content.decode()
    client.post("/your-details/notifications/undo/")
    assert settings_of(person.user_id).times == USUAL


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quiet_to": "20:00"}, "must end at another time"),
        ({"quiet_from": ""}, "Enter when the quiet hours start"),
        ({"digest_at": "soon"}, "daily email comes"),
        ({"lead-membership_ending": "99"}, "must be 30 or fewer"),
        ({"way-membership_ending": "pigeon"}, "from the list"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, person, changes, words):
    answer = client.act_as(person).post("/your-details/notifications/", {**ways(client), **FORM, **changes})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not DeliveryTimes.objects.exists()


def test_a_person_is_offered_what_they_can_be_told(client):
    page = client.act_as(MembershipFactory(role="data_protection_officer")).get("/your-details/notifications/")
    assert "way-morning_list" not in page.content.decode()
    page = client.act_as(MembershipFactory(role="care_coordinator")).get("/your-details/notifications/")
    assert "way-morning_list" in page.content.decode()
