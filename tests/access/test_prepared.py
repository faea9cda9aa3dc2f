"""Prepared querysets: the rows of the queryset that was written, on each login, with the values of each asking."""

import pytest
from django.apps import apps
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Model
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
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
        with scope, CaptureQueriesContext(connections[alias()]) as sent:
            (found,) = prepared.ask(organisation=ours.organisation_id)
            assert found._state.db == alias()
            assert len(sent) == 1


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


def test_an_instance_is_what_django_makes_of_the_row():
    organisation = OrganisationFactory(name="Elm", kind=OrganisationKind.PCN)
    OrganisationName.objects.create(organisation=organisation, name="Elm once", starts_on="2020-04-01")
    rows = OrganisationName.objects.filter(name="Elm once").select_related("organisation")
    with system_scope("a test"):
        (found,), expected = Prepared(lambda: rows).ask(), rows.get()
        ours, theirs = (
            {**vars(each), "_state": vars(each._state)} for each in (found.organisation, expected.organisation)
        )
        assert ours == theirs
        assert {**vars(found), "_state": None} == {**vars(expected), "_state": None}
        assert found._state.adding is False
        assert found._state.fields_cache == {"organisation": expected.organisation}


def test_a_field_that_was_left_out_is_fetched_when_it_is_asked_for():
    organisation = OrganisationFactory(name="Elm")
    prepared = Prepared(lambda: Organisation.objects.filter(pk=Given("organisation")).only("pk"))
    with system_scope("a test"), CaptureQueriesContext(connections["system"]) as queries:
        (found,) = prepared.ask(organisation=organisation.pk)
        assert found.get_deferred_fields() >= {"name"}
        assert found.name == "Elm"
    assert len(queries) == 2


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_nothing_else_happens_when_django_makes_an_instance(model):
    """Prepared statements make instances without `Model.__init__`; a model that did more there, or a listener, would be passed over."""
    assert model.__init__ is Model.__init__
    assert model.from_db.__func__ is Model.from_db.__func__
    kinds = {type(vars(owner)[name]) for owner, name in attributes_of(model)}
    assert kinds <= {DeferredAttribute, ForeignKeyDeferredAttribute}
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)


def attributes_of(model):
    """Where each column's attribute stands: in the model or in one that it is made of."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [(next(each for each in model.__mro__ if name in vars(each)), name) for name in names]
