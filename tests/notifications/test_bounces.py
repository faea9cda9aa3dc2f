"""An address that does not work is marked at once or by a report, e-mail to it pauses, and its administrator and its person are told."""

from datetime import UTC, datetime, timedelta

import pytest

from carehomes.access.models import AddressStatus, Invitation, User
from carehomes.access.scopes import acting_scope
from carehomes.notifications.actions import email_address, email_calendar, tell
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.notifications.outbox import drain_outbox
from carehomes.notifications.rules import refuses_address
from checkins.kinds import SAME_DAY
from tests.factories import MembershipFactory, acting_for
from tests.notifications.bounced import NOW, queue

pytestmark = pytest.mark.django_db
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Homeround//Rounds//EN
METHOD:CANCEL
BEGIN:VEVENT
UID:1@homeround.example
DTSTAMP:20261125T100000Z
DTSTART:20261126T100000Z
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize(
    ("code", "words", "refused"),
    [
        (550, "5.1.1 No such user", True),
        (550, "No such user", True),
        (553, "mailbox name not allowed", True),
        (552, "5.2.2 Mailbox full", True),
        (550, "5.7.1 Relaying denied", False),  # about us, not about the address
        (554, "Transaction failed", False),
        (450, "4.2.0 Greylisted", False),
        (451, "Try again later", False),
        (421, "4.3.2 Closing", False),
    ],
)
def test_which_answers_are_about_the_address(code, words, refused):
    assert refuses_address(code, words) is refused


def test_a_refusal_is_a_bounce_at_once_and_is_not_tried_again(receiver, world):
    receiver.recipients[world.person.user.email] = "550 5.1.1 No such user"
    message = queue(world.person)
    assert drain_outbox(NOW) == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("bounced", 1, "5.1.1")
    assert drain_outbox(NOW + timedelta(days=1)) <= 1  # the administrator's, nothing to the person
    assert [each.rcpt_tos for each in receiver.messages if world.person.user.email in each.rcpt_tos] == []


def test_it_is_marked_kept_and_told(receiver, world):
    receiver.recipients[world.person.user.email] = "550 5.1.1 No such user"
    queue(world.person)
    drain_outbox(NOW)
    user = User.objects.get(pk=world.person.user_id)
    assert (user.email_bounced_at, user.email_bounce_code) == (NOW, "5.1.1")
    status = AddressStatus.objects.get()
    assert (status.state, status.email, status.user_id) == ("bounced", user.email, user.pk)
    told = Notification.objects.get()
    assert (told.user_id, told.address) == (world.administrator.user_id, f"/people/{world.person.pk}/address/")


def test_a_temporary_refusal_waits(receiver, world):
    receiver.recipients[world.person.user.email] = "450 4.2.0 Greylisted"
    message = queue(world.person)
    drain_outbox(NOW)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("waiting", 1, "SMTPRecipientsRefused 450")
    assert User.objects.get(pk=world.person.user_id).email_bounced_at is None
    receiver.recipients.clear()
    assert drain_outbox(NOW + timedelta(minutes=1)) == 1


def test_a_relay_that_is_set_up_wrongly_marks_nobody(receiver, world):
    receiver.recipients[world.person.user.email] = "550 5.7.1 Relaying denied"
    message = queue(world.person)
    drain_outbox(NOW)
    message.refresh_from_db()
    assert message.state == "waiting"
    assert User.objects.get(pk=world.person.user_id).email_bounced_at is None


def test_no_error_holds_an_address(receiver, world):
    receiver.recipients[world.person.user.email] = f"550 5.1.1 <{world.person.user.email}> unknown"
    queue(world.person)
    drain_outbox(NOW)
    assert "@" not in "".join(OutboxMessage.objects.values_list("last_error", flat=True))


# ---- the pause -----------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(receiver, world):
    receiver.recipients[world.person.user.email] = "550 5.1.1 No such user"
    queue(world.person)
    drain_outbox(NOW)
    receiver.messages.clear()
    return world


def test_email_to_it_is_held_and_homeround_shows_everything(refused, receiver):
    with acting_scope(acting_for(refused.administrator)):
        tell([refused.person.user_id], kind=SAME_DAY, title="A home asks", address="/to-see/", cause="n-1")
    assert OutboxMessage.objects.get(dedup_key=f"n-1-{refused.person.user_id}").state == "held"
    assert drain_outbox(NOW + timedelta(days=1)) == 0
    assert Notification.objects.filter(user_id=refused.person.user_id).count() == 1


def test_what_waited_already_is_held_too(receiver, world):
    first, second = queue(world.person), queue(world.person, "something-2")
    receiver.recipients[world.person.user.email] = "550 5.1.1 No such user"
    drain_outbox(NOW)
    states = {each.pk: each.state for each in OutboxMessage.objects.filter(pk__in=[first.pk, second.pk])}
    assert sorted(states.values()) == ["bounced", "held"]


def test_confirmed_by_the_administrator_it_goes_out(client, refused, receiver):
    waits = queue(refused.person, "something-2")
    old = queue(refused.person, "something-3")
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=datetime(2026, 1, 1, tzinfo=UTC))
    receiver.recipients.clear()
    client.act_as(refused.administrator).post(f"/people/{refused.person.pk}/address/confirm/")
    assert drain_outbox(NOW + timedelta(days=1)) == 2  # and the one that was refused
    assert OutboxMessage.objects.get(pk=waits.pk).state == "sent"
    assert OutboxMessage.objects.get(pk=old.pk).state == "failed"  # no news any more
    assert list(AddressStatus.objects.order_by("pk").values_list("state", flat=True)) == ["bounced", "confirmed"]


def test_confirmed_by_its_person_the_banner_goes(client, refused):
    page = client.act_as(refused.person).get("/your-details/").content.decode()
    assert "Email does not reach you" in page
    client.post("/your-details/address/confirm/")
    assert "Email does not reach you" not in client.get("/your-details/").content.decode()


def test_corrected_by_the_administrator_it_goes_to_the_new_address(client, refused, receiver):
    queue(refused.person, "something-2")
    client.act_as(refused.administrator)
    page = client.get("/people/").content.decode()
    assert "Email refused" in page
    assert f"/people/{refused.person.pk}/address/" in page
    answer = client.post(f"/people/{refused.person.pk}/address/", {"email": "Right.Address@homeround.example"})
    assert answer.status_code == 302
    assert User.objects.get(pk=refused.person.user_id).email == "right.address@homeround.example"
    drain_outbox(NOW + timedelta(days=1))
    assert [each.rcpt_tos for each in receiver.messages] == [["right.address@homeround.example"]] * 2


def test_an_address_that_works_hears_that_it_is_no_longer_the_one(client, world, receiver):
    before = world.person.user.email
    client.act_as(world.administrator)
    client.post(f"/people/{world.person.pk}/address/", {"email": "another@homeround.example"})
    drain_outbox(NOW)
    (told,) = receiver.messages
    assert told.rcpt_tos == [before]
    assert b"another@homeround.example" not in told.original_content


def test_what_was_refused_itself_goes_out_once_the_address_is_right(client, receiver, world):
    """Perhaps it said that a round is not held: it arrives, once, however often the address is confirmed."""
    receiver.recipients[world.person.user.email] = "550 5.1.1 No such user"
    with acting_scope(acting_for(world.administrator)):
        email_calendar(
            user_id=world.person.user_id, address="", dedup_key="r-1", subject="Not held", body="B", calendar=CALENDAR
        )
    old = queue(world.person, "something-2")
    drain_outbox(NOW + timedelta(days=1))
    OutboxMessage.objects.filter(pk=old.pk).update(state="bounced", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    receiver.recipients.clear()
    client.act_as(world.administrator)
    for _ in range(2):
        client.post(f"/people/{world.person.pk}/address/confirm/")
        User.objects.filter(pk=world.person.user_id).update(email_bounced_at=NOW)
    drain_outbox(NOW + timedelta(days=1))
    (message,) = receiver.messages
    assert b"Subject: Not held" in message.content
    assert b"text/calendar" in message.content
    assert OutboxMessage.objects.get(dedup_key="r-1").state == "bounced"  # what happened stays counted


def test_only_who_works_nowhere_else_is_corrected_here(client, refused):
    MembershipFactory(user=refused.person.user, role="clinician")
    page = client.act_as(refused.administrator).post(
        f"/people/{refused.person.pk}/address/", {"email": "mine@homeround.example"}
    )
    assert "works for another organisation too" in page.content.decode()
    assert User.objects.get(pk=refused.person.user_id).email != "mine@homeround.example"


def test_the_platform_corrects_who_works_for_several(client, refused):
    MembershipFactory(user=refused.person.user, role="clinician")
    client.act_as(MembershipFactory(role="platform_administrator"))
    address = f"/accounts/{refused.person.user_id}/address/"
    assert "Held back until" in client.get(address).content.decode()
    assert client.post(address, {"email": "right@homeround.example"}).status_code == 302
    assert User.objects.get(pk=refused.person.user_id).email == "right@homeround.example"


def test_somebody_elses_address_is_not_taken(client, refused):
    page = client.act_as(refused.administrator).post(
        f"/people/{refused.person.pk}/address/", {"email": refused.administrator.user.email}
    )
    assert "Somebody else signs in" in page.content.decode()


def test_another_organisations_member_is_not_found(client, refused):
    other = MembershipFactory(role="organisation_administrator")
    assert client.act_as(other).get(f"/people/{refused.person.pk}/address/").status_code == 404
    assert client.act_as(refused.person).get(f"/people/{refused.person.pk}/address/").status_code == 403


def test_an_invitation_that_bounces_says_so(client, receiver, world):
    client.act_as(world.administrator).post(
        "/people/invite/",
        {
            "name": "Basil Chervil",
            "email": "basil.chervil@homeround.example",
            "role": "clinician",
            "idempotency_key": "6f1d7c0e-0000-4000-8000-000000000001",
        },
    )
    receiver.recipients["basil.chervil@homeround.example"] = "550 5.1.1 No such user"
    drain_outbox(NOW)
    assert Invitation.objects.get().bounced_at == NOW
    assert "Email refused" in client.get("/people/?show=invited").content.decode()


def test_an_address_of_nobody_only_marks_the_message(receiver):
    with acting_scope(acting_for(MembershipFactory())):
        email_address("nobody@homeround.example", dedup_key="x", subject="s", body="b")
    receiver.recipients["nobody@homeround.example"] = "550 5.1.1 No such user"
    drain_outbox(NOW)
    assert OutboxMessage.objects.get().state == "bounced"
    assert not AddressStatus.objects.exists()
