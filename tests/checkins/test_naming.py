"""Short titles, and whom a sentence names."""

import pytest

from checkins.naming import LONGEST_TITLE, resident_in, title_of_issue

NAMES = {1: "Edith Campion", 2: "Stanley Bryony", 3: "Edith Larkspur", 4: "Zoë O’Hara"}


@pytest.mark.parametrize(
    ("said", "resident", "title"),
    [
        ("Gloves in size L run out by Friday.", "", "PPE and stock: Gloves in size L run out by Friday"),
        ("Two  charts\ndo not match!", "", "PPE and stock: Two charts do not match"),
        ("Gloves run out. Aprons too.", "", "PPE and stock: Gloves run out"),
        ("Dr. Betony asked for 2.5 mg. It has not come.", "", "PPE and stock: Dr. Betony asked for 2.5 mg. It has not come"),
        ("Edith Campion fell, no injury. Wants her frame looked at.", "Edith Campion", "PPE and stock: fell, no injury"),
        ("Edith Campion", "Edith Campion", "PPE and stock: Edith Campion"),
        ("...", "", "PPE and stock"),
        ("word " * 40, "", "PPE and stock: word word word word word word word word word word …"),
        ("x" * 100, "", "PPE and stock …"),
    ],
)  # fmt: skip
def test_a_title_is_the_kind_and_the_first_words(said, resident, title):
    assert title_of_issue("PPE and stock", said, resident) == title
    assert len(title) <= LONGEST_TITLE


@pytest.mark.parametrize(
    ("said", "resident"),
    [
        ("Edith Campion fell in the garden.", 1),
        ("A fall: edith  campion, no injury", 1),
        ("Mrs Campion’s walking frame is broken", 1),
        ("Zoe O'Hara does not eat", 4),
        ("Edith fell", None),  # there are two
        ("Campion fell", None),  # a family name alone may be a word
        ("Edith Campion and Stanley Bryony fell", None),
        ("Meredith Campion fell", None),
        ("Nobody fell", None),
        ("", None),
    ],
)
def test_the_one_resident_whom_a_sentence_names(said, resident):
    assert resident_in(said, NAMES) == resident


def test_two_of_one_name_are_not_told_apart():
    assert resident_in("Ann Lee fell", {1: "Ann Lee", 2: "Ann Lee"}) is None
