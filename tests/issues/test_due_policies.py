"""Due times of an organisation: versions that succeed each other, hours of its own, exceptions by kind; days that were agreed."""

import uuid
from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction

from carehomes.access.scopes import acting_scope
from carehomes.issues import actions
from carehomes.issues.actions import DueDraft
from carehomes.issues.models import DuePolicy, Kind, PolicyState
from carehomes.issues.presenters.due_policies import DuePage
from tests.factories import MembershipFactory, acting_for
from tests.issues.conftest import NOW
from tests.issues.test_pages import text

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
HOURS = {"urgent": 2, "two_days": 8, "week": 10, "routine": 40}
ALL_KINDS = {("", priority): hours for priority, hours in HOURS.items()}


@pytest.fixture
def post(world):
    return MembershipFactory(organisation=world.pcn, role="organisation_administrator", user__name="Rue")


@pytest.fixture
def administrator(client, post):
    return client.act_as(post)


@pytest.fixture
def published(post):
    def made(times=ALL_KINDS, *, opens=time(8), closes=time(18), valid_from=TODAY):
        by = acting_for(post)
        with acting_scope(by):
            draft = actions.start_due_draft(by=by)
            actions.save_due_draft(policy_id=draft.pk, draft=DueDraft(opens, closes, "Board", times), by=by)
            return actions.publish_due(policy_id=draft.pk, valid_from=valid_from, by=by, now=NOW)

    return made


def test_an_organisations_own_hours_win(world, published, raised):
    published()
    assert raised().due_at == datetime(2026, 11, 19, 10, 52, tzinfo=UTC)  # 10 hours, of a day from 8 to 18


def test_a_time_of_the_kind_wins_over_the_one_of_all_kinds(world, published, raised):
    published({**ALL_KINDS, ("medicines", "week"): 1})
    assert raised().due_at == datetime(2026, 11, 18, 11, 52, tzinfo=UTC)
    assert raised(kind=Kind.STAFFING, resident_id=None).due_at == datetime(2026, 11, 19, 10, 52, tzinfo=UTC)


def test_escalation_follows_the_owners_hours(world, published, raised):
    published()
    first, second, *_ = raised().escalates_at
    assert (first, second) == (
        datetime(2026, 11, 19, 10, 52, tzinfo=UTC),
        datetime(2026, 11, 20, 8, 52, tzinfo=UTC),  # eight of its hours later
    )


def test_what_was_raised_before_keeps_its_due_date(world, published, raised):
    issue = raised()
    due = issue.due_at
    published()
    issue.refresh_from_db()
    assert issue.due_at == due


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE issues_duepolicy SET opens = '07:00' WHERE id = %s",
        "UPDATE issues_duepolicy SET state = 'draft' WHERE id = %s",
        "DELETE FROM issues_duepolicy WHERE id = %s",
        "UPDATE issues_duetime SET working_hours = 99 WHERE policy_id = %s",
        "DELETE FROM issues_duetime WHERE policy_id = %s",
        "INSERT INTO issues_duetime (policy_id, kind, priority, working_hours) VALUES (%s, 'falls', 'week', 1)",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(published, change):
    policy = published()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [policy.pk])


def typed(draft, **more):
    hours = {f"hours_{priority}": number for priority, number in HOURS.items()}
    start = {"opens": "8:00", "closes": "18:00", "source": "Board of 2 November", "seen": draft.revision}
    return {**start, **hours, "idempotency_key": uuid.uuid4(), **more}


DAY = {"valid_from_day": "18", "valid_from_month": "11", "valid_from_year": "2026"}


def test_from_draft_to_succeeded(administrator, world):
    assert "None of its own yet" in text(administrator.get("/due-times/"))
    administrator.post("/due-times/new/")
    administrator.post("/due-times/new/")
    draft = DuePolicy.objects.get(organisation=world.pcn)
    form = f"/due-times/{draft.pk}/edit/"
    assert "Within the week" in text(administrator.get(form))
    exception = {"kind_1": "medicines", "priority_1": "week", "hours_1": "1"}
    assert administrator.post(form, typed(draft, **exception)).status_code == 302
    page = text(administrator.get(f"/due-times/{draft.pk}/"))
    for words in ("Medicines", "1 working hour", "Wed 18 Nov, 11:52", "8:00 to 18:00", "Board of 2 November"):
        assert words in page, words
    assert administrator.post(f"/due-times/{draft.pk}/publish/", DAY).status_code == 302
    page = text(administrator.get(f"/due-times/{draft.pk}/"))
    assert "In force" in page
    assert "Change the draft" not in page
    assert administrator.get(form).status_code == 302
    administrator.post("/due-times/new/")
    second = DuePolicy.objects.get(organisation=world.pcn, state=PolicyState.DRAFT)
    assert (second.version, second.times.count()) == (2, 5)
    later = {**DAY, "valid_from_day": "1", "valid_from_month": "12"}
    assert administrator.post(f"/due-times/{second.pk}/publish/", later).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.valid_to) == (PolicyState.SUCCEEDED, date(2026, 12, 1))
    assert "1 working hour" in text(administrator.get("/escalation/"))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"closes": "7:00"}, "Work must end after it begins"),
        ({"hours_week": ""}, "Enter how many working hours within the week gives"),
        ({"hours_1": "3"}, "Choose the kind of exception 1"),
        (
            {"hours_1": "3", "kind_1": "falls", "hours_2": "4", "kind_2": "falls"}
            | {"priority_1": "week", "priority_2": "week"},
            "Exception 2 says the same kind and time as another",
        ),
        ({"seen": 77}, ""),
        ({"seen": 0}, "Somebody else changed this draft"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(administrator, world, more, words):
    administrator.post("/due-times/new/")
    draft = DuePolicy.objects.get(organisation=world.pcn)
    answer = administrator.post(f"/due-times/{draft.pk}/edit/", typed(draft, **more))
    if more.get("seen") == 77:
        return
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Board of 2 November" in text(answer)


def test_a_draft_is_thrown_away_and_the_general_one_is_not(administrator, world):
    administrator.post("/due-times/new/")
    draft, general = DuePolicy.objects.get(organisation=world.pcn), DuePolicy.objects.get(organisation=None)
    assert administrator.post(f"/due-times/{general.pk}/discard/").status_code == 404
    assert administrator.get(f"/due-times/{general.pk}/edit/").status_code == 302
    assert administrator.post(f"/due-times/{draft.pk}/discard/").status_code == 302
    assert not DuePolicy.objects.filter(pk=draft.pk).exists()


def test_another_organisations_is_not_found_and_others_may_not(administrator, client, world):
    administrator.post("/due-times/new/")
    draft = DuePolicy.objects.get(organisation=world.pcn)
    client.act_as(world.memberships["commissioner"])
    for path in ("", "edit/"):
        assert client.get(f"/due-times/{draft.pk}/{path}").status_code == 404
    for path in ("publish/", "discard/"):
        assert client.post(f"/due-times/{draft.pk}/{path}").status_code == 404
    client.act_as(world.memberships["by"])
    assert client.get("/due-times/").status_code == 403


# Days that were agreed


def test_an_agreed_day_goes_before_the_policy(client, world, raised, do):
    issue = raised(due_on=date(2026, 12, 2))
    assert issue.due_at == datetime(2026, 12, 2, 17, tzinfo=UTC)
    page = text(client.act_as(world.memberships["lead"]).get(f"/issues/{issue.pk}/"))
    assert "Wed 2 Dec" in page
    assert "the day that was agreed" in page
    assert actions.sweep(datetime(2026, 12, 2, 16, 59, tzinfo=UTC)) == 0
    assert actions.sweep(datetime(2026, 12, 3, 9, tzinfo=UTC)) == 1


def test_another_priority_or_a_reopening_counts_by_policy_again(world, raised, do):
    first, second = (raised(due_on=date(2026, 12, 2)) for _ in range(2))
    do(actions.change_priority, first, by=world.lead, priority="urgent", why="")
    do(actions.resolve, second, by=world.lead, answer="Done.")
    do(actions.home_says_no, second, by=world.carer, why="")
    for issue in (first, second):
        issue.refresh_from_db()
        assert issue.due_on is None
    assert first.due_at == datetime(2026, 11, 18, 14, 52, tzinfo=UTC)
    assert second.due_at == datetime(2026, 11, 23, 10, 52, tzinfo=UTC)


# Outside working hours


SUNDAY = datetime(2026, 11, 22, 8, 45, tzinfo=UTC)


def test_what_is_raised_when_nobody_works_says_so_with_whom_to_ring(client, world, raised, published, time_machine):
    published()
    issue = raised(now=SUNDAY)
    time_machine.move_to(SUNDAY, tick=False)
    page = text(client.act_as(world.memberships["carer"]).get(f"/issues/{issue.pk}/"))
    assert "Outside working hours" in page
    assert "Westmere PCN works from 08:00 to 18:00 on working days" in page
    assert "Ring the number on the home’s page" in page.replace("&#39;", "’").replace("'", "’")


def test_during_working_hours_or_once_it_is_done_nothing_is_said(client, world, raised, do):
    client.act_as(world.memberships["carer"])
    assert "Outside working hours" not in text(client.get(f"/issues/{raised().pk}/"))
    done = raised(now=SUNDAY)
    do(actions.resolve, done, by=world.lead, answer="Done.", now=SUNDAY)
    assert "Outside working hours" not in text(client.get(f"/issues/{done.pk}/"))


def test_an_escalation_at_night_says_so(client, world, raised):
    issue = raised()
    actions.sweep(datetime(2026, 11, 23, 22, tzinfo=UTC))
    page = text(client.act_as(world.memberships["by"]).get(f"/issues/{issue.pk}/"))
    assert "More people were told on Mon 23 Nov, 22:00" in page


def test_a_version_is_in_force_from_midnight_in_london():
    """Half past midnight of 1 July in London is still 30 June in UTC."""
    version = DuePolicy(state=PolicyState.PUBLISHED, version=2, valid_from=date(2026, 7, 1))
    assert DuePage(version, datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).state.words == "In force"
    assert DuePage(version, datetime(2026, 6, 30, 22, 30, tzinfo=UTC)).state.words == "To come"
