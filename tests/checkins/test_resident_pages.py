"""Pages about residents who need someone: the record of a nomination, what was measured, hand-overs, a home's order."""

import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest

from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from checkins import actions
from checkins.models import Nomination, NominationEscalation, Observation, PriorityAgreement, Sbard, SoftSigns
from tests.checkins.days import NOW
from tests.factories import MembershipFactory, NominationFactory, ResidentFactory, StayFactory
from tests.scale.budget import LIST, RECORD, assert_same_queries, queries_of

pytestmark = pytest.mark.django_db


def page(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(unescape(answer.content.decode()).split())


def typed(**fields):
    return {"idempotency_key": str(uuid.uuid4()), **fields}


VITALS = {
    "respiration_rate": "22",
    "spo2": "94",
    "spo2_scale": "1",
    "on_oxygen": "air",
    "systolic_bp": "118",
    "diastolic_bp": "64",
    "pulse": "96",
    "acvpu": "A",
    "temperature": "38.2",
    "taken_on": "25 November 2026",
    "taken_on_day": "25",
    "taken_on_month": "11",
    "taken_on_year": "2026",
    "taken_time": "10:15",
    "taken_by": "Moira Sorrel",
}


MEASURED = "respiration_rate spo2 on_oxygen systolic_bp diastolic_bp pulse acvpu temperature".split()
NOTHING = dict.fromkeys(MEASURED, "")


def vitals(**changes):
    fields = {name: value for name, value in VITALS.items() if name != "taken_on"}
    return typed(**{**fields, **changes})


@pytest.fixture
def clinician(client, world):
    StayFactory(resident=world.resident)
    return client.act_as(world.clinician)


@pytest.fixture
def at_home(client, world, staff):
    StayFactory(resident=world.resident)
    return client.act_as(staff)


def of(resident, rest=""):
    return f"/residents/{resident.pk}/{rest}"


# A nomination


def test_a_nomination_says_where_it_stands_and_what_comes_next(clinician, world):
    nomination = NominationFactory(
        resident=world.resident, next_escalation_at=NOW + timedelta(hours=2), reasons=["soft_signs"]
    )
    NominationEscalation.objects.create(
        nomination=nomination,
        home=world.home,
        tier=1,
        at=NOW,
        told="The home’s clinical leads",
        people=2,
        policy="P, version 1",
    )
    shown = page(clinician.get(f"/to-see/{nomination.pk}/"))
    for words in (
        "Soft signs",
        "Acknowledge Ivy Meadowsweet",
        "never the only way",
        "0151 496 0110",
        "at 12:42",
        "step 1",
    ):
        assert words in shown, words
    assert ReadLog.objects.filter(screen="resident to see", resident_id=world.resident.pk).exists()


def test_from_the_home_to_the_contact(clinician, world):
    nomination = NominationFactory(resident=world.resident, urgency="within_48_hours", acknowledge_by=None)
    at = f"/to-see/{nomination.pk}/"
    clinician.post(f"{at}acknowledge/")
    assert "Agree how urgent it is" in page(clinician.get(at))
    refused = page(clinician.post(f"{at}triage/", typed(urgency="same_day", why="")))
    assert refused.count("Say why it is something else") == 2  # in the summary, and beside the box to which it leads
    assert 'href="#id_why"' in refused
    assert clinician.post(f"{at}triage/", typed(urgency="same_day", why="Worse"))["Location"] == at
    assert "Same day" in page(clinician.get(at))
    assert clinician.post(f"{at}agenda/", typed(reason="Round of tomorrow"))["Location"] == at
    assert "On the agenda" in page(clinician.get("/to-see/?show=on_agenda"))
    clinician.post(f"{at}off-agenda/", typed(reason=""))
    deferred = typed(until_day="30", until_month="11", until_year="2026", reason="Blood test first")
    clinician.post(f"{at}defer/", deferred)
    assert "Blood test first" in page(clinician.get("/to-see/?show=deferred"))
    seen = typed(contact="video", outcome="Antibiotic.", seen_on_day="25", seen_on_month="11", seen_on_year="2026")
    clinician.post(f"{at}seen/", {**seen, "seen_time": "10:42"})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.outcome) == ("seen", "Antibiotic.")
    assert "Antibiotic." in page(clinician.get(at))
    assert "by video" in page(clinician.get("/to-see/?show=seen"))


def test_what_was_deferred_is_back_on_its_day(client, world, time_machine):
    nomination = NominationFactory(resident=world.resident, urgency="routine", acknowledge_by=None)
    with acting_scope(world.lead):
        actions.defer(nomination_id=nomination.pk, until=date(2026, 11, 30), reason="x", by=world.lead, now=NOW)
    assert "Ivy Meadowsweet" not in page(client.act_as(world.clinician).get("/to-see/"))
    time_machine.move_to(NOW + timedelta(days=5), tick=False)
    assert "Ivy Meadowsweet" in page(client.act_as(world.clinician).get("/to-see/"))


def test_several_at_once_and_those_that_cannot_be_are_named(clinician, world):
    first = NominationFactory(resident=world.resident)
    other = NominationFactory(resident=ResidentFactory(home=world.home), urgency="routine", acknowledge_by=None)
    stranger = NominationFactory()
    chosen = {"chosen": [first.pk, other.pk, stranger.pk], "do": "put_on_agenda"}
    clinician.post("/to-see/many/", chosen)
    shown = page(clinician.get("/to-see/"))
    assert "Put on the agenda: 1 resident" in shown
    assert "Ivy Meadowsweet: A clinician first acknowledges what is named for today." in shown
    states = dict(Nomination.objects.values_list("pk", "state"))
    assert states == {first.pk: "raised", other.pk: "on_agenda", stranger.pk: "raised"}
    assert clinician.post("/to-see/many/", {**chosen, "do": "delete"}).status_code == 404
    clinician.post("/to-see/many/", {"do": "acknowledge"})
    assert "Tick the residents first" in page(clinician.get("/to-see/"))


def test_a_home_names_a_resident_with_the_number_above_the_form(at_home, world):
    assert "0151 496 0110" in page(at_home.get(of(world.resident, "name/")))
    sent = typed(urgency="same_day", reasons=["fall"], sentence="Fell in the garden.")
    answer = at_home.post(of(world.resident, "name/"), sent)
    nomination = Nomination.objects.get()
    assert answer["Location"] == f"/to-see/{nomination.pk}/"
    assert "Waits" in page(at_home.get(answer["Location"]))
    for step in ("acknowledge", "triage", "seen", "defer"):
        assert at_home.post(f"/to-see/{nomination.pk}/{step}/", typed()).status_code == 403


# Observations


def test_observations_stand_on_the_page_with_points_source_and_version(at_home, world):
    assert at_home.post(of(world.resident, "observations/add/"), vitals())["Location"] == of(world.resident)
    shown = page(at_home.get(of(world.resident)))
    for words in (
        "5 at 10:15 today, medium",
        "22 (2)",
        "94% (1)",
        "38.2 °C (1)",
        "RCP NEWS2, December 2017",
        "never replaces it",
    ):
        assert words in shown, words
    assert "Tell a clinician about Ivy Meadowsweet" in shown


def test_what_is_missing_is_said(at_home, world):
    at_home.post(of(world.resident, "observations/add/"), vitals(temperature=""))
    assert "Cannot calculate: temperature is missing" in page(at_home.get(of(world.resident)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pulse": "720"}, "Pulse a minute must be 350 or fewer"),
        ({"temperature": "98.6"}, "Temperature must be 45 or less"),
        ({"temperature": "37.25"}, "must have 1 digit"),
        ({"taken_time": "10:43"}, "must be now or in the past"),
        ({"spo2_scale": "2"}, "Enter who decided on scale 2"),
        (NOTHING, "Enter at least one measurement"),
    ],
)  # fmt: skip
def test_slips_are_told_beside_their_field(at_home, world, changes, words):
    shown = page(at_home.post(of(world.resident, "observations/add/"), vitals(**changes)))
    assert words in shown
    assert not Observation.objects.exists()


def test_a_correction_shows_in_the_list_of_all(at_home, world):
    at_home.post(of(world.resident, "observations/add/"), vitals(pulse="140"))
    old = Observation.objects.get()
    here = of(world.resident, f"observations/{old.pk}/")
    assert 'value="140"' in page(at_home.get(here))
    at_home.post(here, vitals(correction_reason="Counted twice"))
    shown = page(at_home.get(of(world.resident, "observations/")))
    assert "Corrects an earlier set: Counted twice." in shown
    assert "Corrected since: see the newer row." in shown
    read = re.sub(r"<[^>]+>", " ", page(at_home.get(of(world.resident))))  # keys in addresses may hold any digits
    assert not re.search(r"\b140\b", read)


def test_a_score_of_nothing_is_said_once(at_home, world):
    well = {"respiration_rate": "16", "spo2": "97", "systolic_bp": "124", "pulse": "72", "temperature": "36.8"}
    at_home.post(of(world.resident, "observations/add/"), vitals(**well))
    assert "</b>: NEWS2 0</p>" in page(at_home.get(of(world.resident)))


def test_two_sets_make_a_line_with_its_numbers_in_words(at_home, world):
    at_home.post(of(world.resident, "observations/add/"), vitals(taken_on_day="24", pulse="80"))
    at_home.post(of(world.resident, "observations/add/"), vitals())
    shown = page(at_home.get(of(world.resident)))
    assert "NEWS2 from 24 November 2026 to 25 November 2026: 4, 5." in shown
    assert "style=" not in shown


def test_whoever_answers_sees_the_newest_score_and_the_soft_signs(at_home, world):
    at_home.post(of(world.resident, "observations/add/"), vitals())
    at_home.post(of(world.resident, "soft-signs/"), signs())
    at_home.act_as(world.clinician)
    here = f"/to-see/{Nomination.objects.get().pk}/"
    assert len(queries_of(at_home, here)) <= RECORD
    shown = page(at_home.get(here))
    for words in ("5 at 10:15 today, medium", "22 (2)", "RCP NEWS2, December 2017", "Says nothing."):
        assert words in shown, words


def test_the_baseline_stands_beside_the_score(at_home, world):
    usual = vitals(respiration_rate="18", pulse="80", temperature="36.8", said_by="Moira Sorrel")
    days = {"valid_from_day": "1", "valid_from_month": "10", "valid_from_year": "2026"}
    assert at_home.post(of(world.resident, "baseline/"), {**usual, **days}).status_code == 302
    at_home.post(of(world.resident, "observations/add/"), vitals())
    assert "4 above" in page(at_home.get(of(world.resident)))


def signs(**changes):
    day = {"noticed_on_day": "25", "noticed_on_month": "11", "noticed_on_year": "2026", "noticed_time": "9:30"}
    return typed(
        **{
            **day,
            "signs": ["withdrawn"],
            "different": "Says nothing.",
            "noticed_by": "Femi",
            "urgency": "same_day",
            **changes,
        }
    )


def test_soft_signs_ask_for_somebody_at_news2_0(at_home, world):
    well = {"respiration_rate": "16", "spo2": "97", "pulse": "72", "temperature": "36.8"}
    at_home.post(of(world.resident, "observations/add/"), vitals(**well))
    at_home.post(of(world.resident, "soft-signs/"), signs())
    assert (SoftSigns.objects.get().nomination_id, Observation.objects.get().news2_total) == (
        Nomination.objects.get().pk,
        0,
    )
    shown = page(at_home.get(of(world.resident)))
    assert "Quieter, withdrawn" in shown
    assert "Same day" in shown


def test_a_score_that_has_risen_brings_a_waiting_resident_forward(client, clinician, world):
    NominationFactory(
        resident=world.resident, urgency="this_round", state="on_agenda", acknowledge_by=None,
        raised_at=NOW - timedelta(days=1),
    )  # fmt: skip
    clinician.post(of(world.resident, "observations/add/"), vitals())
    shown = page(clinician.get(of(world.resident)))
    assert "Look at Ivy Meadowsweet again" in shown
    assert "Waits as “this round”" in shown


# Hand-overs


def test_a_hand_over_begins_with_what_is_known_prints_and_copies(at_home, client, world):
    at_home.post(of(world.resident, "observations/add/"), vitals())
    assert "NEWS2 5 at 10:15 today, medium." in page(at_home.get(of(world.resident, "sbard/")))
    sent = typed(situation="Breathless.", recommendation="Please see her today.", handed_to="Urgent line")
    answer = at_home.post(of(world.resident, "sbard/"), sent)
    sbard = Sbard.objects.get()
    assert answer["Location"] == of(world.resident, f"sbard/{sbard.pk}/")
    text = at_home.get(of(world.resident, f"sbard/{sbard.pk}/text/"))
    assert text["Content-Type"].startswith("text/plain")
    for words in ("Situation: Breathless.", "Decision: None yet", "Ivy Meadowsweet", "Told: Urgent line"):
        assert words in text.content.decode()
    assert at_home.post(of(world.resident, f"sbard/{sbard.pk}/decide/"), typed(decision="Wait")).status_code == 403
    doctor = client.act_as(world.clinician)
    doctor.post(of(world.resident, f"sbard/{sbard.pk}/decide/"), typed(decision="Visit at 14:00."))
    assert "Visit at 14:00." in page(doctor.get(answer["Location"]))


# A home's order


def test_the_order_of_a_home_with_weights_and_what_the_team_agreed(clinician, world):
    people = [world.resident, ResidentFactory(home=world.home, given_name="Stanley")]
    for resident, urgency in zip(people, ("same_day", "routine"), strict=True):
        NominationFactory(resident=resident, urgency=urgency)
    here = f"/homes/{world.home.pk}/priority/"
    shown = page(clinician.get(here))
    assert "Named for today (100)" in shown
    assert "not a national standard" in shown
    assert "No order is agreed yet" in shown
    places = {f"place-{people[0].pk}": "2", f"place-{people[1].pk}": "1"}
    assert "Say why the order differs" in page(clinician.post(f"{here}agree/", typed(with_whom="Moira", **places)))
    twice = {f"place-{each.pk}": "1" for each in people}
    assert "same place" in page(clinician.post(f"{here}agree/", typed(with_whom="Moira", **twice)))
    clinician.post(f"{here}agree/", typed(with_whom="Moira Sorrel", why="His daughter comes at eleven", **places))
    assert PriorityAgreement.objects.count() == 1
    agreed = page(clinician.get(here))
    assert "His daughter comes at eleven" in agreed
    assert agreed.index("Stanley") < agreed.index("Ivy Meadowsweet")


# Other tenants, and budgets


def test_another_pcn_finds_nothing(client, world):
    nomination = NominationFactory(resident=world.resident)
    stranger = client.act_as(MembershipFactory(role="clinician"))
    paths = ["", "observations/", "observations/add/", "baseline/", "soft-signs/", "sbard/", "name/"]
    addresses = [of(world.resident, path) for path in paths] + [f"/homes/{world.home.pk}/priority/"]
    addresses += [f"/to-see/{nomination.pk}/{step}" for step in ("", "triage/", "seen/", "defer/", "agenda/")]
    for address in addresses:
        assert stranger.get(address).status_code == 404, address


def test_records_stay_within_their_budget(client, world, clinician):
    nomination = NominationFactory(resident=world.resident)
    clinician.post(of(world.resident, "observations/add/"), vitals())
    for path in (
        of(world.resident),
        f"/to-see/{nomination.pk}/",
        of(world.resident, "observations/"),
        of(world.resident, "soft-signs/"),
        f"/homes/{world.home.pk}/priority/",
    ):
        clinician.get(path)
        asked = queries_of(clinician, path)
        assert len(asked) <= RECORD, f"{path}\n" + "\n".join(each[:120] for each in asked)


def test_a_list_of_many_observations(clinician, world):
    row = {
        "resident": world.resident,
        "home": world.home,
        "recorded_at": NOW,
        "recorded_by_user_id": 1,
        "recorded_by_name": "Femi",
        "recorded_by_organisation_name": "Larch House",
        "taken_at": NOW,
        "taken_by": "Femi",
        "news2_version": "RCP",
        "pulse": 80,
    }

    def make(count):
        Observation.objects.bulk_create(Observation(**row) for _ in range(count))

    assert_same_queries(make, of(world.resident, "observations/"), clinician, RECORD, heaviest=60_000)


def test_a_home_with_many_residents_to_order(clinician, world):
    def make(count):
        people = [ResidentFactory.build(home=world.home) for _ in range(count)]
        made = type(world.resident).objects.bulk_create(people)
        Nomination.objects.bulk_create(NominationFactory.build(resident=each) for each in made[:20])

    assert_same_queries(make, f"/homes/{world.home.pk}/priority/", clinician, RECORD, heaviest=40_000)


def test_the_list_is_light(clinician, world):
    people = [ResidentFactory(home=world.home) for _ in range(20)]
    for each in people:
        NominationFactory(resident=each)
    clinician.get("/to-see/")
    assert len(queries_of(clinician, "/to-see/")) <= LIST
    assert len(clinician.get("/to-see/").content) <= 40_000
