"""One e-mail a day at most: at each person's time, with numbers and addresses, and none when there is nothing to say."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import LONDON
from carehomes.notifications import digests, kinds
from carehomes.notifications.actions import save_settings, tell
from carehomes.notifications.digests import Section, make_due, register_section, run_digests
from carehomes.notifications.kinds import DAILY, Choice, Kind
from carehomes.notifications.models import Channel, DeliveryTimes, Digest, Notification, OutboxMessage
from carehomes.notifications.reminders import MEMBERSHIP_ENDING
from carehomes.notifications.rules import USUAL
from checkins.kinds import SAME_DAY
from tests.factories import MembershipFactory, acting_for

pytestmark = pytest.mark.django_db
CALLS = Kind("calls", "Calls", "", channels=DAILY)
WEEK = Kind("week", "The week", "", channels=DAILY)
WEDNESDAY = date(2026, 11, 25)


def at(day, clock="07:30"):
    """A moment by London's clocks; the first of two where the hour comes twice."""
    return datetime.combine(day, time.fromisoformat(clock), LONDON)


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch):
    monkeypatch.setattr(digests, "_sources", [])


@pytest.fixture
def person():
    return MembershipFactory(role="care_coordinator")


@pytest.fixture
def calls():
    register_section(CALLS, lambda acting, now: Section("Your calls", ["3 homes to ring"], "/this-week/"))


def times(person, **changes):
    held = {
        "quiet_from": None,
        "quiet_to": None,
        "digest_at": USUAL.digest_at,
        "digest_days": list(USUAL.digest_days),
        "changed_at": at(WEDNESDAY),
    }
    DeliveryTimes.objects.update_or_create(user_id=person.user_id, defaults={**held, **changes})


def told(person, kind=MEMBERSHIP_ENDING, cause=""):
    with acting_scope(acting_for(MembershipFactory())):
        tell([person.user_id], kind=kind, title="Something", address="/", cause=cause)


def mail():
    return [each.body for each in OutboxMessage.objects.filter(dedup_key__startswith="digest-").order_by("pk")]


def test_it_comes_at_the_persons_time_and_not_before(person, calls):
    times(person, digest_at=time(6, 15))
    assert run_digests(at(WEDNESDAY, "06:14")) == 0
    assert run_digests(at(WEDNESDAY, "06:15")) == 1
    message = OutboxMessage.objects.get()
    assert message.recipient == person.user.email
    assert message.subject == "Homeround: Wednesday 25 November 2026"
    assert "- 3 homes to ring\nhttp://127.0.0.1:8000/this-week/" in message.body
    assert "/your-details/notifications/" in message.body


def test_run_twice_it_comes_once(person, calls):
    for clock in ("07:30", "07:31", "18:00"):
        run_digests(at(WEDNESDAY, clock))
    assert len(mail()) == 1
    run_digests(at(WEDNESDAY + timedelta(days=1)))
    assert len(mail()) == 2


def test_nothing_to_say_sends_nothing_and_is_not_asked_again(person):
    assert run_digests(at(WEDNESDAY)) == 0
    assert not OutboxMessage.objects.exists()
    assert Digest.objects.get(user_id=person.user_id).state == Digest.State.NOTHING
    assert make_due(at(WEDNESDAY, "07:40")) == 0


def test_what_one_was_told_comes_as_a_count_and_once(person):
    told(person)
    told(person)
    run_digests(at(WEDNESDAY))
    assert "- Your work for an organisation ends soon: 2" in mail()[0]
    run_digests(at(WEDNESDAY + timedelta(days=1)))
    assert len(mail()) == 1


def test_what_one_has_read_in_homeround_is_not_told_again(person):
    told(person)
    Notification.objects.update(read_at=at(WEDNESDAY, "07:00"))
    run_digests(at(WEDNESDAY))
    assert not mail()


def test_it_holds_no_name_and_no_title(person):
    told(person)
    run_digests(at(WEDNESDAY))
    assert "Something" not in mail()[0]
    assert person.user.name not in mail()[0]


def test_what_is_urgent_and_not_read_stands_on_top_and_is_never_buried(person, calls):
    told(person, SAME_DAY)
    message = OutboxMessage.objects.get()
    assert message.dedup_key.startswith("notification-")
    assert Notification.objects.get().channel == Channel.AT_ONCE
    now = at(datetime.now(LONDON).date() + timedelta(days=1), "07:30")
    times(person, digest_days=[1, 2, 3, 4, 5, 6, 7], on_bank_holidays=True)
    run_digests(now)
    assert mail()[0].startswith("Look at this first\n- 1 urgent notification not read yet")


def test_a_section_that_is_switched_off_is_left_out(person, calls, monkeypatch):
    monkeypatch.setitem(kinds._kinds, CALLS.key, CALLS)
    with acting_scope(acting_for(person)):
        choices = {CALLS.key: Choice(Channel.OFF)}
        save_settings(by=acting_for(person), choices=choices, times=USUAL, now=at(WEDNESDAY))
    run_digests(at(WEDNESDAY))
    assert not mail()


def test_each_of_several_memberships_speaks_for_itself(person):
    other = MembershipFactory(user=person.user, role="clinician")
    register_section(CALLS, lambda acting, now: Section("Your calls", [acting.organisation], "/"))
    run_digests(at(WEDNESDAY))
    for membership in (person, other):
        assert f"Your calls, {membership.organisation.name}\n- {membership.organisation.name}" in mail()[0]


def test_the_same_words_of_several_memberships_are_said_once(person, calls):
    """Two organisations that ring the same homes: nobody reads the same numbers twice."""
    MembershipFactory(user=person.user, role="clinician", organisation__name="Westmere PCN")
    person.organisation.__class__.objects.filter(pk=person.organisation_id).update(name="Harbour Partnership")
    run_digests(at(WEDNESDAY))
    assert mail()[0].count("3 homes to ring") == 1
    assert "Harbour Partnership" in mail()[0].splitlines()[0]
    assert "Westmere PCN" in mail()[0].splitlines()[0]


@pytest.mark.parametrize("error", [DatabaseError("broken"), AttributeError("None has no name"), PermissionDenied("no")])
def test_one_that_cannot_be_written_stops_nobody_and_comes_later(person, calls, error):
    other = MembershipFactory()
    broken = {person.user_id}

    def fails(acting, now):
        if acting.user_id in broken:
            raise error
        return

    register_section(WEEK, fails)
    assert run_digests(at(WEDNESDAY)) == 1
    assert OutboxMessage.objects.get().recipient_user_id == other.user_id
    broken.clear()
    assert run_digests(at(WEDNESDAY, "07:31")) == 1


def test_who_left_or_whose_address_is_refused_gets_none(person, calls):
    person.user.email_bounced_at = at(WEDNESDAY)
    person.user.save()
    closed = MembershipFactory()
    closed.user.is_active = False
    closed.user.save()
    MembershipFactory(ends_on=date(2026, 11, 1))
    assert make_due(at(WEDNESDAY)) == 0


def test_what_was_not_filled_by_midnight_is_said_the_next_day(person, calls):
    make_due(at(WEDNESDAY, "23:59"))
    assert run_digests(at(WEDNESDAY + timedelta(days=1), "00:01")) == 0
    assert not mail()
    run_digests(at(WEDNESDAY + timedelta(days=1)))
    assert len(mail()) == 1


# ---- the calendar --------------------------------------------------------------------------------------------------

CHRISTMAS = [date(2026, 12, day) for day in range(21, 32)] + [date(2027, 1, day) for day in range(1, 6)]
EASTER = [date(2027, 3, 24) + timedelta(days=each) for each in range(8)]


def days_with_mail(days):
    """The days on which a row is made, looked at every half hour as the tick would."""
    for day in days:
        midnight = datetime.combine(day, time(), LONDON).astimezone(UTC)
        for half_hour in range(52):  # past the end of the longest day
            make_due(midnight + timedelta(minutes=30 * half_hour))
    return sorted(Digest.objects.values_list("for_date", flat=True))


def test_christmas_and_new_year(person):
    """25 December 2026 is a Friday; Boxing Day, a Saturday, is kept on Monday the 28th; New Year's Day is a Friday."""
    assert [day.day for day in days_with_mail(CHRISTMAS)] == [21, 22, 23, 24, 29, 30, 31, 4, 5]


def test_who_works_on_bank_holidays_and_weekends_gets_it_then(person):
    times(person, digest_days=[1, 2, 3, 4, 5, 6, 7], on_bank_holidays=True)
    made = days_with_mail(CHRISTMAS)
    assert made[:16] == CHRISTMAS
    assert len(made) == len(set(made))


def test_easter(person):
    """Good Friday 26 March to Easter Monday 29 March 2027; the clocks go forward on the Sunday."""
    assert [day.day for day in days_with_mail(EASTER)] == [24, 25, 30, 31]


@pytest.mark.parametrize(
    ("clock", "day", "first"),
    [
        ("01:30", date(2026, 3, 29), "2026-03-29 01:00"),  # 01:30 does not exist: the clocks go from 01:00 to 02:00
        ("01:30", date(2026, 10, 25), "2026-10-25 00:30"),  # 01:30 comes twice: the first time, and only then
        ("00:00", date(2026, 10, 25), "2026-10-24 23:00"),
        ("23:30", date(2026, 10, 25), "2026-10-25 23:30"),
    ],
)
def test_clock_changes(person, clock, day, first):
    times(person, digest_days=[7], digest_at=time.fromisoformat(clock))
    moment, until = at(day, "00:00").astimezone(UTC), at(day + timedelta(days=1), "00:00").astimezone(UTC)
    made = []
    while moment < until:
        if make_due(moment):
            made.append(moment.strftime("%Y-%m-%d %H:%M"))
        moment += timedelta(minutes=10)
    assert made == [first]


def weekly(days):
    """The days whose e-mail says the week, when it is written each morning."""
    for day in days:
        run_digests(at(day))
    return [each.for_date for each in Digest.objects.filter(sections__contains=[WEEK.key]).order_by("for_date")]


@pytest.fixture
def week():
    register_section(WEEK, lambda acting, now: Section("The week", ["1 home"], "/"), weekly=True)


def test_the_week_is_said_once_on_its_first_working_day(person, week):
    monday = date(2026, 11, 23)
    assert weekly([monday + timedelta(days=each) for each in range(14)]) == [monday, monday + timedelta(weeks=1)]


def test_after_a_bank_holiday_monday_it_is_said_on_tuesday(person, week):
    assert weekly([date(2027, 3, 25) + timedelta(days=each) for each in range(7)])[-1] == date(2027, 3, 30)


def test_iso_week_53_and_midnight_at_sundays_end(person, week):
    """2026 has a week 53: Monday 28 December (a bank holiday) to Sunday 3 January. One second after it, it is week 1."""
    times(person, digest_days=[1, 2, 3, 4, 5, 6, 7], on_bank_holidays=True, digest_at=time(0))
    for moment in (at(date(2026, 12, 28), "00:00"), at(date(2027, 1, 3), "23:59"), at(date(2027, 1, 4), "00:00")):
        run_digests(moment)
    said = Digest.objects.filter(sections__contains=[WEEK.key]).values_list("for_date", flat=True)
    assert sorted(said) == [date(2026, 12, 28), date(2027, 1, 4)]


def test_a_week_is_said_on_the_first_day_that_a_person_chose(person, week):
    times(person, digest_days=[4])
    assert weekly([date(2026, 11, 23) + timedelta(days=each) for each in range(7)]) == [date(2026, 11, 26)]


def test_empty_days_are_forgotten_and_said_ones_kept(person):
    told(person)
    run_digests(at(WEDNESDAY))
    run_digests(at(WEDNESDAY + timedelta(days=1)))
    make_due(at(WEDNESDAY + timedelta(days=90)))
    states = Digest.objects.filter(for_date__lt=WEDNESDAY + timedelta(days=30)).values_list("state", flat=True)
    assert list(states) == [Digest.State.QUEUED]
    assert Notification.objects.get().digest_id


def test_queries_do_not_grow_with_people(person, calls, django_assert_num_queries):
    for _ in range(30):
        MembershipFactory()
    with django_assert_num_queries(7):
        assert make_due(at(WEDNESDAY)) == 31
