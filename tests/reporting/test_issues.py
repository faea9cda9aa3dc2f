"""Issues in numbers: each step's time, what is open and how old, and with whom."""

import uuid
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from carehomes.issues.models import Issue, IssueStatus
from tests.reporting.conftest import NOW, counted, four

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def issue(home, owner, raised: datetime, **facts) -> Issue:
    return Issue.objects.create(
        home=home,
        kind=facts.pop("kind", "medicines"),
        priority="week",
        owner_organisation=owner,
        raised_at=raised,
        raised_by_user_id=1,
        raised_by_name="Priya Fennel",
        raised_by_organisation_name="Westmere PCN",
        due_at=facts.pop("due_at", raised + 5 * DAY),
        key=uuid.uuid4(),
        **facts,
    )


def closed(at: datetime) -> dict:
    return {"state": "closed", "resolved_at": at, "confirmed_at": at + DAY, "closed_at": at + DAY}


@pytest.fixture
def issues(here, there):
    home, owner = here.homes[0], here.pcn
    made = [
        issue(home, owner, NOW - 20 * DAY, accepted_at=NOW - 19 * DAY, **closed(NOW - 16 * DAY)),
        issue(home, owner, NOW - 20 * DAY, accepted_at=NOW - 18 * DAY, **closed(NOW - 3 * DAY)),
        issue(home, owner, NOW - 10 * DAY, escalation_tier=2, kind="falls"),
        issue(home, here.icb, NOW - DAY, state="handed_off"),
        issue(home, owner, NOW - 2 * DAY, state="withdrawn", closed_at=NOW),
        issue(home, owner, NOW - 3 * DAY, state="resolved", resolved_at=NOW - DAY),
    ]
    issue(there.homes[0], there.pcn, NOW - DAY)
    IssueStatus.objects.create(
        issue=made[1],
        home=home,
        happened="not_done",
        state="reopened",
        priority="week",
        at=NOW,
        by_name="Femi Cicely",
        owner_organisation_name=owner.name,
        revision=7,
    )
    return made


@pytest.mark.parametrize("role", ["commissioner_lead", "care_coordinator", "regional_reader"])
def test_steps(here, issues, role):
    total = counted(here.member(role), "issues").total
    assert four(total, "resolved_in_time") == (2, 2, 1, 1)
    assert four(total, "confirmed_by_home") == (2, 1, 1, 2)
    assert total.values["to_accepted"] == median([24 * 60, 48 * 60])
    assert total.values["to_confirmed"] == 24 * 60
    assert [total.values[key] for key in ("raised", "reopened", "handed_off", "escalated")] == [6, 1, 1, 1]
    kinds = {line.key: line.values["raised"] for line in counted(here.member(role), "issues", by="kind").lines}
    assert kinds == {"medicines": 5, "falls": 1}


def test_what_is_open_by_age_and_owner(here, issues):
    issue(here.homes[1], here.pcn, NOW - 27 * DAY)
    issue(here.homes[1], here.pcn, NOW - 28 * DAY)
    issue(here.homes[1], here.pcn, NOW - 84 * DAY, due_at=NOW + DAY)
    found = counted(here.member("commissioner_lead"), "open-issues", by="owner")
    values = {line.name: line.values for line in found.lines}
    ages = ("open", "new", "weeks", "months", "old")
    assert [values["Westmere PCN"][key] for key in ages] == [5, 1, 2, 1, 1]
    assert [values["Westmere ICB"][key] for key in ages] == [1, 1, 0, 0, 0]
    assert values["Westmere ICB"]["handed_off"] == 1
    assert four(found.total, "open_in_time") == (2, 3, 1, 0)
    only = counted(here.member("commissioner_lead"), "open-issues", owner=str(here.icb.pk)).total
    assert only.values["open"] == 1


def test_an_issue_of_sunday_evening_belongs_to_its_week_in_london(here):
    issue(here.homes[0], here.pcn, datetime(2026, 9, 27, 23, 30, tzinfo=UTC))
    assert [line.key for line in counted(here.member("commissioner_lead"), "issues", by="week").lines] == ["2026-09-28"]
