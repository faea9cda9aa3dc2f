"""The base of every task: a membership that holds, or a reason; and nothing stays behind."""

from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from django.db import connection

from carehomes.access import scopes
from carehomes.access.tasks import NoScopeError, ScopedTask
from carehomes.deadlines import london_today
from carehomes.residents.models import Resident
from tests.factories import MembershipFactory, ResidentFactory, home_of

pytestmark = pytest.mark.django_db
app = Celery("tests", task_cls=ScopedTask, set_as_current=False)
app.conf.task_always_eager = True
app.conf.task_eager_propagates = True


@app.task(name="tests.count_residents")
def count_residents(found: list[int]) -> None:
    found.append(Resident.objects.count())


@app.task(name="tests.count_everywhere", system_reason="counting in a test")
def count_everywhere(found: list[int]) -> None:
    found.append(Resident.objects.count())
    current = scopes.current()
    assert current is not None
    assert current.reason == "counting in a test"


@app.task(name="tests.fail")
def fail() -> None:
    raise LookupError("on purpose")


@pytest.fixture
def member() -> Any:
    """A coordinator with one resident; another resident lives elsewhere."""
    membership = MembershipFactory(role="care_coordinator")
    ResidentFactory(home=home_of(membership.organisation))
    ResidentFactory()
    return membership


def left_behind() -> tuple[str, str, object]:
    """Database role, acting membership and scope after a task."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, coalesce(current_setting('homeround.membership', true), '')")
        role, membership = cursor.fetchone()
    return role, membership, scopes.current()


CLEAN = ("homeround_owner", "", None)


def test_a_task_sees_what_its_membership_sees(member: Any) -> None:
    found: list[int] = []
    count_residents.apply(args=[found], kwargs={"acting": (member.user_id, member.pk)})
    assert found == [1]
    assert left_behind() == CLEAN


def test_a_task_whose_membership_has_ended_does_nothing(member: Any) -> None:
    member.ends_on = london_today() - timedelta(days=1)
    member.save()
    found: list[int] = []
    count_residents.apply(args=[found], kwargs={"acting": (member.user_id, member.pk)})
    assert found == []


def test_a_task_with_the_membership_of_somebody_else_does_nothing(member: Any) -> None:
    other = MembershipFactory()
    found: list[int] = []
    count_residents.apply(args=[found], kwargs={"acting": (other.user_id, member.pk)})
    assert found == []


def test_a_task_with_neither_refuses(member: Any) -> None:
    with pytest.raises(NoScopeError, match="needs acting"):
        count_residents.apply(args=[[]])
    assert left_behind() == CLEAN


def test_a_task_across_tenants_says_why(member: Any) -> None:
    found: list[int] = []
    count_everywhere.apply(args=[found])
    assert found == [2]
    assert left_behind() == CLEAN


def test_a_task_that_fails_leaves_nothing_behind(member: Any) -> None:
    from django.db import transaction

    with pytest.raises(LookupError), transaction.atomic():
        fail.apply(kwargs={"acting": (member.user_id, member.pk)})
    assert left_behind() == CLEAN
