"""Homes by weeks: which homes of an area have gone without, most often first, and each week with its denominator."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.deadlines import Week
from checkins.presenters.home_weeks import HomeWeeks, word_for
from checkins.queries.home_weeks import HOMES, WEEKS, HomeInArea
from tests.factories import CheckInFactory, HomeRelationshipFactory, MembershipFactory, OrganisationFactory, home_of
from tests.scale.budget import LIST, queries_of

pytestmark = pytest.mark.django_db
WEEK = Week(2026, 48)
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
DONE = {"state": "completed", "completed_at": NOW, "caller_user_id": 1}


@pytest.fixture
def icb(time_machine):
    time_machine.move_to(NOW, tick=False)
    return OrganisationFactory(kind=OrganisationKind.ICB, name="Westmere ICB")


@pytest.fixture
def lead(client, icb):
    return client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))


def rung(icb, name, *states):
    """A home whose weeks up to this one came to these states; None where none was planned."""
    home = home_of(icb, RelationshipKind.COMMISSIONER, name=name)
    for back, state in enumerate(reversed(states)):
        if state:
            facts = DONE if state == "completed" else {"state": state}
            CheckInFactory(home=home, week=WEEK.monday - timedelta(weeks=back), **facts)
    return home


def page_of(lead, address="/coverage/weeks/"):
    answer = lead.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def line_of(page, name):
    """The words of a home's line: its last weeks, its share, its run."""
    row = re.search(rf"<tr><th scope=\"row\"><a [^>]*>{name}</a>.*?</tr>", page, re.S)[0]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", row)
    assert len(cells) == WEEKS + 2
    return cells


@pytest.mark.parametrize(
    ("state", "closed", "word"),
    [
        (None, True, "not required"),
        (None, False, "not required"),
        ("completed", True, "done"),
        ("completed", False, "done"),
        ("scheduled", True, "late"),
        ("in_progress", True, "late"),
        ("declined", False, "late"),
        ("in_progress", False, "draft"),
        ("no_answer", False, "due"),
    ],
)
def test_what_a_week_came_to(state, closed, word):
    assert word_for(state, closed=closed) == word


@pytest.mark.parametrize(
    ("words", "run"),
    [
        (["late", "late", "due"], 2),
        (["late", "done", "late", "due"], 1),
        (["late", "not required", "late", "done"], 2),  # a week in which none was required ends no run
        (["late", "done", "late"], 0),  # this week is still open
        (["not required", "due"], 0),
    ],
)
def test_how_long_a_home_has_gone_without(words, run):
    assert HomeWeeks(HomeInArea(1, "Larch House", ""), words).run == run


def test_who_most_often_went_without_comes_first(lead, icb):
    rung(icb, "Alder Lodge", "completed", "completed", "completed", "scheduled")
    rung(icb, "Larch House", "completed", "no_answer", "scheduled", "in_progress")
    rung(icb, "Yew Tree House", None, "cancelled", "scheduled", "completed")
    page = page_of(lead)
    assert page.index(">Larch House</a>") < page.index(">Yew Tree House</a>") < page.index(">Alder Lodge</a>")
    assert line_of(page, "Larch House")[-6:] == ["done", "late", "late", "draft", "1 of 3", "2"]
    assert line_of(page, "Yew Tree House")[-6:] == ["not required", "not required", "late", "done", "0 of 1", "1"]
    assert line_of(page, "Alder Lodge")[-6:] == ["done", "done", "done", "due", "3 of 3", "0"]
    assert "See Larch House: no check-in for 2 weeks or longer" in page
    assert "4 of 7 check-ins were done (57%)" in page
    done, required = (re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in re.findall(r"<tr>.*?</tr>", page, re.S)[-2:])
    assert (done[-2], required[-2]) == ("4", "7")  # of the closed weeks; this week stands in its column


def test_only_the_homes_of_the_area(lead, icb):
    pcn = OrganisationFactory(kind=OrganisationKind.PCN, name="Westmere PCN")
    inside = rung(icb, "Larch House", "completed", "scheduled")
    HomeRelationshipFactory(home=inside, organisation=pcn, kind=RelationshipKind.PCN)
    rung(icb, "Alder Lodge", "completed", "scheduled")
    page = page_of(lead, f"/coverage/weeks/?area={pcn.pk}")
    assert "1 care home of Westmere PCN" in page
    assert ">Alder Lodge</a>" not in page
    assert "None of these homes has gone without" in page
    assert f"/coverage/weeks/?area={pcn.pk}" in page_of(lead, f"/coverage/?area={pcn.pk}&state=completed")


def test_another_commissioner_sees_none_of_them(client, icb):
    rung(icb, "Larch House", "scheduled", "scheduled")
    other = OrganisationFactory(kind=OrganisationKind.ICB)
    page = page_of(client.act_as(MembershipFactory(organisation=other, role="commissioner_lead")))
    assert "No home is here." in page
    assert "Larch House" not in page


def test_a_reader_of_a_region_chooses_an_area_first(client, icb):
    region = OrganisationFactory(kind=OrganisationKind.REGION)
    answer = client.act_as(MembershipFactory(organisation=region, role="regional_reader")).get("/coverage/weeks/")
    assert answer.status_code == 302
    assert answer["Location"] == "/coverage/"


def test_a_full_page_is_light_and_asks_no_more_than_a_short_one(lead, icb):
    address = "/coverage/weeks/"
    states = ["completed", "scheduled"] * (WEEKS // 2)
    rung(icb, "Home 0", *states)
    lead.get(address)  # what a process asks only once is asked
    few = queries_of(lead, address)
    for number in range(1, HOMES + 2):
        rung(icb, f"The Home of a Rather Long Name {number:02}", *states)
    many = queries_of(lead, address)
    assert len(few) == len(many) <= LIST
    page = page_of(lead)
    assert len(page.encode()) <= 40_000
    assert "Page 2 of 2" in page
