"""What check-ins show on a home's page and on a resident's, and what waits behind the navigation."""

import re
import uuid
from datetime import date, timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, ContactNumber
from carehomes.issues.actions import NewIssue, raise_issue
from carehomes.issues.links import Target
from checkins import actions
from checkins.models import CheckIn
from checkins.panels.home import _residents_wait, _this_week_waits
from checkins.queries.worklist import waiting_counts
from tests.checkins.conftest import named
from tests.checkins.days import NOW, TODAY, WEEK
from tests.checkins.pages import page
from tests.factories import (
    CheckInFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    StayFactory,
    acting_for,
    home_of,
)
from tests.scale.budget import RECORD, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(world):
    """Nineteen weeks before this one: seventeen done, one missed, one cancelled."""
    for back in range(1, 20):
        state = {3: "scheduled", 5: "cancelled"}.get(back, "completed")
        facts = {"completed_at": NOW, "caller_user_id": 1} if state == "completed" else {}
        CheckInFactory(home=world.home, week=WEEK.monday - timedelta(weeks=back), state=state, **facts)


def test_a_call_that_is_done_hides_no_concern_of_today(client, world, past):
    NominationFactory(resident=world.resident, urgency="same_day", acknowledge_by=NOW + timedelta(hours=2))
    address = f"/homes/{world.home.pk}/"
    client.act_as(world.membership)
    assert "Ring this home" in page(client.get(address))  # the call itself comes first
    CheckIn.objects.filter(pk=world.check_in.pk).update(state="completed", completed_at=NOW, caller_user_id=1)
    shown = page(client.get(address))
    assert "No clinician has acknowledged Ivy Meadowsweet" in shown
    assert "to be acknowledged by 12:42" in shown
    assert "This week’s check-in is done" not in shown


def test_a_home_says_that_it_is_to_be_rung(client, world, past):
    shown = page(client.act_as(world.membership).get(f"/homes/{world.home.pk}/"))
    assert "Ring this home" in shown
    assert "The check-in is 2 days over." in shown
    assert f'action="/homes/{world.home.pk}/check-in/"' in shown
    assert "17 of 18" in shown
    assert "Left out: 1 cancelled" in shown
    assert "1 missed" in shown
    assert "17 done" in shown


def test_the_number_to_ring_is_the_one_that_its_contacts_say_to_ring_first(client, world):
    CareHome.objects.filter(pk=world.home.pk).update(phone="01632960900")
    ContactNumber.objects.filter(home=world.home).delete()
    assert 'href="tel:01632960900"' in prompt(client, world)
    ContactNumberFactory(home=world.home, phone="01632960111", is_main=True)
    assert 'href="tel:01632960111"' in prompt(client, world)
    assert 'href="tel:01632960900"' not in prompt(client, world)


def prompt(client, world) -> str:
    """What the home's page says is to do now."""
    shown = page(client.act_as(world.membership).get(f"/homes/{world.home.pk}/"))
    return re.search(r'<section class="hr-now.*?</section>', shown, re.S)[0]


def test_a_call_that_is_under_way_is_joined(client, world):
    CheckIn.objects.filter(pk=world.check_in.pk).update(
        state="in_progress", started_at=NOW, caller_user_id=1, caller_name="Sam Tansy"
    )
    shown = prompt(client, world)
    assert "Sam Tansy has begun it." in shown
    assert f"Ring {world.home.name} on" in shown  # the line may have gone dead


def test_a_home_shows_what_is_open_and_logs_whom_it_names(client, world, complete):
    complete(
        **{"section-stock": ["something"], "text-stock": ["Gloves run out"]}, **named(world.resident, urgency="routine")
    )
    shown = page(client.act_as(world.membership).get(f"/homes/{world.home.pk}/"))
    assert "Ivy Meadowsweet" in shown
    assert "This week’s check-in is done" in shown
    assert ReadLog.objects.filter(screen="home", resident_id=world.resident.pk).exists()


def test_a_clinician_is_asked_to_acknowledge_first(client, world):
    NominationFactory(resident=world.resident)
    shown = page(client.act_as(world.clinician).get(f"/homes/{world.home.pk}/"))
    assert "Acknowledge Ivy Meadowsweet" in shown
    assert "Ring this home" not in shown


def test_a_commissioner_sees_weeks_and_nobody(client, world, past):
    NominationFactory(resident=world.resident)
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    HomeRelationshipFactory(home=world.home, organisation=icb, kind=RelationshipKind.COMMISSIONER)
    lead = client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))
    shown = page(lead.get(f"/homes/{world.home.pk}/"))
    assert "17 of 18" in shown
    assert "/check-ins/" not in shown
    assert "Ivy Meadowsweet" not in shown
    assert "breathless" not in shown.lower()


def test_a_resident_shows_what_is_open_and_what_happened(client, world):
    StayFactory(resident=world.resident)
    first = NominationFactory(resident=world.resident)
    old = NominationFactory(resident=world.resident, urgency="routine", sentence="Eats little.")
    with acting_scope(world.by):
        actions.withdraw(nomination_id=old.pk, reason="Seen by the nurse", by=world.by, now=NOW)
    shown = page(client.act_as(world.clinician).get(f"/residents/{world.resident.pk}/"))
    assert "Acknowledge Ivy Meadowsweet" in shown
    assert "What is open" in shown
    assert "Seen by the nurse" in shown
    client.post(f"/to-see/{first.pk}/acknowledge/")
    after = page(client.get(f"/residents/{world.resident.pk}/"))
    assert "Acknowledge Ivy" not in after
    assert "Acknowledged by Anna Betony" in after  # somebody still owes her a contact
    with acting_scope(world.lead):
        actions.see(nomination_id=first.pk, contact="video", outcome="Antibiotics.", by=world.lead, now=NOW)
    over = page(client.get(f"/residents/{world.resident.pk}/"))
    assert "Nothing is open." in over
    assert "Seen, by video" in over


@pytest.mark.parametrize("who", ["membership", "clinician"])
def test_pages_of_records_stay_within_their_budget(client, world, past, who):
    StayFactory(resident=world.resident)
    NominationFactory.create_batch(3, resident=world.resident)
    client.act_as(getattr(world, who))
    for path in (f"/homes/{world.home.pk}/", f"/residents/{world.resident.pk}/"):
        client.get(path)
        asked = queries_of(client, path)
        assert len(asked) <= RECORD, "\n".join(each[:160] for each in asked)


def test_the_count_is_of_my_homes_or_of_all_where_i_have_none(world):
    others = home_of(world.pcn)
    CheckInFactory(home=others, due_on=TODAY)
    CheckInFactory(home=home_of(world.pcn), due_on=date(2026, 11, 27))
    without = acting_for(MembershipFactory(organisation=world.pcn))
    with acting_scope(world.by):
        assert waiting_counts(world.by, TODAY) == (1, 1)
    with acting_scope(without):
        assert waiting_counts(without, TODAY) == (2, 1)
        assert (_this_week_waits(without).count, _this_week_waits(without).alert) == (2, True)
    NamedRoleFactory(home=others, kind="coordinator", user_id=without.user_id)
    with acting_scope(without):
        assert waiting_counts(without, TODAY) == (1, 0)


def test_the_count_of_residents_to_see(world):
    with acting_scope(world.lead):
        assert (_residents_wait(world.lead).count, _residents_wait(world.lead).alert) == (0, False)
    NominationFactory(resident=world.resident)
    NominationFactory(resident=ResidentFactory(home=world.home), urgency="routine")
    NominationFactory()  # in a home of others
    with acting_scope(world.lead):
        assert (_residents_wait(world.lead).count, _residents_wait(world.lead).alert) == (2, True)


def test_an_issue_shows_what_it_belongs_to_only_to_whom_may_open_it(client, world):
    """What was said, the call and the round: each for those whose role opens its page."""
    nomination, made = NominationFactory(resident=world.resident), RoundFactory(home=world.home)
    targets = {"check_in": world.check_in.pk, "nomination": nomination.pk, "round": made.pk, "unheard_of": 1}
    new = NewIssue(
        world.home.pk, "medicines", "Chart", uuid.uuid4(), links=[Target(kind, pk) for kind, pk in targets.items()]
    )
    with acting_scope(world.by):
        issue = raise_issue(new=new, by=world.by, now=NOW)
    addresses = [f"/check-ins/{world.check_in.pk}/", f"/to-see/{nomination.pk}/", f"/rounds/{made.pk}/"]
    shown = page(client.act_as(world.membership).get(f"/issues/{issue.pk}/"))
    assert "Belongs to" in shown
    for address in addresses:
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200
    pharmacy = OrganisationFactory(kind=OrganisationKind.PHARMACY)
    HomeRelationshipFactory(home=world.home, organisation=pharmacy, kind=RelationshipKind.PHARMACY)
    client.act_as(MembershipFactory(organisation=pharmacy, role="community_pharmacist"))
    assert "Belongs to" not in page(client.get(f"/issues/{issue.pk}/"))
    assert all(client.get(address).status_code in (403, 404) for address in addresses)
