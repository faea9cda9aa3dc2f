"""Somebody without an account answers an invitation by the signed link in their e-mail, until the meeting begins."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from icalendar import Calendar

from carehomes.access.scopes import acting_scope
from carehomes.notifications.models import OutboxMessage
from checkins.actions import round_people, rounds
from checkins.actions.round_people import Guest
from checkins.models import RoundInvitation
from checkins.rounds.calendar import starts
from checkins.rounds.replies import LONGEST, invitation_of
from tests.checkins.days import NOW
from tests.checkins.rounds import nominated

pytestmark = pytest.mark.django_db
MATRON = Guest("Hyssop Rue", "community_matron", email="hyssop.rue@trust.example")


@pytest.fixture
def invited(world, convene):
    """A published round of this afternoon to which a matron without an account is invited."""
    nominated(world)
    made = convene(guests=[MATRON])
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    return RoundInvitation.objects.select_related("round").get(email=MATRON.email)


def mail():
    return OutboxMessage.objects.get(recipient=MATRON.email).body


@pytest.fixture
def link(invited):
    return re.search(r"http\S+(/rounds/reply/\S+)", mail())[1]


def answer_of(invited):
    invited.refresh_from_db()
    return invited.answer


def test_the_mail_leads_to_the_answer_and_others_to_the_page(invited, link):
    assert "Say whether you come" in mail()
    others = OutboxMessage.objects.exclude(recipient=MATRON.email)
    assert others.exists()
    assert not any("/rounds/reply/" in each.body for each in others)


def calendar_of(message):
    return Calendar.from_ical(message.calendar).walk("VEVENT")[0]


def test_no_link_leads_somebody_without_an_account_to_a_page_of_ours(world, invited, link):
    """Neither in the e-mail nor in its calendar file, and none once there is nothing to answer; others are led to the page."""
    event = calendar_of(OutboxMessage.objects.get(recipient=MATRON.email))
    assert str(event["URL"]).endswith(link)
    assert str(event["DESCRIPTION"]).endswith(link)
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=invited.round_id, reason="team_away", by=world.lead, now=NOW)
    theirs = OutboxMessage.objects.filter(recipient=MATRON.email).latest("pk")
    assert "not held" in theirs.subject
    assert "http" not in theirs.body
    assert "URL" not in calendar_of(theirs)
    others = OutboxMessage.objects.filter(recipient=world.clinician.user.email).latest("pk")
    assert f"More about it:\nhttp://127.0.0.1:8000/rounds/{invited.round_id}/" in others.body
    assert str(calendar_of(others)["URL"]).endswith(f"/rounds/{invited.round_id}/")


def test_opening_the_link_changes_nothing(client, invited, link):
    for ask in (client.get, client.head, client.get):
        assert ask(link).status_code == 200
    assert answer_of(invited) == "none"


def test_it_shows_when_and_neither_home_nor_resident(client, world, link):
    page = client.get(link).content.decode()
    assert "25 November 2026, 13:30" in page
    for word in ("Larch House", "Harold", "Meadowsweet", MATRON.email):
        assert word not in page


def test_yes_then_no_and_the_chair_sees_it(client, world, invited, link):
    assert "You said that you come" in client.post(link, {"answer": "yes"}).content.decode()
    assert answer_of(invited) == "yes"
    client.post(link, {"answer": "no"})
    assert answer_of(invited) == "no"
    shown = client.act_as(world.clinician).get(f"/rounds/{invited.round_id}/people/").content.decode()
    assert "hyssop.rue@trust.example. Cannot come" in shown


def test_anything_else_is_no_answer(client, invited, link):
    assert client.post(link, {"answer": "none"}).status_code == 200
    assert client.post(link).status_code == 200
    assert answer_of(invited) == "none"


def test_once_it_begins_nothing_changes(client, world, invited, link, time_machine):
    client.post(link, {"answer": "yes"})
    with acting_scope(world.lead):
        rounds.begin(round_id=invited.round_id, by=world.lead, now=NOW)
    assert client.post(link, {"answer": "no"}).status_code == 410
    assert client.get(link).status_code == 410
    assert answer_of(invited) == "yes"


def test_nor_when_its_hour_has_come(client, invited, link, time_machine):
    time_machine.move_to(starts(invited.round), tick=False)
    assert client.post(link, {"answer": "yes"}).status_code == 410
    assert answer_of(invited) == "none"


def test_a_link_that_is_not_ours_or_was_taken_back_or_is_too_old_is_not_found(
    client, world, invited, link, time_machine
):
    forged = signing.dumps(invited.pk, salt="something else")
    for address in (f"/rounds/reply/{forged}/", f"{link[:-4]}x/", f"/rounds/reply/{invited.pk}/"):
        assert client.post(address, {"answer": "yes"}).status_code == 404
    token = link.split("/")[3]
    assert invitation_of(token) == invited.pk
    time_machine.move_to(NOW + LONGEST + timedelta(minutes=1), tick=False)
    assert invitation_of(token) is None
    time_machine.move_to(NOW, tick=False)
    with acting_scope(world.lead):
        round_people.take_back_invitation(invitation_id=invited.pk, by=world.lead, now=NOW)
    assert client.post(link, {"answer": "yes"}).status_code == 404
    assert answer_of(invited) == "none"


def test_the_link_of_an_account_answers_nothing(client, world, invited):
    own = RoundInvitation.objects.get(user_id=world.by.user_id)
    token = signing.dumps(own.pk, salt="checkins.round-answer")
    assert client.post(f"/rounds/reply/{token}/", {"answer": "yes"}).status_code == 404
    assert answer_of(own) == "none"


def test_one_link_answers_ten_times_an_hour(client, invited, link):
    for _ in range(10):
        assert client.post(link, {"answer": "yes"}).status_code == 200
    refused = client.post(link, {"answer": "no"})
    assert refused.status_code == 429
    assert "Your last answer stands" in refused.content.decode()
    assert answer_of(invited) == "yes"


def test_attendance_knows_who_said_what(client, world, invited, link):
    client.post(link, {"answer": "no"})
    with acting_scope(world.lead):
        rounds.begin(round_id=invited.round_id, by=world.lead, now=NOW)
    page = client.act_as(world.clinician).get(f"/rounds/{invited.round_id}/").content.decode()
    here = page.partition('id="here"')[2].partition("</form>")[0]
    assert "(cannot come)" in here
    assert here.index("Anna Betony") < here.index("Hyssop Rue"), "whoever cannot come stands last"
