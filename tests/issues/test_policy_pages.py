"""The pages of escalation policies: write, preview, publish from a date, succeed."""

import uuid

import pytest

from carehomes.issues.models import EscalationPolicy, PolicyState
from tests.factories import MembershipFactory
from tests.issues.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client, world):
    return client.act_as(MembershipFactory(organisation=world.pcn, role="organisation_administrator", user__name="Rue"))


def start(client, about="medicines"):
    client.post("/escalation/new/", {"about": about, "idempotency_key": uuid.uuid4()})
    return EscalationPolicy.objects.get(about=about, state=PolicyState.DRAFT, organisation__isnull=False)


def save(client, draft, **typed):
    form = {
        "name": "Medicines issues",
        "clock": "working",
        "out_of_hours": "Ring the on-call pharmacist",
        "out_of_hours_phone": "01632 960123",
        "after_1": "0",
        "unit_1": "60",
        "tells_1": ["owner"],
        "after_2": "1",
        "unit_2": "480",
        "tells_2": ["owners", "coordinator"],
        "repeat": "2",
        "repeat_unit": "60",
        "seen": draft.revision,
        "idempotency_key": uuid.uuid4(),
        **typed,
    }
    return client.post(f"/escalation/{draft.pk}/edit/", form)


def publish(client, draft, day="18", month="11", year="2026"):
    form = {"valid_from_day": day, "valid_from_month": month, "valid_from_year": year}
    return client.post(f"/escalation/{draft.pk}/publish/", form)


def test_from_draft_to_succeeded(administrator, world):
    assert "the general ones hold" in text(administrator.get("/escalation/"))
    draft = start(administrator)
    assert administrator.get(f"/escalation/{draft.pk}/edit/").status_code == 200
    assert save(administrator, draft).status_code == 302
    page = text(administrator.get(f"/escalation/{draft.pk}/"))
    for words in (
        "1 working day later",
        "Everybody of the organisation that owns it and the home’s care coordinator",
        "Wed 18 Nov, 10:52",
        "Thu 19 Nov, 10:52",
        "01632 960123",
        "2 working hours later",
        "The last step again, until somebody takes it up",
    ):
        assert words in page
    assert publish(administrator, draft).status_code == 302
    page = text(administrator.get(f"/escalation/{draft.pk}/"))
    assert "In force" in page
    assert "Change the draft" not in page
    assert administrator.get(f"/escalation/{draft.pk}/edit/").status_code == 302
    administrator.post(f"/escalation/{draft.pk}/succeed/")
    second = EscalationPolicy.objects.get(version=2)
    assert second.tiers.count() == 2
    assert publish(administrator, second, day="1", month="12").status_code == 302
    assert "until 1 December 2026" in text(administrator.get(f"/escalation/{draft.pk}/"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"tells_2": []}, "Choose whom step 2 tells"),
        ({"repeat": "0"}, "must be 1 or more"),
        ({"after_2": "0"}, "Step 2 comes at the same time as another step"),
        ({"seen": 77}, "Somebody else changed this draft"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(administrator, typed, words):
    draft = start(administrator)
    answer = save(administrator, draft, **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Ring the on-call pharmacist" in text(answer)


def test_an_empty_draft_cannot_be_published_and_can_be_thrown_away(administrator):
    draft = start(administrator)
    answer = publish(administrator, draft)
    assert answer.status_code == 422
    assert "Add at least one step" in text(answer)
    administrator.post(f"/escalation/{draft.pk}/discard/")
    assert not EscalationPolicy.objects.filter(pk=draft.pk).exists()


def test_another_organisations_policy_is_not_found(administrator, client, world):
    draft = start(administrator)
    client.act_as(world.memberships["commissioner"])
    assert client.get("/escalation/").status_code == 200
    for path in ("", "edit/"):
        assert client.get(f"/escalation/{draft.pk}/{path}").status_code == 404
    for path in ("publish/", "discard/", "succeed/"):
        assert client.post(f"/escalation/{draft.pk}/{path}").status_code == 404


def test_a_general_policy_is_read_and_not_changed(administrator):
    general = EscalationPolicy.objects.get(organisation=None, about="")
    page = text(administrator.get(f"/escalation/{general.pk}/"))
    assert "Write our own" in page
    assert administrator.get(f"/escalation/{general.pk}/edit/").status_code == 302
    assert administrator.post(f"/escalation/{general.pk}/discard/").status_code == 404


def test_who_may_not(client, world):
    client.act_as(world.memberships["by"])
    assert client.get("/escalation/").status_code == 403
