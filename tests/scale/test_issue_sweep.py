"""The sweep and the search for owners over as many open issues as England has: each once, by index, in a few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from carehomes.issues import actions
from carehomes.issues.models import Issue
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory, home_of
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db
OPEN = 200_000
FEW = 40
_OPEN_ISSUES = """
    INSERT INTO issues_issue (home_id, kind, priority, state, owner_organisation_id, owner_name, raised_at, raised_by_user_id,
        raised_by_name, raised_by_organisation_name, due_at, escalation_tier, escalates_at, next_escalation_at, revision, key)
    SELECT %(home)s, 'staffing', 'week', 'open', %(owner)s, '', %(now)s, 1, '', '', %(now)s + interval '9 days', 0,
        ARRAY[%(now)s + interval '9 days'], %(now)s + interval '9 days' + n * interval '1 second', 1, gen_random_uuid()
    FROM generate_series(1, %(count)s) n
"""


@pytest.fixture
def england(db):
    pcn = OrganisationFactory()
    MembershipFactory(organisation=pcn)
    home = home_of(pcn)
    HomeRelationshipFactory(home=home, organisation=OrganisationFactory(kind="icb"), kind="commissioner")
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_ISSUES, {"home": home.pk, "owner": pcn.pk, "now": NOW, "count": OPEN})
        cursor.execute("ANALYZE issues_issue")
    late = Issue.objects.filter(pk__in=list(Issue.objects.order_by("pk").values_list("pk", flat=True)[:FEW]))
    late.update(next_escalation_at=NOW)
    return home


def statements(work):
    """What the work returned, and how many statements it took: work per issue would show here, not in seconds."""
    with CaptureQueriesContext(connection) as asked:
        result = work()
    return result, len(asked)


def test_the_sweep_takes_each_once_in_a_few_statements(england, time_machine):
    time_machine.move_to(NOW, tick=False)
    done, asked = statements(lambda: actions.sweep(NOW))
    assert done == FEW
    assert asked < 15
    assert actions.sweep(NOW) == 0


def test_the_sweep_finds_what_is_late_by_its_index(england):
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT id FROM issues_issue WHERE next_escalation_at <= %s ORDER BY next_escalation_at LIMIT 500",
            [NOW],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "issues_issue_escalates" in plan
    assert "Seq Scan" not in plan


def test_the_search_for_owners_asks_once_for_all(england, time_machine):
    time_machine.move_to(NOW, tick=False)
    found, asked = statements(lambda: actions.find_owners(NOW))
    assert found == 0
    assert asked < 6
