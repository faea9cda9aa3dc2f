"""Homes that do not answer, swept by several machines and one that is killed: each becomes one issue, told once."""

import signal
import subprocess
import sys
import time

import pytest

from tests.faults.test_check_in_races import at_once
from tests.stack import CHECKOUT, Stack

HOMES = 8
UNANSWERED = """
    WITH tried AS (
        UPDATE checkins_checkin SET state = 'no_answer', escalates_at = now() - interval '1 minute'
        WHERE id IN (
            SELECT c.id FROM checkins_checkin c
            JOIN directory_homerelationship h ON h.home_id = c.home_id AND h.kind = 'pcn' AND h.ends_on IS NULL
            WHERE c.state = 'scheduled' ORDER BY c.id DESC LIMIT %s
        )
        RETURNING id, home_id
    )
    INSERT INTO checkins_attempt (check_in_id, home_id, at, outcome, by_user_id, by_name, by_organisation_name, key)
    SELECT id, home_id, now() - interval '2 minutes', 'no_answer', 0, 'Somebody', 'Westmere PCN', gen_random_uuid() FROM tried
    RETURNING check_in_id
"""


@pytest.mark.timeout(600)
def test_four_sweeps_at_once_and_one_that_is_killed_raise_one_issue_for_each_home(product: Stack) -> None:
    killed = subprocess.Popen([sys.executable, "manage.py", "tick"], cwd=CHECKOUT, env=product.environment)
    unanswered = [row[0] for row in product.sql(UNANSWERED, HOMES)]
    assert len(unanswered) == HOMES
    time.sleep(2.5)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    at_once([lambda: product.manage("tick")] * 4)  # type: ignore[list-item]  # its output is not looked at
    raised = """
        SELECT l.target_id, count(DISTINCT i.id) FROM issues_issue i JOIN issues_issuelink l ON l.issue_id = i.id AND l.kind = 'check_in'
        WHERE i.kind = 'no_answer' AND l.target_id = ANY (%s) GROUP BY 1
    """
    assert sorted(product.sql(raised, unanswered)) == [(check_in, 1) for check_in in sorted(unanswered)]
    waiting = "SELECT count(*) FROM checkins_checkin WHERE id = ANY (%s) AND escalates_at IS NOT NULL"
    assert product.sql(waiting, unanswered) == [(0,)]
    told = """
        SELECT count(*) - count(DISTINCT (cause, user_id)) FROM notifications_notification n
        WHERE kind = 'issue_given' AND cause LIKE 'issue-%%'
    """
    assert product.sql(told) == [(0,)]
