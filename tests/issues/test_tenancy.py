"""What each role sees of an issue, in the database itself: words for those who see residents, numbers for those who count."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from carehomes.access.scopes import acting_scope
from carehomes.issues import actions
from carehomes.issues.models import (
    EscalationPolicy,
    HandOff,
    Issue,
    IssueFile,
    IssueLink,
    IssueNote,
    IssueStatus,
    IssueWatcher,
    IssueWords,
)
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory, acting_for, home_of
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db
COUNTED = (Issue, IssueStatus, IssueWatcher, IssueLink)
READ = (IssueWords, IssueNote, HandOff, IssueFile)


@pytest.fixture
def full(world, raised, do):
    """An issue with something in every table."""
    issue = raised()
    do(actions.hand_off, issue, by=world.lead, system="Store", reference="CE-1", answer_by=None)
    do(actions.comment, issue, by=world.lead, text="Rang them")
    IssueLink.objects.create(issue=issue, home=issue.home, kind="check_in", target_id=1)
    IssueFile.objects.create(
        issue=issue, home=issue.home, name="a.pdf", content_type="application/pdf", size=1, sha256="", content=b"x",
        key=uuid.uuid4(), at=NOW, by_name="Joe",
    )  # fmt: skip
    return issue


def sees(by):
    with acting_scope(by):
        return {model.__name__ for model in (*COUNTED, *READ) if model.objects.exists()}


EVERYTHING = {model.__name__ for model in (*COUNTED, *READ)}
NUMBERS = {model.__name__ for model in COUNTED}


@pytest.mark.parametrize("who", ["by", "lead", "doctor", "carer", "manager"])
def test_who_looks_after_residents_sees_everything(world, full, who):
    assert sees(getattr(world, who)) == EVERYTHING


def test_a_commissioner_sees_numbers(world, full):
    assert sees(world.commissioner) == NUMBERS


@pytest.mark.parametrize(
    ("role", "kind", "relationship", "expected"),
    [
        ("community_pharmacist", "pharmacy", "pharmacy", EVERYTHING),
        ("local_authority_officer", "local_authority", "local_authority", NUMBERS),
        ("organisation_administrator", "pcn", "community_services", set()),
        ("data_protection_officer", "pcn", "community_services", set()),
    ],
)
def test_other_roles(world, full, role, kind, relationship, expected):
    organisation = OrganisationFactory(kind=kind)
    HomeRelationshipFactory(home=world.home, organisation=organisation, kind=relationship)
    assert sees(acting_for(MembershipFactory(organisation=organisation, role=role))) == expected


def test_a_team_of_another_home_sees_nothing(world, full):
    stranger = MembershipFactory(role="care_coordinator")
    home_of(stranger.organisation)
    assert sees(acting_for(stranger)) == set()
    with acting_scope(acting_for(stranger)), pytest.raises(Issue.DoesNotExist):
        actions.accept(issue_id=full.pk, key=uuid.uuid4(), by=acting_for(stranger), now=NOW)


def test_a_proposed_relationship_lets_nobody_see(world, full):
    organisation = OrganisationFactory()
    HomeRelationshipFactory(home=world.home, organisation=organisation, kind="pcn", status="proposed")
    assert sees(acting_for(MembershipFactory(organisation=organisation))) == set()


def test_a_reader_of_england_counts_issues_and_reads_no_status(world, full):
    nation = OrganisationFactory(kind="nation")
    by = acting_for(MembershipFactory(organisation=nation, role="national_reader"))
    with acting_scope(by):
        assert Issue.objects.count() == 1
        for model in (IssueStatus, IssueWords, IssueNote):
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.exists()


def test_a_word_cannot_point_into_another_home(world, full):
    other = home_of(world.pcn)
    with (
        acting_scope(world.by),
        pytest.raises(Exception, match="issues_issuenote_issue_id_home_id_tenant"),
        transaction.atomic(),
    ):
        IssueNote.objects.create(issue=full, home=other, text="x", key=uuid.uuid4(), at=NOW, by_name="x")


@pytest.mark.parametrize(
    "table", ["issues_issuestatus", "issues_issuenote", "issues_issuefile", "issues_escalationpolicy"]
)
def test_an_organisation_cannot_rewrite_what_happened_or_a_policy(world, full, table):
    with (
        acting_scope(world.by),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")
    assert EscalationPolicy.objects.exists()
