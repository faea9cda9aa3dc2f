"""Putting the answers to a section's questions right: under the form that was asked, by its rules, the old ones kept."""

import re
import uuid
from datetime import date, timedelta

import pytest

from carehomes.access.scopes import acting_scope
from carehomes.issues.models import Issue
from carehomes.residents.actions.answering import answer as answer_request
from checkins import actions
from checkins.actions.afterwards import Overtaken, Right, correct
from checkins.actions.completing import Incomplete
from checkins.models import CheckIn, Correction, FormVersion, SectionAnswer
from checkins.queries.check_in import call_of, check_in_with_form
from tests.checkins.days import NOW
from tests.factories import CheckInFactory, MembershipFactory, ResidentFactory

INFECTION = {
    "section-infection": ["something"],
    "text-infection": ["Two are coughing"],
    "q-infection.residents": ["1"],
    "q-infection.staff": ["0"],
}


def address(world, section="infection"):
    return f"/check-ins/{world.check_in.pk}/put-right/{section}/"


def sent(**more):
    """The form as the browser sends it, to be changed."""
    data = {
        "answer": "something",
        "text": "Two are coughing",
        "q-infection.residents": "1",
        "q-infection.staff": "0",
        "needs": "nothing_more",
        "reason": "Misheard",
        "seen": "1",
        "idempotency_key": str(uuid.uuid4()),
    }
    return {**data, **{name.replace("__", "."): value for name, value in more.items()}}


def posts(client, world, data, section="infection"):
    client.act_as(world.membership)
    return client.post(address(world, section), data, follow=True)


def corrects(world, *, section="infection", text="Two are coughing", seen=None, key=None, by=None, **answers):
    right = Right(section, True, text, "Misheard", None, {name: [value] for name, value in answers.items()}, seen)
    with acting_scope(by or world.by):
        return correct(check_in_id=world.check_in.pk, right=right, key=key or uuid.uuid4(), by=by or world.by, now=NOW)


def details(section="infection"):
    return SectionAnswer.objects.get(section=section).details


def test_the_form_shows_the_questions_with_their_answers(client, world, complete):
    complete(**INFECTION)
    client.act_as(world.membership)
    page = client.get(address(world)).content.decode()
    assert 'name="q-infection.residents" inputmode="numeric" value="1"' in page
    assert 'name="q-infection.staff" inputmode="numeric" value="0"' in page
    assert 'name="q-infection.outbreak" value="yes"' in page
    assert "data-hr-need" in page


def test_answers_are_put_right_and_the_old_ones_kept(client, world, complete):
    complete(**INFECTION)
    answer = posts(client, world, sent(**{"q-infection.residents": "2", "q-infection.outbreak": "no"}))
    assert details() == {"residents": ["2"], "staff": ["0"], "outbreak": ["no"]}
    done = Correction.objects.get()
    assert done.before["details"] == {"residents": ["1"], "staff": ["0"]}
    assert (done.by_name, done.reason, done.at) == ("Priya Fennel", "Misheard", NOW)
    record = answer.content.decode()
    assert "<dt>Residents with new COVID-19</dt><dd>Was: 1<br>Now: 2</dd>" in record
    assert "<dt>Has the health protection team been told?</dt><dd>Was: not answered<br>Now: No</dd>" in record
    assert "<dt>In words</dt>" not in record  # they stayed as they were
    assert Issue.objects.count() == 1  # that of the check-in: nobody was asked to do more


def test_each_correction_says_what_it_changed(client, world, complete):
    complete(**INFECTION)
    corrects(world, residents="2", staff="0", outbreak="no")
    corrects(world, residents="1", staff="3", outbreak="yes")
    client.act_as(world.membership)
    record = client.get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert "<dd>Was: 1<br>Now: 2</dd>" in record
    assert "<dd>Was: 2<br>Now: 1</dd>" in record
    assert "<dd>Was: 0<br>Now: 3</dd>" in record


@pytest.mark.parametrize(
    ("typed", "place", "words"),
    [
        ({"q-infection.residents": "two"}, "residents", "must be a whole number from 0 to 999"),
        ({"q-infection.residents": "2"}, "outbreak", "Answer “Has the health protection team been told?”"),
        ({"q-infection.outbreak": "perhaps"}, "outbreak", "Choose an answer to “Has the health"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(client, world, complete, typed, place, words):
    complete(**INFECTION)
    answer = posts(client, world, sent(text="Two are coughing badly", **typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    summary, _, form = page.partition('<form method="post" novalidate')
    assert f'href="#q-infection.{place}"' in summary
    assert words in form
    assert f'id="q-infection.{place}-error"' in form
    assert "Two are coughing badly" in form
    for name, value in typed.items():
        box = rf'name="{re.escape(name)}"[^>]* value="{value}"'
        assert re.search(box, form) or value == "perhaps"  # no answer that can be chosen again
    assert not Correction.objects.exists()


def test_the_rules_hold_whatever_the_door(world, complete):
    complete(**INFECTION)
    with pytest.raises(Incomplete) as refused:
        corrects(world, residents="2", staff="0")
    assert [each.field for each in refused.value.problems] == ["q-infection.outbreak"]
    assert details() == {"residents": ["1"], "staff": ["0"]}


def test_answers_alone_say_it_in_their_words(client, world, complete):
    complete(**{**INFECTION, "text-infection": []})
    client.act_as(world.membership)
    page = client.get(address(world)).content.decode()
    assert re.search(r'<textarea[^>]* name="text"[^>]*></textarea>', page)
    record = posts(client, world, sent(text="", **{"q-infection.residents": "0"})).content.decode()
    assert SectionAnswer.objects.get(section="infection").text.startswith("Residents with new COVID-19: 0")
    assert "<dt>In words</dt>" not in record


def test_something_without_words_or_answers_is_refused(client, world, complete):
    complete(**INFECTION)
    bare = sent(text="", **{"q-infection.residents": "", "q-infection.staff": ""})
    answer = posts(client, world, bare)
    assert answer.status_code == 422
    assert "Say in a sentence what there is to report on" in answer.content.decode()


def test_whoever_takes_it_on_reads_the_answers(client, world, complete):
    complete()
    typed = sent(needs="issue", **{"q-infection.residents": "1"})
    posts(client, world, typed)
    issue = Issue.objects.select_related("words").get()
    assert "Two are coughing\nResidents with new COVID-19: 1" in issue.words.said


def test_nothing_to_report_drops_the_answers(client, world, complete):
    complete(**INFECTION)
    record = posts(client, world, sent(answer="nothing")).content.decode()
    assert details() == {}
    assert "Was: 1<br>Now: not answered" in record


def test_what_changes_nothing_is_no_correction(client, world, complete):
    complete(**INFECTION)
    page = posts(client, world, sent()).content.decode()
    assert "Nothing was changed: it stands there already." in page
    assert not Correction.objects.exists()
    record = posts(client, world, sent(needs="issue")).content.decode()
    assert "It stayed as it was." in record


def test_the_browser_knows_what_conditions_speak_of(client, world, complete):
    """The other sections and what was known, where the questions of this one depend on them; else no script is needed."""
    asked = [dict(each) for each in FormVersion.objects.get(number=2).sections]
    beds = {"key": "beds", "kind": "number", "label": "Beds", "skip_when": "infection.residents at most 0"}
    form_of(*(({**each, "questions": [beds]}) if each["key"] == "visiting" else each for each in asked))
    complete(**INFECTION, **{"section-visiting": ["something"], "text-visiting": ["Closed"]})
    client.act_as(world.membership)
    page = client.get(address(world, "visiting")).content.decode()
    assert re.search(r'data-hr-fact="q-infection.residents" data-hr-known="[^1]*1[^1]*"', page)
    assert "put_right.js" in page
    assert "put_right.js" not in client.get(address(world, "medicines")).content.decode()


# --- Two people


def test_the_second_sees_what_the_first_did(client, world, complete):
    complete(**INFECTION)
    anna = MembershipFactory(organisation=world.pcn, role="care_coordinator", user__name="Anna Tansy")
    client.act_as(anna)
    first = sent(text="Nobody coughs", **{"q-infection.residents": "0"})
    assert client.post(address(world), first).status_code == 302
    mine = sent(**{"q-infection.staff": "4", "q-infection.outbreak": "yes"})
    answer = posts(client, world, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Anna Tansy put this section right meanwhile. Look at both" in page
    assert "Anna Tansy wrote: Nobody coughs<br>You wrote: Two are coughing" in page
    assert "Anna Tansy wrote: 0<br>You wrote: 4" in page
    assert 'name="q-infection.staff" inputmode="numeric" value="4"' in page  # what was typed is kept
    assert 'name="seen" value="2"' in page
    assert details()["staff"] == ["0"]
    assert posts(client, world, {**mine, "seen": "2"}).status_code == 200
    assert details()["staff"] == ["4"]
    assert [each.before["text"] for each in Correction.objects.order_by("version")] == [
        "Two are coughing",
        "Nobody coughs",
    ]


def test_another_section_is_no_conflict(world, complete):
    complete(**INFECTION)
    corrects(world, section="infection", seen=1, residents="0")
    with pytest.raises(Overtaken):
        corrects(world, section="infection", seen=1, residents="1")
    with acting_scope(world.by):
        right = Right("falls", True, "One fell", "Misheard", seen=1)
        done = correct(check_in_id=world.check_in.pk, right=right, key=uuid.uuid4(), by=world.by, now=NOW)
    assert done.version == 3


def test_the_same_sending_twice_is_no_conflict(world, complete):
    complete(**INFECTION)
    key = uuid.uuid4()
    assert corrects(world, seen=1, key=key, residents="0") == corrects(world, seen=1, key=key, residents="0")


# --- Residents, other forms, conditions


def test_somebody_who_has_left_stays_named(client, world, complete):
    who = {"section-new_residents": ["something"], "q-new_residents.who": ["Ivy Meadowsweet"]}
    complete(**who)
    assert details("new_residents") == {"who": [str(world.resident.pk)]}
    newcomer = ResidentFactory(home=world.home, given_name="Winifred", family_name="Larkspur")
    world.resident.state = "died"
    world.resident.save()
    client.act_as(world.membership)
    assert 'value="Ivy Meadowsweet"' in client.get(address(world, "new_residents")).content.decode()
    data = sent(text="Two arrived", **{"q-new_residents.who": ["Ivy Meadowsweet", "Winifred Larkspur, 90"]})
    record = posts(client, world, data, "new_residents").content.decode()
    assert details("new_residents") == {"who": [str(world.resident.pk), str(newcomer.pk)]}
    assert "Was: Ivy Meadowsweet<br>Now: Ivy Meadowsweet and Winifred Larkspur" in record


def form_of(*sections):
    return FormVersion.objects.create(
        number=9, state="published", valid_from=date(2026, 11, 23), sections=list(sections), published_at=NOW
    )


def test_questions_are_those_of_the_form_that_was_asked(client, world, complete):
    complete(**INFECTION)
    form_of({"key": "infection", "title": "Infection", "questions": [{"key": "new", "kind": "text", "label": "New"}]})
    client.act_as(world.membership)
    page = client.get(address(world)).content.decode()
    assert "q-infection.residents" in page
    assert "q-infection.new" not in page


def test_what_another_answer_makes_needless_is_not_kept(client, world, complete):
    version = FormVersion.objects.get(number=2)
    asked = [dict(each) for each in version.sections]
    for each in asked:
        if each["key"] == "falls":
            each["questions"] = [
                {"key": "hurt", "kind": "yes_no", "label": "Was anybody hurt?"},
                {"key": "where", "kind": "text", "label": "Where?", "skip_when": "not (falls.hurt is yes)"},
            ]
    form_of(*asked)
    hurt = {
        "section-falls": ["something"],
        "text-falls": ["One fell"],
        "q-falls.hurt": ["yes"],
        "q-falls.where": ["Head"],
    }
    complete(**hurt)
    assert details("falls") == {"hurt": ["yes"], "where": ["Head"]}
    typed = sent(text="One fell", **{"q-falls.hurt": "no", "q-falls.where": "Head"})
    assert posts(client, world, typed, "falls").status_code == 200
    assert details("falls") == {"hurt": ["no"]}


# --- What reads answers afterwards


def test_the_next_form_says_what_was_put_right(world, complete):
    complete(**INFECTION, **{"section-visiting": ["something"], "q-visiting.beds": ["2"]})
    corrects(world, section="visiting", text="", beds="5")
    corrects(world, text="Nobody coughs", residents="0", staff="1")
    next_one = CheckInFactory(home=world.home, week=date(2026, 11, 30), due_on=date(2026, 11, 30))
    with acting_scope(world.by):
        later = NOW + timedelta(days=5)
        call = call_of(check_in_with_form(next_one.pk), world.by, later)
        facts = call.facts(later)
    assert "Nobody coughs" in [each.text for each in call.said_last]
    assert facts["visiting.beds"].values == ["5"]
    assert facts["infection.residents"].values == ["0"]
    assert facts["infection.staff"].told_at == NOW  # said then, and noted wrongly


def test_a_fact_that_was_known_is_not_demanded(client, world, complete):
    complete(**INFECTION)
    next_one = CheckInFactory(home=world.home, week=date(2026, 11, 30), due_on=date(2026, 11, 30))
    world.check_in = next_one
    later = NOW + timedelta(days=5)
    typed = {f"section-{each['key']}": ["nothing"] for each in FormVersion.objects.get(number=2).sections}
    typed |= {"spoke_to": ["Moira Sorrel"], "section-infection": ["something"], "text-infection": ["As before"]}
    with acting_scope(world.by):
        saved = actions.save_draft(
            check_in_id=next_one.pk, sent=typed, touched=list(typed), seen=0, by=world.by, now=later
        )
        actions.complete(check_in_id=next_one.pk, revision=saved.draft.revision, by=world.by, now=later)
    client.act_as(world.membership)
    page = client.get(address(world)).content.decode()
    assert "Residents with new COVID-19: 1, told" in page
    assert "It has changed" in page


def test_subject_access_gives_both_what_was_said_and_what_is_right(world, complete):
    complete(**{**INFECTION, "text-infection": ["Ivy Meadowsweet has COVID-19"]})
    corrects(world, text="Ivy Meadowsweet has a cold", residents="0", staff="0")
    found = answer_request(str(world.resident.pk), reason="SAR 1", now=NOW)
    rows = {each.model: each.rows for each in found.mentions}
    assert [each.text for each in rows[SectionAnswer]] == ["Ivy Meadowsweet has a cold"]
    assert rows[SectionAnswer][0].details["residents"] == ["0"]
    assert [each.before["details"]["residents"] for each in rows[Correction]] == [["1"]]


def test_counts_stay_what_they_are_and_grow_with_what_is_taken_on(client, world, complete):
    complete(**INFECTION)
    assert CheckIn.objects.get().items_raised == 1
    posts(client, world, sent(needs="issue", text="Three are coughing"))
    assert CheckIn.objects.get().items_raised == 2
