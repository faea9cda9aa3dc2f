"""Several people at one resident, and several machines at one escalation, at the same moment: done once, told once, nothing lost."""

import signal
import subprocess
import sys
import time
import uuid

from tests.faults.coordinator import Coordinator
from tests.faults.test_check_in_races import at_once
from tests.stack import CHECKOUT, Stack

ANNA, JO, FEMI = (f"{name}@homeround.example" for name in ("anna.betony", "jo.tarragon", "femi.cicely"))
LATE = """
    UPDATE checkins_nomination SET acknowledge_by = now() - interval '5 minutes', next_escalation_at = now() - interval '5 minutes'
    WHERE id = ANY (%s)
"""


def named(product: Stack, hand: Coordinator, place: int) -> int:
    """Staff of Larch House name one of its residents for today: the nomination's id."""
    people = """
        SELECT r.id FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id
        WHERE h.name = 'Larch House' AND r.state = 'in_home' ORDER BY r.id OFFSET %s LIMIT 1
    """
    ((resident,),) = product.sql(people, place)
    words = f"Race {uuid.uuid4()}"
    form = {"urgency": "same_day", "reasons": "fall", "sentence": words, "idempotency_key": str(uuid.uuid4())}
    hand.ask("POST", f"/residents/{resident}/name/", form)
    ((found,),) = product.sql("SELECT id FROM checkins_nomination WHERE sentence = %s", words)
    return int(found)


def states(product: Stack, nomination: int) -> list[str]:
    rows = product.sql("SELECT state FROM checkins_nominationstatus WHERE nomination_id = %s ORDER BY id", nomination)
    return [row[0] for row in rows]


def test_one_form_sent_by_six_hands_names_one_resident(product: Stack) -> None:
    hands = [Coordinator(product, email=FEMI).sign_in() for _ in range(6)]
    ((resident,),) = product.sql(
        "SELECT min(r.id) FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id WHERE h.name = 'Larch House'"
    )
    words = f"Race {uuid.uuid4()}"
    form = {"urgency": "same_day", "reasons": "fall", "sentence": words, "idempotency_key": str(uuid.uuid4())}
    at_once([lambda hand=hand: hand.ask("POST", f"/residents/{resident}/name/", form) for hand in hands])
    ((nomination,),) = product.sql("SELECT id FROM checkins_nomination WHERE sentence = %s", words)
    assert states(product, nomination) == ["raised"]
    queued = "SELECT count(*) - count(DISTINCT recipient) FROM notifications_outboxmessage WHERE dedup_key LIKE %s"
    assert product.sql(queued, f"nomination-{nomination}-%") == [(0,)]


def test_acknowledged_by_two_clinicians_at_once_the_first_counts(product: Stack) -> None:
    nomination = named(product, Coordinator(product, email=FEMI).sign_in(), 2)
    hands = [Coordinator(product, email=email).sign_in() for email in (ANNA, ANNA, JO)]
    address = f"/to-see/{nomination}/acknowledge/"
    at_once([lambda hand=hand: hand.ask("POST", address) for hand in hands])
    assert states(product, nomination) == ["raised", "acknowledged"]


def test_four_sweeps_at_once_and_one_that_is_killed_tell_each_step_once(product: Stack) -> None:
    femi = Coordinator(product, email=FEMI).sign_in()
    late = [named(product, femi, place) for place in range(3, 11)]
    killed = subprocess.Popen([sys.executable, "manage.py", "tick"], cwd=CHECKOUT, env=product.environment)
    product.sql(LATE, late)
    time.sleep(2.5)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    at_once([lambda: product.manage("tick")] * 4)
    steps = "SELECT nomination_id, count(*), max(tier) FROM checkins_nominationescalation WHERE nomination_id = ANY (%s) GROUP BY 1"
    assert sorted(product.sql(steps, late)) == [(nomination, 1, 1) for nomination in sorted(late)]
    told = """
        SELECT cause, user_id, count(*) FROM notifications_notification WHERE kind = 'same_day_late' AND cause = ANY (%s) GROUP BY 1, 2
    """
    found = product.sql(told, [f"nomination-{each}-step-1" for each in late])
    assert {cause for cause, _, _ in found} == {f"nomination-{each}-step-1" for each in late}
    assert {count for _, _, count in found} == {1}
