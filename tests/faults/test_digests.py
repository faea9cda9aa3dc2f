"""The daily e-mails while the worker, the broker and the scheduler's command die in the middle: each person gets one."""

import email
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

from tests.stack import CHECKOUT, Stack

PEOPLE = 120
PATIENCE = 60.0

# An organisation of their own: what other tests do to homes and issues is told to others.
_ORGANISATION = """
    INSERT INTO access_organisation (kind, name, name_key, address, postcode, phone, urgent_phone)
    VALUES ('pcn', 'Digest PCN', 'digest pcn', '', '', '', '')
"""
_PEOPLE = """
    INSERT INTO access_user (email, name, password, is_active, created_at)
    SELECT 'digest' || n || '@homeround.example', 'Sage Tarragon', '!', true, now() FROM generate_series(1, %s) n
    ON CONFLICT (email) DO NOTHING
"""
_MEMBERSHIPS = """
    INSERT INTO access_membership (user_id, organisation_id, organisation_kind, role, job_title, ended_reason, starts_on)
    SELECT u.id, o.id, o.kind, 'care_coordinator', '', '', '2020-10-01'
    FROM access_user u, access_organisation o WHERE u.email LIKE 'digest%%@homeround.example' AND o.name = 'Digest PCN'
"""
_TOLD = """
    INSERT INTO notifications_notification (user_id, kind, title, address, urgent, channel, cause, created_at)
    SELECT id, 'membership_ending', 'Something', '/', false, 'digest', '', now()
    FROM access_user WHERE email LIKE 'digest%%@homeround.example'
"""
_ANY_TIME = """
    INSERT INTO notifications_deliverytimes (user_id, digest_at, digest_days, on_bank_holidays, changed_at)
    SELECT id, '00:00', '{1,2,3,4,5,6,7}', true, now() FROM access_user WHERE email LIKE 'digest%%@homeround.example'
"""
_STATES = """
    SELECT d.state, count(*) FROM notifications_digest d JOIN access_user u ON u.id = d.user_id
    WHERE u.email LIKE 'digest%%@homeround.example' GROUP BY 1
"""


def states(product: Stack) -> Counter[str]:
    return Counter(dict(product.sql(_STATES)))


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError(f"It took longer than {PATIENCE} s: {what}")


def send_tick(product: Stack) -> None:
    """Asks the worker for a tick, as the scheduler does each minute."""
    words = "from carehomes.notifications.tasks import tick; tick.apply_async(queue='tick')"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", words],
        cwd=CHECKOUT,
        env=product.environment,
        check=True,
    )


def tick_command(product: Stack) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "manage.py", "tick"]
    return subprocess.Popen(
        words, cwd=CHECKOUT, env=product.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def test_killed_in_the_middle_each_digest_is_sent_once(product: Stack) -> None:
    for statement in (_ORGANISATION, _PEOPLE, _MEMBERSHIPS, _TOLD):
        product.sql(statement, *([PEOPLE] if statement is _PEOPLE else []))
    product.sql(_ANY_TIME)
    before = len(product.mail.messages)

    send_tick(product)
    until(lambda: states(product)["queued"] >= 5, "the worker began")
    product.kill("worker")
    first = states(product)
    assert first["due"] > 0, "all were written before the worker was killed"

    product.kill_service("valkey")
    product.revive()
    command = tick_command(product)
    until(lambda: states(product)["queued"] >= first["queued"] + 5, "the command went on")
    command.send_signal(signal.SIGKILL)
    command.wait()
    second = states(product)
    assert second["due"] > 0, "all were written before the command was killed"

    product.revive()
    product.start("worker")
    machines = [tick_command(product) for _ in range(2)]  # two at once, and the worker beside them
    send_tick(product)
    for machine in machines:
        assert machine.wait(timeout=120) == 0
    waiting = "SELECT count(*) FROM notifications_outboxmessage WHERE dedup_key LIKE 'digest-%%' AND state <> 'sent'"
    until(lambda: states(product)["due"] == 0 and product.sql(waiting) == [(0,)], "everything was sent")

    assert states(product) == Counter(queued=PEOPLE)
    sent: Counter[str] = Counter()
    for each in product.mail.messages[before:]:
        if each.rcpt_tos[0].startswith("digest"):
            sent[each.rcpt_tos[0]] += 1
            assert "Your work for an organisation ends soon: 1" in str(email.message_from_bytes(each.original_content))
    assert len(sent) == PEOPLE
    assert set(sent.values()) == {1}, "somebody got two"
