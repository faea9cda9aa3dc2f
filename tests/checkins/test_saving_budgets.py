"""What saving asks of the database: so many statements, and no more for three of a thing than for one.

Counted is what the action sends, without savepoints; locks, history and outbox are in it.
"""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carehomes.access.scopes import acting_scope
from carehomes.issues.actions import NewIssue, accept, raise_issue
from carehomes.issues.models import Issue
from carehomes.notifications.models import Notification
from checkins import actions
from checkins.models import CheckInDraft, Nomination
from tests.checkins.conftest import named, nothing_to_report
from tests.checkins.days import NOW
from tests.factories import ResidentFactory

pytestmark = pytest.mark.django_db

COMPLETING = 18  # with a same-day nomination and an issue: 13 that lock, write and tell, and 5 that read
ANOTHER_ISSUE = 1  # how soon its kind is due, and by which policy it is escalated
DRAFT = 2
RAISING, TAKING_ON = 8, 7


@contextmanager
def statements(by):
    """The statements inside, once the scope is open."""
    with acting_scope(by), CaptureQueriesContext(connection) as captured:
        sent = []
        yield sent
    asked = [each["sql"] for each in captured.captured_queries]
    sent += [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "SELECT set_config('role'"))]


def completed(world, types, fields):
    types(nothing_to_report(**fields))
    revision = CheckInDraft.objects.get(check_in=world.check_in.pk).revision
    with statements(world.by) as sent:
        actions.complete(check_in_id=world.check_in.pk, revision=revision, by=world.by, now=NOW)
    return sent


def something(section):
    return {f"section-{section}": ["something"], f"text-{section}": ["The delivery was late."]}


def test_completing_a_check_in(world, types):
    sent = completed(world, types, {**named(world.resident), **something("medicines")})
    assert (Nomination.objects.count(), Issue.objects.count()) == (1, 1)
    assert Notification.objects.filter(user_id=world.clinician.user_id).exists()
    assert len(sent) <= COMPLETING, "\n".join(sent)


def test_three_residents_and_three_sections_take_little_more(world, types):
    people = [world.resident, ResidentFactory(home=world.home), ResidentFactory(home=world.home)]
    fields = {name: value for each in people for name, value in named(each).items()}
    for section in ("medicines", "falls", "equipment"):
        fields |= something(section)
    sent = completed(world, types, fields)
    assert (Nomination.objects.count(), Issue.objects.count()) == (3, 3)
    assert len(sent) <= COMPLETING + 2 * ANOTHER_ISSUE, "\n".join(sent)


def test_saving_a_draft(world, types):
    types({"note": ["Rang twice"]})
    with statements(world.by) as sent:
        actions.save_draft(
            check_in_id=world.check_in.pk, sent={"note": ["Rang again"]}, touched=["note"], seen=1, by=world.by, now=NOW
        )
    assert len(sent) <= DRAFT, "\n".join(sent)


def test_an_issue(world):
    new = NewIssue(home_id=world.home.pk, kind="equipment", title="The hoist is broken", key=UUID(int=1))
    with statements(world.by) as sent:
        issue = raise_issue(new=new, by=world.by, now=NOW)
    assert len(sent) <= RAISING, "\n".join(sent)
    with statements(world.by) as sent:
        accept(issue_id=issue.pk, key=UUID(int=2), by=world.by, now=NOW + timedelta(minutes=1))
    assert len(sent) <= TAKING_ON, "\n".join(sent)
