"""An address that does not work is marked at once or by a report, e-mail to it pauses, and its administrator and its person are told."""

import mailbox
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from carehomes.access.models import AddressStatus, Invitation, User
from carehomes.access.scopes import acting_scope
from carehomes.notifications.actions import email_address, email_person, tell
from carehomes.notifications.bounces import reports_in, take_reports
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.notifications.outbox import drain_outbox
from carehomes.notifications.rules import refuses_address
from checkins.kinds import SAME_DAY
from tests.factories import MembershipFactory, OrganisationFactory, acting_for

pytestmark = pytest.mark.django_db
NOW = datetime(2040, 1, 2, 10, tzinfo=UTC)  # later than every row that a test makes


@pytest.fixture
def world():
    class World:
        organisation = OrganisationFactory()
        person = MembershipFactory(organisation=organisation, role="clinician")
        administrator = MembershipFactory(organisation=organisation, role="organisation_administrator")

    return World


def queue(person, key="something-1"):
    with acting_scope(acting_for(person)):
        email_person(person.user_id, dedup_key=key, subject="Something waits", body="Open Homeround.")
    return OutboxMessage.objects.get(dedup_key=key)


def report(message_id, recipient, *, action="failed", status="5.1.1", copy="text/rfc822-headers", original=""):
    """What a mail server sends back (RFC 3464), as Postfix writes it."""
    named = f"Original-Recipient: rfc822;{original}\n" if original else ""
    headers = f"Message-ID: <outbox-{message_id}@homeround.example>\nTo: {recipient}\nSubject: Something\n\n"
    return f"""From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: no-reply@homeround.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

<{recipient}>: host mx.example said: 550 {status} No such user

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 2 Jan 2040 10:00:00 +0000

Final-Recipient: rfc822; {recipient}
{named}Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--b1
Content-Type: {copy}

{headers}
--b1--
""".encode()


def sent(person, key="something-1"):
    message = queue(person, key)
    message.state, message.sent_at = OutboxMessage.State.SENT, NOW
    message.created_at = NOW - timedelta(days=1)
    message.save()
    return message


# ---- what the server says to RCPT ----------------------------------------------------------------------------------


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
    assert (message.state, message.attempts, message.last_error) == ("bounced", 0, "5.1.1")
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
    assert drain_outbox(NOW + timedelta(days=1)) == 1
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
    assert [each.rcpt_tos for each in receiver.messages] == [["right.address@homeround.example"]]


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


# ---- reports that come back later ----------------------------------------------------------------------------------


def test_a_report_marks_the_address_once(world):
    message = sent(world.person)
    raw = report(message.pk, world.person.user.email)
    assert take_reports([raw], NOW) == 1
    assert take_reports([raw], NOW) == 0
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("bounced", "5.1.1")
    assert User.objects.get(pk=world.person.user_id).email_bounced_at == NOW


def test_a_report_with_a_copy_of_the_message_or_of_a_forwarded_address(world):
    address = world.person.user.email
    whole = report(sent(world.person).pk, address, copy="message/rfc822")
    forwarded = report(sent(world.person, "b").pk, "elsewhere@mail.example", original=address)
    assert take_reports([whole, forwarded], NOW) == 2


def test_what_is_only_late_marks_nobody(world):
    message = sent(world.person)
    late = report(message.pk, world.person.user.email, action="delayed", status="4.4.1")
    gave_up = report(message.pk, world.person.user.email, status="4.4.7")
    assert take_reports([late, gave_up], NOW) == 0


def test_a_forged_report_marks_nobody(world):
    message, other = sent(world.person), MembershipFactory()
    forged = report(message.pk, other.user.email)
    too_old = sent(world.person, "old")
    OutboxMessage.objects.filter(pk=too_old.pk).update(created_at=NOW - timedelta(days=30))
    reports = [forged, report(too_old.pk, world.person.user.email), report(10**17, world.person.user.email)]
    assert take_reports(reports, NOW) == 0
    assert not AddressStatus.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: I am on holiday\n\nBack on Monday. <outbox-1@homeround.example>",
        b"\xff\xfe\x00garbage",
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n--x--\n',
        report("none", "a@b.example"),
    ],
)
def test_what_is_no_report_is_left_alone(raw):
    assert reports_in(raw) == []


def test_after_it_is_confirmed_an_old_report_does_not_mark_it_again(client, world):
    raw = report(sent(world.person).pk, world.person.user.email)
    take_reports([raw], NOW)
    client.act_as(world.administrator).post(f"/people/{world.person.pk}/address/confirm/")
    assert take_reports([raw], NOW) == 0
    assert User.objects.get(pk=world.person.user_id).email_bounced_at is None


def run(address):
    out = StringIO()
    call_command("read_bounces", mailbox=address, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def now_is_when_tests_run(world):
    message = sent(world.person)
    OutboxMessage.objects.filter(pk=message.pk).update(created_at=datetime.now(UTC))
    return report(message.pk, world.person.user.email)


@pytest.mark.parametrize("kind", [mailbox.mbox, mailbox.Maildir])
def test_a_mailbox_is_read_once(tmp_path, now_is_when_tests_run, kind):
    path = tmp_path / "bounces"
    box = kind(path)
    box.add(now_is_when_tests_run)
    note = EmailMessage()
    note["Subject"] = "I am on holiday"
    box.add(note)
    box.flush()
    box.close()
    address = f"{kind.__name__.lower()}://{path}"
    assert run(address) == "1 bounced."
    OutboxMessage.objects.update(state="sent")
    assert run(address) == "0 bounced."  # read, although the message would be believed once more
    kept = kind(path, create=False)
    assert len(kept) == 2
    kept.close()


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP as reading a folder takes."""

    def handle(self):
        def say(words):
            self.wfile.write(words + b"\r\n")

        say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _, command = line.strip().partition(b" ")
            self.server.asked.append(command)
            if command.startswith(b"CAPABILITY"):
                say(b"* CAPABILITY IMAP4rev1")
            elif command.startswith(b"SELECT"):
                say(b"* 1 EXISTS")
            elif command.startswith(b"SEARCH"):
                say(b"* SEARCH" + (b"" if self.server.seen else b" 1"))
            elif command.startswith(b"FETCH"):
                self.wfile.write(b"* 1 FETCH (BODY[] {%d}\r\n" % len(self.server.raw) + self.server.raw)
                say(b")")
            elif command.startswith(b"STORE"):
                self.server.seen = True
            elif command.startswith(b"LOGOUT"):
                say(b"* BYE")
            say(tag + b" OK done")


def test_an_imap_folder_is_read_once(now_is_when_tests_run):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.daemon_threads = True
        server.raw, server.seen, server.asked = now_is_when_tests_run, False, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"imap://bounces:p%40ss@127.0.0.1:{server.server_address[1]}/INBOX"
        try:
            assert run(address) == "1 bounced."
            assert run(address) == "0 bounced."
        finally:
            server.shutdown()
    assert b'LOGIN bounces "p@ss"' in server.asked


@pytest.mark.parametrize(
    "address", ["", "pigeon://loft", "mbox:///nowhere/at/all", "imap://user:secret@127.0.0.1:1/INBOX"]
)
def test_a_mailbox_that_cannot_be_read_says_so_and_no_password(address, settings):
    settings.BOUNCE_MAILBOX = ""
    with pytest.raises(CommandError) as error:
        run(address)
    assert "secret" not in str(error.value)


def test_an_address_of_nobody_only_marks_the_message(receiver):
    with acting_scope(acting_for(MembershipFactory())):
        email_address("nobody@homeround.example", dedup_key="x", subject="s", body="b")
    receiver.recipients["nobody@homeround.example"] = "550 5.1.1 No such user"
    drain_outbox(NOW)
    assert OutboxMessage.objects.get().state == "bounced"
    assert not AddressStatus.objects.exists()
