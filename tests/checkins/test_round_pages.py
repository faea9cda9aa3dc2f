"""Pages of rounds: what each state shows to whom, forms that work without JavaScript, budgets, the e-mail, the calendar address."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from carehomes.notifications.models import OutboxMessage
from carehomes.notifications.outbox import drain_outbox
from checkins.actions import round_people, rounds
from checkins.models import AgendaItem, CalendarFeed, Nomination, Round, RoundContact, RoundInvitation
from tests.checkins.conftest import NOW
from tests.checkins.test_rounds import (
    DAY,
    PLAN,
    convene,
    finish,
    guest_of,
    invitation,
    nominated,
    seen_by,
    session,
    typed,
)
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    acting_for,
)
from tests.scale.budget import LIST, RECORD, assert_same_queries

pytestmark = pytest.mark.django_db
__all__ = ["convene", "session"]  # fixtures


@pytest.fixture
def home_staff(world):
    organisation = OrganisationFactory(kind=OrganisationKind.CARE_HOME, name="Larch House")
    HomeRelationshipFactory(home=world.home, organisation=organisation, kind=RelationshipKind.HOME)
    return MembershipFactory(organisation=organisation, role="care_home_staff", user__name="Moira Sorrel")


def text(answer):
    return answer.content.decode()


def test_what_an_empty_list_says_depends_on_who_may_convene(client, world, home_staff):
    assert "A round is convened here" in text(client.act_as(world.clinician).get("/rounds/"))
    assert "It shows here as soon as one is." in text(client.act_as(home_staff).get("/rounds/"))


def test_convening_leads_to_the_agenda(client, world):
    nominated(world, "Harold")
    client.act_as(world.clinician)
    page = client.get(f"/homes/{world.home.pk}/rounds/new/")
    assert "Larch House: 1 resident comes onto the agenda" in text(page)
    answer = client.post(
        f"/homes/{world.home.pk}/rounds/new/",
        {
            "idempotency_key": str(uuid.uuid4()),
            "kind": "home_round",
            "held_on_day": "26",
            "held_on_month": "11",
            "held_on_year": "2026",
            "starts_at": "13:30",
            "minutes": "60",
            "mode": "virtual",
            "link": "https://video.homeround.example/larch",
            "chair": str(world.clinician.user_id),
            "guests": [str(world.membership.user_id)],
        },
    )
    found = Round.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/rounds/{found.pk}/")
    page = text(client.get(f"/rounds/{found.pk}/"))
    assert "Harold" in page
    assert "Publish the agenda" in page
    assert set(RoundInvitation.objects.values_list("person_name", flat=True)) == {"Anna Betony", "Priya Fennel"}


def test_nobody_is_a_gp_because_nobody_said_otherwise(client, world):
    """What somebody comes as stands in the record and is counted: a nurse of a trust is not put down as a GP."""
    trust = OrganisationFactory(kind=OrganisationKind.NHS_TRUST, name="Northgate Trust")
    HomeRelationshipFactory(home=world.home, organisation=trust, kind=RelationshipKind.COMMUNITY_SERVICES)
    MembershipFactory(organisation=trust, role="clinician", user__name="Jo Tarragon")
    shown = text(client.act_as(world.clinician).get(f"/homes/{world.home.pk}/rounds/new/"))
    assert "Jo Tarragon, clinician, Northgate Trust" in shown


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


def made_state(made):
    made.refresh_from_db()
    return made.state


def test_a_round_with_nobody_left_ends_with_one_press(client, world, session):
    made, (item,) = session("Ivy")
    client.act_as(world.clinician)
    assert f'href="/rounds/{made.pk}/end/"' in client.get(f"/rounds/{made.pk}/").content.decode()
    RoundContact.objects.create(
        item=item, resident_id=item.resident_id, home=world.home, round=made, held_on=made.held_on,
        outcome="not_reached", at=NOW, by_user_id=1, by_name="Anna", by_organisation_name="Harbour",
    )  # fmt: skip
    assert f'href="/rounds/{made.pk}/end/"' not in client.get(f"/rounds/{made.pk}/").content.decode()


def test_the_meeting_without_javascript(client, world, session):
    made, items = session("Ivy", "Harold")
    client.act_as(world.clinician)
    page = text(client.get(f"/rounds/{made.pk}/"))
    assert "Done: go on to Harold" in page
    address = f"/rounds/{made.pk}/residents/{items[0].pk}/"
    fields = {name: values[0] for name, values in seen_by(world, made).items()}
    again = client.post(address, {**fields, "contact": "", "do": "done", "seen": "0"})
    assert "Choose whether they were seen" in text(again)
    assert "Finish doxycycline." in text(again)
    done = client.post(address, {**fields, "do": "done", "seen": "1"})
    assert done["Location"] == f"/rounds/{made.pk}/#card-{items[1].pk}"
    assert RoundContact.objects.counted().count() == 1
    page = text(client.get(f"/rounds/{made.pk}/"))
    assert "1 of 2 done" in page
    before_the_end = text(client.get(f"/rounds/{made.pk}/end/"))
    assert "1 resident has not been reached" in before_the_end
    assert made_state(made) == "in_session"  # asking ends nothing
    assert "Done: that was everybody" in page


def test_what_is_typed_is_saved_and_a_colleague_is_named(client, world, session):
    made, items = session()
    address = f"/rounds/{made.pk}/residents/{items[0].pk}/draft/"
    client.act_as(world.membership)
    first = client.post(address, {"touched": "decided", "decided": "Better than yesterday.", "seen": "0"}).json()
    assert first["revision"] == 1
    client.act_as(world.clinician)
    assert "Priya Fennel writes here too" in text(client.get(f"/rounds/{made.pk}/"))
    second = client.post(address, {"touched": ["decided"], "decided": "Still tired.", "seen": "0"}).json()
    assert second["conflicts"] == ["decided"]
    assert "Priya Fennel wrote: Better than yesterday." in second["differences"]


def test_a_form_of_two_at_once_shows_both_texts(client, world, session):
    made, items = session()
    typed(world, items[0], {"decided": ["Better than yesterday."]}, by=world.by)
    client.act_as(world.clinician)
    answer = client.post(
        f"/rounds/{made.pk}/residents/{items[0].pk}/", {"decided": "Still tired.", "do": "save", "seen": "0"}
    )
    assert "Priya Fennel wrote: Better than yesterday." in text(answer)
    assert "Still tired.</textarea>" in text(answer)


def test_words_that_come_too_late_are_shown(client, world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
    client.act_as(world.membership)
    answer = client.post(f"/rounds/{made.pk}/residents/{items[0].pk}/", {"decided": "One more thing.", "do": "save"})
    assert answer.status_code == 409
    assert "One more thing." in text(answer)


@pytest.mark.parametrize("gone_on", [False, True], ids=["still open", "gone on"])
def test_what_waited_for_a_sign_in_goes_into_no_other_residents_card(client, world, session, time_machine, gone_on):
    made, items = session("Ivy", "Harold")
    client.act_as(world.membership)
    page = client.get(f"/rounds/{made.pk}/").content.decode()
    assert f'name="card" value="{items[0].pk}"' in page
    time_machine.move_to(NOW + timedelta(minutes=20), tick=False)  # longer than a session waits
    sent = {"decided": "Stop the doxycycline.", "form_page": f"/rounds/{made.pk}/", "card": items[0].pk, "do": "save"}
    assert client.post(f"/rounds/{made.pk}/residents/{items[0].pk}/", sent).status_code == 302
    if gone_on:
        finish(world, items[0], seen_by(world, made))
    client.act_as(world.membership)
    back = client.get(f"/rounds/{made.pk}/")
    assert ("Stop the doxycycline.</textarea>" in text(back)) is not gone_on
    assert "Stop the doxycycline." in text(back)
    assert (f"This was typed for {items[0].resident.name}" in text(back)) is gone_on


def test_home_staff_read_and_do_not_write(client, world, session, home_staff):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    client.act_as(home_staff)
    page = text(client.get(f"/rounds/{made.pk}/"))
    assert "Finish doxycycline." in page
    assert "End and write up" not in page
    assert client.post(f"/rounds/{made.pk}/residents/{items[0].pk}/", {"decided": "x"}).status_code == 403
    home = text(client.get("/my-home/"))
    assert "Seen 10:42, Anna Betony: Finish doxycycline." in home


def test_a_commissioner_sees_counts_and_no_round(client, world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    HomeRelationshipFactory(home=world.home, organisation=icb, kind=RelationshipKind.COMMISSIONER)
    client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))
    assert client.get(f"/rounds/{made.pk}/").status_code == 403
    page = text(client.get(f"/homes/{world.home.pk}/"))
    assert "1 to 4" in page
    assert "Doxycycline" not in page


def test_reading_a_round_is_logged(client, world, session):
    made, items = session()
    client.act_as(world.clinician).get(f"/rounds/{made.pk}/")
    assert ReadLog.objects.filter(resident_id=items[0].resident_id, screen="round").count() == 1


@pytest.mark.parametrize("page", ["agenda", "minutes", "order", "add", "people", "plan", "cancel"])
def test_the_other_pages_open(client, world, convene, page):
    nominated(world, "Harold")
    made = convene()
    answer = client.act_as(world.clinician).get(f"/rounds/{made.pk}/{page}/")
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["order", "add", "plan", "cancel"])
def test_what_is_over_is_not_asked_for_any_more(client, world, session, page):
    made, _items = session("Ivy")
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
    answer = client.act_as(world.clinician).get(f"/rounds/{made.pk}/{page}/", follow=True)
    assert answer.redirect_chain == [(f"/rounds/{made.pk}/", 302)]
    assert "This cannot be done: the round is" in text(answer)


def test_the_order_is_written_as_numbers(client, world, session):
    made, items = session("Ivy", "Harold")
    client.act_as(world.clinician)
    places = {f"place-{items[0].pk}": "2", f"place-{items[1].pk}": "1"}
    client.post(f"/rounds/{made.pk}/order/", {**places, "seen": str(made.revision)})
    assert AgendaItem.objects.filter(round=made).order_by("place").first() == items[1]


def test_a_calendar_address_shows_ones_own_rounds_and_names_nobody(client, world, convene):
    nominated(world, "Harold")
    made = convene()
    with acting_scope(world.lead):
        rounds.publish(round_id=made.pk, by=world.lead, now=NOW)
    with acting_scope(world.by):
        token = round_people.make_feed(by=world.by, now=NOW)
    answer = client.get(f"/rounds/feed/{token}.ics")
    assert answer["Cache-Control"] == "private"
    (event,) = Calendar.from_ical(text(answer)).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Home round, Larch House"
    assert not any(name in text(answer) for name in ("Harold", "Priya", "Anna"))


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
    assert "VEVENT" not in text(client.get(f"/rounds/feed/{token}.ics"))


def test_the_list_and_the_weeks_keep_their_budget(client, world):
    client.act_as(world.clinician)
    days = iter(range(10_000))

    def many(count):
        Round.objects.bulk_create(
            RoundFactory.build(
                home=world.home, chair_organisation=world.pcn, held_on=DAY + timedelta(days=next(days) % 28)
            )
            for _ in range(count)
        )

    assert_same_queries(many, "/rounds/", client, LIST)
    assert_same_queries(lambda count: None, "/rounds/weeks/", client, LIST, heaviest=80_000)


def residents_on(world, made, count):
    people = [ResidentFactory.build(home=world.home) for _ in range(count)]
    residents = type(world.resident).objects.bulk_create(people)
    nominations = Nomination.objects.bulk_create(
        NominationFactory.build(resident=each, state="on_agenda", urgency="routine") for each in residents
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            round=made,
            resident_id=each.resident_id,
            home=world.home,
            place=number + 10,
            source="nomination",
            nomination=each,
            reasons=["fall"],
            why="Fell.",
            added_at=NOW,
            added_by_name="Anna",
        )
        for number, each in enumerate(nominations)
    )


@pytest.mark.parametrize("state", ["draft", "in_session", "signed_off"])
def test_a_round_keeps_its_budget(client, world, session, state):
    made, items = session()
    now_item = items[0].pk if state == "in_session" else None
    Round.objects.filter(pk=made.pk).update(
        state=state, ended_at=NOW if state == "signed_off" else None, signed_off_at=NOW, now_item_id=now_item
    )
    client.act_as(world.clinician)
    assert_same_queries(
        lambda count: residents_on(world, made, count), f"/rounds/{made.pk}/", client, RECORD, heaviest=2_500_000
    )


def test_a_round_of_twelve_is_light(client, world, session):
    made, _ = session()
    residents_on(world, made, 11)
    assert len(client.act_as(world.clinician).get(f"/rounds/{made.pk}/").content) <= 40_000


def test_convening_from_a_past_day_is_said_beside_the_field(client, world):
    client.act_as(world.clinician)
    answer = client.post(
        f"/homes/{world.home.pk}/rounds/new/",
        {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2026", "mode": "visit", "kind": "mdt"},
    )
    assert "must be today or in the future" in text(answer)
    assert date(2026, 1, 1) < DAY


def test_invited_people_answer_for_themselves(client, world, convene):
    made = convene()
    client.act_as(world.membership).post(f"/rounds/{made.pk}/answer/", {"answer": "yes"})
    assert invitation(made, world.by).answer == "yes"
    page = text(client.get(f"/rounds/{made.pk}/"))
    assert ("You can answer anew." in page, ">I come<" in page, ">I cannot<" in page) == (True, False, True)
    stranger = MembershipFactory(organisation=world.pcn, role="pharmacist")
    client.act_as(stranger).post(f"/rounds/{made.pk}/answer/", {"answer": "yes"})
    assert not RoundInvitation.objects.filter(user_id=acting_for(stranger).user_id).exists()


def test_a_round_under_way_is_the_first_to_open(client, world, session):
    session("Ivy")
    page = text(client.act_as(world.clinician).get("/rounds/"))
    assert "Larch House: under way since 10:42" in page
    assert "To sign off" in page
