"""Web, worker, beat, Valkey and PostgreSQL are killed in turn while check-ins are saved.

No save that was acknowledged is lost, none is done twice, and every same-day message goes out exactly once.
"""

import email
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

from tests.faults.calls import Calls, sections
from tests.faults.coordinator import Coordinator
from tests.stack import Stack

PATIENCE = 120.0
BETWEEN = (0.2, 1.5)  # seconds between two kills: some calls are whole, some are cut in every place
PARTS = ("web", "worker", "postgres", "beat", "valkey")


def restart(product: Stack, name: str) -> None:
    """Kills one part and brings it back, as the supervisor does."""
    if name in ("postgres", "valkey"):
        product.kill_service(name)
        time.sleep(0.5)
        product.revive()
    else:
        product.kill(name)
        product.start_web() if name == "web" else product.start(name)


def kill_until(product: Stack, done: threading.Event, kills: Counter[str]) -> None:
    """Kills part after part, round and round, until the calls are done; counts in `kills`."""
    pause = random.Random(2020)
    while not done.is_set():
        for name in PARTS:
            if done.wait(pause.uniform(*BETWEEN)):
                break
            restart(product, name)
            kills[name] += 1


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.5)
    return False


def test_no_acknowledged_save_is_lost_and_no_message_is_lost_or_sent_twice(product: Stack, calls: Calls) -> None:
    form = sections(product)
    before = len(product.mail.messages)
    coordinator = Coordinator(product).sign_in()
    done, kills = threading.Event(), Counter[str]()

    def ring_them_all() -> None:
        try:
            for number, (home, check_in, resident) in enumerate(calls.while_killing):
                coordinator.ring(home, check_in, resident, form, lambda due=number: kills.total() < due)
        finally:
            done.set()

    ringing = threading.Thread(target=ring_them_all)
    ringing.start()
    kill_until(product, done, kills)
    ringing.join()

    assert set(kills) == set(PARTS), "the calls were done before every part was killed"
    assert len(coordinator.completed) == len(calls.while_killing)
    for check_in, words in coordinator.completed.items():
        state = product.sql(
            "SELECT state, nominations_raised, same_day_raised FROM checkins_checkin WHERE id = %s", check_in
        )
        assert state == [("completed", 1, 1)]
        assert product.sql("SELECT sentence FROM checkins_nomination WHERE check_in_id = %s", check_in) == [(words,)]
        assert product.sql("SELECT count(*) FROM checkins_sectionanswer WHERE check_in_id = %s", check_in) == [
            (len(form),)
        ]
        completions = "SELECT count(*) FROM checkins_checkinstatus WHERE check_in_id = %s AND state = 'completed'"
        assert product.sql(completions, check_in) == [(1,)]
    assert all_is_sent(product)
    sent = Counter(
        email.message_from_bytes(each.original_content)["Message-ID"] for each in product.mail.messages[before:]
    )
    assert len(sent) >= len(calls.while_killing)
    assert set(sent.values()) == {1}, "a message went out twice"


def all_is_sent(product: Stack) -> bool:
    """As if the quarter of an hour in which the rest is put together, and the quiet hours, had passed."""
    product.sql("UPDATE notifications_outboxmessage SET due_at = now() WHERE due_at > now()")
    waiting = "SELECT count(*) FROM notifications_outboxmessage WHERE state <> 'sent'"
    return eventually(lambda: product.sql(waiting) == [(0,)])


def test_a_broker_that_is_away_slows_no_page_and_loses_nothing(product: Stack) -> None:
    """The publish has a time limit; the tick sends what the nudge could not."""
    coordinator = Coordinator(product).sign_in()
    product.kill_service("valkey")
    try:
        started = time.monotonic()
        answer = coordinator.ask("GET", "/this-week/")
        assert answer.status_code == 200
        assert time.monotonic() - started < 15  # a publish without its limit holds a page for 20
        ready = coordinator.ask("GET", "/healthz/live")
        assert ready.status_code == 200
    finally:
        product.revive()


def test_the_week_is_generated_once_by_two_machines_at_once(product: Stack) -> None:
    product.sql(
        "DELETE FROM checkins_checkin WHERE week > now() AND state = 'scheduled' "
        "AND id NOT IN (SELECT check_in_id FROM checkins_checkinstatus)"
    )
    machines = [threading.Thread(target=product.manage, args=("tick",)) for _ in range(3)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    twice = "SELECT count(*) FROM (SELECT home_id, week FROM checkins_checkin GROUP BY 1, 2 HAVING count(*) > 1) each"
    assert product.sql(twice) == [(0,)]
    coming = "date_trunc('week', now() AT TIME ZONE 'Europe/London') + interval '7 days'"
    assert product.sql(f"SELECT count(*) FROM checkins_checkin WHERE week = ({coming})::date")[0][0] >= 28
