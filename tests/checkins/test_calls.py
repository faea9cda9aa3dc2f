"""Ringing a home: starting, not being answered, typing together, completing once, saying why not."""

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from carehomes.access.scopes import acting_scope
from carehomes.issues.actions import NewIssue, raise_issue, resolve
from carehomes.issues.models import Issue, IssueLink
from checkins import actions, due
from checkins.actions.completing import Incomplete, Stale
from checkins.actions.drafts import TooLate
from checkins.models import (
    Attempt,
    CheckIn,
    CheckInDraft,
    CheckInState,
    CheckInStatus,
    Conversation,
    Nomination,
    SectionAnswer,
)
from checkins.queries.check_in import call_of, check_in_with_form
from checkins.queries.forms import form_version
from checkins.transitions import CheckInMachine, Refused, events_of
from tests.checkins.conftest import named, nothing_to_report
from tests.checkins.days import NOW, TODAY
from tests.factories import CheckInFactory, MembershipFactory, NamedRoleFactory, ResidentFactory, acting_for

pytestmark = pytest.mark.django_db


def states(check_in):
    return list(CheckInStatus.objects.filter(check_in=check_in).order_by("pk").values_list("state", flat=True))


def test_starting_says_who_rings(world):
    with acting_scope(world.by):
        check_in = actions.start(check_in_id=world.check_in.pk, by=world.by, now=NOW)
        again = actions.start(check_in_id=world.check_in.pk, by=world.by, now=NOW + timedelta(minutes=1))
    assert check_in.state == CheckInState.IN_PROGRESS
    assert (again.caller_name, again.started_at) == ("Priya Fennel", NOW)
    assert states(check_in) == ["in_progress"]


@pytest.mark.parametrize("role", ["pharmacist", "pharmacy_technician"])
def test_only_who_rings_may(world, role):
    other = acting_for(MembershipFactory(organisation=world.pcn, role=role))
    with acting_scope(other), pytest.raises(PermissionDenied):
        actions.start(check_in_id=world.check_in.pk, by=other, now=NOW)


def test_another_pcn_finds_nothing_to_start(world):
    stranger = acting_for(MembershipFactory())
    with acting_scope(stranger), pytest.raises(CheckIn.DoesNotExist):
        actions.start(check_in_id=world.check_in.pk, by=stranger, now=NOW)


def test_a_call_that_is_not_answered_is_an_attempt_and_never_a_loss(world):
    key = uuid.uuid4()
    with acting_scope(world.by):
        for _ in range(2):  # a double click
            actions.note_attempt(check_in_id=world.check_in.pk, outcome="no_answer", key=key, by=world.by, now=NOW)
        actions.note_attempt(
            check_in_id=world.check_in.pk,
            outcome="ring_back",
            ring_back_at=time(14),
            key=uuid.uuid4(),
            by=world.by,
            now=NOW,
        )
    assert Attempt.objects.count() == 2
    assert CheckIn.objects.get().state == CheckInState.NO_ANSWER
    assert states(world.check_in) == ["no_answer", "no_answer"]


def test_what_was_typed_survives_a_call_that_broke_off(world, types, complete):
    types({"note": ["Ring after 14:00"]})
    with acting_scope(world.by):
        actions.note_attempt(check_in_id=world.check_in.pk, outcome="no_answer", key=uuid.uuid4(), by=world.by, now=NOW)
    assert CheckInDraft.objects.get().fields == {"note": ["Ring after 14:00"]}
    complete()
    assert Conversation.objects.get().note == "Ring after 14:00"
    assert states(world.check_in) == ["in_progress", "no_answer", "in_progress", "completed"]


def test_typing_starts_the_call_and_looking_does_not(world, types):
    types({})
    assert CheckIn.objects.get().state == CheckInState.SCHEDULED
    assert not CheckInDraft.objects.exists()
    saved = types({"note": ["x"]})
    assert saved.draft.revision == 1
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


def test_a_colleague_goes_on_and_each_sees_what_the_other_wrote(world, types):
    types({"note": ["Priya's"]})
    sam = acting_for(MembershipFactory(organisation=world.pcn, user__name="Sam Tansy"))
    saved = types({"note": ["Sam's"], "section-falls": ["nothing"]}, by=sam, seen=0)
    assert [each.by for each in saved.merged.conflicts] == ["Priya Fennel"]
    assert CheckInDraft.objects.get().fields == {"note": ["Priya's"], "section-falls": ["nothing"]}


def test_nothing_to_report_writes_an_answer_for_each_section(world, complete):
    done = complete(note=["Ring before the medicines round"])
    assert done.state == CheckInState.COMPLETED
    assert (done.caller_name, done.items_raised, done.nominations_raised) == ("Priya Fennel", 0, 0)
    assert SectionAnswer.objects.filter(something=False).count() == 15
    assert not CheckInDraft.objects.exists()
    conversation = Conversation.objects.get()
    assert (conversation.spoke_to, conversation.note) == (
        "Moira Sorrel, deputy manager",
        "Ring before the medicines round",
    )
    assert conversation.form_version.number == 2  # the one in force on its day


def test_what_is_raised_is_counted(world, complete):
    done = complete(**{"section-stock": ["something"], "text-stock": ["Gloves run out"]}, **named(world.resident))
    assert (done.items_raised, done.nominations_raised, done.same_day_raised) == (1, 1, 1)
    carried = SectionAnswer.objects.get(section="urgent_clinical")
    assert carried.something
    issue = Issue.objects.get()  # and what no resident carries is an issue, with an owner
    assert (issue.kind, issue.home, issue.words.said, issue.words.said_by) == (
        "stock",
        world.home,
        "Gloves run out",
        "Moira Sorrel, deputy manager",
    )
    assert issue.owner_organisation == world.pcn
    assert [(link.kind, link.target_id) for link in IssueLink.objects.filter(issue=issue)] == [("check_in", done.pk)]


def test_completed_twice_is_completed_once(world, types):
    saved = types(nothing_to_report(**named(world.resident)))
    with acting_scope(world.by):
        for _ in range(2):
            done = actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert done.completed_at == NOW
    assert Nomination.objects.count() == 1
    assert SectionAnswer.objects.count() == 15
    assert states(world.check_in) == ["in_progress", "completed"]


def test_completing_refuses_what_nobody_has_looked_over(world, types):
    types(nothing_to_report())
    types({"note": ["Changed since"]})
    with acting_scope(world.by), pytest.raises(Stale, match="Priya Fennel"):
        actions.complete(check_in_id=world.check_in.pk, revision=1, by=world.by, now=NOW)
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


def test_completing_refuses_what_is_not_whole_and_changes_nothing(world, types):
    saved = types({"section-falls": ["nothing"]})
    with acting_scope(world.by), pytest.raises(Incomplete) as refused:
        actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert len(refused.value.problems) == 15  # who, and fourteen sections
    assert CheckInDraft.objects.exists()
    assert not SectionAnswer.objects.exists()


def test_after_it_is_completed_typing_is_too_late(world, complete, types):
    complete()
    with pytest.raises(TooLate) as late:
        types({"note": ["After"]}, seen=0)
    assert late.value.check_in.caller_name == "Priya Fennel"


def test_a_week_that_is_over_can_only_be_completed(world):
    late = TODAY + timedelta(days=7)
    assert events_of(world.check_in, by=world.by, today=late) == frozenset()
    world.check_in.state = CheckInState.IN_PROGRESS
    assert events_of(world.check_in, by=world.by, today=late) == {"complete"}


def test_a_week_that_has_not_begun_cannot_be_rung(world):
    early = TODAY - timedelta(days=7)
    assert events_of(world.check_in, by=world.by, today=early) == {"decline", "cancel"}
    with acting_scope(world.by), pytest.raises(Refused):
        actions.start(check_in_id=world.check_in.pk, by=world.by, now=NOW - timedelta(days=7))


@pytest.mark.parametrize(
    ("now", "open_still"),
    [
        (datetime.fromisoformat("2026-11-29T23:59:59+00:00"), True),
        (datetime.fromisoformat("2026-11-30T00:00:00+00:00"), False),
    ],
)
def test_the_week_ends_at_midnight_on_sunday_in_london(world, now, open_still):
    with acting_scope(world.by):
        if open_still:
            assert actions.start(check_in_id=world.check_in.pk, by=world.by, now=now).state == "in_progress"
        else:
            with pytest.raises(Refused):
                actions.start(check_in_id=world.check_in.pk, by=world.by, now=now)


@pytest.mark.parametrize(("act", "state"), [(actions.decline, "declined"), (actions.cancel, "cancelled")])
def test_a_reason_is_kept_and_the_home_can_be_rung_after_all(world, act, state):
    with acting_scope(world.by):
        act(check_in_id=world.check_in.pk, reason="No time this week", by=world.by, now=NOW)
        act(check_in_id=world.check_in.pk, reason="No time this week", by=world.by, now=NOW)
        assert CheckIn.objects.get().state == state
        assert CheckInStatus.objects.get().reason == "No time this week"
        actions.start(check_in_id=world.check_in.pk, by=world.by, now=NOW)
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


def test_every_state_can_be_reached_and_only_done_is_final():
    assert {state.value for state in CheckInMachine.states} == set(CheckInState.values)
    assert [state.value for state in CheckInMachine.states if state.final] == ["completed"]


def test_history_says_who_changed_the_check_in(world, complete):
    complete()
    event = world.check_in.events.order_by("pgh_id").last()
    assert event.pgh_context["membership"] == str(world.by.membership_id)


# --- Questions, and what something becomes


def test_answers_to_questions_are_kept_under_their_version(world, complete):
    complete(
        **{
            "section-infection": ["something"],
            "q-infection.residents": ["3"],
            "q-infection.staff": ["0"],
            "q-infection.outbreak": ["yes"],
            "section-new_residents": ["something"],
            "q-new_residents.who": [f"{world.resident.name}, 91, room 12"],
        }
    )
    answer = SectionAnswer.objects.get(section="infection")
    assert answer.details == {"residents": ["3"], "staff": ["0"], "outbreak": ["yes"]}
    assert answer.text.startswith("Residents with new COVID-19: 3. Staff with new COVID-19: 0.")
    assert answer.form_version.number == 2
    assert SectionAnswer.objects.get(section="new_residents").details == {"who": [str(world.resident.pk)]}
    assert [each.kind for each in Issue.objects.all()] == ["infection"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"q-infection.residents": ["2"]}, "Answer “Has the health protection team been told?”"),
        ({"q-infection.residents": ["many"]}, "must be a whole number from 0 to 999"),
        ({"q-infection.residents": ["1"], "q-infection.outbreak": ["perhaps"]}, "Choose an answer to"),
    ],
)
def test_a_question_that_must_be_answered(world, types, typed, words):
    saved = types(nothing_to_report(**{"section-infection": ["something"], **typed}))
    with acting_scope(world.by), pytest.raises(Incomplete) as refused:
        actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert any(words in each.text for each in refused.value.problems)


def test_questions_of_a_section_without_anything_are_forgotten(world, complete):
    complete(**{"q-infection.residents": ["7"]})
    assert SectionAnswer.objects.get(section="infection").details == {}


def test_the_homes_yes_closes_an_issue_and_its_no_reopens_one(world, complete, types):
    new = [NewIssue(world.home.pk, "stock", title, uuid.uuid4()) for title in ("Gloves", "Aprons", "Masks")]
    with acting_scope(world.by):
        gloves, aprons, masks = (raise_issue(new=each, by=world.by, now=NOW) for each in new)
        resolve(issue_id=aprons.pk, answer="Delivered on Tuesday", key=uuid.uuid4(), by=world.by, now=NOW)
    done = {f"issue-{gloves.pk}": ["done"], f"issue-{aprons.pk}": ["not_yet"], f"issue-{masks.pk}": ["not_yet"]}
    complete(**done)
    states = dict(Issue.objects.values_list("pk", "state"))
    assert states == {gloves.pk: "closed", aprons.pk: "reopened", masks.pk: "open"}


def test_what_is_open_is_asked_with_its_owner(client, world):
    new = NewIssue(world.home.pk, "stock", "Gloves run out", uuid.uuid4(), said="Gloves in size L run out by Friday")
    with acting_scope(world.by):
        raise_issue(new=new, by=world.by, now=NOW)
    page = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "Gloves in size L run out by Friday" in page
    assert "With Westmere PCN, by" in page
    assert "1: stock" in client.get("/this-week/").content.decode()


# --- What the page knows before anybody asks


def page(client, world, check_in=None):
    return client.act_as(world.membership).get(f"/check-ins/{(check_in or world.check_in).pk}/").content.decode()


def test_residents_since_the_last_completed_check_in(world, client):
    """A week was missed: who arrived sixteen days ago has not been spoken of."""
    last = CheckInFactory(
        home=world.home,
        week=date(2026, 11, 2),
        state="completed",
        completed_at=NOW - timedelta(days=21),
        caller_user_id=1,
    )
    SectionAnswer.objects.create(
        check_in=last,
        home=world.home,
        form_version=form_version(world.home.pk, TODAY),
        section="falls",
        something=False,
        raised_at=NOW - timedelta(days=21),
    )
    arrived = ResidentFactory(home=world.home, given_name="Harold", since=TODAY - timedelta(days=16))
    died = ResidentFactory(home=world.home, given_name="Nora", since=TODAY - timedelta(days=20), state="died")
    before = ResidentFactory(home=world.home, given_name="Olive", since=TODAY - timedelta(days=30), state="died")
    shown = page(client, world)
    assert arrived.name in shown
    assert died.name in shown
    assert before.name not in shown


def test_what_falls_due_is_shown_by_day(world, client, monkeypatch):
    monkeypatch.setattr(due, "_sources", list(due._sources))

    @due.falls_due
    def reviews(acting, home, people, today):
        yield due.Due(today + timedelta(days=3), "Medicines review", "Ivy Meadowsweet")
        yield due.Due(today - timedelta(days=1), "Care plan", "Nora Teasel")
        yield due.Due(today + timedelta(days=15), "Not yet", "Olive Teasel")

    ResidentFactory(home=world.home, given_name="Harold", family_name="Yarrow", since=TODAY - timedelta(days=1))
    with acting_scope(world.by):
        call = call_of(check_in_with_form(world.check_in.pk), world.by, NOW)
        found = due.due_at(world.by, world.home, call.people, TODAY)
    assert [(each.about, each.on) for each in found] == [
        ("Nora Teasel", date(2026, 11, 24)),
        ("Ivy Meadowsweet", date(2026, 11, 28)),
        ("Harold Yarrow", date(2026, 12, 3)),  # seven working days after the day of arrival
    ]
    assert "Assessment and plan by Thu 3 Dec" in page(client, world)


def test_before_it_is_completed_it_says_to_whom_and_by_when(client, world, types):
    technician = MembershipFactory(organisation=world.pcn, role="pharmacy_technician", user__name="Joe Lovage")
    NamedRoleFactory(home=world.home, kind="medicines_lead", user_id=technician.user_id, person_name="Joe Lovage")
    types(nothing_to_report(**{"section-medicines": ["something"], "text-medicines": ["Two charts do not match"]}))
    shown = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/confirm/").content.decode()
    assert "Goes to Joe Lovage, Westmere PCN, by" in shown
