"""The page of notifications and the page of e-mails: order, filters, marking, empty states, numbers without addresses."""

from datetime import UTC, datetime, timedelta

import pytest

from carehomes.notifications.models import Notification, OutboxMessage
from tests.factories import MembershipFactory
from tests.scale.budget import LIST, RECORD, assert_same_queries, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return MembershipFactory(role="clinician")


def add(person, title, *, read=False, urgent=False, kind="same_day", days=0):
    now = datetime.now(UTC)
    made = Notification.objects.create(
        user_id=person.user_id, kind=kind, title=title, address="/to-see/", urgent=urgent, read_at=now if read else None
    )
    Notification.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=days))
    return made


def page(client, query=""):
    answer = client.get(f"/notifications/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_not_read_comes_first_and_in_it_what_is_urgent(client, person):
    add(person, "Read today", read=True)
    add(person, "Not read, plain")
    add(person, "Not read, urgent, older", urgent=True, days=3)
    add(person, "Read last week", read=True, days=7)
    text = page(client.act_as(person))
    places = [
        text.index(each)
        for each in (
            "Not read yet",
            "urgent, older",
            "Not read, plain",
            "Read, from today",
            "Read today",
            "Read last week",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("role", ["regional_reader", "national_reader"])
def test_readers_of_a_region_or_of_england_have_their_own(client, role):
    """Their login reads no table of this room and writes nothing: what is a person's own is on the organisations' login."""
    reader = MembershipFactory(role=role)
    waiting = add(reader, "Membership ends soon", kind="membership_ending")
    add(MembershipFactory(role=role), "Somebody else's")
    client.act_as(reader)
    text = page(client)
    assert "Membership ends soon" in text
    assert "Somebody else" not in text
    assert client.post(f"/notifications/{waiting.pk}/mark/", {"as": "read"}).status_code == 302
    assert Notification.objects.exclude(read_at=None).get() == waiting
    assert client.get("/your-details/notifications/").status_code == 200


def test_filters_live_in_the_address(client, person):
    add(person, "Read one", read=True)
    add(person, "Waiting one")
    add(person, "Of another kind", kind="membership_ending")
    client.act_as(person)
    assert "Read one" not in page(client, "?show=unread")
    assert "Waiting one" in page(client, "?show=unread")
    text = page(client, "?kind=membership_ending")
    assert "Of another kind" in text
    assert "Waiting one" not in text
    assert "Waiting one" in page(client, "?kind=no_such_kind&page=99")


def test_one_is_marked_as_read_and_back_and_the_list_stays_as_it_was(client, person):
    waiting = add(person, "Waiting one")
    client.act_as(person)
    for mark, read in (("read", True), ("unread", False)):
        answer = client.post(f"/notifications/{waiting.pk}/mark/", {"as": mark, "show": "unread", "page": "1"})
        assert answer["Location"] == "/notifications/?show=unread&page=1"
        waiting.refresh_from_db()
        assert (waiting.read_at is not None) is read


def test_all_of_a_kind_are_marked(client, person):
    add(person, "One")
    other = add(person, "Of another kind", kind="membership_ending")
    client.act_as(person).post("/notifications/read/", {"kind": "membership_ending"})
    other.refresh_from_db()
    assert other.read_at
    assert Notification.objects.filter(read_at=None).count() == 1


def test_somebody_elses_cannot_be_marked(client, person):
    other = add(MembershipFactory(), "Theirs")
    assert client.act_as(person).post(f"/notifications/{other.pk}/mark/").status_code == 404


def test_empty_states_say_what_would_be_there(client, person):
    client.act_as(person)
    assert "Nothing yet" in page(client)
    assert "Nothing here that you have not read" in page(client, "?show=unread")
    assert "Nothing of this kind yet" in page(client, "?kind=same_day")


def test_pages(client, person):
    Notification.objects.bulk_create(
        Notification(user_id=person.user_id, kind="same_day", title=f"Number {n}", address="/") for n in range(120)
    )
    text = page(client.act_as(person), "?show=unread&page=2")
    assert "/notifications/?show=unread&amp;page=3" in text
    assert text.count("Mark as read<") == 30


def test_the_list_stays_within_its_budget(client, person):
    def rows(count):
        Notification.objects.bulk_create(
            Notification(
                user_id=person.user_id, kind="same_day", title=f"Number {n}: a home asks for a clinician", address="/"
            )
            for n in range(count)
        )

    assert_same_queries(rows, "/notifications/", client.act_as(person), LIST)


def test_settings_and_delivery_stay_within_their_budgets(client, person):
    assert len(queries_of(client.act_as(person), "/your-details/notifications/")) <= LIST
    message("failed", error="SMTPDataError 554")
    client.act_as(MembershipFactory(role="platform_administrator"))
    assert len(queries_of(client, "/email-delivery/")) <= RECORD


def message(state, *, error="", days=0, due=None):
    now = datetime.now(UTC)
    made = OutboxMessage.objects.create(
        dedup_key=f"{state}-{OutboxMessage.objects.count()}",
        recipient="sam.tansy@homeround.example",
        subject="Something secret",
        body="b",
        state=state,
        last_error=error,
        due_at=due or now,
    )
    OutboxMessage.objects.filter(pk=made.pk).update(created_at=now - timedelta(days=days))


def test_the_state_of_emails_is_numbers_and_codes(client):
    message("sent")
    message("sent")
    message("bounced", error="5.1.1")
    message("failed", error="SMTPDataError 554", days=2)
    message("waiting", error="SMTPServerDisconnected", days=1)
    answer = client.act_as(MembershipFactory(role="platform_administrator")).get("/email-delivery/").content.decode()
    for words in ("5.1.1", "Refused, code 554", "Email is not going out", "Hung up"):
        assert words in answer
    for words in ("sam.tansy", "Something secret", "SMTP"):
        assert words not in answer


def test_with_nothing_sent_it_says_so(client):
    answer = client.act_as(MembershipFactory(role="platform_administrator")).get("/email-delivery/").content.decode()
    assert "No email was caused" in answer
    assert "Email is not going out" not in answer


@pytest.mark.parametrize("role", ["organisation_administrator", "clinician", "national_reader"])
def test_only_the_platform_sees_it(client, role):
    assert client.act_as(MembershipFactory(role=role)).get("/email-delivery/").status_code == 403


def test_what_is_not_due_yet_is_no_alarm(client):
    message("waiting", days=1, due=datetime.now(UTC) + timedelta(hours=3))
    answer = client.act_as(MembershipFactory(role="platform_administrator")).get("/email-delivery/").content.decode()
    assert "Nothing waits" in answer
