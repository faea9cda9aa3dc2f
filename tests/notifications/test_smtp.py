"""What a real mail server may do to us: answer slowly, go away in the middle, take the message and drop the line."""

import asyncio
import email
import time
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from carehomes.access.scopes import acting_scope
from carehomes.notifications.actions import email_address
from carehomes.notifications.models import OutboxMessage
from carehomes.notifications.outbox import drain_outbox
from tests.factories import MembershipFactory, acting_for
from tests.stack import Receiver, free_port

pytestmark = pytest.mark.django_db
NOW = datetime(2040, 1, 2, 10, tzinfo=UTC)


def queue(count=1):
    with acting_scope(acting_for(MembershipFactory())):
        for number in range(count):
            email_address(f"p{number}@homeround.example", dedup_key=f"m-{number}", subject="s", body="b")


class Slow(Receiver):
    """Takes longer over a message than we wait."""

    seconds = 3.0

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.seconds)
        return await super().handle_DATA(server, session, envelope)


class Drops(Receiver):
    """Takes the first message and drops the line before it says so."""

    async def handle_DATA(self, server, session, envelope):
        said = await super().handle_DATA(server, session, envelope)
        if len(self.messages) == 1:
            server.transport.abort()
        return said


class Hangs(Receiver):
    """Drops the line when it is told whom the message is for."""

    async def handle_RCPT(self, server, session, envelope, address, options):
        server.transport.abort()
        return "421 Closing"


@pytest.fixture
def serving(settings):
    started = []

    def start(kept):
        server = Controller(kept, hostname="127.0.0.1", port=free_port())
        server.start()
        started.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1.0
        return kept

    yield start
    for server in started:
        server.stop()


def test_a_slow_server_is_asked_once_and_holds_nothing_up(serving, settings):
    serving(Slow())
    queue(5)
    started = time.monotonic()
    assert drain_outbox(NOW) == 0
    assert time.monotonic() - started < 5 * settings.EMAIL_TIMEOUT  # it waited for one, however busy the machine is
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_a_message_that_always_times_out_does_not_starve_the_others(serving):
    kept = serving(Slow())
    queue(2)
    drain_outbox(NOW)
    kept.seconds = 0
    assert drain_outbox(NOW) == 1  # the other one; the first waits its minute
    assert drain_outbox(NOW + timedelta(minutes=1)) == 1


def test_a_line_dropped_after_data_repeats_the_same_message_id(serving):
    """Nobody can know whether it was taken. It is sent again under the same Message-ID, by which a receiver tells it apart."""
    kept = serving(Drops())
    queue()
    assert drain_outbox(NOW) == 0
    assert OutboxMessage.objects.get().last_error == "SMTPServerDisconnected"
    assert drain_outbox(NOW + timedelta(minutes=1)) == 1
    ids = {email.message_from_bytes(each.original_content)["Message-ID"] for each in kept.messages}
    assert len(kept.messages) == 2
    assert len(ids) == 1


def test_a_line_dropped_before_data_sends_nothing_and_waits(serving):
    kept = serving(Hangs())
    queue()
    assert drain_outbox(NOW) == 0
    assert OutboxMessage.objects.get().state == "waiting"
    assert not kept.messages


def test_a_server_that_is_away(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queue(3)
    assert drain_outbox(NOW) == 0
    waiting = OutboxMessage.objects.exclude(attempts=0).get()
    assert (waiting.last_error, waiting.due_at) == ("ConnectionRefusedError", NOW + timedelta(minutes=1))


def test_refusals_go_to_the_address_of_the_operators(receiver, settings):
    settings.BOUNCE_ADDRESS = "bounces@homeround.example"
    queue()
    drain_outbox(NOW)
    sent = receiver.messages[0]
    assert sent.mail_from == "bounces@homeround.example"
    assert "no-reply@homeround.example" in email.message_from_bytes(sent.original_content)["From"]
