"""Pure rules: groups, four counts, and two people writing into one draft."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.rules import FourCounts, Group, Save, Writer, count_week, group_of, is_late, merge, others_writing

TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("state", "due_on", "started_on", "group"),
    [
        ("scheduled", MONDAY, None, Group.OVERDUE),
        ("scheduled", TODAY, None, Group.TODAY),
        ("scheduled", FRIDAY, None, Group.LATER),
        ("no_answer", MONDAY, None, Group.OVERDUE),
        ("no_answer", TODAY, None, Group.NO_ANSWER),
        ("no_answer", FRIDAY, None, Group.NO_ANSWER),
        ("in_progress", MONDAY, TODAY, Group.TODAY),
        ("in_progress", MONDAY, MONDAY, Group.OVERDUE),
        ("in_progress", FRIDAY, MONDAY, Group.LATER),
        ("completed", MONDAY, MONDAY, Group.DONE),
        ("declined", MONDAY, None, Group.STOPPED),
        ("cancelled", MONDAY, None, Group.STOPPED),
    ],
)
def test_where_a_check_in_stands(state, due_on, started_on, group):
    assert group_of(state, due_on, TODAY, started_on) is group


def test_late_is_more_than_seven_days():
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert not is_late(now - timedelta(days=7), now)
    assert is_late(now - timedelta(days=7, seconds=1), now)


def test_four_counts_and_the_denominator():
    groups = {
        **dict.fromkeys(Group, 0),
        Group.DONE: 16,
        Group.OVERDUE: 2,
        Group.NO_ANSWER: 1,
        Group.LATER: 4,
        Group.STOPPED: 3,
    }
    counts = count_week(groups, cancelled=1, out_of_scope=2, without=1)
    assert counts == FourCounts(met=16, not_met=5, excluded=3, unknown=5)
    assert counts.counted == 26  # 29 homes without the excluded ones


def save(sent, *, seen=0, by="Priya", at="2026-11-25T10:42:00+00:00"):
    return Save({name: [value] if value else [] for name, value in sent.items()}, list(sent), seen, by, at)


def test_different_boxes_are_both_kept():
    first = merge({}, {}, 0, save({"text-falls": "A fall"}, by="Priya"))
    second = merge(first.fields, first.changes, 1, save({"note": "Ring early", "text-falls": ""}, by="Sam"))
    assert second.fields == {"text-falls": ["A fall"], "note": ["Ring early"]}
    assert second.conflicts == ()
    assert second.others == {"text-falls"}


def test_the_same_box_is_a_conflict_and_nothing_is_lost():
    first = merge({}, {}, 0, save({"note": "Priya's"}, by="Priya"))
    second = merge(first.fields, first.changes, 1, save({"note": "Sam's"}, by="Sam"))
    assert second.fields == {"note": ["Priya's"]}
    (conflict,) = second.conflicts
    assert (conflict.name, conflict.theirs, conflict.yours, conflict.by) == ("note", ["Priya's"], ["Sam's"], "Priya")

    third = merge(second.fields, second.changes, 1, save({"note": "Priya's and Sam's"}, seen=1, by="Sam"))
    assert third.fields == {"note": ["Priya's and Sam's"]}
    assert third.conflicts == ()


def test_what_one_has_not_touched_is_not_written_back_over_what_a_colleague_wrote():
    first = merge({"note": ["Old"]}, {}, 0, save({"note": "New"}, by="Priya"))
    second = merge(first.fields, first.changes, 1, save({"note": "Old", "mode": "video"}, by="Sam"))
    assert second.fields == {"note": ["New"], "mode": ["video"]}
    assert second.conflicts == ()


def test_who_else_writes_is_told_for_five_minutes_the_last_one_first():
    at = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
    merged = merge({}, {}, 0, save({"note": "Ring early", "mode": "video"}, by="Sam"))
    for revision, (field, by, minute) in enumerate((("text-falls", "Ada", 43), ("text-family", "Priya", 44)), 1):
        change = save({field: "Said"}, seen=revision, by=by, at=at.replace(minute=minute).isoformat())
        merged = merge(merged.fields, merged.changes, revision, change)
    sam, ada = Writer("Sam", at), Writer("Ada", at.replace(minute=43))
    assert others_writing(merged.changes, "Priya", at.replace(minute=45)) == [ada, sam]
    assert others_writing(merged.changes, "Priya", at.replace(minute=47)) == [ada]
    assert others_writing(merged.changes, "Priya", at.replace(minute=48)) == []


def test_emptying_a_box_counts_as_writing():
    first = merge({"note": ["Old"]}, {}, 3, save({"note": ""}, seen=3))
    assert first.fields == {}
    assert first.mine == {"note"}


names = st.sampled_from(["note", "mode", "text-falls", "section-falls"])
texts = st.sampled_from(["", "a", "b", "c"])


@given(st.lists(st.tuples(st.sampled_from(["Priya", "Sam"]), st.dictionaries(names, texts)), max_size=12))
def test_whatever_two_people_type_the_draft_holds_it_or_it_is_reported(steps):
    """Each save starts from the revision that its author saw last; what is not taken is in the conflicts."""
    fields, changes, revision = {}, {}, 0
    seen, page = {"Priya": 0, "Sam": 0}, {"Priya": {}, "Sam": {}}
    for who, typed in steps:
        sent = {**page[who], **typed}
        merged = merge(fields, changes, revision, save(sent, seen=seen[who], by=who))
        reported = {each.name for each in merged.conflicts}
        for name, value in typed.items():
            kept = merged.fields.get(name, []) == ([value] if value else [])
            untouched = value == page[who].get(name, "")
            assert kept or name in reported or untouched
        fields, changes = merged.fields, merged.changes
        revision += bool(merged.mine)
        seen[who] = revision
        page[who] = {name: "".join(fields.get(name, [])) for name in ("note", "mode", "text-falls", "section-falls")}
