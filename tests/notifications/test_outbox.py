"""What must be told is a row; the drain sends it once, whatever happens in between."""

import email
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from carehomes.access.scopes import acting_scope
from carehomes.notifications.actions import email_address, email_person, tell
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.notifications.outbox import MOST_ATTEMPTS, drain_outbox
from checkins.kinds import SAME_DAY
from tests.factories import MembershipFactory, acting_for

pytestmark = pytest.mark.django_db
NOW = datetime(2040, 1, 2, 10, tzinfo=UTC)  # later than every row that a test makes


def queue(times: int = 1, key: str = "invitation-1") -> None:
    sender = MembershipFactory(role="organisation_administrator")
    for _ in range(times):
        with acting_scope(acting_for(sender)):
            email_address("sam.tansy@homeround.example", dedup_key=key, subject="An invitation", body="Open the link.")


def test_the_same_cause_is_sent_once(receiver):
    queue(times=3)
    assert drain_outbox(NOW) == 1
    assert drain_outbox(NOW) == 0
    assert [message.rcpt_tos for message in receiver.messages] == [["sam.tansy@homeround.example"]]


def test_a_message_carries_its_row_as_its_id(receiver):
    queue()
    drain_outbox(NOW)
    sent = email.message_from_bytes(receiver.messages[0].original_content)
    assert sent["Message-ID"] == f"<outbox-{OutboxMessage.objects.get().pk}@127.0.0.1>"


def test_a_server_that_refuses_is_tried_again_later(receiver):
    queue()
    receiver.accepting = False
    assert drain_outbox(NOW) == 0
    waiting = OutboxMessage.objects.get()
    assert (waiting.state, waiting.attempts, waiting.due_at) == ("waiting", 1, NOW + timedelta(minutes=1))

    receiver.accepting = True
    assert drain_outbox(NOW) == 0  # not before its time
    assert drain_outbox(NOW + timedelta(minutes=1)) == 1
    assert len(receiver.messages) == 1


def test_it_gives_up_after_the_last_attempt_and_keeps_the_row(receiver):
    queue()
    receiver.accepting = False
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS - 1)
    drain_outbox(NOW)
    assert OutboxMessage.objects.get().state == "failed"


@pytest.fixture
def away():
    """A port at which nobody answers, and which nobody else can take meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def test_a_server_that_is_away_for_two_days_loses_no_message(receiver, settings, away):
    """A weekend without anybody who mends it: what waits is tried each hour, and goes out when the server is back."""
    queue()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, away
    now = NOW
    while now < NOW + timedelta(days=2):
        drain_outbox(now)
        waiting = OutboxMessage.objects.get()
        assert now < waiting.due_at <= now + timedelta(hours=1)
        now = waiting.due_at
    settings.EMAIL_PORT = port
    assert drain_outbox(now) == 1
    assert len(receiver.messages) == 1


def test_a_server_that_stays_away_is_given_up_after_three_days(receiver, settings, away):
    queue()
    settings.EMAIL_PORT = away
    now = NOW
    while (waiting := OutboxMessage.objects.get()).state == "waiting":
        now = max(now, waiting.due_at) if waiting.attempts else now
        drain_outbox(now)
    assert timedelta(days=3) <= now - NOW < timedelta(days=3, hours=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Sam\nTansy invites you"},  # a line break in a header: the mail library refuses to make the message
        {"recipient": "sam\n@homeround.example"},
        {"calendar": "no calendar at all"},
    ],
)
def test_a_message_that_cannot_be_made_holds_up_no_other(receiver, wrong):
    queue(key="broken")
    broken = OutboxMessage.objects.get()
    OutboxMessage.objects.update(**wrong)
    queue(key="well")
    assert drain_outbox(NOW) == 1
    broken.refresh_from_db()
    assert (broken.state, broken.attempts) == ("waiting", 1)
    assert broken.last_error


def test_a_person_who_left_gets_no_mail(receiver):
    left = MembershipFactory()
    left.user.is_active = False
    left.user.save()
    with acting_scope(acting_for(MembershipFactory())):
        email_person(left.user_id, dedup_key="nomination-1", subject="Something waits", body="Open Homeround.")
    assert drain_outbox(NOW) == 0


def test_a_cause_that_is_undone_sends_nothing(receiver):
    with acting_scope(acting_for(MembershipFactory())), transaction.atomic():
        email_address("sam.tansy@homeround.example", dedup_key="x", subject="s", body="b")
        transaction.set_rollback(True)
    assert drain_outbox(NOW) == 0


def test_a_notification_is_its_persons_alone(sign_in):
    told, other = MembershipFactory(role="clinician"), MembershipFactory(role="clinician")
    with acting_scope(acting_for(other)):
        tell(
            [told.user_id, told.user_id],
            kind=SAME_DAY,
            title="Somebody needs you today",
            address="/to-see/",
        )
        assert Notification.objects.count() == 0
    with acting_scope(acting_for(told)):
        assert Notification.objects.count() == 1


def test_opening_a_notification_marks_it_read_and_leads_there(client):
    told = MembershipFactory(role="clinician")
    with acting_scope(acting_for(told)):
        tell([told.user_id], kind=SAME_DAY, title="Somebody needs you today", address="/to-see/")
    notification = Notification.objects.get()
    answer = client.act_as(told).post(f"/notifications/{notification.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/to-see/")
    notification.refresh_from_db()
    assert notification.read_at


def test_the_page_of_notifications(client):
    told = MembershipFactory(role="clinician")
    page = client.act_as(told).get("/notifications/")
    assert "Nothing yet" in page.content.decode()
    with acting_scope(acting_for(told)):
        tell([told.user_id], kind=SAME_DAY, title="Somebody needs you today", address="/to-see/")
    page = client.get("/notifications/").content.decode()
    assert "Somebody needs you today" in page
    assert "Same day" in page
    client.post("/notifications/read/")
    assert Notification.objects.filter(read_at=None).count() == 0


def test_somebody_elses_notification_is_not_found(client):
    told, other = MembershipFactory(role="clinician"), MembershipFactory(role="clinician")
    with acting_scope(acting_for(told)):
        tell([told.user_id], kind=SAME_DAY, title="Somebody needs you today", address="/to-see/")
    assert client.act_as(other).post(f"/notifications/{Notification.objects.get().pk}/").status_code == 404


def test_every_page_says_how_many_are_new(client):
    told = MembershipFactory(role="clinician")
    with acting_scope(acting_for(told)):
        tell([told.user_id], kind=SAME_DAY, title="Somebody needs you today", address="/to-see/")
    assert "Notifications, 1 new" in client.act_as(told).get("/notifications/").content.decode()
    client.post("/notifications/read/")
    assert "Notifications, 1 new" not in client.get("/notifications/").content.decode()
