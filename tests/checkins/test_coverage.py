"""The coverage of a week: every home once, with its denominator, for whoever may count it."""

from datetime import UTC, date, datetime

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import Week
from carehomes.ui.formats import in_london
from checkins.queries.coverage import By, area_counts, homes_behind
from checkins.rules import Group, group_of
from tests.factories import (
    CareHomeFactory,
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
WEEK = Week(2026, 48)
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
STATES = ("scheduled", "in_progress", "no_answer", "completed", "declined", "cancelled")
DONE = {"state": "completed", "completed_at": NOW, "caller_user_id": 1}


@pytest.fixture
def icb(time_machine):
    time_machine.move_to(NOW, tick=False)
    return OrganisationFactory(kind=OrganisationKind.ICB, name="Westmere ICB")


@pytest.fixture
def lead(icb):
    return MembershipFactory(organisation=icb, role="commissioner_lead")


def home(icb, *, pcn=None, **facts):
    made = home_of(icb, RelationshipKind.COMMISSIONER, **facts)
    if pcn:
        HomeRelationshipFactory(home=made, organisation=pcn, kind=RelationshipKind.PCN)
    return made


def counts(by, area=By.PCN, week=WEEK):
    with acting_scope(by):
        return {(each.name, each.counts_as): each.homes for each in area_counts(by, week, TODAY, area)}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("due_on", [date(2026, 11, 23), TODAY, date(2026, 11, 27)])
@pytest.mark.parametrize("started", [None, date(2026, 11, 23), TODAY])
def test_the_database_groups_as_the_rule_does(icb, lead, state, due_on, started):
    started_at = datetime(started.year, started.month, started.day, 9, tzinfo=UTC) if started else None
    facts = {**DONE, "state": state} if state == "completed" else {"state": state}
    CheckInFactory(home=home(icb), due_on=due_on, started_at=started_at, **facts)
    ((_, counted),) = counts(acting_for(lead))
    rule = group_of(state, due_on, TODAY, started)
    assert counted == (state if rule is Group.STOPPED else rule)


def test_by_pcn_with_what_is_left_out_and_what_is_not_known(icb, lead):
    westmere, eastgate = OrganisationFactory(name="Westmere PCN"), OrganisationFactory(name="Eastgate PCN")
    CheckInFactory(home=home(icb, pcn=westmere), **DONE)
    CheckInFactory(home=home(icb, pcn=westmere))
    CheckInFactory(home=home(icb, pcn=eastgate), due_on=date(2026, 11, 27))
    home(icb, pcn=eastgate, in_scope=False)
    home(icb)  # in scope, and no check-in there
    CheckInFactory(home=CareHomeFactory())  # of another commissioner
    assert counts(acting_for(lead)) == {
        ("Westmere PCN", "done"): 1,
        ("Westmere PCN", "overdue"): 1,
        ("Eastgate PCN", "later"): 1,
        ("Eastgate PCN", "out_of_scope"): 1,
        ("", "without"): 1,
    }


def test_a_past_week_is_counted_under_the_pcn_of_then(icb, lead):
    before, now = OrganisationFactory(name="Before PCN"), OrganisationFactory(name="Now PCN")
    moved = home(icb)
    HomeRelationshipFactory(home=moved, organisation=before, ends_on=date(2026, 11, 20))
    HomeRelationshipFactory(home=moved, organisation=now, starts_on=date(2026, 11, 20))
    assert counts(acting_for(lead), week=Week(2026, 46)) == {("Before PCN", "without"): 1}
    assert counts(acting_for(lead)) == {("Now PCN", "without"): 1}


def test_a_home_that_has_closed_counts_in_the_weeks_it_was_open(icb, lead):
    home(icb, deregistered_on=date(2026, 11, 18))
    assert counts(acting_for(lead), week=Week(2026, 47)) == {("", "without"): 1}
    assert counts(acting_for(lead)) == {}


def test_a_region_sees_its_own_and_the_nation_sees_all(icb):
    region = OrganisationFactory(kind=OrganisationKind.REGION, name="North West")
    OrganisationParent.objects.create(child=icb, parent=region, kind="region", starts_on=date(2022, 7, 1))
    CheckInFactory(home=home(icb, region="North West"), **DONE)
    CheckInFactory(home=CareHomeFactory(region="London"))
    reader = acting_for(MembershipFactory(organisation=region, role="regional_reader"))
    nation = acting_for(MembershipFactory(role="national_reader"))
    assert counts(reader, By.COMMISSIONER) == {("Westmere ICB", "done"): 1}
    assert counts(nation, By.REGION) == {("North West", "done"): 1, ("London", "overdue"): 1}


def test_the_homes_behind_a_number_are_as_many_as_it_says(icb, lead):
    pcn, by = OrganisationFactory(), acting_for(lead)
    for _ in range(3):
        CheckInFactory(home=home(icb, pcn=pcn))
    CheckInFactory(home=home(icb), **DONE)
    with acting_scope(by):
        assert len(homes_behind(by, WEEK, TODAY, By.PCN, state="overdue")) == 3
        assert len(homes_behind(by, WEEK, TODAY, By.PCN, key=str(pcn.pk))) == 3
        assert len(homes_behind(by, WEEK, TODAY, By.PCN, key="")) == 1
        assert len(homes_behind(by, WEEK, TODAY, By.PCN, size=None)) == 4


def test_the_page_says_denominator_time_and_what_is_left_out(client, icb, lead):
    pcn = OrganisationFactory(name="Westmere PCN")
    CheckInFactory(home=home(icb, pcn=pcn, name="Larch House"))
    CheckInFactory(home=home(icb, pcn=pcn), **DONE)
    home(icb, in_scope=False)
    shown = client.act_as(lead).get("/coverage/").content.decode()
    assert "1 of 2" in shown
    assert "1 not in scope" in shown
    assert "As of 25 November 2026 at 10:42" in shown
    assert "Met 1, not met 1, left out 1, not known yet 0." in shown
    assert "Left out: 1 not in scope. Not known yet: 0." in shown  # the tile and the line below say the same
    assert "See Westmere PCN first" in shown
    assert "Larch House" not in shown
    behind = client.get("/coverage/?state=overdue").content.decode()
    assert "Larch House" in behind


@pytest.mark.parametrize(
    "query",
    ["", "?week=2026-W46", "?by=council", "?area=none", "?state=no_answer", "?page=7", "?area=x&by=region&week=x"],
)
@pytest.mark.parametrize(
    "role", ["commissioner_lead", "local_authority_officer", "national_reader", "care_coordinator"]
)
def test_every_view_opens_with_nothing_in_it(client, icb, role, query):
    assert client.act_as(MembershipFactory(role=role)).get(f"/coverage/{query}").status_code == 200


def test_the_homes_as_a_file(client, icb, lead):
    CheckInFactory(home=home(icb, name="@Larch House"))
    home(icb, name="Yew House", in_scope=False, scope_reason="Supported living")
    lines = client.act_as(lead).get("/coverage/homes.csv").content.decode().splitlines()
    assert lines[0].endswith("Home,Town,Area,State,Due on,Completed,Rung by,Why left out")
    assert lines[1].startswith("'@Larch House,Westmere,No aligned PCN,Overdue,2026-11-23")
    assert lines[2].endswith("Not in scope,,,,Supported living")


def test_the_file_has_its_moments_as_a_spreadsheet_sorts_them(client, icb, lead):
    CheckInFactory(home=home(icb), **DONE)
    assert f",{in_london(NOW):%Y-%m-%d %H:%M}," in client.act_as(lead).get("/coverage/homes.csv").content.decode()


def test_nobody_is_named(client, icb, lead):
    CheckInFactory(home=home(icb), caller_name="Priya Fennel", **DONE)
    for path in ("/coverage/", "/coverage/?state=done", "/coverage/homes.csv"):
        assert "Priya" not in client.act_as(lead).get(path).content.decode()
