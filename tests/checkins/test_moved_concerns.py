"""A same-day concern of somebody who moves: the clinicians of the new home hear of it in that moment."""

import uuid
from datetime import date, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.directory.models import NamedRoleKind
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.residents import actions as residents
from checkins import actions
from checkins.models import Nomination, NominationState, Urgency
from tests.checkins.days import NOW
from tests.factories import (
    MembershipFactory,
    NamedRoleFactory,
    NominationFactory,
    OrganisationFactory,
    StayFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(world):
    """Another PCN's home, whose clinical lead nobody of the old home knows."""
    pcn = OrganisationFactory(name="Eastgate PCN")
    lead = MembershipFactory(organisation=pcn, role="clinician")
    home = home_of(pcn, name="Beech Court")
    NamedRoleFactory(home=home, kind=NamedRoleKind.CLINICAL_LEAD, user_id=lead.user_id, person_name=lead.user.name)
    return home, lead


@pytest.fixture
def moves(world, theirs, django_capture_on_commit_callbacks):
    """`moves()`: the resident goes to the other home. The database asks its own clock, so the day is one that has been by any."""
    StayFactory(resident=world.resident, home=world.home)

    def moved():
        about = {"to_home_id": theirs[0].pk, "moved_on": date(2024, 1, 1), "kind": "permanent"}
        with django_capture_on_commit_callbacks(execute=True), acting_scope(world.by):
            residents.move(by=world.by, key=uuid.uuid4(), now=NOW, resident_id=world.resident.pk, **about)

    return moved


def concern(world, **more):
    due = {"acknowledge_by": NOW + timedelta(hours=2), "next_escalation_at": NOW + timedelta(hours=2)}
    return NominationFactory(
        resident=world.resident, home=world.home, raised_at=NOW, **{"urgency": "same_day", **due, **more}
    )


def test_the_new_team_is_told_at_once_and_by_email(world, theirs, moves):
    waits = concern(world)
    moves()
    home, lead = theirs
    told = Notification.objects.get(user_id=lead.user_id)
    assert (told.urgent, told.address) == (True, f"/to-see/{waits.pk}/")
    assert told.title == "Somebody who has moved to Beech Court needs a clinician today. Acknowledge by 12:42"
    assert "by 12:42" in OutboxMessage.objects.get(recipient=lead.user.email).body
    with acting_scope(acting_for(lead)):
        assert Nomination.objects.get(pk=waits.pk).home == home  # who is told can open it


def test_what_is_told_names_nobody_and_says_nothing_clinical(world, theirs, moves):
    concern(world, sentence="Breathless since the night")
    moves()
    message = OutboxMessage.objects.get(recipient=theirs[1].user.email)
    said = Notification.objects.get(user_id=theirs[1].user_id).title + message.body + message.subject
    for word in ("Ivy", "Meadowsweet", "breathless", "night", "Larch"):
        assert word.lower() not in said.lower()


def test_what_was_acknowledged_by_those_of_before_is_told_too(world, theirs, moves):
    waits = concern(world)
    with acting_scope(world.lead):
        actions.acknowledge(nomination_id=waits.pk, by=world.lead, now=NOW)
    moves()
    told = Notification.objects.get(user_id=theirs[1].user_id)
    assert told.title.endswith("It was acknowledged before they moved")


def test_what_is_late_already_says_since_when(world, theirs, moves):
    concern(world, acknowledge_by=NOW - timedelta(minutes=30))
    moves()
    told = Notification.objects.get(user_id=theirs[1].user_id)
    assert "It was to be acknowledged by 10:12 on" in told.title


@pytest.mark.parametrize(
    "calm",
    [
        {"urgency": "this_round", "acknowledge_by": None},
        {
            "state": NominationState.WITHDRAWN,
            "withdrawn_at": NOW,
            "withdrawn_reason": "Better",
            "withdrawn_by_name": "Anna",
        },
        {
            "state": NominationState.TRIAGED,
            "agreed_urgency": Urgency.ROUTINE,
            "agreed_at": NOW,
            "agreed_by_user_id": 1,
            "agreed_by_name": "Anna Betony",
        },
    ],
    ids=["can wait", "withdrawn", "agreed that it can wait"],
)
def test_what_is_not_for_today_disturbs_nobody(world, theirs, moves, calm):
    concern(world, **calm)
    moves()
    assert not Notification.objects.filter(user_id=theirs[1].user_id).exists()
