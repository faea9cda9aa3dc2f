"""Random teams and forms: the form that the database says a home is asked is the one that a plain-Python model of the rule says."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carehomes.access.kinds import RelationshipKind
from carehomes.directory.models import AlignmentStatus, HomeRelationship
from checkins.models import FormVersion
from checkins.queries.forms import form_version
from tests.factories import CareHomeFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
COUNT_IN_ORDER = ("pcn", "practice", "community_services", "commissioner")  # docs/adr/0011, written out once more
WORKING = ("agreed", "nearest")
ORGANISATIONS = 3

days = st.integers(-3, 3)
holding = st.tuples(st.integers(-9, 0), st.none())
spans = holding | st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] > span[0])
kinds = st.sampled_from([*COUNT_IN_ORDER, *RelationshipKind.values])
statuses = st.sampled_from(["agreed", "agreed", "nearest", *AlignmentStatus.values])
whose = st.integers(0, ORGANISATIONS - 1)
practices = st.tuples(
    whose, st.just("practice"), st.just("agreed"), holding
)  # of these a home may have several at once
teams = st.lists(practices | st.tuples(whose, kinds, statuses, spans), min_size=1, max_size=6)
of_one = st.tuples(st.sets(days, max_size=3), st.none() | days)
forms = st.lists(of_one, min_size=ORGANISATIONS, max_size=ORGANISATIONS)


def at(offset):
    return None if offset is None else DAY + timedelta(days=offset)


def publish(organisation, firsts, end):
    """Versions from these days on, each until the next; the last until the end, if it has one."""
    begins = sorted(each for each in firsts if end is None or each < end)
    for number, (first, last) in enumerate(zip(begins, [*begins[1:], end], strict=False), start=1):
        FormVersion.objects.create(
            organisation=organisation,
            number=number,
            state="published",
            valid_from=at(first),
            valid_to=at(last),
            sections=[],
        )


def align(home, organisation, kind, status, span):
    first, end = span
    with suppress(IntegrityError), transaction.atomic():  # such as two PCNs at once
        HomeRelationship.objects.create(
            home=home, organisation=organisation, kind=kind, status=status, starts_on=at(first), ends_on=at(end)
        )


def expected(home):
    """Whose form, and which: the rule in its own words."""
    serving = [
        each
        for each in HomeRelationship.objects.filter(home=home)
        if each.kind in COUNT_IN_ORDER and each.status in WORKING and each.holds_on(DAY)
    ]
    serving.sort(key=lambda each: (COUNT_IN_ORDER.index(each.kind), each.starts_on, each.pk))
    for each in [*serving, None]:
        theirs = FormVersion.objects.filter(organisation=each and each.organisation_id, state="published")
        holding = [v for v in theirs if v.valid_from <= DAY and not (v.valid_to and v.valid_to <= DAY)]
        if holding:
            return holding[0]
    raise AssertionError("The general form holds always")


@pytest.fixture
def organisations(db):
    return [OrganisationFactory() for _ in range(ORGANISATIONS)]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ours=teams, neighbours=teams, kept=forms)
def test_each_home_is_asked_the_form_of_the_first_of_its_team_that_has_one(organisations, ours, neighbours, kept):
    with transaction.atomic():
        for organisation, (firsts, end) in zip(organisations, kept, strict=True):
            publish(organisation, firsts, end)
        for team in (ours, neighbours):
            home = CareHomeFactory()
            for number, *how in team:
                align(home, organisations[number], *how)
            assert form_version(home.pk, DAY) == expected(home)
        transaction.set_rollback(True)
