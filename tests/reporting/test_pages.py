"""The pages: every way to break a report down opens, says what it counts, and leads to the homes and their records."""

import re
from datetime import timedelta
from html import unescape

import pytest

from carehomes.directory.models import NamedRoleKind
from reporting.metrics import REPORTS
from tests.factories import (
    CheckInFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    ResidentFactory,
    acting_for,
)
from tests.reporting.conftest import MONDAY, NOW, asked_by
from tests.reporting.test_security import fill

pytestmark = pytest.mark.django_db


def ways(client, path: str) -> list[str]:
    drop_down = re.search(r'id="by-by".*?</select>', client.get(path).content.decode(), re.S)
    return re.findall(r'value="([^"]+)"', drop_down[0]) if drop_down else []


@pytest.mark.parametrize("role", ["clinician", "commissioner_lead", "regional_reader", "national_reader"])
@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
def test_every_view_opens(client, here, role, full):
    if full:
        fill(here, 6)
    client.act_as(here.member(role) if full and role != "national_reader" else MembershipFactory(role=role))
    reports = re.findall(r'href="/reports/([a-z-]+)/"', client.get("/reports/").content.decode())
    assert set(reports) - {"how-numbers-are-made"} == set(REPORTS) - ({"attendance"} if "_reader" in role else set())
    for key in set(reports) - {"how-numbers-are-made"}:
        found = ways(client, f"/reports/{key}/")
        assert found
        for way in found:
            assert client.get(f"/reports/{key}/?by={way}&sort=name").status_code == 200
        assert client.get(f"/reports/{key}/lines.xlsx?by={found[-1]}").status_code == 200


@pytest.mark.parametrize(
    "query", ["weeks=x&until=2026-W99&by=no&area=pcn:x&home=-1&page=0&sort=drop", "area=region:", "weeks=999999999"]
)
def test_an_address_that_makes_no_sense_opens(client, here, query):
    client.act_as(here.member("commissioner_lead"))
    for key in REPORTS:
        assert client.get(f"/reports/{key}/?{query}").status_code == 200


def test_an_unknown_report_is_not_found(client, here):
    client.act_as(here.member("commissioner_lead"))
    assert client.get("/reports/nothing/").status_code == 404
    client.act_as(here.member("regional_reader"))
    assert client.get("/reports/attendance/").status_code == 404


def test_the_address_says_all_of_it(here):
    by_lead = here.member("commissioner_lead")
    given = {
        "weeks": "26",
        "until": "2026-W40",
        "by": "home",
        "area": "pcn:7",
        "gap": "2",
        "sort": "run",
        "page": "2",
        "mine": "1",
    }
    asked = asked_by(acting_for(by_lead), "check-ins", **given)
    assert dict(part.split("=") for part in asked.query.replace("%3A", ":").split("&")) == given
    assert asked_by(acting_for(by_lead), "check-ins").query == ""


def test_it_says_denominator_time_and_what_is_left_out(client, here):
    here.home("Yew House", in_scope=False)
    CheckInFactory(home=here.homes[0], state="completed", completed_at=NOW, caller_user_id=1)
    shown = unescape(
        client.act_as(here.member("commissioner_lead")).get("/reports/check-ins/?weeks=1&by=home").content.decode()
    )
    assert "1 of 2 check-ins" in shown
    assert "Left out: 1. Not known: 1" in shown
    assert "As of 25 November 2026 at 10:42" in shown
    assert "Weeks of homes in scope: one check-in for each home in each ISO week" in shown


def test_from_the_number_to_the_home_and_its_records(client, here):
    CheckInFactory(home=here.homes[0], week=MONDAY, state="completed", completed_at=NOW, caller_user_id=1)
    client.act_as(here.member("care_coordinator"))
    weeks = unescape(client.get("/reports/check-ins/").content.decode())
    link = re.search(r'href="(/reports/check-ins/\?[^"]*weeks=1[^"]*)">Week 48<', weeks)[1]
    homes = client.get(link).content.decode()
    records = re.search(r'href="([^"]+)">Larch House<', homes)[1]
    assert records == f"/homes/{here.homes[0].pk}/check-ins/"
    assert client.get(records).status_code == 200
    client.act_as(here.member("commissioner_lead"))
    assert f'href="/homes/{here.homes[0].pk}/">Larch House<' in client.get(link).content.decode()


@pytest.mark.parametrize("role", ["care_coordinator", "commissioner_lead"])
def test_every_link_of_the_reports_leads_somewhere(client, here, role):
    fill(here, 6)
    client.act_as(here.member(role))
    links = set()
    for key in REPORTS:
        for way in ways(client, f"/reports/{key}/"):
            shown = client.get(f"/reports/{key}/?by={way}").content.decode()
            main = shown[shown.index("<main") : shown.index("</main")]
            links |= {unescape(link) for link in re.findall(r'href="(/[^"]+)"', main)}
    assert len(links) > 50
    assert not [link for link in links if client.get(link).status_code != 200]


def test_worst_first_and_what_to_do(client, here):
    for home, state in zip(here.homes, ("declined", "completed"), strict=True):
        done = {"completed_at": NOW, "caller_user_id": 1} if state == "completed" else {}
        CheckInFactory(home=home, state=state, **done)
    shown = client.act_as(here.member("commissioner_lead")).get("/reports/check-ins/?weeks=1&by=home").content.decode()
    assert "See Larch House first" in shown
    assert shown.index(">Larch House<") < shown.index(">Rowan Court<")
    by_name = client.get("/reports/check-ins/?weeks=1&by=home&sort=name").content.decode()
    assert "See Larch House first" not in by_name


def test_more_lines_than_a_page(client, here):
    for number in range(30):
        here.home(f"Ash Grange {number:02}")
    client.act_as(here.member("commissioner_lead"))
    first = client.get("/reports/check-ins/?by=home&sort=name").content.decode()
    second = client.get("/reports/check-ins/?by=home&sort=name&page=2").content.decode()
    assert "32 lines, page 1 of 2" in " ".join(first.split())
    assert first.count('scope="row"') == 21
    assert second.count('scope="row"') == 13
    assert "Rowan Court" in second
    assert client.get("/reports/check-ins/?by=home&page=99").content.count(b'scope="row"') == 13


def test_homes_where_i_ring(client, here):
    member = here.member("care_coordinator")
    NamedRoleFactory(home=here.homes[1], kind=NamedRoleKind.COORDINATOR, user_id=member.user_id)
    shown = client.act_as(member).get("/reports/check-ins/?by=home&mine=1").content.decode()
    assert "Rowan Court" in shown
    assert ">Larch House<" not in shown


def test_nothing_there_says_so(client, here):
    shown = client.act_as(here.member("commissioner_lead")).get("/reports/rounds/?weeks=1").content.decode()
    assert "There are no rounds in this view." in shown
    assert "Count all of them" in shown


def test_the_trend_is_of_weeks_that_are_over(client, here):
    for back in range(6):
        week = MONDAY - timedelta(weeks=back)
        CheckInFactory(
            home=here.homes[0], week=week, due_on=week, state="completed", completed_at=NOW, caller_user_id=1
        )
    client.act_as(here.member("commissioner_lead"))
    assert "hd-spark" not in client.get("/reports/check-ins/?weeks=13").content.decode(), (
        "of two homes a share tells nothing"
    )
    for number in range(3):
        here.home(f"Ash Grange {number}")
    assert "12 weeks: from 0% to 20%" in client.get("/reports/check-ins/?weeks=13").content.decode()


def test_a_small_number_moves_no_line_up(client, here):
    """The order would tell which of two hidden numbers is the larger."""
    for place, home in enumerate(here.homes):
        for _ in range(1 + 2 * place):
            NominationFactory(resident=ResidentFactory(home=home), raised_at=NOW)
    shown = client.act_as(here.member("commissioner_lead")).get("/reports/waits/?by=home&sort=named").content.decode()
    assert shown.index(">Larch House<") < shown.index(">Rowan Court<")
    for_care = client.act_as(here.member("clinician")).get("/reports/waits/?by=home&sort=named").content.decode()
    assert for_care.index(">Rowan Court<") < for_care.index(">Larch House<")


def test_one_home_week_by_week_and_back_to_all(client, here):
    CheckInFactory(home=here.homes[0], state="completed", completed_at=NOW, caller_user_id=1)
    client.act_as(here.member("commissioner_lead"))
    homes = unescape(client.get("/reports/check-ins/?by=home&weeks=4").content.decode())
    link = re.search(r'href="(/reports/check-ins/\?[^"]*home=\d+[^"]*)">By week<span[^>]*>: Larch House<', homes)[1]
    weeks = unescape(client.get(link).content.decode())
    assert "Westmere ICB: Larch House" in weeks
    assert "1 of 4 check-ins" in weeks
    assert 'href="/reports/check-ins/?weeks=4">Show all<' in weeks


@pytest.mark.parametrize(("role", "may"), [("commissioner_lead", True), ("clinician", False)])
def test_the_list_of_reports_leads_to_the_coverage_only_whom_it_lets_in(client, here, role, may):
    client.act_as(here.member(role))
    assert ("/coverage/" in client.get("/reports/").content.decode()) is may
    assert client.get("/coverage/").status_code == (200 if may else 403)
