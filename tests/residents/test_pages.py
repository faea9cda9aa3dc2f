"""The pages about residents: who may open them, what they show, what they log, and what they do with a form."""

import csv
import io
import re
import time
import uuid
from datetime import timedelta

import pytest
from django.core.cache.backends.redis import RedisCache
from django.urls import reverse
from redis.exceptions import RedisError

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.look_ups import may_look_up
from carehomes.access.models import ReadLog
from carehomes.deadlines import london_now, london_today
from carehomes.residents import actions
from carehomes.residents.models import Allergy, LegalDocument, Move, Resident, ResidentExport, ResidentState
from tests.factories import (
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    home_of,
)

pytestmark = pytest.mark.django_db
TODAY = london_today()
NUMBER = "9997919076"


@pytest.fixture
def ivy(world, lives_in):
    return lives_in(world.home, nhs_number=NUMBER, room="12")


@pytest.fixture
def priya(client, world):
    return client.act_as(world.membership)


def parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def post(client, address, **data):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), **data})


def at(name, *args):
    return reverse(f"residents:{name}", args=args)


def text(answer):
    return answer.content.decode()


# --- who may -------------------------------------------------------------------------------------------------------------------

OPEN = ["resident", "history", "readings"]
EDIT = [
    *("change", "stay", "room", "away", "leave", "death", "put_right", "move"),
    *("add_allergy", "check_allergies", "add_document"),
]


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
def test_a_coordinator_opens_every_page_of_their_resident(priya, ivy, name):
    assert priya.get(at(name, ivy.pk)).status_code == 200
    assert ReadLog.objects.filter(resident_id=ivy.pk).count() == 1


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
def test_another_pcns_coordinator_finds_nothing(client, ivy, name):
    client.act_as(MembershipFactory())
    assert client.get(at(name, ivy.pk)).status_code == 404
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("name", [*OPEN, *EDIT])
@pytest.mark.parametrize(
    "role", ["commissioner_lead", "local_authority_officer", "national_reader", "platform_administrator"]
)
def test_who_sees_no_resident_is_refused(client, world, ivy, name, role):
    membership = MembershipFactory(role=role)
    if role == "commissioner_lead":
        HomeRelationshipFactory(
            home=world.home, organisation=membership.organisation, kind=RelationshipKind.COMMISSIONER
        )
    client.act_as(membership)
    assert client.get(at(name, ivy.pk)).status_code == 403
    assert client.get(at("residents")).status_code == 403


def test_a_community_pharmacist_reads_and_changes_nothing(client, world, ivy):
    membership = MembershipFactory(role="community_pharmacist")
    HomeRelationshipFactory(home=world.home, organisation=membership.organisation, kind=RelationshipKind.PHARMACY)
    client.act_as(membership)
    page = text(client.get(at("resident", ivy.pk)))
    assert "Ivy Meadowsweet" in page
    assert at("change", ivy.pk) not in page
    for name in EDIT:
        assert client.get(at(name, ivy.pk)).status_code == 403


@pytest.mark.parametrize(("role", "edits"), [("care_home_manager", True), ("care_home_staff", False)])
def test_a_home_sees_its_own_residents(client, world, ivy, role, edits):
    house = OrganisationFactory(kind=OrganisationKind.CARE_HOME)
    HomeRelationshipFactory(home=world.home, organisation=house, kind=RelationshipKind.HOME)
    client.act_as(MembershipFactory(role=role, organisation=house))
    assert "Meadowsweet, Ivy" in text(client.get(at("residents")))
    assert client.get(at("change", ivy.pk)).status_code == (200 if edits else 403)


# --- the list ------------------------------------------------------------------------------------------------------------------


def test_the_list_has_everybody_and_logs_each(priya, world, ivy, lives_in):
    lives_in(home_of(world.pcn, name="Oak Lodge"), "Alma", "Bryony")
    lives_in(home_of(OrganisationFactory()), "Hidden", "Tormentil")
    page = text(priya.get(at("residents")))
    assert page.index("Bryony, Alma") < page.index("Meadowsweet, Ivy")
    assert "Tormentil" not in page
    assert "2 residents in 2 homes" in page
    assert ReadLog.objects.filter(screen="List of residents").count() == 2


def test_tabs_by_where_they_are(priya, world, lives_in):
    lives_in(world.home, "New", "Comer", arrived_on=TODAY - timedelta(days=14))
    lives_in(world.home, "Long", "Stayer", arrived_on=TODAY - timedelta(days=15))
    lives_in(world.home, "Sick", "Sorrow", state=ResidentState.IN_HOSPITAL)
    lives_in(world.home, "Gone", "Goer", state="left", left_on=TODAY, left_to="went_home")
    lives_in(world.home, "Not", "Here", state="left", left_on=TODAY, left_to="recorded_in_error")
    names = ("Comer", "Stayer", "Sorrow", "Goer", "Here")

    def shown(**asked):
        page = text(priya.get(at("of_home", world.home.pk), asked))
        return {name for name in names if f"{name}, " in page}

    assert shown() == {"Comer", "Stayer", "Sorrow"}
    assert shown(state="new") == {"Comer"}
    assert shown(state="in_hospital") == {"Sorrow"}
    assert shown(state="left") == {"Goer"}
    assert shown(state="nonsense", sort="nonsense", page="nonsense") == {"Comer", "Stayer", "Sorrow"}


def test_one_home_of_all(priya, world, ivy, lives_in):
    oak = home_of(world.pcn, name="Oak Lodge")
    lives_in(oak, "Alma", "Bryony")
    page = text(priya.get(at("residents"), {"home": oak.pk}))
    assert "Bryony, Alma" in page
    assert "Meadowsweet, Ivy" not in page


def test_a_home_whose_residents_one_may_not_see_is_not_found(priya):
    assert priya.get(at("of_home", home_of(OrganisationFactory()).pk)).status_code == 404
    assert priya.get(at("of_home", 0)).status_code == 404


@pytest.mark.parametrize("sort", ["name", "home", "room", "recent"])
def test_every_order_shows_everybody(priya, ivy, sort):
    assert "Meadowsweet, Ivy" in text(priya.get(at("residents"), {"sort": sort}))


def test_rooms_come_in_the_order_of_numbers(priya, world, lives_in):
    for room in ("10", "9", "2"):
        lives_in(world.home, "In", f"Room{room}", room=room)
    page = text(priya.get(at("of_home", world.home.pk), {"sort": "room"}))
    assert page.index("Room2") < page.index("Room9") < page.index("Room10")


def test_an_empty_home_says_what_to_do(priya, world):
    page = text(priya.get(at("of_home", world.home.pk)))
    assert "Nobody is recorded as living here" in page
    assert "Add the first resident" in page


def test_by_name_the_address_stays_clean(priya, world, ivy, lives_in):
    lives_in(world.home, "Alma", "Bryony")
    answer = priya.post(at("find"), {"words": "sweet iv"})
    assert answer.url == "/residents/?found=1"
    page = text(priya.get(answer.url))
    assert "Meadowsweet, Ivy" in page
    assert "Bryony" not in page
    assert "Everyone found" in page
    assert "iv" not in answer.url.removeprefix("/residents/")


def test_by_name_within_one_home_and_also_those_who_left(priya, world, lives_in):
    lives_in(world.home, "Gone", "Goer", state="died", left_on=TODAY, left_to="died")
    answer = priya.post(at("find"), {"words": "goe", "home": world.home.pk})
    assert answer.url == f"/homes/{world.home.pk}/residents/?found=1"
    assert "Goer, Gone" in text(priya.get(answer.url))


def test_a_name_that_nobody_has(priya, ivy):
    priya.post(at("find"), {"words": "%"})
    page = text(priya.get(at("residents"), {"found": 1}))
    assert "Nobody whom you may see has this name" in page


@pytest.mark.parametrize("typed", ["999 791 9076", "9997919076", "999-791-9076"])
def test_by_number_straight_to_the_record(priya, ivy, typed):
    assert priya.post(at("find"), {"words": typed}).url == at("resident", ivy.pk)


def test_a_hidden_number_and_one_that_nobody_has_read_the_same(priya, lives_in):
    lives_in(home_of(OrganisationFactory()), nhs_number=NUMBER)
    hidden, nobody = (text(priya.post(at("find"), {"words": each})) for each in (NUMBER, "9990000018"))
    assert "No resident whom you may see has this NHS number" in hidden
    assert without_secrets(hidden, NUMBER) == without_secrets(nobody, "9990000018")


def without_secrets(page, number):
    """A page without what differs in every answer, and without what was typed."""
    return re.sub(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(number, "")


def test_a_wrong_number_says_what_is_wrong(priya):
    page = text(priya.post(at("find"), {"words": "999 791 9075"}))
    assert "the last digit does not match" in page
    assert "Error: Residents" in page


def test_numbers_cannot_be_tried_out(priya, ivy, settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (2, 60)
    for _ in range(2):
        assert priya.post(at("find"), {"words": NUMBER}).status_code == 302
    answer = priya.post(at("find"), {"words": NUMBER})
    assert answer.status_code == 429
    assert "Wait a minute" in text(answer)
    assert priya.post(at("find"), {"words": "Ivy"}).status_code == 302


def test_the_search_and_the_list_share_one_count_of_look_ups(priya, ivy, settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 60)
    assert priya.post("/search/", {"q": NUMBER}, follow=True).status_code == 200
    refused = priya.post("/search/", {"q": NUMBER}, follow=True)
    assert refused.status_code == 429
    assert "Wait a minute, then try again" in text(refused)
    assert ivy.family_name not in text(refused)
    assert priya.post(at("find"), {"words": NUMBER}).status_code == 429


def test_look_ups_run_out_for_one_person_and_come_back(settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (3, 60)
    person = uuid.uuid4().int
    assert [may_look_up(person) for _ in range(4)] == [True, True, True, False]
    assert may_look_up(person + 1)
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 1)
    assert may_look_up(person + 2)
    time.sleep(1.1)
    assert may_look_up(person + 2)


def test_nobody_is_refused_while_the_cache_is_away(settings, monkeypatch):
    def away(*args, **kwargs):
        raise RedisError

    monkeypatch.setattr(RedisCache, "add", away)
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 60)
    assert may_look_up(1)
    assert may_look_up(1)


def test_finding_is_never_by_get(priya):
    assert priya.get(at("find"), {"words": NUMBER}).status_code == 405


def test_a_list_is_taken_out_only_for_a_purpose_and_logged(priya, world, ivy, lives_in):
    lives_in(world.home, "=cmd", "Formula")
    address = f"{at('export')}?home={world.home.pk}"
    assert "What is the list for?" in text(priya.get(address))
    assert "There is a problem" in text(post(priya, address))
    answer = post(priya, address, purpose="direct_care", detail="The nurse on call")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Family name", "Formula", "Meadowsweet"]
    assert rows[1][1] == "'=cmd"
    assert "attachment" in answer["Content-Disposition"]
    log = ResidentExport.objects.get()
    assert (log.rows, log.purpose, log.chosen, log.by_name) == (
        2,
        "direct_care",
        "Larch House, living here",
        world.by.person,
    )
    assert ReadLog.objects.filter(screen="Residents, taken out").count() == 2


# --- the record ----------------------------------------------------------------------------------------------------------------


def test_not_asked_is_never_none(priya, ivy):
    page = text(priya.get(at("resident", ivy.pk)))
    assert "Not asked" in page
    assert "None known" not in page
    assert "Ask about her allergies" in page


def test_the_page_says_what_must_be_known_first(priya, world, ivy):
    Allergy.objects.create(
        resident=ivy,
        home=world.home,
        substance="Penicillin",
        reaction="rash",
        severity="severe",
        happened="2019",
        recorded_on=TODAY,
    )
    ivy.allergy_state, ivy.allergies_checked_on, ivy.allergies_checked_with = "recorded", TODAY, "Moira Sorrel"
    ivy.usual_self, ivy.contact_name, ivy.contact_phone = "Walks with a frame", "Heather Meadowsweet", "07700900176"
    ivy.save()
    LegalDocument.objects.create(
        resident=ivy,
        home=world.home,
        kind="respect",
        dated_on=TODAY,
        place="The room folder",
        review_on=TODAY - timedelta(1),
    )
    ContactNumberFactory(home=world.home)
    page = text(priya.get(at("resident", ivy.pk)))
    assert "<b>Penicillin</b>: rash, severe, 2019" in page
    assert "Checked with Moira Sorrel" in page
    assert "paper in the room folder" in page
    assert "Walks with a frame" in page
    assert "Review the ReSPECT" in page
    for number in ("07700900176", "01632960142"):
        assert f"tel:{number}" in page


def test_what_somebody_typed_is_escaped_everywhere(priya, world, lives_in):
    bad = "<script>alert(1)</script>"
    ivy = lives_in(world.home, bad, bad, preferred_name=bad, usual_self=bad, room="<b>", contact_name=bad)
    Allergy.objects.create(resident=ivy, home=world.home, substance=bad, reaction=bad, source=bad, recorded_on=TODAY)
    ivy.allergy_state, ivy.allergies_checked_on, ivy.allergies_checked_with = "recorded", TODAY, bad
    ivy.save()
    LegalDocument.objects.create(resident=ivy, home=world.home, kind="dnacpr", dated_on=TODAY, place=bad, detail=bad)
    for address in (at("resident", ivy.pk), at("history", ivy.pk), at("residents"), at("stay", ivy.pk)):
        assert bad not in text(priya.get(address))


@pytest.mark.parametrize(("linked", "words"), [(True, ", one of"), (False, ", not one of")])
def test_the_registered_practice_against_the_aligned_pcn(priya, world, ivy, linked, words):
    from carehomes.access.models import OrganisationParent

    ivy.registered_practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, name="Harbour Surgery")
    ivy.save()
    if linked:
        OrganisationParent.objects.create(
            child=ivy.registered_practice, parent=world.pcn, kind="network", starts_on=TODAY - timedelta(days=9)
        )
    assert f"Harbour Surgery{words} {world.pcn.name}’s practices" in text(priya.get(at("resident", ivy.pk)))


def test_everything_that_happened_is_told(priya, world, ivy):
    by = world.by

    def do(action, **arguments):
        from carehomes.access.scopes import acting_scope

        with acting_scope(by):
            action(by=by, key=uuid.uuid4(), now=london_now(), resident_id=ivy.pk, **arguments)

    going = actions.Going("hospital", TODAY - timedelta(days=4), "Northgate General", "COPD", planned=False)
    do(actions.go_away, going=going)
    do(actions.come_back, back_on=TODAY)
    do(actions.change_room, room="14")
    do(actions.put_right, change="came_back", reason="Another Ivy")
    page = text(priya.get(at("history", ivy.pk)))
    for words in ("Went to hospital</b>: COPD", "Northgate General, not planned", "Changed room</b>: from 12 to 14"):
        assert words in page
    assert "Another Ivy" in page
    assert by.person in page


def test_who_has_read_it(priya, world, ivy):
    priya.get(at("resident", ivy.pk))
    page = text(priya.get(at("readings", ivy.pk)))
    assert "2 readings" in page
    assert world.by.person in page


def test_domains_add_to_what_happened(priya, ivy, monkeypatch):
    from carehomes.residents import timeline

    monkeypatch.setattr(timeline, "_sources", [])
    timeline.source(lambda acting, resident: [timeline.Entry(TODAY, "Raised as same day", "breathless")])
    assert "Raised as same day</b>: breathless" in text(priya.get(at("resident", ivy.pk)))


# --- adding --------------------------------------------------------------------------------------------------------------------


def arrival(**over):
    return {
        "given_name": "Ivy",
        "family_name": "Meadowsweet",
        **parts("date_of_birth", TODAY.replace(year=1935, month=5, day=3)),
        "sex": "female",
        "number": "known",
        "nhs_number": "999 791 9076",
        **parts("arrived_on", TODAY),
        "kind": "permanent",
        "arrived_from": "hospital",
        "arrived_from_detail": "Northgate General",
        "room": "12",
        **over,
    }


def test_adding_somebody(priya, world):
    answer = post(priya, at("add", world.home.pk), **arrival())
    resident = Resident.objects.get()
    assert answer.url == at("resident", resident.pk)
    assert (resident.nhs_number, resident.stays.get().arrived_from_detail) == (NUMBER, "Northgate General")


def test_a_double_click_adds_once(priya, world):
    key = str(uuid.uuid4())
    first, second = (post(priya, at("add", world.home.pk), **arrival(idempotency_key=key)) for _ in range(2))
    assert first.url == second.url
    assert Resident.objects.count() == 1


def test_nobody_adds_to_a_home_that_they_do_not_see(priya):
    other = home_of(OrganisationFactory())
    assert post(priya, at("add", other.pk), **arrival()).status_code == 404


def test_errors_stand_beside_their_fields_and_nothing_is_lost(priya, world):
    page = text(
        post(
            priya,
            at("add", world.home.pk),
            **arrival(nhs_number="999 791 9075", kind="", **parts("arrived_on", TODAY + timedelta(9))),
        )
    )
    assert "the last digit does not match" in page
    assert "Choose the kind of stay" in page
    assert 'value="999 791 9075"' in page
    page = text(post(priya, at("add", world.home.pk), **arrival(**parts("arrived_on", TODAY + timedelta(9)))))
    assert "must be today, tomorrow or in the past" in page


def test_without_a_number_a_reason(priya, world):
    post(priya, at("add", world.home.pk), **arrival(number="refused", nhs_number=NUMBER))
    resident = Resident.objects.get()
    assert (resident.nhs_number, resident.no_nhs_number_reason) == (None, "refused")


def test_another_practice_by_its_code(priya, world):
    practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, ods_code="ZZ99009")
    page = text(post(priya, at("add", world.home.pk), **arrival(practice="other", practice_code="ZZ00000")))
    assert "No GP practice has this code" in page
    post(priya, at("add", world.home.pk), **arrival(practice="other", practice_code="zz99009"))
    assert Resident.objects.get().registered_practice == practice


def test_somebody_alike_is_shown_before_a_second_record_is_made(priya, world, lives_in):
    oak = home_of(world.pcn, name="Oak Lodge")
    before = lives_in(oak, "Iris", "Meadowsweet")
    key = str(uuid.uuid4())
    form = arrival(idempotency_key=key, number="not_traced", nhs_number="")
    page = text(post(priya, at("add", world.home.pk), **form))
    assert "Is this the same person?" in page
    assert "Oak Lodge" in page
    assert at("resident", before.pk) in page
    assert ReadLog.objects.filter(screen="Is this the same person?", resident_id=before.pk).exists()
    assert Resident.objects.count() == 1

    again = text(post(priya, at("add", world.home.pk), **form, look_again="1"))
    assert 'value="Meadowsweet"' in again
    post(priya, at("add", world.home.pk), **form, not_the_same=str(before.pk))
    assert Resident.objects.count() == 2


def test_the_same_number_is_never_another_person(priya, world, ivy):
    form = arrival(family_name="Other", not_the_same=str(ivy.pk))
    page = text(post(priya, at("add", world.home.pk), **form))
    assert "Two people never have the same NHS number" in page
    assert Resident.objects.count() == 1


def test_somebody_hidden_changes_nothing(priya, world, lives_in):
    lives_in(home_of(OrganisationFactory()), nhs_number=NUMBER)
    answer = post(priya, at("add", world.home.pk), **arrival())
    assert answer.status_code == 302
    assert Resident.objects.filter(nhs_number=NUMBER).count() == 2


# --- changing ------------------------------------------------------------------------------------------------------------------


def facts(ivy, **over):
    return {
        "given_name": ivy.given_name,
        "family_name": ivy.family_name,
        **parts("date_of_birth", ivy.date_of_birth),
        "sex": "female",
        "number": "known",
        "nhs_number": NUMBER,
        "version": actions.version_of(ivy),
        **over,
    }


def test_facts_are_changed(priya, ivy):
    answer = post(priya, at("change", ivy.pk), **facts(ivy, usual_self="Chats", contact_phone="01632 960001"))
    assert answer.url == at("resident", ivy.pk)
    ivy.refresh_from_db()
    assert (ivy.usual_self, ivy.contact_phone) == ("Chats", "01632960001")


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(priya, world, ivy):
    typed = facts(ivy, usual_self="Chats")
    Resident.objects.filter(pk=ivy.pk).update(room="15")
    page = text(post(priya, at("change", ivy.pk), **typed))
    assert "changed this record at" in page
    assert 'value="Chats"' in page
    post(priya, at("change", ivy.pk), **{**typed, "version": actions.version_of(ivy)})
    ivy.refresh_from_db()
    assert ivy.usual_self == "Chats"


def test_a_number_of_somebody_else_is_refused_by_name(priya, world, ivy, lives_in):
    alma = lives_in(world.home, "Alma", "Bryony")
    page = text(post(priya, at("change", alma.pk), **facts(alma, nhs_number=NUMBER)))
    assert "Ivy Meadowsweet, Larch House, room 12, already has this NHS number" in page


# --- place ---------------------------------------------------------------------------------------------------------------------


def test_a_stay_told_through_the_pages(priya, world, ivy):
    def state():
        ivy.refresh_from_db()
        return ivy.state

    away = {"kind": "hospital", "place": "Northgate General", "planned": "no", "reason": "fall"}
    assert "Enter which hospital" in text(post(priya, at("away", ivy.pk), kind="hospital"))
    post(priya, at("away", ivy.pk), **away, **parts("went_on", TODAY - timedelta(days=2)))
    assert state() == "in_hospital"
    page = text(priya.get(at("resident", ivy.pk)))
    assert "In Northgate General for 2 nights" in page
    assert at("back", ivy.pk) in page
    early = text(post(priya, at("back", ivy.pk), **parts("back_on", TODAY - timedelta(days=3))))
    assert "when they went away" in early
    post(priya, at("back", ivy.pk), back_on="today")
    assert state() == "in_home"
    post(priya, at("leave", ivy.pk), left_to="went_home", left_on="today")
    assert state() == "left"
    post(priya, at("readmit", ivy.pk), arrived_on="today", kind="respite", arrived_from="own_home", room="3")
    assert state() == "in_home"
    post(priya, at("death", ivy.pk), died_on="today", place="In the home")
    assert state() == "died"
    assert "Was the death of Ivy Meadowsweet recorded in error?" in text(priya.get(at("put_right", ivy.pk)))
    post(priya, at("put_right", ivy.pk), change="died", reason="Another resident")
    assert state() == "in_home"


def test_what_cannot_follow_is_not_offered_and_not_drawn(priya, ivy):
    page = text(priya.get(at("stay", ivy.pk)))
    assert at("away", ivy.pk) in page
    assert at("back", ivy.pk) not in page
    assert priya.get(at("back", ivy.pk)).url == at("stay", ivy.pk)
    assert "is in the home" in text(post(priya, at("back", ivy.pk), back_on="today"))


def test_a_room(priya, ivy):
    post(priya, at("room", ivy.pk), room="14")
    ivy.refresh_from_db()
    assert ivy.room == "14"


# --- moving --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def beech(db):
    return home_of(OrganisationFactory(name="Eastgate PCN"), name="Beech Court", name_key="beech court")


def move(client, resident, home):
    return post(client, at("move_to", resident.pk, home.pk), moved_on="today", kind="permanent", room="4")


def test_the_home_is_found_and_the_page_says_who_will_see_it(priya, ivy, beech):
    assert "Beech Court" in text(priya.get(at("move", ivy.pk), {"q": "beech"}))
    page = text(priya.get(at("move_to", ivy.pk, beech.pk)))
    assert "Eastgate PCN" in page
    assert "You will not see it any more" in page


def test_after_the_move_the_old_home_has_the_name_and_a_way_back(priya, world, ivy, beech):
    answer = move(priya, ivy, beech)
    assert answer.url == f"/homes/{world.home.pk}/residents/?state=left"
    page = text(priya.get(answer.url))
    assert "Moved to another home in the last 90 days" in page
    assert at("undo_move", ivy.pk) in page
    assert priya.get(at("resident", ivy.pk)).status_code == 404
    assert "Beech Court" in text(priya.get(at("undo_move", ivy.pk)))

    answer = post(priya, at("undo_move", ivy.pk), reason="Wrong home")
    assert answer.url == at("resident", ivy.pk)
    assert "Recorded in error" in text(priya.get(at("history", ivy.pk)))
    assert Move.objects.get().undone_reason == "Wrong home"


def test_to_another_home_that_one_sees(priya, world, ivy):
    oak = home_of(world.pcn, name="Oak Lodge")
    assert "Oak Lodge" in text(priya.get(at("move", ivy.pk)))
    assert "You will still see it" in text(priya.get(at("move_to", ivy.pk, oak.pk)))
    assert move(priya, ivy, oak).url == at("resident", ivy.pk)
    assert priya.get(at("put_right", ivy.pk)).url == at("undo_move", ivy.pk)


def test_the_new_home_can_send_somebody_back(client, world, ivy, beech):
    move(client.act_as(world.membership), ivy, beech)
    theirs = MembershipFactory(organisation=beech.relationships.get().organisation)
    client.act_as(theirs)
    assert priya_sees(client, ivy)
    assert client.get(at("put_right", ivy.pk)).url == at("undo_move", ivy.pk)
    answer = post(client, at("undo_move", ivy.pk), reason="Not ours")
    assert answer.url == at("residents")
    assert not priya_sees(client, ivy)


def priya_sees(client, resident):
    return client.get(at("resident", resident.pk)).status_code == 200


@pytest.mark.parametrize("pk", [0, 999999])
def test_to_a_home_that_there_is_not(priya, ivy, pk):
    assert priya.get(at("move_to", ivy.pk, pk)).status_code == 404


def test_no_move_no_way_back(client, ivy):
    client.act_as(MembershipFactory())
    assert client.get(at("undo_move", ivy.pk)).status_code == 404


# --- safety --------------------------------------------------------------------------------------------------------------------


def test_allergies_through_the_pages(priya, world, ivy):
    post(priya, at("check_allergies", ivy.pk), answer="none_known", checked_with="Moira Sorrel", checked_on="today")
    assert "None known" in text(priya.get(at("resident", ivy.pk)))
    form = {"substance": "Penicillin", "severity": "severe", "source": "Discharge letter"}
    page = text(post(priya, at("add_allergy", ivy.pk), **form))
    assert "Tick to say that this takes the place of “none known”" in page
    post(priya, at("add_allergy", ivy.pk), **form, replaces_none_known="on")
    assert "<b>Penicillin</b>" in text(priya.get(at("resident", ivy.pk)))
    address = at("remove_allergy", ivy.pk, Allergy.objects.get().pk)
    assert "Afterwards allergies read “Not asked”" in text(priya.get(address))
    post(priya, address, reason="Another resident")
    assert "Not asked" in text(priya.get(at("resident", ivy.pk)))
    assert priya.get(address).status_code == 404


def test_documents_through_the_pages(priya, ivy):
    post(priya, at("add_document", ivy.pk), kind="dnacpr", dated_on="today", place="The office")
    paper = LegalDocument.objects.get()
    post(priya, at("document", ivy.pk, paper.pk), place="The room folder", **parts("review_on", TODAY))
    assert "paper in the room folder" in text(priya.get(at("resident", ivy.pk)))
    post(priya, at("end_document", ivy.pk, paper.pk), reason="Withdrawn", ended_on="today")
    page = text(priya.get(at("resident", ivy.pk)))
    assert "None recorded" in page
    assert "DNACPR ended</b>: Withdrawn" in page
    assert priya.get(at("document", ivy.pk, paper.pk)).status_code == 404


def test_an_allergy_of_somebody_else_is_not_found_here(priya, world, ivy, lives_in):
    alma = lives_in(world.home, "Alma", "Bryony")
    theirs = Allergy.objects.create(resident=alma, home=world.home, substance="Latex", recorded_on=TODAY)
    assert priya.get(at("remove_allergy", ivy.pk, theirs.pk)).status_code == 404


# --- other pages ---------------------------------------------------------------------------------------------------------------


def test_the_home_s_page_counts_both_denominators(priya, world, ivy, lives_in):
    lives_in(world.home, "Sick", "Sorrow", state=ResidentState.IN_HOSPITAL)
    page = text(priya.get(reverse("directory:home", args=[world.home.pk])))
    assert "2 of 42" in page
    assert "1 in the home, 1 in hospital" in page
    assert f"with {world.pcn.name}’s practices" in page
    assert "Sick Sorrow" in page
    assert ReadLog.objects.filter(screen="Home").count() == 1


def test_a_commissioner_is_shown_no_number_of_residents(client, world, ivy):
    membership = MembershipFactory(role="commissioner_lead")
    HomeRelationshipFactory(home=world.home, organisation=membership.organisation, kind=RelationshipKind.COMMISSIONER)
    page = text(client.act_as(membership).get(reverse("directory:home", args=[world.home.pk])))
    assert "beds taken" not in page
    assert "Meadowsweet" not in page


def test_the_search_of_the_header_finds_residents(world, ivy, lives_in):
    from carehomes.access.scopes import acting_scope
    from carehomes.residents.sources import find_residents

    lives_in(world.home, "Sweet", "Marjoram")
    with acting_scope(world.by):
        assert [hit.title for hit in find_residents(world.by, "sweet")] == ["Sweet Marjoram", "Ivy Meadowsweet"]
        assert [hit.url for hit in find_residents(world.by, NUMBER)] == [at("resident", ivy.pk)]
        assert find_residents(world.by, "9997919075") == []
    assert ReadLog.objects.filter(screen="Search").count() == 3
