"""The story of an issue: raised, owned, worked, handed off, answered, and closed by the home's own yes."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, HomeRelationship, NamedRole
from carehomes.issues import actions
from carehomes.issues.actions import Stale
from carehomes.issues.actions.sweep import sweep
from carehomes.issues.models import (
    HandOff,
    Happened,
    Issue,
    IssueNote,
    IssueState,
    IssueStatus,
    IssueWatcher,
    Kind,
    Priority,
)
from carehomes.issues.transitions import Refused
from carehomes.notifications.models import Notification
from tests.factories import CareHomeFactory, MembershipFactory, OrganisationFactory, acting_for, home_of
from tests.issues.conftest import LATER, NOW, new_issue

pytestmark = pytest.mark.django_db


def what_happened(issue):
    return list(IssueStatus.objects.filter(issue=issue).order_by("revision").values_list("happened", flat=True))


def told(membership, kind=None):
    rows = Notification.objects.filter(user_id=membership.user_id)
    return list((rows.filter(kind=kind) if kind else rows).order_by("pk").values_list("title", flat=True))


def test_a_medicines_issue_goes_to_the_medicines_lead_and_is_due_by_policy(world, raised):
    issue = raised()
    assert (issue.owner_organisation, issue.owner_name) == (world.pcn, "Joe Lovage")
    assert issue.state == IssueState.OPEN
    assert issue.due_at == datetime(2026, 11, 23, 10, 52, tzinfo=UTC)  # three working days after Wednesday
    assert issue.words.title == "Chart query"
    assert told(world.memberships["lead"]) == [f"Issue {issue.pk}, Larch House: a new issue"]
    assert told(world.memberships["by"]) == []  # who did it needs no telling
    assert set(IssueWatcher.objects.values_list("name", flat=True)) == {"Priya Fennel", "Joe Lovage"}


@pytest.mark.parametrize(
    ("gone", "kind", "owner"),
    [
        ([], Kind.STAFFING, "Westmere PCN"),
        (["medicines_lead"], Kind.MEDICINES, "Westmere PCN"),
        (["medicines_lead", "pcn"], Kind.MEDICINES, "Harbour Surgery"),
        (["pcn"], Kind.EQUIPMENT, "Harbour Surgery"),
        (["pcn", "practice"], Kind.EQUIPMENT, "Westmere ICB"),
        (["pcn", "practice", "commissioner"], Kind.EQUIPMENT, "Larch House"),
    ],
)
def test_it_is_never_nobodys(world, raised, gone, kind, owner):
    NamedRole.objects.filter(kind__in=gone).delete()
    HomeRelationship.objects.filter(kind__in=gone).delete()
    issue = raised(by=world.carer, kind=kind)
    assert issue.owner_organisation.name == owner
    assert issue.owner_user_id is None


def test_a_lead_who_no_longer_works_there_gets_nothing(world, raised):
    post = world.memberships["lead"]
    post.ends_on = NOW.date()
    post.save()
    MembershipFactory(organisation=world.pcn, role="pharmacist", user__name="Meera Calendula")
    issue = raised()
    assert (issue.owner_organisation, issue.owner_user_id) == (world.pcn, None)


def test_raised_twice_by_a_double_click_it_is_one(world, raised):
    key = uuid.uuid4()
    assert raised(key=key) == raised(key=key)
    assert IssueStatus.objects.count() == 1
    assert len(told(world.memberships["lead"])) == 1


def test_a_home_that_one_does_not_serve_cannot_be_written_about(world, raised):
    elsewhere = CareHomeFactory()
    with pytest.raises(CareHome.DoesNotExist):
        raised(home_id=elsewhere.pk, resident_id=None)


def test_a_resident_of_another_home_is_refused_by_the_database(world, raised):
    other = home_of(world.pcn)
    with pytest.raises(IntegrityError), transaction.atomic():
        raised(home_id=other.pk)


def test_the_whole_story(world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    do(
        actions.hand_off,
        issue,
        by=world.lead,
        system="Mortar Lane Pharmacy’s own system",
        reference="MLP-77310",
        answer_by=date(2026, 11, 23),
    )
    assert HandOff.objects.get().came_back_at is None
    do(actions.record_outcome, issue, by=world.lead, outcome="New chart printed, 5 mg is right")
    assert HandOff.objects.get().outcome == "New chart printed, 5 mg is right"
    do(actions.resolve, issue, by=world.lead, answer="A new chart went with the driver.")
    assert told(world.memberships["carer"], "issue_to_confirm") == [
        f"Issue {issue.pk}, Larch House: resolved by Joe Lovage, is it done?"
    ]
    do(actions.home_says_no, issue, by=world.carer, why="The evening chart is still wrong.")
    issue.refresh_from_db()
    assert (issue.state, issue.owner_name) == (IssueState.REOPENED, "Joe Lovage")
    assert told(world.memberships["lead"], "issue_given")[-1].endswith("the home says it is not done")
    do(actions.resolve, issue, by=world.lead, answer="The evening chart as well.", now=LATER)
    done = do(actions.home_says_yes, issue, by=world.carer, now=LATER)
    assert (done.state, done.confirmed_at, done.closed_at) == (IssueState.CLOSED, LATER, LATER)
    assert what_happened(issue) == [
        "raised", "accepted", "handed_off", "came_back", "resolved", "not_done", "resolved", "confirmed"
    ]  # fmt: skip
    assert IssueNote.objects.filter(text="The evening chart is still wrong.", status__happened="not_done").exists()


def test_on_the_phone_somebody_in_the_home_must_have_said_so(world, raised, do):
    issue = raised()
    do(actions.resolve, issue, by=world.lead, answer="Done.")
    with pytest.raises(Refused, match="Say who"):
        do(actions.home_says_yes, issue, by=world.by)
    do(actions.home_says_yes, issue, by=world.by, spoke_to="Moira Sorrel")
    assert IssueNote.objects.filter(text="Moira Sorrel said so on the phone.").exists()


def test_an_owner_cannot_close_it_without_the_home(world, raised, do):
    issue = raised()
    pharmacist = acting_for(world.memberships["lead"])
    pharmacy = OrganisationFactory(name="Mortar Lane Pharmacy", kind="pharmacy")
    community = acting_for(MembershipFactory(organisation=pharmacy, role="community_pharmacist"))
    HomeRelationship.objects.create(home=world.home, organisation=pharmacy, kind="pharmacy", starts_on=NOW.date())
    do(actions.resolve, issue, by=pharmacist, answer="Done.")
    with pytest.raises(Refused):
        do(actions.home_says_yes, issue, by=community, spoke_to="Moira Sorrel")


def test_cannot_say_asks_again_tomorrow(world, raised, do):
    issue = raised()
    do(actions.resolve, issue, by=world.lead, answer="Done.")
    do(actions.home_cannot_say, issue, by=world.carer)
    issue.refresh_from_db()
    assert (issue.state, issue.ask_again_on) == (IssueState.RESOLVED, date(2026, 11, 19))


def test_a_yes_by_mistake_can_be_taken_back(world, raised, do):
    issue = raised()
    do(actions.resolve, issue, by=world.lead, answer="Done.")
    do(actions.home_says_yes, issue, by=world.carer)
    do(actions.home_says_no, issue, by=world.carer, why="")
    issue.refresh_from_db()
    assert (issue.state, issue.closed_at, issue.confirmed_at) == (IssueState.REOPENED, None, None)
    assert issue.next_escalation_at is not None


def test_the_home_may_open_again_what_was_withdrawn(world, raised, do):
    issue = raised()
    with pytest.raises(Refused, match="why"):
        do(actions.withdraw, issue, by=world.lead, reason=" ")
    do(actions.withdraw, issue, by=world.lead, reason="Written down twice")
    assert told(world.memberships["manager"], "issue_to_confirm")[-1].endswith("withdrawn by Joe Lovage")
    do(actions.reopen, issue, by=world.carer, why="It is another one")
    issue.refresh_from_db()
    assert (issue.state, issue.owner_name) == (IssueState.REOPENED, "Joe Lovage")


def test_the_home_takes_back_what_it_raised_until_somebody_has_taken_it_up(world, raised, do):
    early, late = (raised(by=world.carer, title=title) for title in ("Early", "Late"))
    with pytest.raises(Refused, match="why"):
        do(actions.withdraw, early, by=world.carer, reason=" ")
    do(actions.withdraw, early, by=world.carer, reason="The chart was behind the other one")
    early.refresh_from_db()
    assert early.state == IssueState.WITHDRAWN
    assert told(world.memberships["lead"], "issue_news")[-1].endswith("withdrawn by Flora Chervil")
    do(actions.accept, late, by=world.lead)
    with pytest.raises(Refused, match="accepted"):
        do(actions.withdraw, late, by=world.carer, reason="Found")
    do(actions.withdraw, late, by=world.lead, reason="Found")


def test_a_home_does_not_take_back_what_others_raised(world, raised, do):
    issue = raised()
    with pytest.raises(Refused, match="open"):
        do(actions.withdraw, issue, by=world.carer, reason="We do not want it")


def test_who_heard_that_it_is_late_hears_that_it_is_withdrawn(world, raised, do):
    issue = raised(by=world.carer)
    sweep(issue.escalates_at[-1])
    do(actions.withdraw, issue, by=world.carer, reason="Found", now=issue.escalates_at[-1])
    late = set(Notification.objects.filter(kind="issue_late").values_list("user_id", flat=True))
    news = Notification.objects.filter(kind="issue_news", title__contains="withdrawn")
    assert late - set(news.values_list("user_id", flat=True)) <= {world.memberships["manager"].user_id}, (
        "told as the home"
    )


def test_whoever_accepts_owns_it(world, raised, do):
    issue = raised(kind=Kind.STAFFING)
    do(actions.accept, issue, by=world.doctor)
    issue.refresh_from_db()
    assert (issue.owner_organisation, issue.owner_name) == (world.practice, "Anna Betony")


def test_given_to_somebody_else_it_waits_to_be_accepted(world, raised, do):
    issue = raised()
    do(actions.accept, issue, by=world.lead)
    doctor = world.memberships["doctor"]
    do(
        actions.assign,
        issue,
        by=world.by,
        organisation_id=world.practice.pk,
        user_id=doctor.user_id,
        words="Please look",
    )
    issue.refresh_from_db()
    assert (issue.state, issue.owner_name) == (IssueState.OPEN, "Anna Betony")
    assert told(doctor, "issue_given") == [f"Issue {issue.pk}, Larch House: given to Anna Betony"]
    assert IssueStatus.objects.get(happened=Happened.ASSIGNED).owner_organisation_name == "Harbour Surgery"


def test_nobody_is_given_an_issue_of_a_home_with_which_they_do_not_work(world, raised, do):
    issue = raised()
    stranger = MembershipFactory(role="clinician")
    for organisation, user in (
        (stranger.organisation_id, stranger.user_id),
        (world.pcn.pk, stranger.user_id),
        (world.icb.pk, None),
    ):
        with pytest.raises(Refused):
            do(actions.assign, issue, by=world.by, organisation_id=organisation, user_id=user)


def test_many_are_given_at_once_and_once(world, raised):
    issues = [raised(kind=Kind.STAFFING) for _ in range(3)]
    key, doctor = uuid.uuid4(), world.memberships["doctor"]
    for _ in range(2):
        with acting_scope(world.by):
            done = actions.bulk_assign(
                issue_ids=[*(each.pk for each in issues), 10**9],
                organisation_id=world.practice.pk,
                user_id=doctor.user_id,
                key=key,
                by=world.by,
                now=NOW,
            )
        assert done == [each.pk for each in issues]
    assert IssueStatus.objects.filter(happened=Happened.ASSIGNED).count() == 3
    assert Issue.objects.filter(owner_user_id=doctor.user_id).count() == 3


def test_a_stale_form_is_told_who_did_what(world, raised, do):
    issue = raised()
    seen = issue.revision
    do(actions.accept, issue, by=world.lead)
    with pytest.raises(Stale) as stale:
        do(actions.resolve, issue, by=world.by, answer="I rang them.", seen=seen)
    assert [(each.happened, each.by_name) for each in stale.value.changes] == [("accepted", "Joe Lovage")]
    assert what_happened(issue) == ["raised", "accepted"]


def test_a_form_sent_twice_is_done_once_even_when_it_is_stale_by_then(world, raised, do):
    issue, key = raised(), uuid.uuid4()
    for _ in range(2):
        do(actions.accept, issue, by=world.lead, key=key, seen=1)
    assert what_happened(issue) == ["raised", "accepted"]


def test_another_priority_counts_from_when_it_was_raised(world, raised, do):
    issue = raised()
    do(actions.change_priority, issue, by=world.by, priority=Priority.URGENT, why="", now=NOW + timedelta(hours=2))
    issue.refresh_from_db()
    assert issue.due_at == NOW + timedelta(hours=4)


def test_a_comment_tells_whom_it_names(world, raised, do):
    issue, key = raised(), uuid.uuid4()
    for _ in range(2):
        do(
            actions.comment,
            issue,
            by=world.lead,
            text="I found none. @Moira Sorrel, please say if you see one.",
            key=key,
        )
    written = IssueNote.objects.get(status=None)
    assert written.mentioned == [world.memberships["manager"].user_id]
    assert told(world.memberships["manager"], "issue_mentioned") == [
        f"Issue {issue.pk}, Larch House: Joe Lovage named you in a comment"
    ]


def test_a_commissioner_named_in_a_comment_is_not_told_of_words_they_may_not_read(world, raised, do):
    issue = raised()
    do(actions.comment, issue, by=world.lead, text="@Ash Yarrow should know")
    assert told(world.memberships["commissioner"]) == []


def test_watching(world, raised, do):
    issue = raised()
    do(actions.set_watching, issue, by=world.doctor, watching=True)
    do(actions.accept, issue, by=world.lead)
    assert told(world.memberships["doctor"], "issue_news") == [f"Issue {issue.pk}, Larch House: accepted by Joe Lovage"]
    do(actions.set_watching, issue, by=world.doctor, watching=False)
    do(actions.start, issue, by=world.lead)
    assert len(told(world.memberships["doctor"])) == 1


def test_no_title_of_a_notification_says_what_it_is_about(world, raised, do):
    issue = raised()
    do(actions.hand_off, issue, by=world.lead, system="Equipment store", reference="CE-2209", answer_by=None)
    do(actions.resolve, issue, by=world.lead, answer="5 mg is right.")
    titles = " ".join(Notification.objects.values_list("title", flat=True))
    for secret in ("Campion", "Edith", "Chart", "mg", "Equipment", "edicine"):
        assert secret not in titles


@pytest.mark.parametrize("who", ["carer", "commissioner"])
def test_who_may_not_work_on_it(world, raised, do, who):
    issue = raised()
    with pytest.raises((Refused, PermissionDenied)):
        do(actions.resolve, issue, by=getattr(world, who), answer="Done.")
    assert what_happened(issue) == ["raised"]


def test_a_commissioner_may_only_give_it_to_somebody(world, raised, do):
    issue = raised(kind=Kind.STAFFING)
    do(actions.assign, issue, by=world.commissioner, organisation_id=world.practice.pk, user_id=None)
    issue.refresh_from_db()
    assert issue.owner_organisation == world.practice
    with acting_scope(world.commissioner), pytest.raises(PermissionDenied):
        actions.raise_issue(new=new_issue(world), by=world.commissioner, now=NOW)
