"""Escalation: versioned policies, each tier once, told to those who still work with the home; owners who cannot see an issue lose it."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from carehomes.access.models import OrganisationParent
from carehomes.access.refusals import RefusedError
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import LONDON
from carehomes.directory.models import HomeRelationship
from carehomes.issues import actions
from carehomes.issues.actions import Draft
from carehomes.issues.actions.sweep import Late, whom_to_tell
from carehomes.issues.escalation import Tier, moments, next_moment, problems
from carehomes.issues.models import (
    EscalationPolicy,
    EscalationTier,
    Happened,
    Issue,
    IssueState,
    IssueStatus,
    Kind,
    PolicyState,
)
from carehomes.issues.queries.people import people_around
from carehomes.issues.queries.policies import policy_for
from carehomes.notifications.models import Notification
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    acting_for,
    home_of,
)
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DUE = datetime(2026, 11, 23, 10, 52, tzinfo=UTC)


def escalations(issue):
    rows = IssueStatus.objects.filter(issue=issue, happened=Happened.ESCALATED).order_by("revision")
    return [(each.tier, each.told) for each in rows]


def test_moments_follow_the_policys_clock():
    friday = datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert moments(friday, [0, 120], "working") == [friday, datetime(2026, 11, 30, 10, tzinfo=UTC)]
    assert moments(friday, [0, 120], "always") == [friday, friday + timedelta(hours=2)]
    assert next_moment([friday], 0) == friday
    assert next_moment([friday], 1) is None


@pytest.mark.parametrize("friday", [date(2026, 3, 27), date(2026, 10, 23), date(2027, 3, 26)])
def test_the_clock_that_never_stops_counts_hours_over_a_change_of_the_clocks(friday):
    """A due time is a moment in London, and comes back from the database in UTC: both give the same three days later."""
    due = datetime.combine(friday, time(17), LONDON)
    three_days = due.astimezone(UTC) + timedelta(days=3)
    assert moments(due, [3 * 24 * 60], "always") == [three_days]
    assert moments(due.astimezone(UTC), [3 * 24 * 60], "always") == [three_days]


def test_problems_of_tiers():
    assert problems([]) == ["Add at least one step"]
    assert problems([Tier(60, ("owner",)), Tier(60, ())]) == [
        "Each step must come later than the one before it",
        "Say whom each step tells",
    ]
    assert not problems([Tier(0, ("owner",)), Tier(60, ("owners",))])


def test_each_tier_happens_once_in_order(world, raised):
    issue = raised()
    assert actions.sweep(DUE - timedelta(minutes=1)) == 0
    assert actions.sweep(DUE) == 1
    assert actions.sweep(DUE) == 0
    assert escalations(issue) == [(1, ["Joe Lovage"])]
    a_day_over = datetime(2026, 11, 24, 10, 52, tzinfo=UTC)
    assert actions.sweep(a_day_over) == 1
    assert escalations(issue)[1] == (2, ["Joe Lovage", "Priya Fennel"])
    assert actions.sweep(a_day_over + timedelta(days=30)) == 1
    assert escalations(issue)[2] == (3, ["Ash Yarrow", "Joe Lovage", "Priya Fennel"])
    late = Notification.objects.filter(kind="issue_late", user_id=world.memberships["lead"].user_id)
    assert late.count() == 3
    assert late[0].title == f"Issue {issue.pk}, Larch House: overdue"


def test_a_long_silence_is_caught_up_tier_by_tier(world, raised):
    issue = raised()
    assert actions.sweep(DUE + timedelta(days=60)) == 1
    assert actions.sweep(DUE + timedelta(days=60)) == 1
    assert actions.sweep(DUE + timedelta(days=60)) == 1
    assert [tier for tier, _ in escalations(issue)] == [1, 2, 3]


def test_what_waits_for_the_home_does_not_escalate_and_begins_anew_when_reopened(world, raised, do):
    issue = raised()
    actions.sweep(DUE)
    do(actions.resolve, issue, by=world.lead, answer="Done.", now=DUE)
    assert actions.sweep(DUE + timedelta(days=60)) == 0
    do(actions.home_says_no, issue, by=world.carer, why="", now=DUE + timedelta(days=1))
    issue.refresh_from_db()
    assert (issue.escalation_tier, issue.next_escalation_at) == (0, issue.due_at)
    assert issue.due_at == DUE + timedelta(days=4)


def test_nobody_who_has_left_is_told(world, raised):
    issue = raised()
    HomeRelationship.objects.filter(organisation=world.pcn).update(ends_on=date(2026, 11, 20))
    actions.sweep(DUE)
    assert escalations(issue) == [(1, [])]


LAST = datetime(2026, 11, 26, 10, 52, tzinfo=UTC)  # the third step of the general policy


def climbed(issue):
    for moment in issue.escalates_at:
        actions.sweep(moment)
    issue.refresh_from_db()
    return issue


def test_the_last_step_comes_again_by_policy_until_somebody_takes_it_up(world, raised, do):
    issue = climbed(raised())
    assert (issue.escalation_tier, issue.next_escalation_at) == (3, LAST + timedelta(days=1))
    assert actions.sweep(LAST + timedelta(hours=23)) == 0
    assert actions.sweep(LAST + timedelta(days=1)) == 1
    assert escalations(issue)[3] == (4, ["Ash Yarrow", "Joe Lovage", "Priya Fennel"])
    do(actions.accept, issue, by=world.lead, now=LAST + timedelta(days=1))
    assert actions.sweep(LAST + timedelta(days=60)) == 1, "the word that was due already"
    assert actions.sweep(LAST + timedelta(days=90)) == 0, "whoever has it is not told again"


def test_a_scheduler_that_was_away_repeats_once_and_not_for_every_day(world, raised):
    issue = climbed(raised())
    late = LAST + timedelta(days=30)
    assert actions.sweep(late) == 1
    assert actions.sweep(late) == 0
    issue.refresh_from_db()
    assert late < issue.next_escalation_at <= late + timedelta(days=4)  # over the bank holidays


def test_what_somebody_has_taken_up_climbs_while_it_is_late_and_is_not_repeated(world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    climbed(issue)
    assert (issue.escalation_tier, issue.next_escalation_at) == (3, None)


# Policies as data


@pytest.fixture
def administrator(world):
    return acting_for(MembershipFactory(organisation=world.pcn, role="organisation_administrator", user__name="Rue"))


def draft(by, *, about=Kind.MEDICINES, tiers=((0, ("owner",)), (480, ("owners",)))):
    with acting_scope(by):
        policy = actions.start_draft(about=about, name="Medicines issues", by=by)
        said = Draft("Medicines issues", tiers=[Tier(minutes, tells) for minutes, tells in tiers])
        return actions.save_draft(policy_id=policy.pk, draft=said, by=by)


def publish(by, policy, valid_from=TODAY, **more):
    with acting_scope(by):
        return actions.publish(policy_id=policy.pk, valid_from=valid_from, by=by, now=NOW, **more)


def test_a_published_policy_holds_for_its_kind_and_its_organisation(world, raised, administrator):
    policy = publish(administrator, draft(administrator))
    assert raised().escalation_policy == policy
    assert raised(kind=Kind.STAFFING).escalation_policy.organisation is None
    assert policy_for(world.home.pk, "same_day", NOW.date()).about == "same_day"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issues_escalationpolicy SET name = 'Another' WHERE id = %s",
        "UPDATE issues_escalationpolicy SET state = 'draft' WHERE id = %s",
        "UPDATE issues_escalationpolicy SET valid_from = valid_from - 1 WHERE id = %s",
        "DELETE FROM issues_escalationpolicy WHERE id = %s",
        "UPDATE issues_escalationtier SET after_minutes = 5 WHERE policy_id = %s AND number = 2",
        "DELETE FROM issues_escalationtier WHERE policy_id = %s",
        "INSERT INTO issues_escalationtier (policy_id, number, after_minutes, tells) VALUES (%s, 9, 9999, '{owner}')",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(administrator, change):
    policy = publish(administrator, draft(administrator))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [policy.pk])


def test_the_next_version_succeeds_it_and_what_is_late_goes_on_by_the_old_one(world, raised, administrator):
    first = publish(administrator, draft(administrator))
    issue = raised()
    second = draft(administrator, tiers=((0, ("owners",)),))
    assert (second.version, second.state) == (2, PolicyState.DRAFT)
    second = publish(administrator, second, date(2026, 12, 1))
    first.refresh_from_db()
    assert (first.state, first.valid_to) == (PolicyState.SUCCEEDED, date(2026, 12, 1))
    assert policy_for(world.home.pk, Kind.MEDICINES, date(2026, 11, 30), owner_organisation_id=world.pcn.pk) == first
    assert policy_for(world.home.pk, Kind.MEDICINES, date(2026, 12, 1), owner_organisation_id=world.pcn.pk) == second
    issue.refresh_from_db()
    assert issue.escalation_policy == first


@pytest.mark.parametrize(
    ("tiers", "valid_from", "words"),
    [
        ((), NOW.date(), "at least one step"),
        (((0, ("owner",)),), date(2026, 11, 17), "in the past"),
    ],
)
def test_what_cannot_be_published(administrator, tiers, valid_from, words):
    policy = draft(administrator, tiers=tiers)
    with pytest.raises(RefusedError, match=words):
        publish(administrator, policy, valid_from)


def test_a_version_cannot_begin_before_the_one_that_it_succeeds(administrator):
    publish(administrator, draft(administrator), date(2026, 12, 1))
    with pytest.raises(RefusedError, match="or after"):
        publish(administrator, draft(administrator), date(2026, 12, 1))


def test_two_people_at_one_draft(administrator):
    policy = draft(administrator)
    with acting_scope(administrator), pytest.raises(RefusedError, match="Somebody else"):
        actions.save_draft(policy_id=policy.pk, draft=Draft("Other"), by=administrator, seen=1)


def test_another_organisations_draft_is_not_there(world, administrator):
    policy = draft(administrator)
    other = world.commissioner
    with acting_scope(other), pytest.raises(EscalationPolicy.DoesNotExist):
        actions.save_draft(policy_id=policy.pk, draft=Draft("Other"), by=other)
    with acting_scope(world.by), pytest.raises(PermissionDenied):
        actions.start_draft(about="", name="Mine", by=world.by)
    assert not EscalationTier.objects.filter(policy__organisation=world.icb).exists()


# Nothing is left with somebody who cannot see it


def test_when_the_organisation_no_longer_works_with_the_home_the_rule_finds_another(world, raised):
    issue = raised()
    HomeRelationship.objects.filter(organisation=world.pcn).update(ends_on=NOW.date())
    assert actions.find_owners(NOW) == 1
    assert actions.find_owners(NOW) == 0
    issue.refresh_from_db()
    assert (issue.owner_organisation, issue.owner_name) == (world.practice, "")
    row = IssueStatus.objects.get(happened=Happened.OWNER_LEFT)
    assert (row.by_name, row.owner_organisation_name) == ("Homeround", "Harbour Surgery")


def test_when_only_the_person_has_left_the_organisation_keeps_it(world, raised):
    issue = raised()
    post = world.memberships["lead"]
    post.ends_on = NOW.date()
    post.save()
    assert actions.find_owners(NOW) == 1
    assert actions.find_owners(NOW) == 0
    issue.refresh_from_db()
    assert (issue.owner_organisation, issue.owner_user_id) == (world.pcn, None)


def test_a_partnership_that_shares_what_its_practices_see_keeps_its_issues(world, raised, do):
    partnership = OrganisationFactory(name="Harbour Partnership", kind="partnership")
    OrganisationParent.objects.create(
        child=world.practice, parent=partnership, kind="partnership", starts_on=date(2020, 1, 1)
    )
    coordinator = acting_for(MembershipFactory(organisation=partnership, role="care_coordinator"))
    issue = raised(kind=Kind.STAFFING)
    do(actions.accept, issue, by=coordinator)
    assert actions.find_owners(NOW) == 0
    issue.refresh_from_db()
    assert issue.owner_organisation == partnership


@pytest.mark.parametrize("tells", ["owner", "owners", "coordinator"])
def test_the_people_of_a_partnership_hear_that_their_issue_is_late(world, tells):
    partnership = OrganisationFactory(name="Harbour Partnership", kind="partnership")
    OrganisationParent.objects.create(
        child=world.practice, parent=partnership, kind="partnership", starts_on=date(2020, 1, 1)
    )
    post = MembershipFactory(organisation=partnership, role="care_coordinator")
    NamedRoleFactory(home=world.home, kind="coordinator", user_id=post.user_id, person_name=post.user.name)
    late = Late(world.home.pk, [tells], partnership.pk, post.user_id if tells == "owner" else None)
    (told,) = whom_to_tell([late], NOW)
    assert told[post.user_id] == post.user.name


def ends(organisation):
    organisation.active_to = date(2025, 4, 1)  # before today on the database's own clock
    organisation.save()


def test_what_an_organisation_that_has_ended_owned_goes_to_another(world, raised):
    """Its relationships with homes stand until somebody changes them, and nobody acts for it any more."""
    issue = raised(kind=Kind.STAFFING)
    assert issue.owner_organisation == world.pcn
    ends(world.pcn)
    assert actions.find_owners(NOW) == 1
    issue.refresh_from_db()
    assert issue.owner_organisation == world.practice
    assert actions.find_owners(NOW) == 0


def test_nothing_new_is_given_to_an_organisation_that_has_ended_and_its_people_hear_nothing(world):
    ends(world.pcn)
    new = actions.NewIssue(home_id=world.home.pk, kind=Kind.STAFFING, title="Cover", key=uuid.uuid4())
    with acting_scope(world.carer):
        issue = actions.raise_issue(new=new, by=world.carer, now=NOW)
        people = {each.user_id for each in people_around(world.home.pk)}
    assert issue.owner_organisation_id == world.practice.pk
    assert world.by.user_id not in people
    assert world.doctor.user_id in people
    (told,) = whom_to_tell([Late(world.home.pk, ["owners", "coordinator"], world.pcn.pk)], NOW)
    assert told == {}


def test_where_nobody_else_works_with_the_home_the_tick_does_not_go_round_in_circles(world, raised):
    raised()
    HomeRelationship.objects.filter(home=world.home).update(ends_on=NOW.date())
    actions.find_owners(NOW)
    assert actions.find_owners(NOW) == 0


def test_what_cannot_be_given_to_anybody_hides_nothing_that_can(world, raised, monkeypatch):
    monkeypatch.setattr("carehomes.issues.actions.moving.AT_ONCE", 2)
    lonely = home_of(world.pcn, name="Rowan Court")
    for _ in range(3):
        with acting_scope(world.by):
            actions.raise_issue(
                new=actions.NewIssue(home_id=lonely.pk, kind=Kind.STAFFING, title="Cover", key=uuid.uuid4()),
                by=world.by,
                now=NOW,
            )
    HomeRelationship.objects.filter(home=lonely).update(ends_on=NOW.date())  # nobody else works with it
    latest = raised(kind=Kind.STAFFING)
    HomeRelationship.objects.filter(home=world.home, organisation=world.pcn).update(ends_on=NOW.date())
    assert actions.find_owners(NOW) == 1
    latest.refresh_from_db()
    assert latest.owner_organisation == world.practice


def test_issues_follow_a_resident_who_moves(world, raised, do, django_capture_on_commit_callbacks):
    from carehomes.residents.models import Stay
    from carehomes.residents.signals import resident_moved

    stays, moves = raised(kind=Kind.STAFFING, resident_id=None), raised()
    do(actions.comment, moves, by=world.lead, text="Ask her daughter")
    other_pcn = OrganisationFactory(name="Eastgate PCN")
    new_home = home_of(other_pcn, name="Rowan Court")
    MembershipFactory(organisation=other_pcn, role="care_coordinator")
    HomeRelationshipFactory(home=new_home, organisation=OrganisationFactory(kind="care_home"), kind="home")
    world.resident.home = new_home
    world.resident.save()
    with django_capture_on_commit_callbacks(execute=True), acting_scope(world.by):
        announced = {"stay": Stay(pk=1), "from_home": world.home, "on": NOW.date()}
        resident_moved.send(type(world.resident), resident=world.resident, by=world.by, **announced)
    moves.refresh_from_db()
    stays.refresh_from_db()
    assert (moves.home, moves.owner_organisation, moves.state) == (new_home, other_pcn, IssueState.OPEN)
    assert stays.home == world.home
    assert {each.home_id for each in moves.issuestatuss.all()} | {moves.words.home_id} == {new_home.pk}
    row = IssueStatus.objects.get(issue=moves, happened=Happened.MOVED)
    assert (row.by_name, row.owner_organisation_name) == ("Priya Fennel", "Eastgate PCN")
    with acting_scope(world.by):
        assert list(Issue.objects.all()) == [stays]


def test_the_key_of_a_repeated_escalation_is_the_revision(world, raised):
    issue = raised()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssueStatus.objects.create(
            issue=issue,
            home=issue.home,
            happened=Happened.ESCALATED,
            state=issue.state,
            priority=issue.priority,
            owner_organisation_name="",
            revision=issue.revision,
            key=uuid.uuid4(),
            at=NOW,
            by_name="Homeround",
        )
