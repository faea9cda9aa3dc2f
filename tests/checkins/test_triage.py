"""From a home's worry to a recorded contact: every step has a row, a person and a time, and nothing is put off unread."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from carehomes.access.scopes import acting_scope
from carehomes.residents import actions as resident_actions
from checkins import actions
from checkins.models import Nomination, NominationState, NominationStatus
from checkins.transitions import Refused, events_of
from tests.checkins.days import NOW, TODAY
from tests.factories import MembershipFactory, NominationFactory, ResidentFactory, StayFactory, acting_for

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def concern(world):
    """`concern("routine")`: somebody was named, and nobody has answered."""
    return lambda urgency="within_48_hours", **more: NominationFactory(
        resident=world.resident, urgency=urgency, acknowledge_by=None, **more
    )


@pytest.fixture
def does(world):
    """`does("triage", nomination, urgency="routine", why="…")` by the clinical lead, or by whoever `by` is."""

    def done(name, nomination, *, by=None, now=LATER, **words):
        acting = by or world.lead
        with acting_scope(acting):
            return getattr(actions, name)(nomination_id=nomination.pk, by=acting, now=now, **words)

    return done


def states(nomination):
    return list(NominationStatus.objects.filter(nomination=nomination).order_by("pk").values_list("state", flat=True))


def test_every_step_appends_who_and_when(world, concern, does):
    nomination = concern("same_day")
    does("acknowledge", nomination)
    does("triage", nomination, urgency="within_48_hours", why="Stable since the morning")
    does("put_on_agenda", nomination, by=world.by, reason="Round of 26 November")
    does("see", nomination, contact="video", outcome="Antibiotics started.", now=LATER + timedelta(days=1))
    assert states(nomination) == ["acknowledged", "triaged", "on_agenda", "seen"]
    rows = list(NominationStatus.objects.order_by("pk"))
    assert [(each.by_name, each.reason, each.urgency) for each in rows] == [
        ("Anna Betony", "", ""),
        ("Anna Betony", "Stable since the morning", "within_48_hours"),
        ("Priya Fennel", "Round of 26 November", ""),
        ("Anna Betony", "By video", ""),
    ]
    nomination.refresh_from_db()
    assert (nomination.urgency, nomination.agreed_urgency) == ("same_day", "within_48_hours")
    assert (nomination.agreed_by_name, nomination.agreed_at) == ("Anna Betony", LATER)
    assert (nomination.contact, nomination.seen_by_name) == ("video", "Anna Betony")


def test_raising_appends_the_first_row(world):
    with acting_scope(world.by):
        made = actions.raise_concern(concern=concern_of(world), by=world.by, now=NOW)
    assert states(made) == ["raised"]
    assert (made.check_in_id, made.raised_by_organisation_name) == (None, "Westmere PCN")


def concern_of(world, resident=None):
    return actions.Concern(uuid.uuid4(), (resident or world.resident).pk, "routine", ["fall"], "Fell in the garden.")


def test_a_home_names_its_own_resident_and_nobody_elses(world, carer):
    stranger = concern_of(world, ResidentFactory())
    with acting_scope(carer):
        made = actions.raise_concern(concern=concern_of(world), by=carer, now=NOW)
        with pytest.raises(Refused, match="home of yours"):
            actions.raise_concern(concern=stranger, by=carer, now=NOW)
    assert made.home_id == world.home.pk


def test_sent_twice_it_is_one_concern(world):
    concern = concern_of(world)
    with acting_scope(world.by):
        first = actions.raise_concern(concern=concern, by=world.by, now=NOW)
        assert actions.raise_concern(concern=concern, by=world.by, now=LATER) == first
    assert (Nomination.objects.count(), NominationStatus.objects.count()) == (1, 1)


def test_whoever_lives_nowhere_is_not_named(world):
    world.resident.state = "left"
    world.resident.save()
    with acting_scope(world.by), pytest.raises(Refused, match="does not live"):
        actions.raise_concern(concern=concern_of(world), by=world.by, now=NOW)


def test_who_may_only_read_names_nobody(world):
    reader = acting_for(MembershipFactory(organisation=world.pcn, role="pharmacy_technician"))
    with acting_scope(reader), pytest.raises(PermissionDenied):
        actions.raise_concern(concern=concern_of(world), by=reader, now=NOW)


def test_triage_counts_as_acknowledged(world, concern, does):
    nomination = does("triage", concern("same_day"), urgency="same_day", why="")
    assert (nomination.acknowledged_at, nomination.acknowledged_by_name) == (LATER, "Anna Betony")
    assert nomination.how_soon == "same_day"


def test_another_urgency_needs_a_reason(concern, does):
    nomination = concern("same_day")
    with pytest.raises(Refused, match="Same day|same day"):
        does("triage", nomination, urgency="routine", why=" ")
    assert does("triage", nomination, urgency="routine", why="Seen this morning").how_soon == "routine"


def test_triaged_on_the_agenda_stays_there(concern, does):
    nomination = does("put_on_agenda", concern())
    assert does("triage", nomination, urgency="same_day", why="Worse").state == NominationState.ON_AGENDA


@pytest.mark.parametrize("event", ["put_on_agenda", "defer"])
def test_a_concern_of_today_is_not_put_off_unread(world, concern, does, event):
    words = {"until": TODAY + timedelta(days=2), "reason": "Can wait"} if event == "defer" else {}
    with pytest.raises(Refused):
        does(event, concern("same_day"), **words)
    read = does("acknowledge", concern("same_day"))
    assert does(event, read, **words).state in (NominationState.ON_AGENDA, NominationState.DEFERRED)


@pytest.mark.parametrize(
    ("before", "after"), [([], "raised"), (["acknowledge"], "acknowledged"), (["triage"], "triaged")]
)
def test_taken_off_the_agenda_it_is_where_it_was(concern, does, before, after):
    nomination = concern()
    for event in before:
        does(event, nomination, **({"urgency": "within_48_hours", "why": ""} if event == "triage" else {}))
    does("put_on_agenda", nomination)
    assert does("take_off_agenda", nomination, reason="Round cancelled").state == after


def test_put_on_twice_is_once(concern, does):
    nomination = concern()
    does("put_on_agenda", nomination)
    does("put_on_agenda", nomination)
    assert states(nomination) == ["on_agenda"]


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=91)])
def test_deferred_to_a_day_that_comes(concern, does, until):
    with pytest.raises(Refused, match="after today"):
        does("defer", concern(), until=until, reason="Can wait")


def test_deferred_with_a_reason_and_again(concern, does):
    nomination = concern()
    with pytest.raises(Refused, match="why"):
        does("defer", nomination, until=date(2026, 11, 30), reason="  ")
    does("defer", nomination, until=date(2026, 11, 30), reason="Blood test first")
    again = does("defer", nomination, until=date(2026, 12, 7), reason="Result not there")
    assert (again.deferred_until, again.deferred_reason) == (date(2026, 12, 7), "Result not there")
    untils = NominationStatus.objects.order_by("pk").values_list("until", flat=True)
    assert list(untils) == [date(2026, 11, 30), date(2026, 12, 7)]


def test_seen_is_the_end(concern, does):
    nomination = does("see", concern(), contact="phone", outcome="Reassured.")
    assert does("see", nomination, contact="face_to_face", outcome="Again").outcome == "Reassured."
    for event, words in (("acknowledge", {}), ("put_on_agenda", {}), ("withdraw", {"reason": "Mistake"})):
        with pytest.raises(Refused):
            does(event, nomination, **words)


@pytest.mark.parametrize("minutes", [-60, 31])
def test_nobody_is_seen_before_they_were_named_or_in_the_future(concern, does, minutes):
    with pytest.raises(Refused, match="time"):
        does("see", concern(), contact="phone", outcome="", seen_at=NOW + timedelta(minutes=minutes))


def test_a_round_ends_the_nomination_in_the_clinicians_name(world, concern):
    nomination = concern()
    seen = actions.Seen(LATER, "discussed", "Fluids to be pushed.", None, "Dr Rowan Alkanet")
    with acting_scope(world.by):
        actions.seen_in_round(nomination_id=nomination.pk, seen=seen, by=world.by, now=LATER)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.seen_by_name) == ("seen", "Dr Rowan Alkanet")
    row = NominationStatus.objects.get()
    assert (row.by_name, row.reason) == ("Priya Fennel", "Discussed with the home")


@pytest.mark.parametrize("event", ["triage", "see", "defer"])
def test_a_coordinator_does_not_decide_clinically(world, concern, does, event):
    words = {
        "triage": {"urgency": "routine", "why": "x"},
        "see": {"contact": "phone", "outcome": ""},
        "defer": {"until": TODAY + timedelta(days=1), "reason": "x"},
    }
    with pytest.raises(PermissionDenied):
        does(event, concern(), by=world.by, **words[event])


def test_buttons_and_actions_agree(world, concern, carer):
    """What `events_of` offers each role is what it may do."""
    waiting = concern()
    clinician = {"acknowledge", "triage", "put_on_agenda", "see", "defer", "withdraw"}
    assert events_of(waiting, by=world.lead, today=TODAY) == clinician
    assert events_of(concern("same_day"), by=world.lead, today=TODAY) == clinician - {"put_on_agenda", "defer"}
    assert events_of(waiting, by=world.by, today=TODAY) == {"put_on_agenda", "withdraw"}
    assert events_of(waiting, by=carer, today=TODAY) == set()


@pytest.mark.parametrize(
    ("state", "constraint"),
    [("seen", "seen_by"), ("deferred", "deferred_why"), ("triaged", "agreed_by"), ("acknowledged", "acknowledged_by")],
)
def test_the_database_wants_who_and_why(world, concern, state, constraint):
    nomination = concern()
    with transaction.atomic(), pytest.raises(IntegrityError, match=f"nomination_{constraint}"):
        Nomination.objects.filter(pk=nomination.pk).update(state=state)


def test_what_has_become_of_it_moves_with_the_resident(world, concern, does):
    """A composite key carries the home: history follows, and no row can point into another tenant."""
    nomination = does("acknowledge", concern())
    stranger = ResidentFactory().home
    with connection.cursor() as cursor:
        cursor.execute("UPDATE residents_resident SET home_id = %s WHERE id = %s", [stranger.pk, world.resident.pk])
    assert NominationStatus.objects.get(nomination=nomination).home_id == stranger.pk
    with transaction.atomic(), pytest.raises(IntegrityError, match="tenant"):
        NominationStatus.objects.update(home_id=world.home.pk)


GONE_ON = date(2026, 11, 24)


def goes(world, act, **more):
    about = {"by": world.by, "key": uuid.uuid4(), "now": NOW, "resident_id": world.resident.pk}
    with acting_scope(world.by):
        return act(**about, **more)


@pytest.mark.parametrize(
    ("state", "after"),
    [("raised", "raised"), ("deferred", "deferred"), ("triaged", "triaged"), ("on_agenda", "raised")],
)
@pytest.mark.parametrize(
    ("change", "act", "told"),
    [
        ("died", resident_actions.record_death, {"died_on": GONE_ON}),
        ("left", resident_actions.leave, {"left_on": GONE_ON, "left_to": "went_home"}),
    ],
)
def test_who_was_said_to_have_gone_by_mistake_waits_again(world, state, after, change, act, told):
    StayFactory(resident=world.resident)
    agreed = {"agreed_urgency": "routine", "agreed_at": NOW, "agreed_by_user_id": 1} if state == "triaged" else {}
    until = {"deferred_until": GONE_ON, "deferred_reason": "At her daughter’s"} if state == "deferred" else {}
    waiting = NominationFactory(resident=world.resident, state=state, acknowledge_by=NOW, **agreed, **until)
    before = NominationFactory(
        resident=world.resident, state="withdrawn", withdrawn_at=NOW, withdrawn_reason="Died on 3 March 2026"
    )
    NominationStatus.objects.create(
        nomination=waiting, home=world.home, state=state, at=NOW, by_user_id=1, by_name="Priya Fennel"
    )
    goes(world, act, **told)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    goes(world, resident_actions.put_right, change=change, reason="Another resident")
    waiting.refresh_from_db()
    before.refresh_from_db()
    assert (waiting.state, waiting.withdrawn_at, waiting.withdrawn_reason) == (after, None, "")
    assert (waiting.next_escalation_at is not None) == (after == "raised")
    assert before.state == "withdrawn"  # another time
