"""Where two rules meet, no resident is dropped: rounds that are not held, teams that change, moves, people who have left."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.directory.models import NamedRoleKind
from carehomes.notifications.models import Notification
from checkins import actions, digests
from checkins.actions import round_agenda, round_cards, rounds
from checkins.actions.escalating import escalate
from checkins.models import AgendaItem, NominationEscalation, NominationState, RoundState
from checkins.queries.digest import morning
from checkins.queries.rounds import facts_of
from checkins.queries.worklist import waiting_counts
from tests.checkins.days import NOW, TODAY
from tests.checkins.rounds import PLAN, finish, guest_of, nominated, on_agenda, seen_by
from tests.factories import (
    CheckInFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
NEXT = replace(PLAN, held_on=PLAN.held_on + WEEK)


# ---- a round that nobody began and nobody cancelled -------------------------------------------------------------------


@pytest.fixture
def forgotten(world, convene, time_machine):
    """Harold was named, Rose was added by hand; the day of their round has gone by."""
    nomination = nominated(world, "Harold")
    made = convene()
    rose = ResidentFactory(home=world.home, given_name="Rose")
    with acting_scope(world.lead):
        round_agenda.add_resident(
            round_id=made.pk, resident_id=rose.pk, reasons=["fall"], why="Unsteady", by=world.lead, now=NOW
        )
    time_machine.move_to(NOW + WEEK, tick=False)
    return made, nomination


def convened(world, plan=NEXT):
    with acting_scope(world.lead):
        return rounds.convene(
            home_id=world.home.pk,
            plan=plan,
            chair=guest_of(world.lead),
            guests=[],
            key=uuid.uuid4(),
            by=world.lead,
            now=NOW + WEEK,
        )


def test_who_was_on_a_round_that_was_never_held_comes_onto_the_next(world, forgotten):
    before, nomination = forgotten
    made = convened(world)
    assert sorted(on_agenda(made)) == ["Harold", "Rose"]
    assert on_agenda(before) == []
    before.refresh_from_db()
    assert before.on_agenda == 0
    item = AgendaItem.objects.get(round=made, nomination=nomination)
    assert item.source == "carried_over"
    assert item.why.startswith("Carried over from 25 November 2026")


def test_cancelling_the_forgotten_round_afterwards_takes_nobody_off_the_next(world, forgotten):
    before, nomination = forgotten
    made = convened(world)
    with acting_scope(world.lead):
        rounds.cancel_round(round_id=before.pk, reason="by_mistake", by=world.lead, now=NOW + WEEK)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.ON_AGENDA
    assert sorted(on_agenda(made)) == ["Harold", "Rose"]


def test_a_round_that_is_begun_late_keeps_its_own(world, forgotten):
    before, _ = forgotten
    with acting_scope(world.lead):
        rounds.begin(round_id=before.pk, by=world.lead, now=NOW + WEEK)
    before.refresh_from_db()
    assert before.state == RoundState.IN_SESSION
    assert sorted(on_agenda(before)) == ["Harold", "Rose"]


def test_who_is_seen_on_the_next_round_waits_no_more(world, forgotten):
    _, nomination = forgotten
    made = convened(world)
    with acting_scope(world.lead):
        rounds.begin(round_id=made.pk, by=world.lead, now=NOW + WEEK)
    item = AgendaItem.objects.get(round=made, nomination=nomination)
    other = AgendaItem.objects.exclude(pk=item.pk).get(round=made, removed_at=None)
    finish(world, item, seen_by(world, made), now=NOW + WEEK)
    with acting_scope(world.lead):
        round_cards.put_off(item_id=other.pk, until=TODAY + 2 * WEEK, reason="Asleep", by=world.lead, now=NOW + WEEK)
        rounds.end(round_id=made.pk, by=world.lead, now=NOW + WEEK)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.SEEN


# ---- a pharmacist runs the round --------------------------------------------------------------------------------------


def test_a_pharmacist_convenes_a_meeting_with_those_who_wait_and_may_cancel_it(world, convene):
    pharmacist = acting_for(MembershipFactory(organisation=world.pcn, role="pharmacist"))
    nomination = nominated(world, "Harold")
    made = convene(by=pharmacist)
    assert on_agenda(made) == ["Harold"]
    with acting_scope(pharmacist):
        rounds.cancel_round(round_id=made.pk, reason="team_away", by=pharmacist, now=NOW)
    nomination.refresh_from_db()
    assert nomination.state == NominationState.RAISED


# ---- whoever must be told has left ------------------------------------------------------------------------------------


def test_a_step_that_would_tell_nobody_tells_everybody_of_the_team(world):
    """The clinical lead's organisation stopped working with the home; the role stands until somebody changes it."""
    left = OrganisationFactory(name="Eastgate PCN")
    NamedRoleFactory(
        home=world.home,
        kind=NamedRoleKind.CLINICAL_LEAD,
        user_id=MembershipFactory(organisation=left, role="clinician").user_id,
        organisation=left,
    )
    world.home.named_roles.exclude(organisation=left).delete()
    due = NOW + timedelta(hours=2)
    NominationFactory(resident=world.resident, acknowledge_by=due, next_escalation_at=due)
    assert escalate(due) == 1
    told = set(Notification.objects.filter(kind="same_day_late").values_list("user_id", flat=True))
    assert {world.clinician.user_id, world.membership.user_id} <= told
    assert NominationEscalation.objects.get().people == len(told)


def test_an_organisation_that_has_left_is_not_the_clinical_team_of_the_home(world):
    """A coordinator who is told at each step must not hide that no clinician is."""
    left = OrganisationFactory(name="Eastgate PCN")
    NamedRoleFactory(
        home=world.home,
        kind=NamedRoleKind.CLINICAL_LEAD,
        user_id=MembershipFactory(organisation=left, role="clinician").user_id,
        organisation=left,
    )
    world.home.named_roles.filter(user_id=world.clinician.user_id).delete()
    due = NOW + timedelta(hours=2)
    nomination = NominationFactory(resident=world.resident, acknowledge_by=due, next_escalation_at=due)
    escalate(due)
    escalate(due + timedelta(minutes=30))
    steps = NominationEscalation.objects.filter(nomination=nomination).order_by("tier")
    assert "Everybody at Westmere PCN" in steps[1].told
    told = set(Notification.objects.filter(kind="same_day_late").values_list("user_id", flat=True))
    assert world.clinician.user_id in told


# ---- the daily e-mail -------------------------------------------------------------------------------------------------


MORNING = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)


def lines(world, by=None):
    by = by or world.by
    with acting_scope(by):
        return list(digests.morning_list(by, MORNING).lines)


def test_homes_that_one_covers_while_a_colleague_is_away_are_in_the_morning_list(world):
    cover = MembershipFactory(organisation=world.pcn, role="care_coordinator")
    own = home_of(world.pcn)
    CheckInFactory(home=own, due_on=TODAY)
    NamedRoleFactory(home=own, kind=NamedRoleKind.COORDINATOR, user_id=cover.user_id)
    NamedRoleFactory(
        home=world.home,
        kind=NamedRoleKind.COVER,
        user_id=cover.user_id,
        starts_on=TODAY - timedelta(days=3),
        ends_on=TODAY + timedelta(days=3),
    )
    by = acting_for(cover)
    with acting_scope(by):
        found = morning(by, TODAY)
        assert (found.to_ring, found.overdue) == waiting_counts(by, TODAY) == (2, 1)


def test_the_morning_list_says_who_was_taken_on_for_a_day_that_has_passed(world):
    world.check_in.delete()
    yesterday = MORNING - timedelta(days=1)
    acknowledged = {
        "state": NominationState.ACKNOWLEDGED,
        "acknowledged_at": yesterday,
        "acknowledged_by_user_id": world.clinician.user_id,
    }
    NominationFactory(resident=world.resident, raised_at=yesterday, **acknowledged)
    NominationFactory(resident=world.resident, raised_at=yesterday, **{**acknowledged, "acknowledged_at": MORNING})
    deferred = {"state": NominationState.DEFERRED, "deferred_reason": "Away"}
    NominationFactory(resident=world.resident, urgency="routine", deferred_until=TODAY, **deferred)
    NominationFactory(resident=world.resident, urgency="routine", deferred_until=TODAY + timedelta(days=1), **deferred)
    assert lines(world) == [
        "1 resident is acknowledged as same-day before today, and not seen",
        "1 resident is deferred to today or before",
    ]


def test_the_morning_list_says_who_is_on_the_agenda_of_no_round(world, convene, time_machine):
    world.check_in.delete()
    nominated(world, "Harold")
    convene()
    NominationFactory(resident=world.resident, urgency="routine", state=NominationState.ON_AGENDA)
    assert lines(world) == ["1 resident is on the agenda of no round to come"]
    with acting_scope(world.by):
        assert morning(world.by, TODAY + timedelta(days=1)).no_round == 2, "the day of the round has gone by"


def test_a_home_of_a_colleague_that_stays_unrung_is_said_to_those_who_have_homes_of_their_own(world):
    """Its coordinator has left, or is ill: nobody else has it in a list of their own."""
    own, theirs, today = (home_of(world.pcn) for _ in range(3))
    CheckInFactory(home=theirs, due_on=TODAY - timedelta(days=2))
    CheckInFactory(home=today, due_on=TODAY - timedelta(days=1))
    colleague = MembershipFactory(organisation=world.pcn, role="care_coordinator")
    NamedRoleFactory(home=own, kind=NamedRoleKind.COORDINATOR, user_id=colleague.user_id)
    CheckInFactory(home=own, due_on=TODAY + timedelta(days=1))
    assert lines(world, acting_for(colleague)) == ["2 homes of colleagues have been overdue for 2 days or more"]
    nobody = acting_for(MembershipFactory(organisation=world.pcn, role="care_coordinator"))
    assert "colleagues" not in " ".join(lines(world, nobody)), "without homes of one's own one sees all of them"


# ---- observations ------------------------------------------------------------------------------------------------------


def test_a_set_that_was_taken_back_does_not_hide_the_one_before_it_on_the_card(world, session):
    made, items = session("Ivy")
    resident = items[0].resident
    well = actions.Measured(
        respiration_rate=26,
        spo2=90,
        on_oxygen=False,
        systolic_bp=95,
        pulse=120,
        acvpu="A",
        temperature=Decimal("38.6"),
    )
    with acting_scope(world.lead):
        about = {"resident_id": resident.pk, "taken_by": "Anna Betony", "by": world.lead, "now": NOW}
        actions.record_observation(measured=well, taken_at=NOW - timedelta(hours=2), key=uuid.uuid4(), **about)
        wrong = actions.record_observation(
            measured=actions.Measured(pulse=70), taken_at=NOW - timedelta(hours=1), key=uuid.uuid4(), **about
        )
        actions.correct_observation(
            observation_id=wrong.pk,
            correction=actions.Correction(actions.Measured(), wrong.taken_at, "Anna Betony", "Another resident"),
            key=uuid.uuid4(),
            by=world.lead,
            now=NOW,
        )
        facts = facts_of(made)[items[0].pk]
    assert (facts.news2, facts.respiration_rate) == (11, 26)
    assert facts.taken_at == NOW - timedelta(hours=2)


# ---- a time of another day has its day --------------------------------------------------------------------------------


def test_a_time_that_falls_on_another_day_says_so(world, client, time_machine):
    late = datetime(2026, 11, 25, 23, 10, tzinfo=UTC)
    time_machine.move_to(late, tick=False)
    concern = actions.Concern(uuid.uuid4(), world.resident.pk, "same_day", ["fall"], "Fell out of bed")
    with acting_scope(world.by):
        nomination = actions.raise_concern(concern=concern, by=world.by, now=late)
    assert Notification.objects.get(kind="same_day").title.endswith("Acknowledge by Thu 26 Nov, 01:10")
    time_machine.move_to(late + timedelta(days=2), tick=False)
    client.act_as(world.clinician)
    assert "By Thu 26 Nov, 01:10." in client.get(f"/to-see/{nomination.pk}/").content.decode()
    for address in (f"/homes/{world.home.pk}/", f"/residents/{world.resident.pk}/"):
        assert "Acknowledge by Thu 26 Nov, 01:10." in client.get(address).content.decode()
