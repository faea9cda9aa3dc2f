"""What check-ins put into the daily e-mail: the morning list and the week that has ended, in numbers, for whoever may know them."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import LONDON, Week
from carehomes.directory.models import NamedRoleKind
from carehomes.issues.models import Issue
from carehomes.notifications.digests import body_of, run_digests
from carehomes.notifications.models import OutboxMessage
from checkins import digests
from checkins.digests import duration, home_lines, issue_lines, morning_lines, wait_line
from checkins.models import CheckInState, Nomination, NominationState
from checkins.queries.digest import Homes, Morning, OwnerIssues, Waits, morning
from checkins.queries.worklist import waiting_counts
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 7, 30, tzinfo=LONDON)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def pcn():
    return OrganisationFactory(kind="pcn")


@pytest.fixture
def coordinator(pcn):
    return MembershipFactory(organisation=pcn, role="care_coordinator")


def call(home, state=CheckInState.SCHEDULED, *, due=2, week=MONDAY, **more):
    if state == CheckInState.COMPLETED:
        more = {"completed_at": WEDNESDAY, "caller_user_id": 1, **more}
    return CheckInFactory(home=home, week=week, due_on=week + timedelta(days=due), state=state, **more)


def said(membership, write, now=WEDNESDAY):
    acting = acting_for(membership)
    with acting_scope(acting):
        return write(acting, now)


def test_the_morning_list_counts_what_waits(pcn, coordinator):
    homes = [home_of(pcn) for _ in range(6)]
    call(homes[0])  # today
    call(homes[1], due=1)  # overdue
    call(homes[2], CheckInState.NO_ANSWER, due=1)  # overdue and not answered
    call(homes[3], due=4)  # Friday
    call(homes[4], CheckInState.COMPLETED, due=0)
    call(homes[5], CheckInState.DECLINED, due=0)
    section = said(coordinator, digests.morning_list)
    assert list(section.lines) == ["3 homes to ring", "2 of them overdue", "1 did not answer the last call"]
    assert section.address == "/this-week/"


def test_ones_own_homes_only_where_one_has_some(pcn, coordinator):
    mine, other = home_of(pcn), home_of(pcn)
    call(mine)
    call(other)
    assert said(coordinator, digests.morning_list).lines == ["2 homes to ring"]
    NamedRoleFactory(home=mine, kind=NamedRoleKind.COORDINATOR, user_id=coordinator.user_id)
    assert said(coordinator, digests.morning_list).lines == ["1 home to ring"]


def test_it_counts_what_the_navigation_counts(pcn, coordinator):
    for due in (0, 1, 2, 2, 3):
        call(home_of(pcn), due=due)
    by = acting_for(coordinator)
    with acting_scope(by):
        found = morning(by, WEDNESDAY.date())
        assert (found.to_ring, found.overdue) == waiting_counts(by, WEDNESDAY.date()) == (4, 2)


def test_a_same_day_concern_stands_there_and_names_nobody(pcn, coordinator):
    home = home_of(pcn)
    NominationFactory(resident=ResidentFactory(home=home))
    lines = said(coordinator, digests.morning_list).lines
    assert lines == ["1 same-day concern that no clinician has acknowledged"]
    assert said(coordinator, digests.morning_list).address == "/to-see/"


def test_nobody_waits_nothing_is_sent(coordinator):
    assert run_digests(WEDNESDAY) == 0
    assert not OutboxMessage.objects.exists()


def test_other_organisations_homes_are_not_counted(coordinator):
    call(home_of(OrganisationFactory(kind="pcn")))
    assert not said(coordinator, digests.morning_list).lines


# ---- the week that has ended ---------------------------------------------------------------------------------------


def issue(home, owner, *, due=WEDNESDAY + timedelta(days=1), raised=WEDNESDAY, **more):
    return Issue.objects.create(
        home=home,
        kind="medicines",
        priority="normal",
        owner_organisation=owner,
        raised_at=raised,
        raised_by_user_id=1,
        raised_by_name="Priya Fennel",
        raised_by_organisation_name=owner.name,
        due_at=due,
        key=uuid.uuid4(),
        **more,
    )


@pytest.fixture
def lead():
    return MembershipFactory(role="commissioner_lead", organisation=OrganisationFactory(kind="icb"))


def commissioned(lead, organisation=None):
    home = home_of(lead.organisation, RelationshipKind.COMMISSIONER)
    if organisation:
        HomeRelationshipFactory(home=home, organisation=organisation)
    return home


def test_homes_without_a_check_in_this_week_and_two_weeks_running(lead):
    last, before = MONDAY - timedelta(weeks=1), MONDAY - timedelta(weeks=2)
    done, missed, twice, declined = (commissioned(lead) for _ in range(4))
    call(done, CheckInState.COMPLETED, week=last)
    call(missed, CheckInState.NO_ANSWER, week=last)
    call(missed, CheckInState.COMPLETED, week=before)
    call(twice, week=last)
    call(twice, week=before)
    call(declined, CheckInState.DECLINED, week=last)
    call(declined, CheckInState.COMPLETED, week=before)
    call(done, CheckInState.SCHEDULED)  # this week is not asked about
    section = said(lead, digests.weekly_summary)
    assert section.heading == "Week 47, 16 to 22 November 2026"
    assert section.lines[:2] == ["3 of 4 homes had no completed check-in", "1 had none in the week before either"]
    assert section.address == "/coverage/?week=2026-W47"


def test_open_issues_by_age_and_owner(lead, pcn):
    home, other = commissioned(lead), OrganisationFactory(kind="pharmacy", name="Quay Pharmacy")
    issue(home, pcn)
    issue(home, pcn, due=WEDNESDAY - timedelta(days=1), raised=WEDNESDAY - timedelta(weeks=5))
    issue(home, other)
    issue(home, other, state="closed", closed_at=WEDNESDAY, confirmed_at=WEDNESDAY)
    issue(home_of(pcn), pcn)  # of a home that this lead does not answer for
    lines = said(lead, digests.weekly_summary).lines
    assert "3 issues open, 1 overdue, 1 older than 4 weeks" in lines
    assert f"{pcn.name}: 2 open, 1 overdue" in lines
    assert "Quay Pharmacy: 1 open, 0 overdue" in lines


def nominated(home, seen_after=None, *, urgency="same_day", raised=WEDNESDAY - timedelta(days=7)):
    made = NominationFactory(resident=ResidentFactory(home=home), urgency=urgency, raised_at=raised)
    if seen_after is not None:
        Nomination.objects.filter(pk=made.pk).update(
            state=NominationState.SEEN, seen_at=raised + seen_after, seen_by_name="Dr Anna Betony", contact="phone"
        )


def test_how_long_residents_waited_is_told_in_numbers_that_point_at_nobody(lead):
    home = commissioned(lead)
    for hours in (1, 2, 3, 4, 5):
        nominated(home, timedelta(hours=hours))
    nominated(home, urgency="routine")
    nominated(home, timedelta(minutes=5), raised=WEDNESDAY)  # of this week
    nominated(home_of(OrganisationFactory(kind="pcn")), timedelta(days=3))  # of another area
    lines = said(lead, digests.weekly_summary).lines
    assert "Residents named, same day: 5, half of those seen within 3 hours" in lines
    assert "Residents named, routine: fewer than 5" in lines


def test_who_sees_them_anyway_is_told_the_numbers(pcn, coordinator):
    nominated(home_of(pcn), timedelta(minutes=50))
    assert (
        "Residents named, same day: 1, half of those seen within 50 minutes"
        in said(coordinator, digests.weekly_summary).lines
    )


def test_nobody_without_homes_is_told_a_week(lead):
    assert said(lead, digests.weekly_summary) is None


def test_a_national_reader_is_told_of_homes_and_not_of_residents():
    reader = MembershipFactory(role="national_reader")
    nominated(home_of(OrganisationFactory(kind="pcn")), timedelta(hours=1))
    lines = said(reader, digests.weekly_summary).lines
    assert lines[0] == "1 of 1 home had no completed check-in"
    assert not [line for line in lines if "Residents" in line]


def test_the_whole_email_names_no_resident_and_says_nothing_clinical(pcn, coordinator):
    home = home_of(pcn)
    resident = ResidentFactory(home=home, given_name="Ivy", family_name="Meadowsweet")
    NominationFactory(resident=resident, sentence="Breathless when she walks.")
    call(home)
    assert run_digests(WEDNESDAY) == 1
    body = OutboxMessage.objects.get().body
    assert "1 home to ring" in body
    for word in ("Ivy", "Meadowsweet", "Breathless", "condition", coordinator.user.name):
        assert word not in body


def test_the_week_is_the_one_before_also_around_new_year(lead):
    commissioned(lead)
    for now, label in (
        (datetime(2026, 12, 29, 7, 30, tzinfo=UTC), Week(2026, 52)),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), Week(2026, 53)),
        (datetime(2027, 1, 3, 23, 59, tzinfo=UTC), Week(2026, 52)),
    ):
        assert said(lead, digests.weekly_summary, now).heading == label.label


def test_midnight_at_sundays_end_is_londons(lead):
    """In summer the week ends an hour before midnight in UTC."""
    commissioned(lead)
    before, after = datetime(2026, 7, 5, 22, 59, tzinfo=UTC), datetime(2026, 7, 5, 23, 0, tzinfo=UTC)
    assert said(lead, digests.weekly_summary, before).heading == Week(2026, 26).label
    assert said(lead, digests.weekly_summary, after).heading == Week(2026, 27).label


# ---- words ---------------------------------------------------------------------------------------------------------


def test_words():
    assert morning_lines(Morning(0, 0, 0, 0)) == []
    assert home_lines(Homes(24, 0, 0)) == ["All 24 homes had a completed check-in"]
    assert issue_lines([]) == ["No issue is open"]
    owners = [OwnerIssues(f"Owner {n}", 1, 0, 0) for n in range(8)]
    assert issue_lines(owners)[-1] == "3 other owners: 3 open"
    assert duration(timedelta(minutes=90)) == "90 minutes"
    assert duration(timedelta(hours=3)) == "3 hours"
    assert duration(timedelta(days=2)) == "2 days"
    assert "none seen by a clinician yet" in wait_line(Waits("routine", 7, 0, None), exact=True)
    assert "too few seen" in wait_line(Waits("routine", 7, 2, timedelta(hours=1)), exact=False)
    assert body_of([]).startswith("Numbers only")
