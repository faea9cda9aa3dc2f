"""Rows that are written by statements of ours are what Django would have written."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import IdempotencyKey, Organisation, OrganisationName
from carehomes.access.rows import delete, insert, save
from carehomes.access.scopes import acting_scope, alias, system_scope
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_several_rows_are_one_statement_and_know_their_keys():
    organisation = OrganisationFactory(kind=OrganisationKind.PCN)
    rows = (OrganisationName(organisation=organisation, name=f"Elm {n} 100%", starts_on="2020-04-01") for n in (1, 2))
    with system_scope("a test"), CaptureQueriesContext(connections["system"]) as asked:
        first, second = insert(rows)
        assert (first._state.adding, first._state.db) == (False, alias())
        assert OrganisationName.objects.get(pk=first.pk).name == "Elm 1 100%"
        assert OrganisationName.objects.get(pk=second.pk).name == "Elm 2 100%"
    assert sum(each["sql"].startswith("INSERT") for each in asked) == 1


def test_a_key_that_is_not_the_databases_is_written():
    key, today = uuid.uuid4(), datetime.now(UTC).date()
    with system_scope("a test"):
        insert([IdempotencyKey(key=key, user_id=7, action="a test", result="/there/")])
        kept = IdempotencyKey.objects.get(key=key)
        assert (kept.user_id, kept.result) == (7, "/there/")
        assert kept.used_at.date() >= today  # what a field fills in by itself
        with pytest.raises(IntegrityError), transaction.atomic(using=alias()):
            insert([IdempotencyKey(key=key, user_id=7, action="a test", result="/elsewhere/")])


def test_nothing_to_write_sends_nothing():
    with system_scope("a test"), CaptureQueriesContext(connections["system"]) as asked:
        assert insert([]) == []
    assert not any(each["sql"].startswith("INSERT") for each in asked)


def test_a_row_that_is_there_is_changed_and_a_new_one_added():
    organisation = OrganisationFactory(name="Elm PCN")
    with system_scope("a test"):
        found = Organisation.objects.get(pk=organisation.pk)
        found.name = "Oak PCN"
        save(found)
        assert Organisation.objects.get(pk=organisation.pk).name == "Oak PCN"
        name = OrganisationName(organisation=found, name="Oak PCN", starts_on="2026-04-01")
        save(name)
        assert OrganisationName.objects.filter(pk=name.pk).count() == 1


def test_a_row_that_may_not_be_changed_is_an_error_and_not_a_silence(acting):
    """Row security hides a row from an UPDATE without a word."""
    organisation = OrganisationFactory(name="Elm PCN")
    with acting_scope(acting()), pytest.raises(DatabaseError), transaction.atomic(using=alias()):
        save(Organisation.objects.get(pk=organisation.pk))


def test_one_row_is_deleted_and_no_other():
    organisation = OrganisationFactory(kind=OrganisationKind.PCN)
    with system_scope("a test"):
        gone, stays = insert(
            OrganisationName(organisation=organisation, name=name, starts_on="2020-04-01") for name in ("Elm", "Oak")
        )
        delete(gone)
        left = OrganisationName.objects.filter(pk__in=[gone.pk, stays.pk])
        assert [each.name for each in left] == ["Oak"]
