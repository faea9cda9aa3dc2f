"""Several people at one issue, and several machines at one sweep, at the same moment: done once, told once, nothing lost."""

import signal
import subprocess
import sys
import time
import uuid

from tests.faults.coordinator import Coordinator
from tests.faults.test_check_in_races import SAM, at_once
from tests.stack import CHECKOUT, Stack

MOIRA, FEMI = "moira.sorrel@homeround.example", "femi.cicely@homeround.example"
LATE = """
    UPDATE issues_issue SET due_at = now() - interval '1 minute', escalation_tier = 0,
        escalates_at = ARRAY[now() - interval '1 minute', now() + interval '9 days'],
        next_escalation_at = now() - interval '1 minute'
    WHERE id = ANY (%s)
"""


def raised(product: Stack, hand: Coordinator, title: str) -> tuple[int, int]:
    """An issue of the whole of Larch House: its id and revision."""
    ((home,),) = product.sql("SELECT id FROM directory_carehome WHERE name = 'Larch House'")
    form = {"home": home, "resident": "", "kind": "staffing", "title": title, "said": title, "priority": "week"}
    hand.ask("POST", "/issues/raise/", {**form, "idempotency_key": str(uuid.uuid4())})
    ((found, revision),) = product.sql(
        "SELECT i.id, i.revision FROM issues_issue i JOIN issues_issuewords w ON w.issue_id = i.id WHERE w.title = %s",
        title,
    )
    return found, revision


def happened(product: Stack, issue: int) -> list[str]:
    rows = product.sql("SELECT happened FROM issues_issuestatus WHERE issue_id = %s ORDER BY revision", issue)
    return [row[0] for row in rows]


def test_one_form_sent_by_six_hands_raises_one_issue(product: Stack) -> None:
    hands = [Coordinator(product).sign_in() for _ in range(6)]
    ((home,),) = product.sql("SELECT id FROM directory_carehome WHERE name = 'Larch House'")
    title = f"Race {uuid.uuid4()}"
    form = {"home": home, "kind": "staffing", "title": title, "said": "x", "idempotency_key": str(uuid.uuid4())}
    at_once([lambda hand=hand: hand.ask("POST", "/issues/raise/", form) for hand in hands])
    assert product.sql("SELECT count(*) FROM issues_issuewords WHERE title = %s", title) == [(1,)]


def test_accepted_by_two_people_at_once_it_has_one_owner_and_the_other_is_told(product: Stack) -> None:
    people = [Coordinator(product).sign_in(), Coordinator(product, email=SAM).sign_in()]
    issue, revision = raised(product, people[0], f"Race {uuid.uuid4()}")
    answers: dict[int, str] = {}

    def accept(number: int) -> None:
        press = {"key": str(uuid.uuid4()), "seen": str(revision)}
        answers[number] = people[number].ask("POST", f"/issues/{issue}/accept/", press).text

    at_once([lambda number=number: accept(number) for number in range(2)])
    assert happened(product, issue) == ["raised", "accepted"]
    assert sum("Nothing was changed" in text for text in answers.values()) == 1


def test_two_colleagues_of_the_home_answer_at_once(product: Stack) -> None:
    priya, moira, femi = (Coordinator(product, email=each).sign_in() for each in (Coordinator.email, MOIRA, FEMI))
    issue, revision = raised(product, priya, f"Race {uuid.uuid4()}")
    done = {"words": "Done", "seen": str(revision), "idempotency_key": str(uuid.uuid4())}
    priya.ask("POST", f"/issues/{issue}/step/resolve/", done)

    def say(hand: Coordinator, answer: str) -> None:
        form = {"issue": str(issue), "seen": str(revision + 1), "answer": answer, "idempotency_key": str(uuid.uuid4())}
        hand.ask("POST", "/is-it-done/", form)

    at_once([lambda: say(moira, "yes"), lambda: say(femi, "no")])
    assert happened(product, issue) in (["raised", "resolved", "confirmed"], ["raised", "resolved", "not_done"])


def _tick(product: Stack) -> None:
    product.manage("tick")


def test_four_sweeps_at_once_and_one_that_is_killed_escalate_once_each(product: Stack) -> None:
    priya = Coordinator(product).sign_in()
    issues = [raised(product, priya, f"Race {uuid.uuid4()}")[0] for _ in range(12)]
    for issue in issues:
        priya.ask("POST", f"/issues/{issue}/accept/", {"key": str(uuid.uuid4()), "seen": "1"})
    product.sql(LATE, issues)
    killed = subprocess.Popen([sys.executable, "manage.py", "tick"], cwd=CHECKOUT, env=product.environment)
    time.sleep(2.5)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    at_once([lambda: _tick(product)] * 4)
    counted = product.sql(
        "SELECT issue_id, count(*) FROM issues_issuestatus WHERE issue_id = ANY (%s) AND happened = 'escalated' GROUP BY 1",
        issues,
    )
    assert sorted(counted) == [(issue, 1) for issue in sorted(issues)]
    told = product.sql(
        "SELECT address, user_id, count(*) FROM notifications_notification WHERE kind = 'issue_late' AND address = ANY (%s) GROUP BY 1, 2",
        [f"/issues/{issue}/" for issue in issues],
    )
    assert len(told) == len(issues)
    assert {count for _, _, count in told} == {1}
