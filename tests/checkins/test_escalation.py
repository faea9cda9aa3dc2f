"""A same-day concern that nobody acknowledges climbs the policy of its home, each step once; what is answered climbs no more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from carehomes.access.scopes import acting_scope
from carehomes.issues.models import EscalationPolicy
from carehomes.notifications.batches import RowsFailed
from carehomes.notifications.models import Notification, OutboxMessage
from carehomes.ui.formats import clock, day
from checkins import actions
from checkins.actions import escalating
from checkins.actions.escalating import escalate
from checkins.models import NominationEscalation, Policy
from tests.checkins.days import NOW
from tests.factories import MembershipFactory, NominationFactory, OrganisationFactory, home_of

pytestmark = pytest.mark.django_db

DUE = NOW + timedelta(hours=2)


def minutes(number):
    return DUE + timedelta(minutes=number)


@pytest.fixture
def concern(world):
    return lambda **more: NominationFactory(
        **{"resident": world.resident, "acknowledge_by": DUE, "next_escalation_at": DUE, **more}
    )


def told():
    return list(Notification.objects.order_by("pk").values_list("user_id", "kind", "urgent"))


def test_nothing_happens_before_its_time(concern):
    concern()
    assert escalate(minutes(-1)) == 0
    assert not told()


def test_each_step_is_told_once_to_its_people(world, concern):
    nomination = concern()
    partner = MembershipFactory(organisation=world.pcn, role="clinician")
    assert escalate(minutes(0)) == 1
    assert escalate(minutes(0)) == 0
    first = {world.clinician.user_id, world.membership.user_id}
    assert {user for user, _, _ in told()} == first
    assert escalate(minutes(30)) == 1
    assert {user for user, _, _ in told()[2:]} == first | {partner.user_id}
    assert all((kind, urgent) == ("same_day_late", True) for _, kind, urgent in told())
    rows = NominationEscalation.objects.filter(nomination=nomination).order_by("tier")
    assert [(each.tier, each.at, each.people) for each in rows] == [(1, minutes(0), 2), (2, minutes(30), 3)]
    assert rows[1].told == "Everybody at Westmere PCN. The home’s care coordinator and their cover"
    assert rows[0].policy == "Residents to be seen today, version 1"


def test_after_the_last_step_that_one_comes_again_until_somebody_acknowledges(world, concern):
    nomination = concern()
    assert escalate(minutes(500)) == 3  # a scheduler that was away makes up for every step, and for none of the repeats
    assert escalate(minutes(559)) == 0
    assert escalate(minutes(560)) == 1
    nomination.refresh_from_db()
    assert (nomination.state, nomination.escalation_tier) == ("raised", 4)
    assert nomination.next_escalation_at == minutes(620)
    rows = list(
        NominationEscalation.objects.filter(nomination=nomination).order_by("tier").values_list("told", flat=True)
    )
    assert rows[3] == rows[2]
    actions.acknowledge(nomination_id=nomination.pk, by=world.lead, now=minutes(600))
    assert escalate(minutes(2000)) == 0


def test_titles_and_mails_name_nobody(world, concern):
    concern()
    escalate(minutes(0))
    texts = [
        *Notification.objects.values_list("title", flat=True),
        *OutboxMessage.objects.values_list("body", flat=True),
    ]
    assert len(texts) == 4
    for word in ("Ivy", "Meadowsweet", "breathless", "condition"):
        assert not any(word.lower() in text.lower() for text in texts)


def test_the_time_that_has_passed_has_its_day(world, concern):
    """A step that comes in the night is read the next morning."""
    concern()
    escalate(minutes(0))
    for text in [Notification.objects.order_by("pk")[0].title, OutboxMessage.objects.order_by("pk")[0].body]:
        assert f"It was due by {clock(DUE)} on {day(DUE)}" in text


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("acknowledge", {}),
        ("triage", {"urgency": "same_day", "why": ""}),
        ("see", {"contact": "phone", "outcome": ""}),
        ("withdraw", {"reason": "Better"}),
    ],
)
def test_whatever_is_answered_climbs_no_more(world, concern, event, words):
    nomination = concern()
    escalate(minutes(0))
    with acting_scope(world.lead):
        getattr(actions, event)(nomination_id=nomination.pk, by=world.lead, now=minutes(5), **words)
    before = len(told())
    assert escalate(minutes(500)) == 0
    assert len(told()) == before


def test_the_homes_own_policy_wins(world, concern):
    policy = EscalationPolicy.objects.create(
        organisation=world.pcn, about="same_day", name="Westmere", version=1, clock="always"
    )
    policy.tiers.create(number=1, after_minutes=10, tells=["coordinator"])
    EscalationPolicy.objects.filter(pk=policy.pk).update(
        state="published", valid_from=date(2026, 1, 1), published_at=timezone.now()
    )
    concern()
    assert escalate(minutes(0)) == 0
    assert escalate(minutes(10)) == 1
    assert [user for user, _, _ in told()] == [world.membership.user_id]
    assert NominationEscalation.objects.get().policy == "Westmere, version 1"


def test_a_home_without_anybody_is_not_forgotten(db):
    stranger = home_of(OrganisationFactory(kind="icb"), "commissioner")
    nomination = NominationFactory(resident__home=stranger, acknowledge_by=DUE, next_escalation_at=DUE)
    assert escalate(minutes(0)) == 1
    row = NominationEscalation.objects.get(nomination=nomination)
    assert (row.people, row.told.startswith("The home")) == (0, True)


def test_raised_with_a_time_of_its_own(world, carer):
    """The time to acknowledge is the policy's, and the first step comes then."""
    Policy.objects.create(
        organisation=world.pcn,
        name="same_day_acknowledge_minutes",
        value=30,
        valid_from=date(2026, 1, 1),
        source="Board",
    )
    concern = actions.Concern("5d2c3b2e-7a3e-4ef5-9a4a-000000000001", world.resident.pk, "same_day", ["fall"], "Fell.")
    with acting_scope(carer):
        nomination = actions.raise_concern(concern=concern, by=carer, now=NOW)
    assert nomination.acknowledge_by == nomination.next_escalation_at == NOW + timedelta(minutes=30)
    kinds = dict(Notification.objects.values_list("user_id", "kind"))
    assert kinds == {world.clinician.user_id: "same_day", world.membership.user_id: "home_named"}


def test_many_that_are_late_ask_no_more_than_one(world, concern, django_assert_max_num_queries):
    """Set-based: besides telling its people, a concern costs no statement of its own."""
    for _ in range(40):
        concern()
    with django_assert_max_num_queries(40 + 30):
        assert escalate(minutes(0)) == 40


def test_one_that_cannot_be_told_silences_no_other(concern, monkeypatch):
    broken, *others = [concern() for _ in range(3)]
    row_of = escalating._row

    def row(step, *rest):
        if step.nomination.pk == broken.pk:
            raise ValueError
        return row_of(step, *rest)

    monkeypatch.setattr(escalating, "_row", row)
    with pytest.raises(RowsFailed):
        escalate(minutes(0))
    told_of = set(NominationEscalation.objects.values_list("nomination_id", flat=True))
    assert told_of == {each.pk for each in others}
    monkeypatch.undo()
    assert escalate(minutes(0)) == 1
