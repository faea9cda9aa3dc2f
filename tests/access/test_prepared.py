"""Prepared querysets: the rows of the queryset that was written, on each login, with the values of each asking."""

import pytest
from django.core.paginator import Paginator
from django.db import connections
from django.test.utils import CaptureQueriesContext

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import Organisation, OrganisationName
from carehomes.access.prepared import Given, Prepared, Sliced, given_day, given_text
from carehomes.access.scopes import acting_scope, alias, system_scope
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def names_called():
    rows = OrganisationName.objects.filter(name__contains=given_text("part"), organisation_id=Given("organisation"))
    return rows.filter(starts_on__lte=given_day("day")).select_related("organisation").order_by("pk")


def test_each_asking_has_its_own_values():
    by_code = Prepared(lambda: Organisation.objects.filter(ods_code=given_text("code")))
    elm, oak = OrganisationFactory(ods_code="Y00001"), OrganisationFactory(ods_code="Y00002")
    with system_scope("a test"):
        assert by_code.ask(code="Y00001") == [elm]
        assert by_code.first(code="Y00002") == oak
        assert by_code.first(code="Y00003") is None


def test_it_finds_what_the_queryset_finds_with_related_rows():
    organisation = OrganisationFactory(name="Elm_ 100%", kind=OrganisationKind.PCN)
    OrganisationName.objects.all().delete()
    OrganisationName.objects.create(organisation=organisation, name="Elm_ 100%", starts_on="2020-04-01")
    OrganisationName.objects.create(organisation=organisation, name="Elmx 1000", starts_on="2020-04-01")
    prepared = Prepared(names_called)
    with system_scope("a test"), CaptureQueriesContext(connections["system"]) as queries:
        (found,) = prepared.ask(part="m_ 100%", organisation=organisation.pk, day="2026-01-01")
        assert (found.name, found.organisation.name) == ("Elm_ 100%", "Elm_ 100%")
        assert prepared.ask(part="m_ 100%", organisation=organisation.pk, day="2019-01-01") == []
    assert sum('FROM "access_organisationname"' in each["sql"] for each in queries) == 2


def test_tuples_of_values():
    OrganisationFactory(kind=OrganisationKind.ICB, name="Moor")
    called = Prepared(lambda: Organisation.objects.filter(kind=given_text("kind")).values_list("kind", "name"))
    with system_scope("a test"):
        assert called.tuples(kind="icb") == [("icb", "Moor")]


def test_a_value_that_is_missing_is_an_error():
    by_code = Prepared(lambda: Organisation.objects.filter(ods_code=given_text("code")))
    with system_scope("a test"), pytest.raises(KeyError):
        by_code.ask()


def test_each_login_asks_on_its_own_connection(acting):
    """What was written for one login is never sent on the connection of another: the policies would answer for the wrong one."""
    ours, prepared = acting(), Prepared(lambda: Organisation.objects.filter(pk=Given("organisation")))
    for scope in (system_scope("a test"), acting_scope(ours), system_scope("a test")):
        with scope:
            (found,) = prepared.ask(organisation=ours.organisation_id)
            assert found._state.db == alias()
            assert prepared.compiler(alias(), {"organisation": 1}).connection is connections[alias()]


def test_a_list_is_paged_by_one_statement_a_page():
    for number in range(5):
        OrganisationFactory(kind=OrganisationKind.LPC, name=f"Place {number}")
    rows = Organisation.objects.filter(kind=given_text("kind")).order_by("name")
    pages = Paginator(Sliced(lambda first, last: Prepared(lambda: rows[first:last]), 5, size=2, kind="lpc"), 2)
    with system_scope("a test"), CaptureQueriesContext(connections["system"]) as queries:
        found = [[each.name for each in pages.page(number).object_list] for number in (1, 2, 3)]
    assert found == [["Place 0", "Place 1"], ["Place 2", "Place 3"], ["Place 4"]]
    assert len(queries) == 3


def test_a_list_of_nothing_asks_nothing():
    nothing = Sliced(lambda first, last: pytest.fail("It asked"), 0, size=2)
    assert list(Paginator(nothing, 2).get_page(1).object_list) == []
