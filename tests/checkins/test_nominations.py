"""Residents who need someone: told at once, acknowledged by a clinician, withdrawn with a reason, never lost."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import NamedRole, NamedRoleKind
from carehomes.issues.queries.people import Team
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.residents.signals import resident_died, resident_left
from checkins import actions
from checkins.check_in_form.sheet import read
from checkins.models import Nomination, NominationState, Policy
from checkins.queries.nominations import acknowledge_minutes, whom_to_tell
from checkins.transitions import Refused
from tests.checkins.conftest import named
from tests.checkins.days import NOW, TODAY
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    acting_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def raises(world):
    def raised(urgency="same_day", *, by=None, **more):
        typed = read(named(world.resident, urgency=urgency, **more)).nominations
        with acting_scope(by or world.by):
            return actions.raise_nominations(check_in=world.check_in, typed=typed, by=by or world.by, now=NOW)[0]

    return raised


def test_a_same_day_concern_is_told_at_once(world, raises):
    nomination = raises()
    assert nomination.acknowledge_by == NOW + timedelta(hours=2)
    told = Notification.objects.get()
    assert (told.user_id, told.urgent) == (world.clinician.user_id, True)
    assert told.address == f"/to-see/{nomination.pk}/"
    message = OutboxMessage.objects.get()
    assert message.recipient == world.clinician.user.email
    assert message.dedup_key == f"nomination-{nomination.pk}-{world.clinician.user_id}"
    assert "Acknowledge by 12:42" in told.title
    assert "by 12:42" in message.body


def test_what_is_told_names_nobody_and_says_nothing_clinical(world, raises):
    world.resident.nhs_number, world.resident.no_nhs_number_reason = "9990000018", ""
    world.resident.save()
    raises()
    told = Notification.objects.get().title + OutboxMessage.objects.get().body + OutboxMessage.objects.get().subject
    for word in ("Ivy", "Meadowsweet", "breathless", "condition", "room", "9990000018", "999 000 0018"):
        assert word.lower() not in told.lower()


@pytest.mark.parametrize("urgency", ["within_48_hours", "this_round", "routine"])
def test_what_can_wait_disturbs_nobody(raises, urgency):
    nomination = raises(urgency)
    assert nomination.acknowledge_by is None
    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_resend_raises_nobody_twice(world, raises):
    key = str(uuid.uuid4())
    assert raises(key=key) == raises(key=key)
    assert Nomination.objects.count() == Notification.objects.count() == OutboxMessage.objects.count() == 1


def test_without_a_lead_with_an_account_every_clinician_who_serves_the_home_is_told(world, raises):
    NamedRole.objects.filter(kind=NamedRoleKind.CLINICAL_LEAD).update(user_id=None)
    practice = OrganisationFactory(kind="gp_practice")
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    partner = MembershipFactory(organisation=practice, role="clinician")
    MembershipFactory(organisation=practice, role="clinician", ends_on=date(2025, 1, 1))
    MembershipFactory(organisation=practice, role="pharmacist")
    MembershipFactory(role="clinician")  # of another PCN
    raises()
    assert set(Notification.objects.values_list("user_id", flat=True)) == {
        world.clinician.user_id,
        partner.user_id,
    }


ENDED = date(2025, 1, 1)  # before today on the database's own clock


def leaves(world, how):
    """How somebody can stop working with the home while they stay its clinical lead by name."""
    post = world.clinician
    if how == "post":
        post.ends_on = ENDED
        post.save()
    elif how == "account":
        post.user.is_active = False
        post.user.save()
    else:
        elsewhere = OrganisationFactory()
        type(post).objects.filter(pk=post.pk).update(organisation=elsewhere, organisation_kind=elsewhere.kind)


@pytest.mark.parametrize("how", ["post", "account", "organisation"])
def test_a_lead_who_has_left_is_no_lead_and_somebody_else_is_told(world, raises, how):
    other = MembershipFactory(organisation=world.pcn, role="clinician")
    leaves(world, how)
    raises()
    assert list(Notification.objects.values_list("user_id", flat=True)) == [other.user_id]


def test_clinicians_of_a_partnership_of_the_practice_are_told(world, raises):
    NamedRole.objects.filter(kind=NamedRoleKind.CLINICAL_LEAD).delete()
    practice = OrganisationFactory(kind="gp_practice")
    partnership = OrganisationFactory(kind="partnership")
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    OrganisationParent.objects.create(
        child=practice, parent=partnership, kind="partnership", starts_on=date(2020, 1, 1)
    )
    partner = MembershipFactory(organisation=partnership, role="clinician")
    raises()
    assert partner.user_id in Notification.objects.values_list("user_id", flat=True)


def test_a_coordinator_who_has_left_hears_nothing_of_the_home(world, carer):
    world.membership.ends_on = ENDED
    world.membership.save()
    concern = actions.Concern(uuid.uuid4(), world.resident.pk, "this_round", ["fall"], "Fell in the garden.")
    with acting_scope(carer):
        made = actions.raise_concern(concern=concern, by=carer, now=NOW)
        actions.withdraw(nomination_id=made.pk, reason="She is well", by=carer, now=NOW)
    assert not Notification.objects.filter(user_id=world.membership.user_id).exists()


def test_clinicians_of_other_homes_stay_unknown(world):
    stranger = acting_for(MembershipFactory())
    NamedRole.objects.filter(kind=NamedRoleKind.CLINICAL_LEAD).update(user_id=None)
    with acting_scope(stranger):
        assert whom_to_tell(Team(world.home.pk)) == []


def test_clinical_leads_with_an_account_are_told_once(world):
    other = MembershipFactory(organisation=world.pcn, role="clinician")
    MembershipFactory(organisation=world.pcn, role="clinician")
    for user_id in (other.user_id, other.user_id, None):
        NamedRoleFactory(home=world.home, kind=NamedRoleKind.CLINICAL_LEAD, user_id=user_id)
    NamedRoleFactory(home=world.home, user_id=world.by.user_id, kind=NamedRoleKind.MEDICINES_LEAD)
    with acting_scope(world.by):
        assert whom_to_tell(Team(world.home.pk)) == [world.lead.user_id, other.user_id]


def test_the_time_is_a_dated_policy_and_the_shortest_holds(world):
    assert acknowledge_minutes(world.home.pk, TODAY) == 120
    general = {"name": "same_day_acknowledge_minutes", "source": "Agreed by the PCN board"}
    Policy.objects.create(organisation=world.pcn, value=60, valid_from=date(2026, 1, 1), **general)
    Policy.objects.create(
        organisation=world.pcn, value=30, valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1), **general
    )
    Policy.objects.create(organisation=OrganisationFactory(), value=5, valid_from=date(2026, 1, 1), **general)
    assert acknowledge_minutes(world.home.pk, TODAY) == 60
    assert acknowledge_minutes(world.home.pk, date(2025, 6, 1)) == 30
    assert acknowledge_minutes(world.home.pk, date(2024, 6, 1)) == 120


def test_a_clinician_acknowledges_and_the_first_counts(world, raises):
    nomination = raises()
    second = acting_for(MembershipFactory(organisation=world.pcn, role="clinician"))
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)
    with acting_scope(second):
        again = actions.acknowledge(nomination_id=nomination.pk, by=second, now=NOW + timedelta(minutes=5))
    assert (again.acknowledged_by_name, again.acknowledged_at) == ("Anna Betony", NOW)


def test_a_coordinator_may_not_acknowledge(world, raises):
    nomination = raises()
    with acting_scope(world.by), pytest.raises(PermissionDenied):
        actions.acknowledge(nomination_id=nomination.pk, by=world.by, now=NOW)


def test_withdrawn_with_a_reason(world, raises):
    nomination = raises()
    with acting_scope(world.by):
        with pytest.raises(Refused, match="why"):
            actions.withdraw(nomination_id=nomination.pk, reason="  ", by=world.by, now=NOW)
        gone = actions.withdraw(nomination_id=nomination.pk, reason="Seen by the nurse", by=world.by, now=NOW)
        with pytest.raises(PermissionDenied):
            actions.acknowledge(nomination_id=nomination.pk, by=world.by, now=NOW)
    assert (gone.state, gone.withdrawn_reason) == (NominationState.WITHDRAWN, "Seen by the nurse")
    with acting_scope(world.lead), pytest.raises(Refused):
        actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=NOW)


def test_another_pcn_finds_nothing_to_acknowledge(world, raises):
    nomination = raises()
    stranger = acting_for(MembershipFactory(role="clinician"))
    with acting_scope(stranger), pytest.raises(Nomination.DoesNotExist):
        actions.acknowledge(nomination_id=nomination.pk, by=stranger, now=NOW)


@pytest.mark.parametrize(("signal", "words"), [(resident_died, "Died"), (resident_left, "Left the home")])
def test_who_has_died_or_left_waits_for_nobody_and_stays_in_the_record(world, signal, words):
    waiting = NominationFactory(resident=world.resident)
    taken = NominationFactory(
        resident=world.resident,
        state=NominationState.ACKNOWLEDGED,
        acknowledged_at=NOW,
        acknowledged_by_user_id=1,
        acknowledged_by_name="Anna Betony",
    )
    with acting_scope(world.by):
        signal.send(type(world.resident), resident=world.resident, stay=None, on=TODAY, by=world.by)
    waiting.refresh_from_db()
    taken.refresh_from_db()
    assert (waiting.state, waiting.withdrawn_reason) == ("withdrawn", f"{words} on 25 November 2026")
    assert taken.state == NominationState.ACKNOWLEDGED


def test_the_database_wants_a_reason(world):
    nomination = NominationFactory(resident=world.resident)
    with connection.cursor() as cursor, pytest.raises(Exception, match="withdrawn_why"):
        cursor.execute("UPDATE checkins_nomination SET state = 'withdrawn' WHERE id = %s", [nomination.pk])
