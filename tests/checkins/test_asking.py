"""What the form asks: facts of this week not again, what another answer makes needless, whom a section is about."""

from datetime import timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.issues.models import Issue
from checkins import actions
from checkins.actions.beforehand import save_beforehand
from checkins.actions.completing import Incomplete
from checkins.check_in_form.presses import confirmed
from checkins.models import (
    Beforehand,
    CheckInDraft,
    FormVersion,
    Nomination,
    SectionAnswer,
)
from checkins.presenters.call import CallPage
from checkins.queries.check_in import call_of, check_in_with_form
from checkins.queries.forms import form_version, sections_of
from tests.checkins.conftest import named, nothing_to_report
from tests.checkins.days import NOW, TODAY, WEEK
from tests.factories import CheckInFactory, MembershipFactory, acting_for

pytestmark = pytest.mark.django_db


# --- Facts


def test_a_fact_of_this_week_is_not_asked_again(client, world, complete):
    """Rung on Wednesday, and early again on the next Monday: the number of isolation beds is known."""
    complete(**{"section-visiting": ["something"], "q-visiting.beds": ["3"]})
    following = CheckInFactory(home=world.home, week=WEEK.next().monday, due_on=WEEK.next().monday)
    monday = NOW + timedelta(days=5)
    call = call_of_at(world, following, monday)
    (question,) = next(ask for ask in call.asks if ask.section.key == "visiting").questions
    assert question.known == "3, told Wed 25 Nov, 10:42"
    late = call_of_at(world, following, NOW + timedelta(days=7))
    assert next(ask for ask in late.asks if ask.section.key == "visiting").questions[0].known == ""


@pytest.fixture
def infected(world, complete):
    """Three residents and no member of staff, said on Wednesday; rung again on the next Monday."""
    said = {"q-infection.residents": ["3"], "q-infection.staff": ["0"], "q-infection.outbreak": ["yes"]}
    complete(**{"section-infection": ["something"], **said})
    following = CheckInFactory(home=world.home, week=WEEK.next().monday, due_on=WEEK.next().monday)
    return following, NOW + timedelta(days=5)


def test_every_fact_of_the_form_in_force_is_not_asked_again(world, infected):
    following, monday = infected
    call = call_of_at(world, following, monday)
    infection = next(ask for ask in call.asks if ask.section.key == "infection")
    assert [(each.name, each.known) for each in infection.questions if each.question.fact] == [
        ("q-infection.residents", "3, told Wed 25 Nov, 10:42"),
        ("q-infection.staff", "0, told Wed 25 Nov, 10:42"),
    ]
    facts = [each for section in call.call.sections for each in section.questions if each.fact]
    assert len(facts) == 3  # these two, and the isolation beds of the test before


def test_a_known_fact_counts_for_what_depends_on_it(world, infected):
    """Three residents were ill on Wednesday: whether the health protection team knows is asked on Monday too."""
    following, monday = infected
    fields = {**nothing_to_report(), "section-infection": ["something"], "text-infection": ["Still coughing"]}
    with acting_scope(world.by):
        saved = actions.save_draft(
            check_in_id=following.pk, sent=fields, touched=list(fields), seen=0, by=world.by, now=monday
        )
        with pytest.raises(Incomplete) as refused:
            actions.complete(check_in_id=following.pk, revision=saved.draft.revision, by=world.by, now=monday)
    assert [each.field for each in refused.value.problems] == ["q-infection.outbreak"]


def test_a_fact_that_has_changed_can_be_said(client, world, infected, time_machine):
    following, monday = infected
    time_machine.move_to(monday, tick=False)
    address = f"/check-ins/{following.pk}/"
    shown = client.act_as(world.membership).get(address).content.decode()
    assert "It has changed" in shown
    assert 'data-hr-known="[&#34;3&#34;]"' in shown
    client.post(address, {"do": "save", "seen": "0", "section-infection": "something", "q-infection.residents": "5"})
    call = call_of_at(world, following, monday, fields=CheckInDraft.objects.get().fields)
    (residents, staff, _) = next(ask for ask in call.asks if ask.section.key == "infection").questions
    assert (residents.known, residents.values) == ("", ["5"])
    assert staff.known


def test_the_home_itself_is_not_asked_again_either(client, world, infected, staff, time_machine):
    following, monday = infected
    time_machine.move_to(monday, tick=False)
    shown = client.act_as(staff).get(f"/check-ins/{following.pk}/beforehand/").content.decode()
    assert "Residents with new COVID-19: 3, told Wed 25 Nov, 10:42" in shown


def test_what_a_home_filled_in_is_a_fact_once_it_is_confirmed(world, complete, carer):
    """Typed by the home, confirmed in the call: not asked again five days later."""
    said = {"section-visiting": ["something"], "q-visiting.beds": ["3"]}
    with acting_scope(carer):
        save_beforehand(check_in_id=world.check_in.pk, sent=said, touched=list(said), seen=0, by=carer, now=NOW)
    told = Beforehand.objects.get().fields
    complete(**confirmed({}, told, sections_of(form_version(world.home.pk, TODAY))))
    following = CheckInFactory(home=world.home, week=WEEK.next().monday, due_on=WEEK.next().monday)
    call = call_of_at(world, following, NOW + timedelta(days=5))
    assert next(ask for ask in call.asks if ask.section.key == "visiting").questions[0].known


def call_of_at(world, check_in, now, fields=None):
    with acting_scope(world.by):
        call = call_of(check_in_with_form(check_in.pk), world.by, now)
        return CallPage(call=call, fields=fields or {}, today=london_today(now), now=now)


# --- Whom a section is about


def issues_of(complete, **fields):
    complete(**fields)
    return list(Issue.objects.order_by("kind"))


def test_a_section_about_a_resident_becomes_an_issue_of_theirs(world, complete):
    said = {"section-falls": ["something"], "text-falls": [f"{world.resident.name} fell in the garden. No injury."]}
    (issue,) = issues_of(complete, **said, **{"about-falls": [f"{world.resident.name}, 91, room 12"]})
    assert issue.resident == world.resident
    assert issue.words.title == "Falls: fell in the garden"
    assert issue.words.said == f"{world.resident.name} fell in the garden. No injury."


def test_whom_a_sentence_names_is_never_decided_by_itself(world, complete):
    (issue,) = issues_of(
        complete, **{"section-falls": ["something"], "text-falls": [f"{world.resident.name} fell in the garden"]}
    )
    assert issue.resident is None
    assert issue.words.title == f"Falls: {world.resident.name} fell in the garden"


def test_the_only_resident_of_a_question_is_whom_it_is_about(world, complete):
    said = {"text-new_residents": ["Came back without a discharge letter"]}
    (issue,) = issues_of(
        complete, **{"section-new_residents": ["something"], "q-new_residents.who": [world.resident.name]}, **said
    )
    assert issue.resident == world.resident


def test_somebody_who_does_not_live_there_is_refused(world, types):
    saved = types(
        nothing_to_report(
            **{"section-falls": ["something"], "text-falls": ["A fall"], "about-falls": ["Somebody Unknown"]}
        )
    )
    with acting_scope(world.by), pytest.raises(Incomplete) as refused:
        actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert [each.field for each in refused.value.problems] == ["about-falls"]


def test_whom_the_words_name_is_suggested_and_taken_with_one_press(client, world, types):
    types({"section-falls": ["something"], "text-falls": [f"{world.resident.name} fell"]})
    address = f"/check-ins/{world.check_in.pk}/"
    shown = client.act_as(world.membership).get(address).content.decode()
    assert f"Is it {world.resident.name}?" in shown
    sent = {"section-falls": "something", "text-falls": f"{world.resident.name} fell", "seen": "1"}
    client.post(address, {**sent, "do": f"about:falls:{world.resident.pk}"})
    assert CheckInDraft.objects.get().fields["about-falls"] == [str(world.resident.pk)]
    shown = client.get(address).content.decode()
    assert f'value="{world.resident.name}' in shown
    assert "Is it Ivy" not in shown


def test_saving_as_one_types_answers_with_whom_the_words_name(client, world):
    sent = {"touched": ["section-falls", "text-falls"], "section-falls": "something", "seen": "0"}
    address = f"/check-ins/{world.check_in.pk}/draft/"
    answer = client.act_as(world.membership).post(address, {**sent, "text-falls": f"{world.resident.name} fell"}).json()
    assert answer["suggested"] == {"falls": [str(world.resident.pk), world.resident.name]}
    answer = client.post(address, {"touched": ["note"], "note": "Ring at ten", "seen": "1"}).json()
    assert answer["suggested"] == {}


def test_who_else_writes_is_told_with_each_save(client, world, types, time_machine):
    sam, ada = (
        MembershipFactory(organisation=world.pcn, role="care_coordinator", user__name=name)
        for name in ("Sam Tansy", "Ada Rue")
    )
    address, note = f"/check-ins/{world.check_in.pk}/", {"touched": ["note"], "note": "Ring at ten"}
    types({"section-falls": ["nothing"]}, by=acting_for(sam))
    client.act_as(world.membership)
    assert "Sam Tansy is in this check-in too, wrote at 10:42" in client.get(address).content.decode()
    types({"section-family": ["nothing"]}, by=acting_for(ada), now=NOW + timedelta(minutes=1))
    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)
    told = client.post(f"{address}draft/", {**note, "seen": "2"}).json()["here"]
    assert told == "Ada Rue (wrote at 10:43) and Sam Tansy (wrote at 10:42) are in this check-in too"
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    assert client.post(f"{address}draft/", {**note, "note": "At noon", "seen": "3"}).json()["here"] == ""
    assert "Sam Tansy is in" not in client.get(address).content.decode()


# --- What another answer makes needless


@pytest.fixture
def conditional(db):
    """The form in force, in which falls are not asked where there is an infection, nor whether anybody was hurt."""
    version = FormVersion.objects.get(number=2)
    kept = [dict(each) for each in version.sections]
    for each in kept:
        if each["key"] == "falls":
            each["skip_when"] = "infection is something"
        if each["key"] == "stock":
            each["questions"] = [{**each["questions"][0], "skip_when": "staffing is something"}]
    FormVersion.objects.create(
        number=3, state="published", valid_from=TODAY - timedelta(days=9), sections=kept, published_at=NOW
    )


NEEDLESS = {
    "section-falls": ["something"],
    "text-falls": ["Fell in the garden."],
    "section-infection": ["something"],
    "text-infection": ["A cough"],
}


def test_what_is_not_asked_any_more_is_kept_and_told(client, world, types, conditional):
    types(NEEDLESS)
    address = f"/check-ins/{world.check_in.pk}/"
    shown = client.act_as(world.membership).get(address).content.decode()
    assert "<li>Falls: Fell in the garden</li>" in shown
    assert "1 of 14 asked" in shown
    section = shown[shown.index('<li id="section-falls"') :]
    assert " hidden" in section[: section.index(">")]
    assert 'data-hr-skip="[&#34;is&#34;,&#34;infection&#34;,&#34;something&#34;]"' in section
    # Sent as the browser sends it, hidden boxes included: nothing is lost, and it counts again once it is asked again.
    sent = {name: values[0] for name, values in NEEDLESS.items()} | {"seen": "1", "section-infection": "nothing"}
    client.post(address, {**sent, "do": "save"})
    assert CheckInDraft.objects.get().fields["text-falls"] == ["Fell in the garden."]
    assert (
        'id="put-by" class="hr-panel__body hr-told" aria-live="polite" hidden' in client.get(address).content.decode()
    )


def test_before_it_is_completed_what_does_not_count_is_told(client, world, types, conditional):
    types(nothing_to_report(**NEEDLESS))
    shown = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/confirm/").content.decode()
    assert "Typed, and not part of this check-in" in shown
    assert "Fell in the garden" in shown


def test_a_question_is_left_out_and_told_too(client, world, types, conditional):
    types({"section-stock": ["something"], "q-stock.days": ["3"], "section-staffing": ["something"]})
    shown = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "<li>Days until the first thing runs out: 3</li>" in shown


def test_a_section_in_which_a_resident_is_named_is_asked_whatever_was_answered(world, types, conditional):
    saved = types(nothing_to_report(**{**NEEDLESS, **named(world.resident, section="falls", urgency="routine")}))
    with acting_scope(world.by):
        actions.complete(check_in_id=world.check_in.pk, revision=saved.draft.revision, by=world.by, now=NOW)
    assert SectionAnswer.objects.filter(section="falls").exists()
    assert Nomination.objects.count() == 1


def test_a_question_says_at_once_that_it_must_be_answered(client, world, types):
    types({"section-infection": ["something"], "q-infection.residents": ["2"]})
    shown = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert 'data-hr-need="[&#34;any&#34;,' in shown
    assert "data-hr-needed>Must be answered" in shown
    types({"q-infection.residents": ["1"]})
    shown = client.get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "data-hr-needed hidden>Must be answered" in shown
