"""The form as data: reading what was typed, and what is still missing, in the order of the page."""

import uuid
from datetime import UTC, datetime

import pytest

from checkins.check_in_form.presses import press
from checkins.check_in_form.schema import Section
from checkins.check_in_form.sheet import field_names, known, new_place, problems, read

SECTIONS = [Section("medicines", "Medicines"), Section("stock", "PPE and stock"), Section("other", "Anything else")]
NAMES = {7: "Ivy Meadowsweet"}
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
KEY = "5d2c3b2e-7a3e-4ef5-9a4a-000000000001"


def typed(**more):
    answers = {f"section-{section.key}": ["nothing"] for section in SECTIONS}
    return {"spoke_to": ["Moira Sorrel"], **answers, **more}


def named(key=KEY, section="medicines", resident="7", **more):
    return {
        f"section-{section}": ["something"],
        f"place-{key}": [f"1 {section}"],
        f"resident-{key}": [resident],
        f"reasons-{key}": ["fall"],
        f"urgency-{key}": ["same_day"],
        f"sentence-{key}": ["Fell in the night."],
        **more,
    }


def said(fields):
    return [each.text for each in problems(read(fields), SECTIONS, NAMES)]


def test_nothing_to_report_is_complete():
    assert said(typed()) == []


def test_what_is_missing_is_said_in_the_order_of_the_page():
    assert said({}) == [
        "Choose who you spoke to",
        "Say if there is anything to report on medicines",
        "Say if there is anything to report on PPE and stock",
        "Say if there is anything to report on anything else",
    ]


def test_something_needs_words_or_a_resident():
    assert said(typed(**{"section-stock": ["something"]})) == [
        "Say in a sentence what there is to report on PPE and stock"
    ]
    assert said(typed(**{"section-stock": ["something"], "text-stock": ["Gloves run out"]})) == []
    assert said(typed(**named())) == []


def test_a_resident_needs_who_why_how_soon_and_a_sentence():
    empty = {f"{part}-{KEY}": [] for part in ("reasons", "urgency", "sentence")}
    assert said(typed(**named(resident=""))) == ["Choose the resident who needs someone"]
    assert said(typed(**named(resident="8"))) == ["Choose the resident who needs someone"]
    assert said(typed(**named(**empty))) == [
        "Choose why Ivy Meadowsweet needs someone now",
        "Choose how soon Ivy Meadowsweet needs someone",
        "Say in a sentence why Ivy Meadowsweet needs someone",
    ]


def test_a_resident_is_named_once_and_not_where_there_is_nothing():
    other = str(uuid.uuid4())
    assert said(typed(**named(), **named(key=other, section="stock"))) == [
        "Ivy Meadowsweet is named twice: put both into one"
    ]
    assert said({**typed(**named()), "section-medicines": ["nothing"]}) == [
        "A resident is named under medicines: choose Something"
    ]


def test_somebody_else_needs_a_name():
    assert said(typed(spoke_to=["other"])) == ["Choose who you spoke to"]
    assert said(typed(spoke_to=["other"], spoke_to_name=["Night nurse"])) == []
    assert read(typed(spoke_to=["other"], spoke_to_name=["Night nurse"])).spoke_to == "Night nurse"


def test_texts_have_a_length():
    assert said(typed(**{"section-stock": ["something"], "text-stock": ["x" * 4001]})) == [
        "PPE and stock must be 4,000 characters or fewer"
    ]
    assert said(typed(note=["x" * 4001])) == ["The note must be 4,000 characters or fewer"]


@pytest.mark.parametrize(
    "name", ["csrfmiddlewaretoken", "do", "place-x", "section-Ä", "issue-", "open-12", "resident-1", "text-"]
)
def test_only_fields_of_the_form_are_taken(name):
    assert known({name: ["x"], "note": ["Ring\r\nearly", " "]}) == {"note": ["Ring\nearly"]}


def test_buttons_change_what_was_typed():
    added = press("new:stock", typed(), SECTIONS, NOW)
    assert added["section-stock"] == ["something"]
    (nomination,) = read(added).nominations
    assert (nomination.section, nomination.resident_id, nomination.added) == ("stock", None, False)

    assert read(press(f"add:{KEY}", typed(**named()), SECTIONS, NOW)).nominations[0].added
    kept = press(f"change:{KEY}", typed(**named(**{f"added-{KEY}": ["1"]})), SECTIONS, NOW)
    assert not read(kept).nominations[0].added
    assert read(press(f"drop:{KEY}", typed(**named()), SECTIONS, NOW)).nominations == []
    left = press("nothing_left", {"section-stock": ["something"]}, SECTIONS, NOW)
    assert left == {"section-stock": ["something"], "section-medicines": ["nothing"], "section-other": ["nothing"]}
    assert press("save", {"note": ["x"]}, SECTIONS, NOW) == {"note": ["x"]}


def test_nominations_keep_the_order_in_which_they_were_opened():
    second, first = str(uuid.uuid4()), str(uuid.uuid4())
    fields = {f"place-{second}": [new_place(NOW, "stock")], f"place-{first}": ["1 medicines"]}
    assert [str(each.key) for each in read(fields).nominations] == [first, second]


def test_a_whole_form_names_every_field_it_may_send():
    names = field_names(SECTIONS, [named()], ["issue-12"])
    assert {"note", "section-stock", "text-stock", "issue-12", f"sentence-{KEY}", f"added-{KEY}"} <= names
