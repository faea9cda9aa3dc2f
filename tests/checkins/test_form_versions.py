"""Drafting, previewing, publishing the check-in form; a published version never changes, and old answers keep theirs."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from carehomes.access.kinds import OrganisationKind
from carehomes.access.scopes import acting_scope, system_scope
from checkins.actions import form_versions
from checkins.check_in_form import editing
from checkins.check_in_form.schema import Kind, Question, Section, read_sections
from checkins.models import FormState, FormVersion, SectionAnswer
from checkins.queries.forms import form_version
from checkins.transitions import Refused
from tests.checkins.conftest import nothing_to_report
from tests.checkins.days import NOW, TODAY
from tests.factories import CareHomeFactory, MembershipFactory, OrganisationFactory, acting_for

PETS = Section("pets", "Pets", "Cats and dogs")
FORM = "/check-in-form/"


@pytest.fixture
def platform(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    homeround = OrganisationFactory(kind=OrganisationKind.PLATFORM, name="Homeround")
    return MembershipFactory(organisation=homeround, role="platform_administrator", user__name="Olga Alecost")


@pytest.fixture
def by(platform):
    return acting_for(platform)


def does(action, by, **more):
    with acting_scope(by):
        return action(by=by, now=NOW, **more)


def drafted(by):
    does(form_versions.start_draft, by)
    return does(form_versions.change_draft, by, change=editing.put_section(PETS), seen=0)


def published(by, valid_from=date(2026, 11, 30)):
    draft = drafted(by)
    return does(form_versions.publish_draft, by, valid_from=valid_from, note="Asks about pets", seen=draft.revision)


def in_force(day):
    return form_version(CareHomeFactory().pk, day).number


# --- What an action does


def test_a_draft_is_a_copy_and_there_is_one(by):
    first, again = does(form_versions.start_draft, by), does(form_versions.start_draft, by)
    assert (first.pk, first.number, first.state) == (again.pk, 3, FormState.DRAFT)
    assert first.sections == FormVersion.objects.get(number=2).sections
    assert in_force(TODAY + timedelta(days=400)) == 2  # a draft holds on no day


def test_a_new_section_stands_before_anything_else(by):
    keys = [each.key for each in read_sections(drafted(by).sections)]
    assert keys[-2:] == ["pets", "other"]


def test_two_administrators_at_once(by):
    drafted(by)
    with pytest.raises(Refused, match="Olga Alecost changed this draft"):
        does(form_versions.change_draft, by, change=editing.remove("pets"), seen=0)
    assert any(each["key"] == "pets" for each in FormVersion.objects.get(state="draft").sections)


def test_published_from_a_day_on(by):
    published(by)
    assert in_force(date(2026, 11, 29)) == 2
    assert in_force(date(2026, 11, 30)) == 3


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2026, 11, 2)])
def test_not_from_today_or_before(by, day):
    with pytest.raises(Refused, match="26 November 2026"):
        published(by, day)


def test_not_before_the_version_that_was_published_last(by):
    published(by, date(2026, 12, 7))
    with pytest.raises(Refused, match="8 December 2026"):
        published(by, date(2026, 12, 1))


def test_a_form_with_a_mistake_is_not_published(by):
    does(form_versions.start_draft, by)
    odd = Section("odd", "Odd", skip_when="never_asked is something")
    draft = does(form_versions.change_draft, by, change=editing.put_section(odd), seen=0)
    with pytest.raises(Refused, match="never_asked does not stand before it"):
        does(form_versions.publish_draft, by, valid_from=date(2026, 12, 1), note="", seen=draft.revision)


def test_a_published_version_never_changes(by):
    """Not by any login: the trigger stands in front of the owner too."""
    published(by)
    change = {"sections": []}
    for scope in (acting_scope(by), system_scope("test")):
        with scope, pytest.raises(Exception, match="published|permission denied"), transaction.atomic():
            FormVersion.objects.filter(number=3).update(**change)
    with pytest.raises(IntegrityError, match="Publish its successor"), transaction.atomic():
        FormVersion.objects.filter(number=3).update(**change)
    with pytest.raises(IntegrityError, match="Publish its successor"), transaction.atomic():
        FormVersion.objects.filter(number=2).delete()


def test_a_draft_is_given_up(by):
    drafted(by)
    with acting_scope(by):
        assert form_versions.discard_draft(by=by)
        assert not form_versions.discard_draft(by=by)


def test_giving_a_draft_up_is_asked_first(client, by, platform):
    drafted(by)
    client.act_as(platform)
    assert "Give this draft up?" in client.get(f"{FORM}draft/discard/").content.decode()
    assert FormVersion.objects.filter(state="draft").exists()
    assert client.post(f"{FORM}draft/discard/")["Location"] == FORM
    assert not FormVersion.objects.filter(state="draft").exists()


def test_only_an_administrator_of_the_platform(world):
    with pytest.raises(PermissionDenied):
        does(form_versions.start_draft, world.by)


def test_old_answers_show_under_their_own_version(world, by, complete, client):
    complete(**{"section-falls": ["something"], "text-falls": ["One fell"], "q-falls.hurt": ["no"]})
    does(form_versions.start_draft, by)
    renamed = Section("falls", "Slips and trips")
    draft = does(form_versions.change_draft, by, change=editing.put_section(renamed), seen=0)
    does(form_versions.publish_draft, by, valid_from=date(2026, 11, 30), note="", seen=draft.revision)
    record = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/record/").content.decode()
    assert "Falls" in record
    assert "Slips and trips" not in record
    assert "Was anybody hurt?" in record
    assert "Form 2" in record
    assert SectionAnswer.objects.get(section="falls").form_version.number == 2


def test_a_skipped_section_is_not_asked_for(world, by, types, complete):
    does(form_versions.start_draft, by)
    visiting = Section("visiting", "Visiting", skip_when="infection is nothing")
    draft = does(form_versions.change_draft, by, change=editing.put_section(visiting), seen=0)
    does(form_versions.publish_draft, by, valid_from=date(2026, 11, 26), note="", seen=draft.revision)
    world.check_in.due_on = date(2026, 11, 26)
    world.check_in.save()
    fields = nothing_to_report()
    del fields["section-visiting"]
    complete(**{**fields, "section-visiting": []})
    assert not SectionAnswer.objects.filter(section="visiting").exists()


# --- Changes of sections


def test_moving():
    form = [Section("a", "A"), Section("b", "B"), Section("c", "C")]
    order = [[each.key for each in editing.move("b", places)(form)] for places in (-1, 1, -5, 5)]
    assert order == [["b", "a", "c"], ["a", "c", "b"], ["b", "a", "c"], ["a", "c", "b"]]
    assert editing.move("x", 1)(form) == form


def test_questions_are_put_and_removed():
    form = [Section("a", "A")]
    with_one = editing.put_question("a", Question("q", Kind.TEXT, "Q"))(form)
    changed = editing.put_question("a", Question("q", Kind.NUMBER, "How many"))(with_one)
    assert [(each.key, each.kind) for each in changed[0].questions] == [("q", Kind.NUMBER)]
    assert editing.remove("a.q")(changed) == form
    assert editing.remove("a")(changed) == []


@pytest.mark.parametrize(
    ("words", "taken", "key"),
    [
        ("New and returned residents", [], "new_and_returned_residents"),
        ("Falls", ["falls"], "falls_b"),
        ("Falls", ["falls", "falls_b"], "falls_c"),
        ("COVID-19!", [], "covid"),
        ("Is", [], "is_b"),
        ("123", [], "section"),
        ("x" * 80, ["x" * 40], f"{'x' * 38}_b"),
    ],
)
def test_a_key_is_made_of_words(words, taken, key):
    assert editing.key_for(words, taken) == key


# --- On the pages


def test_from_the_first_button_to_the_last(client, platform):
    client.act_as(platform)
    assert client.post(FORM).url == f"{FORM}draft/"
    asked = {"title": "Pets", "help": "Cats and dogs", "skip_when": ""}
    assert client.post(f"{FORM}draft/sections/", {**asked, "seen": "0"}).status_code == 302
    question = {"label": "Which?", "kind": "choice", "choices": "A cat\nA dog", "required_when": "pets is something"}
    assert client.post(f"{FORM}draft/sections/pets/questions/", {**question, "seen": "1"}).status_code == 302
    assert client.post(f"{FORM}draft/", {"do": "up:pets", "seen": "2"}).status_code == 302
    draft = client.get(f"{FORM}draft/").content.decode()
    assert "new section" in draft
    assert "pets.which" in draft
    preview = client.get(f"{FORM}3/").content.decode()
    assert "A dog" in preview
    assert "As those who ring see it" in preview
    day = {"valid_from_day": "30", "valid_from_month": "11", "valid_from_year": "2026", "note": "Asks about pets"}
    answer = client.post(f"{FORM}draft/publish/", {**day, "seen": "3", "idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    assert FormVersion.objects.get(number=3).valid_from == date(2026, 11, 30)
    listed = client.get(FORM).content.decode()
    assert "In force" in listed
    assert "Asks about pets" in listed


def test_a_wrong_condition_is_said_beside_its_field(client, platform):
    client.act_as(platform)
    client.post(FORM)
    answer = client.post(f"{FORM}draft/sections/", {"title": "Pets", "skip_when": "infection maybe", "seen": "0"})
    assert answer.status_code == 422
    assert "Say is, is not, is answered" in answer.content.decode()


def test_a_stale_page_is_told(client, platform, by):
    client.act_as(platform)
    drafted(by)
    answer = client.post(f"{FORM}draft/sections/", {"title": "Birds", "seen": "0"}, follow=True)
    assert "changed this draft after you opened it" in answer.content.decode()


def test_an_early_day_is_said_beside_its_field(client, platform, by):
    drafted(by)
    client.act_as(platform)
    day = {"valid_from_day": "1", "valid_from_month": "11", "valid_from_year": "2026"}
    answer = client.post(f"{FORM}draft/publish/", {**day, "seen": "1", "idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "It can be published from 26 November 2026 on" in answer.content.decode()


def test_a_draft_with_a_mistake_says_what_to_put_right(client, platform):
    client.act_as(platform)
    client.post(FORM)
    client.post(
        f"{FORM}draft/sections/medicines/", {"title": "Medicines", "skip_when": "other is something", "seen": "0"}
    )
    page = client.get(f"{FORM}draft/").content.decode()
    assert "To put right before it can be published" in page
    assert "Publish it" not in page


@pytest.mark.parametrize("path", ["", "1/", "draft/", "draft/publish/", "draft/sections/"])
def test_a_coordinator_may_not(client, world, path):
    assert client.act_as(world.membership).get(f"{FORM}{path}").status_code == 403


@pytest.mark.parametrize("path", ["99/", "draft/", "draft/sections/nothing_there/"])
def test_what_is_not_there(client, platform, path):
    assert client.act_as(platform).get(f"{FORM}{path}").status_code == 404
