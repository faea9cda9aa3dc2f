"""At night kept counts are compared with the facts, and a difference is told."""

import pytest

from reporting.actions import compare_counts
from reporting.models import CommissionerWeek, Comparison, EnglandWeek
from tests.factories import (
    MembershipFactory,
)
from tests.reporting.england_then import KEPT_REPORTS, NIGHT, NOW, WEEKS, keep_all

pytestmark = pytest.mark.django_db


def test_at_night_kept_counts_are_compared_with_the_facts(england):
    keep_all(NIGHT)
    assert compare_counts(NOW) == 0, "not by day"
    assert not Comparison.objects.exists()
    assert compare_counts(NIGHT) == 0
    found = Comparison.objects.values_list("report", "weeks", "differences")
    assert sorted(found) == [(report, 104, 0) for report in sorted(KEPT_REPORTS)]


def test_a_difference_is_told_and_mended(england):
    keep_all(NIGHT)
    EnglandWeek.objects.filter(report="check-ins", week=WEEKS[4], kind="all").update(counts=[9] * 10)
    CommissionerWeek.objects.filter(report="check-ins", week=WEEKS[6], kind="pcn").delete()
    wrong = compare_counts(NIGHT)
    assert wrong >= 2
    assert Comparison.objects.get(report="check-ins").differences == wrong
    assert compare_counts(NIGHT) == 0, "once a night"
    keep_all(NIGHT)
    Comparison.objects.all().delete()
    assert compare_counts(NIGHT) == 0


def test_readers_and_operators_are_told_of_a_difference(england, client):
    keep_all(NIGHT)
    EnglandWeek.objects.filter(report="check-ins", week=WEEKS[4], kind="all").update(counts=[9] * 10)
    compare_counts(NIGHT)
    client.act_as(MembershipFactory(role="national_reader"))
    assert "1 count differed and were counted anew" in client.get("/reports/how-numbers-are-made/").content.decode()
    assert client.get("/healthz/ready").json()["kept counts"] == "not ok"
