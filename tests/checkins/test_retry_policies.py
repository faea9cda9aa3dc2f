"""How often a home that does not answer is rung on one day, as an organisation agrees it: versions that succeed each other."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from carehomes.access.scopes import acting_scope
from carehomes.issues.models import PolicyState
from checkins import actions as check_ins
from checkins.actions import retry_policies as actions
from checkins.models import Attempt, RetryPolicy
from checkins.queries.policies import retry_waits
from tests.checkins.days import NOW, TODAY
from tests.checkins.test_tries import at
from tests.factories import MembershipFactory, acting_for
from tests.issues.test_pages import text

pytestmark = pytest.mark.django_db
DAY = {"valid_from_day": "25", "valid_from_month": "11", "valid_from_year": "2026"}


@pytest.fixture
def post(world):
    return MembershipFactory(organisation=world.pcn, role="organisation_administrator", user__name="Rue")


@pytest.fixture
def administrator(client, post):
    return client.act_as(post)


@pytest.fixture
def published(post):
    """`published([30, 45])`: the organisation agrees these minutes from one try to the next, from today."""

    def made(waits, valid_from=TODAY):
        by = acting_for(post)
        with acting_scope(by):
            draft = actions.start_retry_draft(by=by)
            actions.save_retry_draft(policy_id=draft.pk, draft=actions.RetryDraft(waits, "Board"), by=by)
            return actions.publish_retries(policy_id=draft.pk, valid_from=valid_from, by=by, now=NOW)

    return made


def test_the_organisations_own_hold_from_their_day_and_a_draft_never(world, published, post):
    published([30, 45], TODAY + timedelta(days=1))
    assert retry_waits(world.home.pk, TODAY) == [60, 120]
    assert retry_waits(world.home.pk, TODAY + timedelta(days=1)) == [30, 45]
    by = acting_for(post)
    with acting_scope(by):
        draft = actions.start_retry_draft(by=by)
        actions.save_retry_draft(policy_id=draft.pk, draft=actions.RetryDraft([5] * 5), by=by)
    assert retry_waits(world.home.pk, TODAY + timedelta(days=1)) == [30, 45]


def test_one_try_only(world, published):
    published([])
    assert retry_waits(world.home.pk, TODAY) == []


def test_a_call_that_finds_nobody_follows_the_version_of_its_day(world, published):
    published([30])

    def tried(clock):
        with acting_scope(world.by):
            return check_ins.note_attempt(
                check_in_id=world.check_in.pk, outcome="no_answer", key=uuid.uuid4(), by=world.by, now=at(clock)
            )

    assert tried("10:42").again_at == at("11:12")
    published([90, 90], TODAY + timedelta(days=1))
    assert tried("11:12").again_at is None
    assert Attempt.objects.order_by("at")[0].again_at == at("11:12")
    world.check_in.refresh_from_db()
    assert world.check_in.escalates_at == at("11:12")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE checkins_retrypolicy SET waits = '{1}' WHERE id = %s",
        "UPDATE checkins_retrypolicy SET state = 'draft' WHERE id = %s",
        "UPDATE checkins_retrypolicy SET valid_from = '2026-01-01' WHERE id = %s",
        "DELETE FROM checkins_retrypolicy WHERE id = %s",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(published, change):
    policy = published([30])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [policy.pk])


def typed(draft, *waits, **more):
    boxes = {f"wait_{number}": str(minutes) for number, minutes in enumerate(waits, start=1)}
    return {"source": "Board of 2 November", "seen": draft.revision, "idempotency_key": uuid.uuid4(), **boxes, **more}


def test_from_draft_to_succeeded(administrator, world):
    assert "3 tries on one day: again after 1 hour, then after 2 hours" in text(administrator.get("/escalation/"))
    assert "None of its own yet" in text(administrator.get("/unanswered-calls/"))
    administrator.post("/unanswered-calls/new/")
    administrator.post("/unanswered-calls/new/")
    draft = RetryPolicy.objects.get(organisation=world.pcn)
    form = f"/unanswered-calls/{draft.pk}/edit/"
    assert "From the first try to the second" in text(administrator.get(form))
    assert administrator.post(form, typed(draft, 90, 45, 30)).status_code == 302
    page = text(administrator.get(f"/unanswered-calls/{draft.pk}/"))
    for words in ("1 hour 30 minutes later", "11:30", "12:15", "12:45", "Board of 2 November"):
        assert words in page, words
    assert administrator.post(f"/unanswered-calls/{draft.pk}/publish/", DAY).status_code == 302
    page = text(administrator.get(f"/unanswered-calls/{draft.pk}/"))
    assert "In force" in page
    assert "Change the draft" not in page
    assert administrator.get(form).status_code == 302
    administrator.post("/unanswered-calls/new/")
    second = RetryPolicy.objects.get(organisation=world.pcn, state=PolicyState.DRAFT)
    assert (second.version, second.waits) == (2, [90, 45, 30])
    assert administrator.post(f"/unanswered-calls/{second.pk}/publish/", DAY).status_code == 422  # of the same day
    later = {**DAY, "valid_from_day": "1", "valid_from_month": "12"}
    assert administrator.post(f"/unanswered-calls/{second.pk}/publish/", later).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.valid_to) == (PolicyState.SUCCEEDED, date(2026, 12, 1))
    assert "4 tries on one day" in text(administrator.get("/escalation/"))


@pytest.mark.parametrize(
    ("waits", "more", "words"),
    [
        (["60", "", "60"], {}, "Enter the minutes from the second try to the third, or empty the boxes below it"),
        (["4"], {}, "5"),
        (["481"], {}, "480"),
        (["soon"], {}, "whole number"),
        (["60"], {"seen": 0}, "Somebody else changed this draft"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(administrator, world, waits, more, words):
    administrator.post("/unanswered-calls/new/")
    draft = RetryPolicy.objects.get(organisation=world.pcn)
    answer = administrator.post(f"/unanswered-calls/{draft.pk}/edit/", typed(draft, *waits, **more))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Board of 2 November" in text(answer)
    draft.refresh_from_db()
    assert draft.waits == [60, 120]


def test_without_a_box_filled_in_there_is_one_try(administrator, world):
    administrator.post("/unanswered-calls/new/")
    draft = RetryPolicy.objects.get(organisation=world.pcn)
    assert administrator.post(f"/unanswered-calls/{draft.pk}/edit/", typed(draft)).status_code == 302
    assert "1 try on one day" in text(administrator.get("/unanswered-calls/"))


def test_the_example_ends_with_the_window(administrator, published):
    policy = published([240, 240])
    page = text(administrator.get(f"/unanswered-calls/{policy.pk}/"))
    assert "14:00" in page
    assert "None: the home’s window ends at 16:00" in page


def test_a_draft_is_thrown_away_and_the_general_one_is_not(administrator, world):
    administrator.post("/unanswered-calls/new/")
    draft, general = RetryPolicy.objects.get(organisation=world.pcn), RetryPolicy.objects.get(organisation=None)
    assert administrator.post(f"/unanswered-calls/{general.pk}/discard/").status_code == 404
    assert administrator.post(f"/unanswered-calls/{general.pk}/publish/", DAY).status_code == 404
    assert administrator.get(f"/unanswered-calls/{general.pk}/edit/").status_code == 302
    assert administrator.post(f"/unanswered-calls/{draft.pk}/discard/").status_code == 302
    assert not RetryPolicy.objects.filter(pk=draft.pk).exists()


def test_another_organisations_is_not_found_and_others_may_not(administrator, client, world):
    administrator.post("/unanswered-calls/new/")
    draft = RetryPolicy.objects.get(organisation=world.pcn)
    client.act_as(MembershipFactory(role="organisation_administrator"))
    for path in ("", "edit/"):
        assert client.get(f"/unanswered-calls/{draft.pk}/{path}").status_code == 404
    for path in ("publish/", "discard/"):
        assert client.post(f"/unanswered-calls/{draft.pk}/{path}", DAY).status_code == 404
    client.act_as(world.membership)
    assert client.get("/unanswered-calls/").status_code == 403
