"""Reports of mail servers that come back later: which mark an address, and how a mailbox of them is read."""

import mailbox
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from carehomes.access.models import AddressStatus, User
from carehomes.notifications.bounces import reports_in, take_reports
from carehomes.notifications.models import OutboxMessage
from tests.factories import MembershipFactory
from tests.notifications.bounced import NOW, report, sent

pytestmark = pytest.mark.django_db


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
