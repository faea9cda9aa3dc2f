"""Sections and questions as data: what is asked when, what cannot be published, and what a version changes."""

import pytest

from checkins.check_in_form.editing import move, put_question, put_section, remove
from checkins.check_in_form.schema import (
    Kind,
    Question,
    Section,
    asked,
    differences,
    hindrances,
    kept,
    mistakes,
    questions_asked,
    read_sections,
)

CASES = Question("cases", Kind.NUMBER, "New cases")
TOLD = Question(
    "told",
    Kind.YES_NO,
    "Who was told?",
    required_when="infection.cases at least 2",
    skip_when="infection.cases at most 0",
)
INFECTION = Section("infection", "Infection", "Cases", questions=(CASES, TOLD))
VISITING = Section("visiting", "Visiting", skip_when="infection is something")
FORM = [INFECTION, VISITING]


def test_what_is_kept_is_read_again():
    choice = Question("cover", Kind.CHOICE, "Covered?", choices=(("yes", "Yes"), ("no", "No")), fact=True)
    form = [*FORM, Section("staffing", "Staffing", questions=(choice,))]
    assert read_sections(kept(form)) == form


def test_a_section_that_is_skipped():
    assert asked(FORM, {}) == FORM
    assert asked(FORM, {"infection": ["something"]}) == [INFECTION]


def test_questions_come_with_something_and_may_be_skipped():
    assert questions_asked(INFECTION, {}) == []
    assert questions_asked(INFECTION, {"infection": ["nothing"]}) == []
    assert questions_asked(INFECTION, {"infection": ["something"]}) == [CASES, TOLD]
    assert questions_asked(INFECTION, {"infection": ["something"], "infection.cases": ["0"]}) == [CASES]


def test_words_of_an_answer():
    assert TOLD.words("not_known") == "Not known"
    assert CASES.words("3") == "3"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ([], "no section"),
        ([INFECTION, INFECTION], "Two sections have the key infection"),
        ([Section("a", "A", questions=(CASES, CASES))], "Two questions"),
        (
            [Section("a", "A", questions=(Question("b", Kind.CHOICE, "B", choices=(("c", "C"),)),))],
            "at least two answers",
        ),
        ([Section("a", "A", skip_when="a is something")], "does not stand before it"),
        ([VISITING, INFECTION], "infection does not stand before it"),
        ([Section("a", "A", skip_when="b or c")], "is skipped when: Say is"),
        ([Section(f"s{'x' * number}", "S") for number in range(31)], "at most 30"),
        (
            [Section("a", "A", questions=tuple(Question(f"q{'x' * n}", Kind.TEXT, "Q") for n in range(13)))],
            "more than 12",
        ),
    ],
)
def test_what_cannot_be_published(form, words):
    assert any(words in each for each in mistakes(form)), mistakes(form)


def test_a_sound_form_has_no_mistakes():
    assert mistakes(FORM) == []


def test_the_published_versions_are_sound(db):
    from checkins.models import FormVersion

    versions = list(FormVersion.objects.order_by("number"))
    assert [each.number for each in versions] == [1, 2]
    for version in versions:
        assert mistakes(read_sections(version.sections)) == []
    assert hindrances(read_sections(versions[1].sections)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (remove("medicines"), "Every form asks about medicines"),
        (lambda form: remove("infection.staff")(remove("infection.outbreak")(form)), "infection.staff"),
        (put_question("infection", Question("residents", Kind.TEXT, "Who?")), "infection.residents"),
        (
            put_question("infection", Question("staff", Kind.NUMBER, "Staff", skip_when="medicines is nothing")),
            "number",
        ),
        (put_section(Section("other", "Anything else", skip_when="falls is nothing")), "cannot be skipped"),
    ],
)
def test_what_every_form_asks_stands_in_the_way_where_it_is_left_out(db, change, words):
    from checkins.models import FormVersion

    changed = change(read_sections(FormVersion.objects.get(number=2).sections))
    assert mistakes(changed) == []
    assert [each for each in hindrances(changed) if words in each], hindrances(changed)


def test_the_rest_may_be_left_out_renamed_and_moved(db):
    from checkins.models import FormVersion

    form = read_sections(FormVersion.objects.get(number=2).sections)
    for change in (remove("falls"), remove("training"), move("medicines", 3), remove("infection.outbreak")):
        form = change(form)
    form = put_section(Section("medicines", "Drugs and charts"))(form)
    assert hindrances(form) == []


def test_what_a_version_changes():
    more = Question("where", Kind.TEXT, "Where?")
    after = [
        Section("visiting", "Visits", skip_when="infection is something"),
        Section(
            "infection", "Infection", "Cases", questions=(Question("cases", Kind.TEXT, "New cases", fact=True), more)
        ),
        Section("family", "Family"),
    ]
    found = {(each.what, each.about, each.before, each.after) for each in differences(FORM, after)}
    assert found == {
        ("new section", "Family", "", ""),
        ("order", "Sections", "Infection, Visiting", "Visiting, Infection"),
        ("called", "Visits", "Visiting", "Visits"),
        ("answered by", "Infection: New cases", "A number", "Words"),
        ("not asked again within a week", "Infection: New cases", "no", "yes"),
        ("new question", "Infection: Where?", "", ""),
        ("question gone", "Infection: Who was told?", "", ""),
    }


def test_nothing_changed():
    assert differences(FORM, list(FORM)) == []
