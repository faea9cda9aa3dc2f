"""A home that nobody reaches: tries by policy, an issue when the last has found nobody, withdrawn when somebody answers."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import LONDON
from carehomes.issues.actions import sweep
from carehomes.issues.models import Issue, IssueLink, IssueNote, IssueStatus, Kind
from carehomes.notifications.batches import RowsFailed
from carehomes.notifications.models import Notification
from checkins import actions
from checkins.actions import unreached
from checkins.actions.unreached import raise_unreached
from checkins.models import Attempt, CheckIn, RetryPolicy
from checkins.presenters.tries import Tries
from checkins.queries.policies import retry_waits
from checkins.rules import NextTry, next_try
from tests.checkins.conftest import nothing_to_report
from tests.checkins.days import NOW, TODAY, WEEK
from tests.factories import CheckInFactory, HomeRelationshipFactory, OrganisationFactory, home_of

ENDS = time(16)


def at(clock: str, day: date = TODAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), LONDON)


# --- The rule


@pytest.mark.parametrize(
    ("tried", "tries", "again", "escalates"),
    [
        ("10:42", 1, "11:42", "16:00"),
        ("11:45", 2, "13:45", "16:00"),
        ("13:50", 3, None, "13:50"),  # the last try of the day
        ("15:30", 1, None, "15:30"),  # another would come after the window
        ("15:00", 1, "16:00", "16:00"),
        ("17:00", 1, None, "17:00"),
    ],
)
def test_when_to_try_again_and_when_it_becomes_an_issue(tried, tries, again, escalates):
    assert next_try(at(tried), tries, [60, 120], ENDS) == NextTry(at(again) if again else None, at(escalates))


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])  # clocks change in the night before
def test_on_the_days_when_clocks_change(day):
    assert next_try(at("09:00", day), 1, [60], ENDS) == NextTry(at("10:00", day), at("16:00", day))


def test_a_policy_without_retries_makes_one_try():
    assert next_try(at("10:00"), 1, [], ENDS) == NextTry(None, at("10:00"))


def a_call(clock: str, outcome: str, *, back: str | None = None, day: date = TODAY) -> dict[str, str | None]:
    return {"at": at(clock, day).isoformat(), "outcome": outcome, "back": back, "again": None}


@pytest.mark.parametrize(
    ("calls", "words"),
    [
        ([a_call("09:10", "ring_back")], "Asked Wed 25 Nov, 09:10 to be rung back"),
        ([a_call("09:10", "ring_back", back="14:00:00")], "Ring back at 14:00"),
        # A home that asked to be rung back was reached: that call is not among those without an answer.
        (
            [a_call("09:10", "ring_back"), a_call("10:20", "no_answer"), a_call("10:40", "no_answer")],
            "No answer 10:20, 10:40",
        ),
        (
            [a_call("16:30", "ring_back", back="09:00:00", day=TODAY - timedelta(days=1))],
            "Asked Tue 24 Nov, 16:30 to be rung back at 09:00",
        ),
    ],
)
def test_the_calls_of_a_check_in_in_words(calls, words):
    assert Tries(calls, NOW).words == words


# --- The policy


@pytest.mark.django_db
def test_the_most_tries_that_somebody_around_the_home_has_agreed(world):
    assert retry_waits(world.home.pk, TODAY) == [60, 120]  # the general one
    practice = OrganisationFactory(kind="practice")
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    for organisation, waits in ((world.pcn, [30]), (practice, [90, 90, 90]), (OrganisationFactory(), [5] * 5)):
        RetryPolicy.objects.create(
            organisation=organisation, version=1, waits=waits, valid_from=TODAY, state="published", published_at=NOW
        )
    assert retry_waits(world.home.pk, TODAY) == [90, 90, 90]
    assert retry_waits(world.home.pk, TODAY - timedelta(days=1)) == [60, 120]


# --- Trying


@pytest.fixture
def tries(world):
    """`tries("10:42")`: nobody answers at these times."""

    def tried(*clocks: str, outcome: str = "no_answer", day: date = TODAY, check_in: CheckIn | None = None) -> CheckIn:
        for clock in clocks:
            with acting_scope(world.by):
                actions.note_attempt(
                    check_in_id=(check_in or world.check_in).pk,
                    outcome=outcome,
                    ring_back_at=time(14) if outcome == "ring_back" else None,
                    key=uuid.uuid4(),
                    by=world.by,
                    now=at(clock, day),
                )
        return CheckIn.objects.get(pk=(check_in or world.check_in).pk)

    return tried


def the_issue() -> Issue:
    return Issue.objects.get(kind=Kind.NO_ANSWER)


@pytest.mark.django_db
def test_a_try_says_when_the_next_one_is(tries):
    assert tries("10:42").escalates_at == at("16:00")
    assert tries("11:45", outcome="engaged").escalates_at == at("16:00")
    assert tries("13:50", outcome="wrong_number").escalates_at == at("13:50")
    assert list(Attempt.objects.order_by("at").values_list("again_at", flat=True)) == [at("11:42"), at("13:45"), None]


@pytest.mark.django_db
def test_each_day_has_its_own_tries(tries):
    tries("10:00", "11:00", "13:00", day=TODAY - timedelta(days=1))
    assert tries("10:42").escalates_at == at("16:00")


@pytest.mark.django_db
def test_who_asks_to_be_rung_back_has_answered(tries):
    tries("10:42")
    assert tries("11:45", outcome="ring_back").escalates_at is None
    assert raise_unreached(at("18:00")) == 0
    tries("14:00")
    assert Attempt.objects.latest("at").again_at == at("16:00")  # the second try that found nobody


# --- The issue


@pytest.mark.django_db
def test_the_last_try_becomes_an_issue_with_an_owner_once(world, tries):
    tries("10:42", "11:45", "13:50")
    assert raise_unreached(at("13:51")) == 1
    assert raise_unreached(at("13:52")) == 0
    issue = the_issue()
    assert (issue.home, issue.owner_organisation, issue.priority) == (world.home, world.pcn, "urgent")
    assert issue.raised_by_name == "Homeround"
    assert issue.due_at == at("09:51", TODAY + timedelta(days=1))  # four working hours
    assert IssueNote.objects.get().text == "Rung on 25 November at 10:42, 11:45 and 13:50. Nobody was reached."
    assert [(link.kind, link.target_id) for link in IssueLink.objects.all()] == [("check_in", world.check_in.pk)]
    assert [(each.user_id, each.kind) for each in Notification.objects.all()] == [
        (world.membership.user_id, "issue_given")
    ]
    assert CheckIn.objects.get().state == "no_answer"  # and the home stays on the list


@pytest.mark.django_db
def test_the_end_of_the_window_becomes_an_issue_too(tries):
    tries("10:42")
    assert raise_unreached(at("15:59")) == 0
    assert raise_unreached(at("16:00")) == 1


@pytest.mark.django_db
def test_it_climbs_the_homes_escalation_policy(world, tries):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    assert str(the_issue().escalation_policy) == "Issues, version 1"
    assert sweep(the_issue().due_at) == 1
    assert sweep(the_issue().escalates_at[1]) == 1
    assert [each.tier for each in IssueStatus.objects.filter(happened="escalated").order_by("at")] == [1, 2]


@pytest.mark.django_db
def test_a_day_later_it_is_the_same_issue(tries):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    tomorrow = TODAY + timedelta(days=1)
    tries("10:00", "11:00", "13:00", day=tomorrow)
    assert raise_unreached(at("13:01", tomorrow)) == 0
    assert Issue.objects.count() == 1
    assert CheckIn.objects.get().escalates_at is None


@pytest.mark.django_db
def test_when_the_home_answers_it_is_withdrawn_with_the_reason(world, tries, types):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    saved = types(nothing_to_report())
    assert the_issue().closed_at is None  # typing is not yet an answer
    with acting_scope(world.by):
        actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert the_issue().state == "withdrawn"
    last = IssueStatus.objects.filter(issue=the_issue()).latest("revision")
    assert (last.by_name, last.note.text) == (
        "Homeround",
        "Moira Sorrel, deputy manager answered; the check-in is done.",
    )
    assert CheckIn.objects.get().escalates_at is None
    assert raise_unreached(at("20:00")) == 0


@pytest.mark.django_db
def test_what_is_unanswered_again_opens_it_again(tries):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    tries("14:10", outcome="ring_back")
    assert the_issue().state == "withdrawn"
    tomorrow = TODAY + timedelta(days=1)
    tries("10:00", "11:00", "13:00", day=tomorrow)
    raise_unreached(at("13:01", tomorrow))
    assert the_issue().state == "reopened"
    assert the_issue().due_at > at("13:01", tomorrow)


@pytest.mark.django_db
@pytest.mark.parametrize("act", [actions.decline, actions.cancel])
def test_a_home_that_is_not_rung_any_more(world, tries, act):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    with acting_scope(world.by):
        act(check_in_id=world.check_in.pk, reason="No time this week", by=world.by, now=NOW)
    assert the_issue().state == "withdrawn"
    assert CheckIn.objects.get().escalates_at is None


@pytest.mark.django_db
def test_the_next_weeks_answer_ends_it_too(world, tries):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    monday = WEEK.next().monday
    following = CheckInFactory(home=world.home, week=monday, due_on=monday)
    tries("10:00", outcome="ring_back", day=monday, check_in=following)
    assert the_issue().state == "withdrawn"


@pytest.mark.django_db
def test_a_call_that_was_begun_and_left_lying_is_no_answer(world, tries):
    tries("14:50")
    with acting_scope(world.by):
        actions.start(check_in_id=world.check_in.pk, by=world.by, now=at("15:50"))
    assert raise_unreached(at("16:00")) == 0  # somebody may be on the telephone
    assert raise_unreached(at("16:50")) == 1


@pytest.mark.django_db
def test_a_home_with_which_nobody_works_waits_until_somebody_does(world, tries):
    tries("10:42", "11:45", "13:50")
    world.home.relationships.update(starts_on=TODAY - timedelta(days=9), ends_on=TODAY)
    assert raise_unreached(at("13:51")) == 0
    HomeRelationshipFactory(home=world.home, organisation=world.pcn, starts_on=TODAY)
    assert raise_unreached(at("13:52")) == 1


@pytest.mark.django_db
def test_as_many_statements_for_ten_homes_as_for_two(world, tries, django_assert_max_num_queries):
    def unanswered(number):
        homes = [home_of(world.pcn) for _ in range(number)]
        for home in homes:
            check_in = CheckInFactory(home=home, due_on=date(2026, 11, 23))
            tries("10:42", "11:45", "13:50", check_in=check_in)

    counts = []
    for number in (2, 10):
        unanswered(number)
        with django_assert_max_num_queries(200) as held:
            assert raise_unreached(at("13:51")) == number
        counts.append(len(held.captured_queries))
    assert counts[0] == counts[1]


# --- What is shown


@pytest.mark.django_db
def test_the_form_says_when_to_try_again_and_what_happens_then(client, world, tries, time_machine):
    tries("10:42")
    page = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "No answer 10:42" in page
    assert "Try again at 11:42" in page
    assert "If nobody has answered by 16:00, it becomes an issue by itself." in page
    tries("11:45", "13:50")
    raise_unreached(at("13:51"))
    time_machine.move_to(at("13:55"), tick=False)
    client.cookies.clear()  # signed in hours ago
    page = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "No further try is planned today" in page
    assert f'href="/issues/{the_issue().pk}/"' in page
    assert f'name="issue-{the_issue().pk}"' not in page  # the home is not asked whether it answers


@pytest.mark.django_db
def test_the_list_says_so_too_and_rings_another_home_first(client, world, tries, time_machine):
    tries("10:42")
    other = home_of(world.pcn, name="Rowan Court", name_key="rowan court")
    CheckInFactory(home=other, due_on=TODAY)
    page = client.act_as(world.membership).get("/this-week/?whose=everyone").content.decode()
    assert "No answer 10:42. Try again at 11:42" in page
    assert "Ring Rowan Court" in page
    time_machine.move_to(at("11:50"), tick=False)
    client.cookies.clear()  # signed in an hour ago
    page = client.act_as(world.membership).get("/this-week/?whose=everyone").content.decode()
    assert "No answer 10:42. Try again now" in page
    assert "Ring Larch House" in page


@pytest.mark.django_db
def test_nobody_to_ring_says_when_to_try_again(client, world, tries):
    tries("10:42")
    page = client.act_as(world.membership).get("/this-week/?whose=everyone").content.decode()
    assert "Try again at 11:42: Larch House." in page


@pytest.mark.django_db
def test_an_attempt_answers_with_the_next_try(client, world):
    sent = {"do": "no_answer", "seen": "0", "attempt_key": str(uuid.uuid4())}
    page = client.act_as(world.membership).post(f"/check-ins/{world.check_in.pk}/", sent, follow=True).content.decode()
    assert "No answer at 10:42. Larch House stays on the list. Try again at 11:42." in page


@pytest.mark.django_db
def test_nobody_raises_it_by_hand(client, world):
    page = client.act_as(world.membership).get(f"/issues/raise/?home={world.home.pk}").content.decode()
    assert "Home does not answer" not in page
    assert "Medicines supply" in page


@pytest.mark.django_db
def test_the_issue_says_that_nobody_said_it(client, world, tries):
    tries("10:42", "11:45", "13:50")
    raise_unreached(at("13:51"))
    page = client.act_as(world.membership).get(f"/issues/{the_issue().pk}/").content.decode()
    assert "What the home said" not in page
    assert "As soon as the home answers a call, this is withdrawn by itself." in page


@pytest.mark.django_db
def test_a_home_of_which_no_issue_can_be_raised_silences_no_other(world, tries, monkeypatch):
    """Its own waits for the next tick, which says that something is wrong; the others are raised, once."""
    others = [CheckInFactory(home=home_of(world.pcn), due_on=TODAY) for _ in range(3)]
    for each in (None, *others):
        tries("10:42", "11:45", "13:50", check_in=each)
    words_of, broken = unreached.cause_of, world.check_in.pk

    def cause_of(check_in, attempts):
        if check_in.pk == broken:
            raise ValueError
        return words_of(check_in, attempts)

    monkeypatch.setattr(unreached, "cause_of", cause_of)
    monkeypatch.setattr(unreached, "AT_ONCE", 2)
    for _ in range(2):
        with pytest.raises(RowsFailed):
            raise_unreached(at("13:51"))
    assert Issue.objects.filter(kind=Kind.NO_ANSWER).count() == len(others)
    monkeypatch.undo()
    assert raise_unreached(at("13:51")) == 1
