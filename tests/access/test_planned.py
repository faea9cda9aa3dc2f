"""Statements that are planned once a connection: kept, asked by others, forgotten when they have to be."""

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from carehomes.access.models import Membership, Organisation
from carehomes.access.planned import fetched, planned_cursor
from carehomes.access.prepared import Given, OneOf, Prepared, given_ids, given_text
from carehomes.access.scopes import acting_scope, alias, system_scope
from carehomes.residents.models import Resident
from tests.factories import OrganisationFactory, ResidentFactory, home_of

pytestmark = pytest.mark.django_db

KEPT_FROM = 6  # PostgreSQL plans with the values at hand five times, then compares


def everybody() -> "QuerySet[Resident]":
    return Resident.objects.filter(state=given_text("state")).order_by("pk")


def resident_of(acting_for_whom):
    membership = Membership.objects.get(pk=acting_for_whom.membership_id)
    return ResidentFactory(home=home_of(membership.organisation))


def kept_plans(part: str) -> list[tuple[int, int]]:
    """How often a kept plan served each statement with these words, and how often one was made anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{part}%"]
        )
        return cursor.fetchall()


def test_a_plan_that_is_kept_shows_each_membership_its_own_residents(acting):
    """PostgreSQL keeps the plan, not what the policies answered when it was made."""
    prepared = Prepared(everybody)
    ours, theirs = acting("care_coordinator"), acting("care_coordinator")
    my_resident, their_resident = resident_of(ours), resident_of(theirs)
    with transaction.atomic():
        for _ in range(KEPT_FROM):
            with acting_scope(ours):
                assert prepared.ask(state="in_home") == [my_resident]
        assert any(generic for generic, _ in kept_plans('FROM "residents_resident"'))
        with acting_scope(theirs):
            assert prepared.ask(state="in_home") == [their_resident]
        with acting_scope(ours):
            assert prepared.ask(state="in_home") == [my_resident]


def test_a_plan_of_one_role_does_not_serve_another(acting):
    """In the product each login has connections of its own; here one connection takes on all roles."""
    prepared = Prepared(everybody)
    ours = acting("care_coordinator")
    mine, other = resident_of(ours), ResidentFactory()
    with transaction.atomic():
        for _ in range(KEPT_FROM):
            with system_scope("a test"):
                assert prepared.ask(state="in_home") == [mine, other]
            with acting_scope(ours):
                assert prepared.ask(state="in_home") == [mine]


def test_a_membership_that_ends_sees_nothing_by_a_kept_plan_either(acting):
    prepared, ours = Prepared(everybody), acting("care_coordinator")
    mine = resident_of(ours)
    with transaction.atomic():
        for _ in range(KEPT_FROM):
            with acting_scope(ours):
                assert prepared.ask(state="in_home") == [mine]
        membership = Membership.objects.get(pk=ours.membership_id)
        membership.ends_on = membership.starts_on
        membership.save()
        with acting_scope(ours):
            assert prepared.ask(state="in_home") == []


def test_what_never_differs_stands_in_the_text_and_what_is_given_beside_it():
    prepared = Prepared(lambda: Organisation.objects.filter(name__contains="50%s %% o'clock", pk=Given("organisation")))
    organisation = OrganisationFactory(name="At 50%s %% o'clock")
    with system_scope("a test"), transaction.atomic():
        assert prepared.first(organisation=organisation.pk) == organisation
        assert prepared.first(organisation=organisation.pk + 1) is None
        assert len(kept_plans("o''clock")) == 1


def test_whole_numbers_of_all_sizes_are_one_statement():
    prepared = Prepared(lambda: Organisation.objects.filter(pk=Given("organisation")).order_by("kind", "pk"))
    with system_scope("a test"), transaction.atomic():
        for number in (1, 70_000, 5_000_000_000):
            assert prepared.ask(organisation=number) == []
        assert len(kept_plans('"access_organisation"."kind" ASC')) == 1


def test_lists_of_keys_are_given():
    elm, oak = OrganisationFactory(name="Elm"), OrganisationFactory(name="Oak")
    those = Prepared(lambda: Organisation.objects.filter(OneOf("pk", given_ids("keys"))).order_by("pk"))
    with system_scope("a test"):
        assert those.ask(keys=[elm.pk, oak.pk]) == [elm, oak]
        assert those.ask(keys=[]) == []


def test_a_statement_by_hand_gives_its_rows_and_one_without_columns_none():
    with system_scope("a test"):
        assert fetched("SELECT %(a)s::int, %(b)s::text", {"a": 1, "b": "two"}) == [(1, "two")]
        assert fetched("UPDATE access_organisation SET name = name WHERE id = %s", [0]) == []


def test_what_was_planned_is_forgotten_when_a_transaction_is_rolled_back():
    """Tables may have changed in it."""
    with system_scope("a test"):
        with transaction.atomic(using=alias()):
            fetched("SELECT 'turned' || %s::text", ["back"])
            assert kept_plans("'turned'") == [(0, 1)]
            transaction.set_rollback(True, using=alias())
        assert kept_plans("'turned'") == []
        assert fetched("SELECT 'turned' || %s::text", ["again"]) == [("turnedagain",)]


def test_behind_a_pooler_that_cannot_follow_nothing_is_prepared(monkeypatch):
    with system_scope("a test"), transaction.atomic(using=alias()):
        with planned_cursor(alias()) as cursor:
            driver = cursor.connection
        monkeypatch.setattr(driver, "prepare_threshold", None)
        assert fetched("SELECT 'never' || %s::text", ["kept"]) == [("neverkept",)]
        assert kept_plans("never") == []
