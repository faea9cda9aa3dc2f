"""Reports ask as many questions with a thousand homes as with ten, and no page is too heavy."""

from datetime import timedelta

import pytest

from carehomes.access.kinds import RelationshipKind
from checkins.models import CheckIn, Nomination
from reporting.actions import KEPT_WEEKS, keep_counts
from reporting.metrics import REPORTS
from reporting.presenters.definitions import KEPT
from tests.checkins.test_budgets import homes
from tests.factories import CheckInFactory, MembershipFactory, NominationFactory, ResidentFactory
from tests.reporting.conftest import MONDAY, NOW
from tests.scale.budget import LIST, assert_same_queries

pytestmark = pytest.mark.django_db


def rows(icb, count: int) -> None:
    made = homes(icb, RelationshipKind.COMMISSIONER, count)
    weeks = [MONDAY, MONDAY - timedelta(weeks=1)]
    CheckIn.objects.bulk_create(
        CheckInFactory.build(home=home, week=week, due_on=week) for home in made for week in weeks
    )
    people = ResidentFactory._meta.model.objects.bulk_create(ResidentFactory.build(home=home) for home in made)
    Nomination.objects.bulk_create(NominationFactory.build(resident=each, raised_at=NOW) for each in people)


@pytest.mark.parametrize("query", ["", "?by=home", "?by=home&area=pcn:none", "?by=month&gap=2"])
@pytest.mark.parametrize("key", ["check-ins", "waits", "residents"])
def test_a_report(client, here, key, query):
    client.act_as(here.member("commissioner_lead"))
    assert_same_queries(lambda count: rows(here.icb, count), f"/reports/{key}/{query}", client, LIST)


@pytest.mark.parametrize("key", REPORTS)
def test_a_narrowed_view(client, here, key):
    rows(here.icb, 3)
    client.act_as(here.member("commissioner_lead"))
    path = f"/reports/{key}/?by=home&home={here.homes[0].pk}&owner={here.pcn.pk}"
    assert_same_queries(lambda count: rows(here.icb, 3), path, client, LIST)


def test_england(client, here):
    client.act_as(MembershipFactory(role="national_reader"))
    assert_same_queries(lambda count: rows(here.icb, count), "/reports/check-ins/", client, LIST)


@pytest.mark.parametrize("role", ["commissioner_lead", "regional_reader", "national_reader"])
@pytest.mark.parametrize("query", ["", "?by=council", "?by=commissioner&weeks=4", "?by=pcn"])
def test_whole_areas(client, here, role, query):
    def kept_rows(count: int) -> None:
        rows(here.icb, count)
        keep_counts(NOW, at_most=KEPT_WEEKS)

    client.act_as(MembershipFactory(role=role) if role == "national_reader" else here.member(role))
    kept_rows(1)
    assert KEPT in client.get(f"/reports/check-ins/{query}").content.decode()
    assert_same_queries(kept_rows, f"/reports/check-ins/{query}", client, LIST)


def test_the_file(client, here):
    client.act_as(here.member("commissioner_lead"))
    path = "/reports/check-ins/lines.csv?by=home"
    assert_same_queries(lambda count: rows(here.icb, count), path, client, LIST, heaviest=200_000)
