"""Several people at one check-in at the same moment, each on a connection of their own."""

import threading
import time
import uuid
from collections.abc import Callable

import psycopg

from tests.faults.calls import Calls, sections
from tests.faults.coordinator import Coordinator
from tests.stack import Stack

SAM = "sam.tansy@homeround.example"


def at_once(works: list[Callable[[], None]]) -> None:
    """Starts all of them at the same moment and waits for the last."""
    line = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        line.wait()
        work()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_completed_by_six_hands_at_once_it_is_completed_once(product: Stack, calls: Calls) -> None:
    home, check_in, resident = calls.of_six_hands
    form, words = sections(product), f"Breathless, race {uuid.uuid4()}"
    hands = [Coordinator(product).sign_in() for _ in range(6)]
    typed = hands[0].typed(form, resident, words, str(uuid.uuid4()))
    hands[0].ask("POST", f"/homes/{home}/check-in/")
    hands[0].ask("POST", f"/check-ins/{check_in}/", [*typed, ("seen", "0"), ("do", "complete")])
    revision = hands[0].stack_revision(check_in)
    assert revision != "-1"

    confirm = f"/check-ins/{check_in}/confirm/"
    at_once([lambda hand=hand: hand.ask("POST", confirm, {"revision": revision}) for hand in hands])

    count = "SELECT count(*) FROM {} WHERE check_in_id = %s"
    completions = "SELECT count(*) FROM checkins_checkinstatus WHERE check_in_id = %s AND state = 'completed'"
    assert product.sql(completions, check_in) == [(1,)]
    assert product.sql(count.format("checkins_sectionanswer"), check_in) == [(len(form),)]
    assert product.sql(count.format("checkins_nomination"), check_in) == [(1,)]
    queued = """
        SELECT count(*) FROM notifications_outboxmessage m JOIN checkins_nomination n ON n.check_in_id = %s
        WHERE m.dedup_key LIKE 'nomination-' || n.id || '-%%'
    """
    assert product.sql(queued, check_in) == [(1,)]


def test_two_people_type_at_once_and_nothing_is_lost(product: Stack, calls: Calls) -> None:
    """Each writes into boxes of their own and into one that both use: the last words of both are in the draft or reported."""
    home, check_in, _ = calls.of_two_people
    people = {"Priya": Coordinator(product).sign_in(), "Sam": Coordinator(product, email=SAM).sign_in()}
    people["Priya"].ask("POST", f"/homes/{home}/check-in/")
    own = {"Priya": "text-falls", "Sam": "text-stock"}
    told: dict[str, set[str]] = {"Priya": set(), "Sam": set()}

    def types(name: str) -> None:
        seen = 0
        for step in range(12):
            words = {own[name]: f"{name} {step}", "note": f"{name} {step}"}
            fields = [*words.items(), *[("touched", each) for each in words], ("seen", str(seen))]
            answer = people[name].ask("POST", f"/check-ins/{check_in}/draft/", fields).json()
            seen = answer["revision"]
            told[name] |= set(answer.get("conflicts", []))
            time.sleep(0.01)

    at_once([lambda name=name: types(name) for name in people])

    ((fields,),) = product.sql("SELECT fields FROM checkins_checkindraft WHERE check_in_id = %s", check_in)
    assert fields["text-falls"] == ["Priya 11"]
    assert fields["text-stock"] == ["Sam 11"]
    assert fields["note"][0] in {f"{name} {step}" for name in people for step in range(12)}
    assert told["Priya"] | told["Sam"] == {"note"}


_HOLDS = "SELECT 1 FROM checkins_checkin WHERE id = %s FOR UPDATE"
_TYPES = """
    UPDATE checkins_checkindraft SET fields = fields || '{"text-stock": ["Gloves"]}', revision = revision + 1 WHERE check_in_id = %s
"""
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
LONGEST_WAIT = 30


def test_who_waits_for_a_colleagues_save_adds_to_it(product: Stack, calls: Calls) -> None:
    """A save that waits at the check-in goes on from the draft as it is after the wait."""
    home, check_in, _ = calls.of_a_wait
    priya = Coordinator(product).sign_in()
    priya.ask("POST", f"/homes/{home}/check-in/")
    address = f"/check-ins/{check_in}/draft/"
    priya.ask("POST", address, [("note", "Rang twice"), ("touched", "note"), ("seen", "0")])
    falls = [("text-falls", "Mr Sorrel"), ("touched", "text-falls"), ("seen", "1")]
    waits = threading.Thread(target=priya.ask, args=("POST", address, falls))
    with psycopg.connect(product.environment["DATABASE_ADMIN_URL"]) as colleague:
        colleague.execute(_HOLDS, [check_in])
        waits.start()
        latest = time.monotonic() + LONGEST_WAIT
        while product.sql(_WAITING) == [(0,)]:
            assert time.monotonic() < latest
            time.sleep(0.02)
        colleague.execute(_TYPES, [check_in])
    waits.join()
    ((fields, revision),) = product.sql(
        "SELECT fields, revision FROM checkins_checkindraft WHERE check_in_id = %s", check_in
    )
    assert fields == {"note": ["Rang twice"], "text-falls": ["Mr Sorrel"], "text-stock": ["Gloves"]}
    assert revision == 3
