"""The list of this week's check-ins, as a coordinator works through it."""

from datetime import date

import pytest

from carehomes.directory.models import NamedRoleKind
from checkins.models import CheckIn
from tests.checkins.days import NOW, WEEK
from tests.checkins.pages import page
from tests.factories import (
    CheckInFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    home_of,
)

pytestmark = pytest.mark.django_db


def test_the_worklist_says_what_to_do_now(coordinator, world):
    shown = page(coordinator.get("/this-week/"))
    assert "Ring Larch House" in shown
    assert "2 days over. Ask for Moira Sorrel." in shown
    assert "Overdue, Mon 23 Nov" in shown
    assert 'href="tel:01632960142"' in shown
    assert "0 of 1 home done" in shown
    assert 'formaction="/homes/' in shown


def test_tabs_and_homes_of_live_in_the_address(coordinator, world):
    other = home_of(world.pcn, name="Rowan Court")
    CheckInFactory(home=other, due_on=date(2026, 11, 27))
    assert "Rowan Court" not in page(coordinator.get("/this-week/"))
    everyone = page(coordinator.get("/this-week/?whose=everyone"))
    assert "Rowan Court" in everyone
    assert "Start early" in everyone
    assert "Larch House" not in page(coordinator.get("/this-week/?whose=everyone&state=later"))


def test_the_homes_that_i_cover_are_a_list_of_their_own(coordinator, world):
    sams = home_of(world.pcn, name="Alder Lodge")
    CheckInFactory(home=sams)
    NamedRoleFactory(home=sams, kind=NamedRoleKind.COORDINATOR, person_name="Sam Tansy", user_id=99)
    NamedRoleFactory(home=sams, kind=NamedRoleKind.COVER, person_name="Priya Fennel", user_id=world.membership.user_id)
    shown = page(coordinator.get("/this-week/?whose=cover-sam-tansy"))
    assert "Sam Tansy, you cover" in shown
    assert "Alder Lodge" in shown
    assert "Larch House" not in shown


def test_who_else_rang_is_said_and_their_call_is_joined(coordinator, world):
    practice = OrganisationFactory(kind="gp_practice", name="Harbour Surgery")
    CheckIn.objects.filter(pk=world.check_in.pk).update(
        state="in_progress", started_at=NOW, caller_user_id=1, caller_name="Sam Tansy", caller_organisation=practice
    )
    shown = page(coordinator.get("/this-week/"))
    assert "Harbour Surgery, Wed" in shown
    assert "Add to theirs" in shown
    assert "Sam Tansy is ringing" in shown


def test_a_past_week_is_read_only(coordinator, world):
    CheckInFactory(home=world.home, week=WEEK.previous().monday)
    shown = page(coordinator.get(f"/this-week/?week={WEEK.previous()}"))
    assert "Missed, Mon 16 Nov" in shown
    assert "formaction" not in shown
    assert "can be read, not changed" in shown


def test_the_list_as_a_file_is_safe_to_open(coordinator, world):
    world.home.name = "=HYPERLINK(1)"
    world.home.save()
    answer = coordinator.get("/this-week/list.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert '\'=HYPERLINK(1),"Overdue, Mon 23 Nov"' in answer.content.decode()


def test_somebody_without_homes_sees_why(client, world):
    shown = page(client.act_as(MembershipFactory(role="care_coordinator")).get("/this-week/"))
    assert "No home has a check-in in" in shown


@pytest.mark.parametrize("query", ["week=2026-W99", "page=9999", "whose=nobody", "state=x", "week=9999-W01"])
def test_an_address_that_makes_no_sense_shows_the_usual_list(coordinator, query):
    assert coordinator.get(f"/this-week/?{query}").status_code == 200
