"""Pages of rounds: what each state shows to whom, forms that work without JavaScript."""

import uuid
from datetime import date, timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from checkins.actions import rounds
from checkins.models import AgendaItem, Nomination, Round, RoundContact, RoundInvitation
from tests.checkins.days import NOW
from tests.checkins.rounds import DAY, finish, nominated, seen_by, typed
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


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


def test_one_joins_also_after_it_has_begun(client, world, session, home_staff):
    made, _items = session()
    Round.objects.filter(pk=made.pk).update(link="https://video.example/larch")
    for person in (world.clinician, home_staff):
        page = text(client.act_as(person).get(f"/rounds/{made.pk}/"))
        assert (
            '<a class="hr-screen-only" href="https://video.example/larch" rel="noreferrer">Join the video call</a>'
            in page
        )
        assert "Print minutes" not in page  # there are none yet


def test_ticking_who_is_here_leads_back_to_the_next_one_to_tick(client, world, session):
    made, _items = session()
    someone = RoundInvitation.objects.filter(round=made).first()
    answer = client.act_as(world.clinician).post(f"/rounds/{made.pk}/attendance/", {"here": [someone.pk]})
    assert answer["Location"] == f"/rounds/{made.pk}/#here"


def test_the_meeting_without_javascript_and_a_colleague_is_named(client, world, session):
    made, items = session()
    address = f"/rounds/{made.pk}/residents/{items[0].pk}/draft/"
    client.act_as(world.membership)
    first = client.post(address, {"touched": "decided", "decided": "Better than yesterday.", "seen": "0"}).json()
    assert first["revision"] == 1
    client.act_as(world.clinician)
    assert "Priya Fennel is in this card too, wrote at 10:42" in text(client.get(f"/rounds/{made.pk}/"))
    second = client.post(address, {"touched": ["decided"], "decided": "Still tired.", "seen": "0"}).json()
    assert second["here"] == "Priya Fennel is in this card too, wrote at 10:42"
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


def test_the_weeks_say_which_days_are_bank_holidays(client, world):
    """A round can be convened on one; whoever plans sees it. Christmas 2026: a Friday, and the Monday of week 53 for the Saturday."""
    client.act_as(world.clinician)
    page = text(client.get("/rounds/weeks/?week=2026-W52"))
    assert "Week 53, from 28 December 2026" in page
    assert page.count("Bank holiday") == 3  # and New Year's Day
    RoundFactory(home=world.home, chair_organisation=world.pcn, held_on=date(2026, 12, 28))
    assert text(client.get("/rounds/weeks/?week=2026-W52")).count("Bank holiday") == 3
    assert client.get("/rounds/weeks/?week=2190-W01").status_code == 200  # a year that nobody knows


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


def test_somebody_seen_on_a_round_stands_once_in_their_history(client, world, session):
    made, items = session()
    finish(world, items[0], seen_by(world, made))
    with acting_scope(world.lead):
        rounds.end(round_id=made.pk, by=world.lead, now=NOW)
        rounds.sign_off(round_id=made.pk, by=world.lead, now=NOW)
    assert Nomination.objects.get(pk=items[0].nomination_id).state == "seen"
    page = text(client.act_as(world.clinician).get(f"/residents/{items[0].resident_id}/"))
    history = page[page.index("What happened") :]
    assert history.count("Finish doxycycline.") == 1
    assert "Seen on a round, by video" in history


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


def test_convening_from_a_past_day_is_said_beside_the_field(client, world):
    client.act_as(world.clinician)
    answer = client.post(
        f"/homes/{world.home.pk}/rounds/new/",
        {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2026", "mode": "visit", "kind": "mdt"},
    )
    assert "must be today or in the future" in text(answer)
    assert date(2026, 1, 1) < DAY


def test_a_round_under_way_is_the_first_to_open(client, world, session):
    session("Ivy")
    page = text(client.act_as(world.clinician).get("/rounds/"))
    assert "Larch House: under way since 10:42" in page
    assert "To sign off" in page
