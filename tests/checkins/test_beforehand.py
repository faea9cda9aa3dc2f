"""The home fills in the check-in before it is rung; the coordinator confirms instead of asking."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from carehomes.issues import actions as issue_actions
from carehomes.issues.actions import NewIssue
from carehomes.issues.models import Kind
from checkins import actions
from checkins.actions.beforehand import save_beforehand, send_beforehand
from checkins.actions.drafts import TooLate
from checkins.check_in_form.presses import confirmed
from checkins.models import Beforehand, CheckIn, CheckInDraft, CheckInState, SectionAnswer
from checkins.queries.forms import form_version, sections_of
from tests.checkins.conftest import nothing_to_report
from tests.checkins.days import NOW, TODAY
from tests.factories import CheckInFactory, MembershipFactory, acting_for, home_of

SAID = {
    "section-falls": ["something"],
    "text-falls": ["Edith Campion fell in the garden"],
    "q-falls.hurt": ["no"],
    "section-stock": ["nothing"],
}


@pytest.fixture
def fills(world, carer):
    def filled(fields, *, by=carer, seen=0, now=NOW):
        with acting_scope(by):
            return save_beforehand(
                check_in_id=world.check_in.pk, sent=fields, touched=list(fields), seen=seen, by=by, now=now
            )

    return filled


def test_what_the_home_fills_in_changes_nothing_else(world, fills):
    fills(SAID)
    check_in = CheckIn.objects.get()
    assert check_in.state == CheckInState.SCHEDULED
    assert not CheckInDraft.objects.exists()
    held = Beforehand.objects.get()
    assert (held.fields, held.saved_by_name) == (SAID, "Femi Cicely")


def test_only_sections_can_be_filled_in(world, fills):
    fills({**SAID, "spoke_to": ["Nobody"], "note": ["x"], "issue-1": ["done"]})
    assert set(Beforehand.objects.get().fields) == set(SAID)


def test_a_home_can_complete_nothing(world, carer, fills):
    fills(nothing_to_report())
    for act in (actions.complete, actions.save_draft, actions.start):
        with acting_scope(carer), pytest.raises(PermissionDenied):
            act(**{"check_in_id": world.check_in.pk, "by": carer, "now": NOW, **_more(act)})


def _more(act):
    return {
        actions.complete: {"revision": 1},
        actions.save_draft: {"sent": {}, "touched": [], "seen": 0},
        actions.start: {},
    }[act]


def test_nobody_but_the_home_fills_in(world, fills):
    with pytest.raises(PermissionDenied):
        fills(SAID, by=world.by)


def test_not_another_home(world, carer):
    other = CheckInFactory(home=home_of(world.pcn, name="Alder"), due_on=date(2026, 11, 23))
    with acting_scope(carer), pytest.raises(CheckIn.DoesNotExist):
        save_beforehand(check_in_id=other.pk, sent=SAID, touched=list(SAID), seen=0, by=carer, now=NOW)


def test_two_of_the_home_keep_what_they_typed(world, staff, fills):
    colleague = acting_for(
        MembershipFactory(organisation=staff.organisation, role="care_home_staff", user__name="Bo Rue")
    )
    fills({"text-falls": ["One fell"]})
    saved = fills({"text-falls": ["Two fell"], "text-stock": ["Gloves"]}, by=colleague, seen=0)
    assert [each.name for each in saved.merged.conflicts] == ["text-falls"]
    assert Beforehand.objects.get().fields == {"text-falls": ["One fell"], "text-stock": ["Gloves"]}


@pytest.mark.parametrize("state", ["completed", "declined", "cancelled"])
def test_too_late(world, fills, state):
    CheckIn.objects.update(state=state, completed_at=NOW, caller_user_id=1)
    with pytest.raises(TooLate):
        fills(SAID)


def test_not_after_the_week(world, fills):
    with pytest.raises(TooLate):
        fills(SAID, now=NOW + timedelta(days=5))


def test_sent_twice_is_sent_once(world, carer, fills):
    fills(SAID)
    with acting_scope(carer):
        first = send_beforehand(check_in_id=world.check_in.pk, by=carer, now=NOW)
        again = send_beforehand(check_in_id=world.check_in.pk, by=carer, now=NOW + timedelta(minutes=5))
    assert first.sent_at == again.sent_at == NOW


# --- On the pages


def page(world):
    return f"/check-ins/{world.check_in.pk}/beforehand/"


def test_the_home_fills_in_without_javascript(client, world, staff):
    client.act_as(staff)
    shown = client.get(page(world)).content.decode()
    assert "Before you are rung" in shown
    assert "tell the team now" in shown
    client.post(page(world), {"do": "save", "seen": "0", "section-falls": "something", "text-falls": "One fell"})
    client.post(
        page(world), {"do": "nothing_left", "seen": "1", "section-falls": "something", "text-falls": "One fell"}
    )
    held = Beforehand.objects.get()
    assert sum(1 for name in held.fields if name.startswith("section-")) == 15
    everything = {name: values[0] for name, values in held.fields.items()}
    answer = client.post(page(world), {"do": "send", "seen": str(held.revision), **everything})
    assert answer.status_code == 302
    assert Beforehand.objects.get().sent_at == NOW
    assert ReadLog.objects.filter(screen="check-in", resident_id=world.resident.pk).exists()


def test_words_that_come_after_the_call_are_shown_to_be_told(client, world, staff):
    CheckIn.objects.update(state="completed", completed_at=NOW, caller_user_id=1, caller_name="Priya Fennel")
    sent = {"do": "send", "seen": "0", "section-falls": "something", "text-falls": "One fell at night"}
    numbers = {"section-infection": "something", "q-infection.residents": "2"}
    late = client.act_as(staff).post(page(world), {**sent, **numbers})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "What you typed was not added. It is all here" in shown
    assert "<dt>Falls</dt><dd>One fell at night</dd>" in shown
    assert "Residents with new COVID-19: 2" in shown
    assert client.get(page(world)).status_code == 302  # nothing typed: to what was said


def test_autosave(client, world, staff):
    client.act_as(staff)
    sent = {"seen": "0", "touched": ["section-falls"], "section-falls": "nothing"}
    answer = client.post(f"{page(world)}draft/", sent).json()
    assert (answer["revision"], answer["here"]) == (1, "")
    colleague = MembershipFactory(organisation=staff.organisation, role="care_home_staff", user__name="Moira Sorrel")
    client.act_as(colleague)
    assert "Femi Cicely is in this check-in too, wrote at 10:42" in client.get(page(world)).content.decode()
    client.act_as(staff)
    CheckIn.objects.update(state="declined")
    assert client.post(f"{page(world)}draft/", sent).status_code == 409


def test_my_home_leads_there(client, world, staff):
    client.act_as(staff)
    assert "Fill in this week’s check-in before you are rung" in client.get(f"/homes/{world.home.pk}/").content.decode()


def test_what_is_to_be_done_stands_above_the_numbers(client, world, staff):
    page = client.act_as(staff).get(f"/homes/{world.home.pk}/").content.decode()
    tell, numbers = page.index("Tell the team something"), page.index('class="hr-tiles"')
    assert page.index("Fill in this week’s check-in") < tell < page.index("What became of what you said") < numbers
    assert page.count(f"/check-ins/{world.check_in.pk}/beforehand/") == 1, "do now says it: no tap repeats it"
    assert "Tell the team" not in client.act_as(world.membership).get(f"/homes/{world.home.pk}/").content.decode()


def test_what_is_to_be_done_first_leaves_the_form_as_a_tap(client, world, staff):
    new = NewIssue(world.home.pk, Kind.EQUIPMENT, "Hoist squeaks", uuid.uuid4())
    with acting_scope(world.by):
        issue = issue_actions.raise_issue(new=new, by=world.by, now=NOW)
        issue_actions.resolve(issue_id=issue.pk, answer="Oiled.", key=uuid.uuid4(), by=world.by, now=NOW)
    page = client.act_as(staff).get(f"/homes/{world.home.pk}/").content.decode()
    assert page.index("Say if 1 thing is done") < page.index("Fill in this week’s check-in before you are rung")
    assert f'href="/check-ins/{world.check_in.pk}/beforehand/"' in page


def test_the_coordinator_sees_who_said_what_and_confirms_it_all(client, world, fills):
    fills(SAID)
    client.act_as(world.membership)
    form = f"/check-ins/{world.check_in.pk}/"
    shown = client.get(form).content.decode()
    assert "Femi Cicely</b> filled in 2 of 15" in shown
    assert "The home: <b>Something</b>. Edith Campion fell in the garden. Was anybody hurt? No" in shown
    client.post(form, {"do": "confirm_home", "seen": "0", "section-medicines": "nothing"})
    draft = CheckInDraft.objects.get()
    assert draft.fields == {**SAID, "section-medicines": ["nothing"]}
    assert draft.saved_by_name == "Priya Fennel"
    assert "Confirm what the home filled in" not in client.get(form).content.decode()


def test_what_the_call_said_wins(client, world, fills):
    fills(SAID)
    sections = sections_of(form_version(world.home.pk, TODAY))
    typed = {"section-falls": ["nothing"]}
    assert confirmed(typed, SAID, sections) == {"section-falls": ["nothing"], "section-stock": ["nothing"]}


def test_confirmed_and_completed_it_is_the_coordinators_record(client, world, fills, complete):
    fills(SAID)
    complete(**SAID)
    answer = SectionAnswer.objects.get(section="falls")
    assert (answer.text, answer.details, answer.raised_by_name) == (
        SAID["text-falls"][0],
        {"hurt": ["no"]},
        "Priya Fennel",
    )
    assert Beforehand.objects.get().fields == SAID  # what the home itself wrote stays as it was


def test_another_pcns_coordinator_finds_nothing(client, world, staff):
    client.act_as(MembershipFactory(role="care_home_staff"))
    assert client.get(page(world)).status_code == 404


def test_nothing_in_all_that_is_left_spares_what_the_home_reported(client, world, fills):
    fills(SAID)
    client.act_as(world.membership)
    client.post(f"/check-ins/{world.check_in.pk}/", {"do": "nothing_left", "seen": "0"})
    answers = {name for name in CheckInDraft.objects.get().fields if name.startswith("section-")}
    assert len(answers) == 14
    assert "section-falls" not in answers


def test_what_the_home_wrote_and_the_call_does_not_say_is_shown_before_and_after(client, world, fills, types, complete):
    fills({**SAID, "section-stock": ["something"], "text-stock": ["Gloves run out"]})
    own = nothing_to_report(**{"section-stock": ["something"], "text-stock": ["Gloves run out"]})
    types(own)
    client.act_as(world.membership)
    before = client.get(f"/check-ins/{world.check_in.pk}/confirm/").content.decode()
    complete(**{"section-stock": ["something"], "text-stock": ["Gloves run out"]})
    after = client.get(f"/check-ins/{world.check_in.pk}/").content.decode()
    for shown in (before, after):
        assert "The home had filled in something else" in shown
        assert "Edith Campion fell in the garden" in shown
        assert "The call says that there is nothing to report" in shown
        assert "The call says something else" not in shown  # the gloves were said as they were written
