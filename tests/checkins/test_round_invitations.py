"""Who is invited to a round: their e-mail, their answer, the calendar in which it stands."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from carehomes.access.scopes import acting_scope
from carehomes.notifications.models import OutboxMessage
from carehomes.notifications.outbox import drain_outbox
from checkins.actions import round_people, rounds
from checkins.models import CalendarFeed, RoundInvitation
from tests.checkins.days import NOW
from tests.checkins.pages import page
from tests.checkins.rounds import DAY, PLAN, guest_of, invitation, nominated
from tests.factories import (
    MembershipFactory,
    acting_for,
)

pytestmark = pytest.mark.django_db


def test_publishing_sends_an_invitation_that_names_nobody(client, world, convene, mailoutbox):
    nominated(world, "Harold")
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
        round_people.invite(
            round_id=made.pk,
            guests=[round_people.Guest("Omar Figwort", "geriatrician", email="omar@trust.example")],
            by=world.lead,
            now=NOW,
        )
    assert drain_outbox(NOW + timedelta(hours=1)) == 3
    assert {mail.to[0] for mail in mailoutbox} == {
        world.clinician.user.email,
        world.membership.user.email,
        "omar@trust.example",
    }
    for mail in mailoutbox:
        file, kind = mail.attachments[0][1], mail.attachments[0][2]
        assert kind == "text/calendar; method=REQUEST"
        calendar = Calendar.from_ical(file)
        (event,) = calendar.walk("VEVENT")
        assert (calendar["METHOD"], event["SEQUENCE"], str(event["UID"]).split("@")[0]) == ("REQUEST", 0, str(made.key))
        assert event["DTSTART"].dt == NOW.replace(hour=13, minute=30)
        assert f"mailto:{mail.to[0]}" in str(event["ATTENDEE"])
        for name in ("Harold", "Anna", "Priya", "Omar", "Breathless"):
            assert name not in file + mail.body + mail.subject


def test_another_day_is_an_update_and_cancelling_takes_it_out(world, convene):
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
        made.refresh_from_db()
        later = PLAN.__class__(PLAN.kind, DAY + timedelta(days=1), PLAN.starts_at, 60, PLAN.mode, PLAN.link)
        rounds.plan_anew(
            round_id=made.pk, plan=later, chair=guest_of(world.lead), seen=made.revision, by=world.lead, now=NOW
        )
        rounds.cancel_round(round_id=made.pk, reason="team_away", by=world.lead, now=NOW)
    files = [Calendar.from_ical(each.calendar) for each in OutboxMessage.objects.order_by("pk")]
    found = [(file["METHOD"], file.walk("VEVENT")[0]["SEQUENCE"]) for file in files]
    assert sorted(set(found)) == [("CANCEL", 2), ("REQUEST", 0), ("REQUEST", 1)]
    assert len({str(file.walk("VEVENT")[0]["UID"]) for file in files}) == 1


def planned_anew(world, made, **changes):
    made.refresh_from_db()
    with acting_scope(world.lead):
        rounds.plan_anew(
            round_id=made.pk,
            plan=replace(PLAN, **changes),
            chair=guest_of(world.lead),
            seen=made.revision,
            by=world.lead,
            now=NOW,
        )


def told(world, **wanted):
    """How many messages the coordinator got whose text holds these words."""
    mine = OutboxMessage.objects.filter(recipient_user_id=world.by.user_id)
    return mine.filter(**{f"{name}__contains": words for name, words in wanted.items()}).count()


@pytest.fixture
def declined(world, convene):
    """A published round to which the coordinator has said no, and the lead, its chair, yes."""
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    for by, answer in ((world.by, "no"), (world.lead, "yes")):
        with acting_scope(by):
            round_people.answer_invitation(round_id=made.pk, answer=answer, by=by, now=NOW)
    return made


MOVES = [{"held_on": DAY + timedelta(days=1)}, {"starts_at": time(15)}, {"mode": "visit", "link": ""}]


@pytest.mark.parametrize("change", MOVES, ids=["day", "time", "place"])
def test_who_said_no_is_asked_anew_where_it_moves(client, world, declined, change):
    planned_anew(world, declined, **change)
    answers = RoundInvitation.objects.filter(round=declined).values_list("answer", "answered_at")
    assert list(answers) == [("none", None)] * 2
    assert told(world, subject="Home round moved: Larch House", body="please answer again") == 1
    assert "You have not answered." in client.act_as(world.membership).get(f"/rounds/{declined.pk}/").content.decode()


def test_who_said_no_hears_neither_of_its_length_nor_that_it_is_not_held(world, declined):
    planned_anew(world, declined, minutes=90)
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=declined.pk, reason="team_away", by=world.lead, now=NOW)
    assert told(world) == 1  # the invitation
    assert OutboxMessage.objects.filter(recipient_user_id=world.lead.user_id).count() == 3
    assert RoundInvitation.objects.get(round=declined, user_id=world.by.user_id).answer == "no"


def test_who_was_asked_anew_hears_that_it_is_not_held(world, declined):
    planned_anew(world, declined, starts_at=time(15))
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=declined.pk, reason="team_away", by=world.lead, now=NOW)
    assert told(world, subject="not held") == 1


def test_somebody_who_was_told_before_is_not_told_twice(world, convene):
    made = convene()
    with acting_scope(world.lead):
        for _ in range(2):
            rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    assert OutboxMessage.objects.count() == 2


def test_invited_people_answer_for_themselves(client, world, convene):
    made = convene()
    client.act_as(world.membership).post(f"/rounds/{made.pk}/answer/", {"answer": "yes"})
    assert invitation(made, world.by).answer == "yes"
    shown = page(client.get(f"/rounds/{made.pk}/"))
    assert ("You can answer anew." in shown, ">I come<" in shown, ">I cannot<" in shown) == (True, False, True)
    stranger = MembershipFactory(organisation=world.pcn, role="pharmacist")
    client.act_as(stranger).post(f"/rounds/{made.pk}/answer/", {"answer": "yes"})
    assert not RoundInvitation.objects.filter(user_id=acting_for(stranger).user_id).exists()


def test_a_calendar_address_shows_ones_own_rounds_and_names_nobody(client, world, convene):
    nominated(world, "Harold")
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    with acting_scope(world.by):
        token = round_people.make_feed(by=world.by, now=NOW)
    answer = client.get(f"/rounds/feed/{token}.ics")
    assert answer["Cache-Control"] == "private"
    (event,) = Calendar.from_ical(page(answer)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Home round, Larch House"
    assert not any(name in page(answer) for name in ("Harold", "Priya", "Anna"))


def test_an_ended_or_wrong_calendar_address_is_not_found(client, world):
    with acting_scope(world.by):
        old = round_people.make_feed(by=world.by, now=NOW)
        new = round_people.make_feed(by=world.by, now=NOW)
        assert client.get(f"/rounds/feed/{old}.ics").status_code == 404
        assert client.get(f"/rounds/feed/{new}.ics").status_code == 200
        assert client.get(f"/rounds/feed/{new[:-1]}.ics").status_code == 404
        assert client.get("/rounds/feed/nobody.ics").status_code == 404
        round_people.end_feed(by=world.by, now=NOW)
    assert client.get(f"/rounds/feed/{new}.ics").status_code == 404
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_a_calendar_address_of_somebody_who_has_left_is_empty(client, world, convene):
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    with acting_scope(world.by):
        token = round_people.make_feed(by=world.by, now=NOW)
    world.membership.ends_on = date(2026, 1, 1)  # before the database's own clock, which no test moves
    world.membership.save()
    assert "VEVENT" not in page(client.get(f"/rounds/feed/{token}.ics"))


def test_who_is_invited_later_comes_as_what_they_are(client, world, convene):
    made = convene()
    pharmacist = MembershipFactory(organisation=world.pcn, role="pharmacist", user__name="Meera Calendula")
    address, chosen = f"/rounds/{made.pk}/people/", {"who": str(pharmacist.user_id)}
    shown = client.act_as(world.clinician).get(address).content.decode()
    assert '<option value="" selected>As in the list above</option>' in shown
    client.post(address, {**chosen, "invited_as": "", "idempotency_key": uuid.uuid4()})
    assert RoundInvitation.objects.get(user_id=pharmacist.user_id).invited_as == "pharmacist"


def test_of_somebody_outside_it_is_said_what_they_come_as(client, world, convene):
    made = convene()
    outside = {"who": "outside", "name": "Omar Figwort", "email": "omar@trust.example"}
    sent = {**outside, "invited_as": "", "idempotency_key": uuid.uuid4()}
    answer = client.act_as(world.clinician).post(f"/rounds/{made.pk}/people/", sent)
    assert "Choose what they come as" in answer.content.decode()
    assert 'value="Omar Figwort"' in answer.content.decode()
    assert not RoundInvitation.objects.filter(person_name="Omar Figwort").exists()
