"""Under row security the planner reaches rows by their home: the policy of every table of a home is a condition on an index.

Test tables are small, so that sequential scans are forbidden here: what is asked is whether an index can be used, not whether it pays.
A policy with a flag, an OR, a function per row or a column without an index fails (docs/performance.md has what that costs).
"""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from carehomes.access.scopes import acting_scope
from carehomes.access.tenancy import HOME_CLASSES
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident
from tests.factories import CareHomeFactory, MembershipFactory, ResidentFactory, acting_for, home_of

pytestmark = pytest.mark.django_db

BY_HOME = re.compile(r"Index Cond: .*home_id = ANY")
OF_HOMES = [
    model
    for model in apps.get_models()
    if getattr(model, "data_class", None) in HOME_CLASSES and not getattr(model, "is_history", False)
]
HOT = {
    "the week of a coordinator": "SELECT home_id, state FROM checkins_checkin WHERE week = '2026-11-23'",
    "what is still open": "SELECT home_id FROM issues_issue WHERE closed_at IS NULL",
    "who needs someone": "SELECT home_id FROM checkins_nomination WHERE state = 'raised' ORDER BY urgency, raised_at",
    "residents by name": "SELECT id FROM residents_resident WHERE state IN ('in_home', 'away') ORDER BY family_key LIMIT 50",
    "how many live where": "SELECT home_id, state, count(*) FROM residents_resident GROUP BY home_id, state",
}


@pytest.fixture
def coordinator():
    membership = MembershipFactory()
    home_of(membership.organisation)
    return acting_for(membership)


def plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("model", OF_HOMES, ids=lambda model: model.__name__)
def test_every_table_of_homes_is_reached_by_its_home(coordinator, model: type[models.Model]):
    with acting_scope(coordinator):
        plan = plan_of(f"SELECT * FROM {model._meta.db_table}")
    assert BY_HOME.search(plan), plan


@pytest.fixture
def a_thousand_homes(coordinator):
    """With a resident each, and known to the planner: of an empty table it takes any index, by what other tests left in its numbers."""
    homes = CareHome.objects.bulk_create(CareHomeFactory.build() for _ in range(1_000))
    Resident.objects.bulk_create(ResidentFactory.build(home=home) for home in homes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE residents_resident, directory_carehome")


@pytest.mark.usefixtures("a_thousand_homes")
@pytest.mark.parametrize("name", HOT)
def test_the_hottest_questions_are_answered_by_an_index_on_the_home(coordinator, name: str):
    with acting_scope(coordinator):
        plan = plan_of(HOT[name])
    assert BY_HOME.search(plan), plan
    assert "Filter: (home_id" not in plan, plan


def test_the_visible_homes_are_asked_once_for_a_whole_statement(coordinator):
    """One InitPlan for each table, not a call for each row."""
    with acting_scope(coordinator):
        plan = plan_of("SELECT n.id FROM checkins_nomination n JOIN residents_resident r ON r.id = n.resident_id")
    asked = [line for line in plan.splitlines() if line.strip().startswith("InitPlan")]
    assert len(asked) == 2, plan
    assert "visible_homes" not in plan, plan
