"""Lists and records of issues: the same number of queries at 10 and at 1,000 rows, and no page too heavy."""

import uuid
from datetime import timedelta

import pytest

from carehomes.issues.models import Issue, IssueLink, IssueNote, IssueStatus, IssueWatcher, IssueWords
from carehomes.issues.queries.home import still_open_for
from tests.issues.conftest import NOW
from tests.scale.budget import LIST, RECORD, assert_same_queries

pytestmark = pytest.mark.django_db
STATES = ("open", "accepted", "in_progress", "reopened", "resolved", "handed_off")


def issues(world, count, **more):
    """That many issues of the home, in every state, with their words and watchers, in one go."""
    made = Issue.objects.bulk_create(
        Issue(
            home=world.home,
            resident=world.resident if number % 3 else None,
            kind="medicines",
            priority="week",
            state=STATES[number % len(STATES)],
            owner_organisation=world.pcn,
            owner_user_id=world.memberships["lead"].user_id if number % 3 else None,
            owner_name="Joe Lovage" if number % 3 else "",
            raised_at=NOW - timedelta(days=number % 20),
            raised_by_user_id=1,
            raised_by_name="Priya Fennel",
            raised_by_organisation_name="Westmere PCN",
            due_at=NOW + timedelta(days=3 - number % 20),
            resolved_at=NOW if STATES[number % len(STATES)] == "resolved" else None,
            key=uuid.uuid4(),
            **more,
        )
        for number in range(count)
    )
    words = [
        IssueWords(issue=each, home=world.home, title="Chart query", said="Still 10 mg", answer="Done") for each in made
    ]
    IssueWords.objects.bulk_create(words)
    IssueWatcher.objects.bulk_create(
        IssueWatcher(issue=each, home=world.home, user_id=post.user_id, name=post.user.name, since=NOW)
        for each in made
        for post in (world.memberships["by"], world.memberships["lead"])
    )
    return made


@pytest.mark.parametrize("tab", ["yours", "team", "confirm", "handed-off", "all"])
def test_lists(client, world, tab):
    client.act_as(world.memberships["by"])
    assert_same_queries(lambda count: issues(world, count), f"/issues/?tab={tab}", client, at_most=LIST)


def test_closed(client, world):
    client.act_as(world.memberships["by"])
    over = {"closed_at": NOW, "state": "withdrawn"}

    def closed(count):
        for each in issues(world, count):
            Issue.objects.filter(pk=each.pk).update(**over)

    assert_same_queries(closed, "/issues/?tab=closed", client, at_most=LIST)


def test_the_choosing_of_several(client, world):
    client.act_as(world.memberships["by"])
    assert_same_queries(lambda count: issues(world, count), "/issues/?give=1", client, at_most=LIST)


@pytest.mark.parametrize("path", ["/my-home/", "/is-it-done/", "/issues/"])
def test_the_homes_own_pages(client, world, path):
    client.act_as(world.memberships["carer"])
    at_most = RECORD if path == "/my-home/" else LIST
    assert_same_queries(lambda count: issues(world, count), path, client, at_most=at_most)


def test_one_issue_with_a_long_story(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["by"])

    def happens(count):
        start = IssueStatus.objects.filter(issue=issue).count() + 1
        common = {"issue": issue, "home": issue.home, "at": NOW, "by_name": "Joe Lovage"}
        IssueStatus.objects.bulk_create(
            IssueStatus(
                happened="priority", state="open", priority="week", revision=start + number,
                owner_organisation_name="Westmere PCN", **common,
            )
            for number in range(count // 20)
        )  # fmt: skip
        IssueNote.objects.bulk_create(
            IssueNote(text="Rang them", key=uuid.uuid4(), **common) for _ in range(count // 20)
        )
        IssueLink.objects.bulk_create(
            IssueLink(issue=issue, home=issue.home, kind="nothing", target_id=start * 1000 + number)
            for number in range(count // 20)
        )

    happens(20)
    assert_same_queries(happens, f"/issues/{issue.pk}/", client, at_most=RECORD)


def test_what_a_check_in_shows_is_one_query(world, django_assert_num_queries):
    issues(world, 200)
    with django_assert_num_queries(1):
        rows = still_open_for(world.home.pk, world.by, NOW)
        assert {each.words.title for each in rows} == {"Chart query"}
