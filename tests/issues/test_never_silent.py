"""Where two rules meet, an issue does not fall silent: somebody who can act on it always hears of it, and every list shows it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.directory.models import HomeRelationship
from carehomes.issues import actions
from carehomes.issues.actions.sweep import Late, whom_to_tell
from carehomes.issues.models import Issue, IssueState, Kind
from carehomes.issues.panels import say_if_done, what_became
from carehomes.issues.presenters.stale import stale_words
from carehomes.issues.queries.home import became_of, of_resident
from carehomes.issues.rules import mentions
from carehomes.notifications.models import Notification
from tests.factories import MembershipFactory, OrganisationFactory, home_of
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db


def told(kind):
    return set(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


def leaves(post):
    post.user.is_active = False  # whatever day the database's own clock shows
    post.user.save()


def climbed(issue):
    """All steps of its policy have happened."""
    for moment in issue.escalates_at:
        actions.sweep(moment)
    issue.refresh_from_db()
    return issue


def test_what_climbed_every_step_and_is_given_to_another_is_told_again_until_they_take_it_up(world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    issue = climbed(issue)
    assert issue.next_escalation_at is None
    given_at = issue.escalates_at[-1] + timedelta(hours=1)
    doctor = world.memberships["doctor"]
    do(
        actions.assign,
        issue,
        by=world.by,
        organisation_id=world.practice.pk,
        user_id=doctor.user_id,
        now=given_at,
    )
    issue.refresh_from_db()
    assert issue.state == IssueState.OPEN
    assert issue.next_escalation_at is not None
    assert issue.next_escalation_at > given_at
    assert actions.sweep(issue.next_escalation_at) == 1


@pytest.mark.parametrize("tells", ["owner", "owners"])
def test_the_people_of_a_home_hear_that_the_issue_of_their_home_is_late(world, tells):
    (people,) = whom_to_tell([Late(world.home.pk, [tells], world.home_organisation.pk)], NOW)
    assert {world.manager.user_id, world.carer.user_id} == set(people)


def test_a_step_that_tells_an_owner_who_has_left_tells_those_who_work_with_them(world):
    left = MembershipFactory(organisation=world.pcn, role="pharmacist", ends_on=NOW.date())
    (people,) = whom_to_tell([Late(world.home.pk, ["owner"], world.pcn.pk, left.user_id)], NOW)
    assert {world.by.user_id, world.lead.user_id} == set(people)


def test_an_owner_who_has_another_role_now_and_may_not_read_it_loses_it(world, raised):
    issue = raised()
    post = world.memberships["lead"]
    assert issue.owner_user_id == post.user_id
    post.role = "organisation_administrator"
    post.save()
    assert actions.find_owners(NOW) == 1
    assert actions.find_owners(NOW) == 0
    issue.refresh_from_db()
    assert (issue.owner_organisation, issue.owner_user_id) == (world.pcn, None)


def test_a_new_issue_goes_to_those_who_have_somebody_to_read_it(world):
    """A network of which nobody uses Homeround yet would not see it; the practice that does gets it."""
    for name in ("by", "lead"):
        leaves(world.memberships[name])
    new = actions.NewIssue(home_id=world.home.pk, kind=Kind.STAFFING, title="Cover", key=uuid.uuid4())
    with acting_scope(world.carer):
        issue = actions.raise_issue(new=new, by=world.carer, now=NOW)
    assert issue.owner_organisation_id == world.practice.pk
    assert world.doctor.user_id in told("issue_given")


def test_where_only_the_home_itself_uses_homeround_its_network_owns_what_it_says(world):
    for name in ("by", "lead", "doctor"):
        leaves(world.memberships[name])
    new = actions.NewIssue(home_id=world.home.pk, kind=Kind.STAFFING, title="Cover", key=uuid.uuid4())
    with acting_scope(world.carer):
        assert actions.raise_issue(new=new, by=world.carer, now=NOW).owner_organisation_id == world.pcn.pk


def test_what_the_home_writes_beside_an_issue_is_told_to_its_owner_and_to_who_watches(world, raised, do):
    issue = raised()
    Notification.objects.all().delete()
    do(actions.comment, issue, by=world.carer, text="She is worse since this morning.")
    assert told("issue_news") == {world.lead.user_id, world.by.user_id}
    news = Notification.objects.filter(kind="issue_news").first()
    assert news.title == f"Issue {issue.pk}, Larch House: Flora Chervil wrote a comment"
    do(actions.comment, issue, by=world.by, text="@Joe Lovage, can you ring?")
    assert told("issue_mentioned") == {world.lead.user_id}
    assert Notification.objects.filter(user_id=world.lead.user_id).count() == 2, "named, and not told twice"


def test_namesakes_are_both_told():
    assert mentions("@Sam Tansy, please", {4: "Sam Tansy", 7: "Sam Tansy", 9: "Sam"}) == [4, 7]


MANY = 55


@pytest.fixture
def many(world, raised, do):
    """The oldest waits for the home; after it more were raised than a panel reads."""
    oldest = raised()
    do(actions.resolve, oldest, by=world.lead, answer="Done.")
    for number in range(MANY):
        later = raised(kind=Kind.STAFFING, now=NOW + timedelta(minutes=number + 1))
        if number % 2:
            do(actions.home_says_yes, later, by=world.carer, now=NOW + timedelta(hours=2))
    return oldest


def test_the_oldest_open_issue_of_a_busy_home_is_on_its_pages(world, many, time_machine):
    now = NOW + timedelta(hours=3)
    time_machine.move_to(now, tick=False)
    with acting_scope(world.carer):
        assert many.pk in {each.pk for each in became_of(world.home.pk, world.carer, now)}
        prompt = say_if_done(world.carer, world.home)
        assert prompt is not None
        assert prompt.title == "Say if 1 thing is done"
        assert many.pk in {each.pk for each in of_resident(world.resident.pk, world.carer, now)}
    with acting_scope(world.by):
        panel = what_became(world.by, world.home)
    open_ones = Issue.objects.filter(closed_at=None, home=world.home).count()
    assert panel.link.label == f"All {open_ones}"


def test_an_open_issue_of_another_home_takes_no_place(world, raised):
    other = home_of(OrganisationFactory(), name="Rowan Court")
    assert not HomeRelationship.objects.filter(home=other, organisation=world.pcn).exists()
    issue = raised()
    with acting_scope(world.by):
        assert [each.pk for each in became_of(world.home.pk, world.by, NOW)] == [issue.pk]


def test_who_hands_something_off_has_taken_it_up(world, raised, do):
    issue = raised(kind=Kind.STAFFING)
    do(actions.hand_off, issue, by=world.by, system="Ward clerk", reference="", answer_by=None)
    issue.refresh_from_db()
    assert issue.accepted_at == NOW


def test_a_late_form_says_on_which_day_somebody_else_was_quicker(world, raised, do, time_machine):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    with acting_scope(world.by), pytest.raises(actions.Stale) as stale:
        actions.resolve(issue_id=issue.pk, answer="Done", key=uuid.uuid4(), by=world.by, now=NOW, seen=1)
    assert "Joe Lovage, 10:52: Accepted" in stale_words(stale.value)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    assert "Joe Lovage, Wed 18 Nov, 10:52: Accepted" in stale_words(stale.value)


# What is with an outside system


def handed_off(issue, do, by, **more):
    return do(
        actions.hand_off, issue, by=by, system="Ward clerk", reference="W-1", answer_by=date(2026, 11, 20), **more
    )


@pytest.mark.parametrize(("day", "said"), [(-1, 0), (0, 1), (1, 1)])
def test_on_the_day_of_the_answer_its_owner_is_told_once(world, raised, do, day, said):
    issue = handed_off(raised(), do, world.lead)
    at = datetime(2026, 11, 20, 9, tzinfo=UTC) + timedelta(days=day)
    assert actions.remind_of_answers(at) == said
    actions.remind_of_answers(at + timedelta(minutes=1))
    rows = Notification.objects.filter(kind="issue_answer_due")
    assert [each.user_id for each in rows] == [world.lead.user_id] * said
    assert all(each.title == f"Issue {issue.pk}, Larch House: an answer was asked for by Fri 20 Nov" for each in rows)


def test_an_answer_that_came_and_one_that_is_long_overdue_disturb_nobody(world, raised, do):
    came, old = handed_off(raised(), do, world.lead), handed_off(raised(kind=Kind.STAFFING), do, world.by)
    do(actions.record_outcome, came, by=world.lead, outcome="Sent")
    assert old.pk != came.pk
    assert actions.remind_of_answers(datetime(2026, 11, 23, 9, tzinfo=UTC)) == 0
    assert actions.remind_of_answers(datetime(2026, 11, 20, 9, tzinfo=UTC)) == 1


@pytest.mark.parametrize(("day", "said"), [(20, "An answer is asked for by"), (21, "An answer should have come by")])
def test_the_page_says_whether_the_answer_should_have_come(world, raised, do, client, time_machine, day, said):
    issue = handed_off(raised(), do, world.lead)
    time_machine.move_to(datetime(2026, 11, day, 9, tzinfo=UTC), tick=False)
    client.act_as(world.memberships["lead"])
    assert f"{said} Fri 20 Nov" in client.get(f"/issues/{issue.pk}/").content.decode()
