"""The sentences that say when a question is asked: what they mean, what they refuse, and that nothing else can be said."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.check_in_form.conditions import LONGEST, Malformed, parse

SAID = {
    "infection": ["something"],
    "infection.residents": ["3"],
    "staffing": ["nothing"],
    "falls.hurt": ["not_known"],
    "new_residents.who": ["12", "14"],
}


MEANT = [
    ("infection is something", True),
    ("staffing is something", False),
    ("staffing is not something", True),
    ("infection.residents at least 3", True),
    ("infection.residents at least 4", False),
    ("infection.residents at most 3", True),
    ("infection.residents at most 2", False),
    ("falls.hurt is answered", True),
    ("falls.who is answered", False),
    ("new_residents.who is 14", True),
    # Nobody has answered: neither this nor that, and not "at most" either.
    ("equipment is something", False),
    ("equipment is not something", False),
    ("infection.staff at most 5", False),
    ("not equipment is something", True),
    # A word is no number.
    ("falls.hurt at least 0", False),
    # "and" binds closer than "or"; "not" closer than both.
    ("infection is something or staffing is something and staffing is something", True),
    ("(infection is something or staffing is something) and staffing is something", False),
    ("not infection is something or staffing is nothing", True),
    ("not (infection is something or staffing is nothing)", False),
]


@pytest.mark.parametrize(("sentence", "holds"), MEANT)
def test_what_a_sentence_means(sentence, holds):
    assert parse(sentence).holds(SAID) is holds


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("", "empty"),
        ("infection", "Say is, is not"),
        ("infection is", "ends too early"),
        ("infection at 3", "Say is, is not"),
        ("infection at least many", "wants a number"),
        ("infection is something staffing", "not expected"),
        ("(infection is something", "not closed"),
        ("infection is something)", "not expected"),
        ("and", "neither a section nor a question"),
        ("__import__('os').system('true')", "neither a section nor a question"),
        ("Infection is something", "neither a section nor a question"),
        ("infection == something", "Say is, is not"),
        ("x is y " * LONGEST, "characters or fewer"),
    ],
)
def test_what_is_refused_says_why(sentence, words):
    with pytest.raises(Malformed, match=words):
        parse(sentence)


def test_what_a_sentence_speaks_of():
    found = parse("not (a is b or c.d at least 2) and e is answered")
    assert [each.reference for each in found.references()] == ["a", "c.d", "e"]


@given(st.text(max_size=80))
def test_any_text_is_a_sentence_or_is_refused(text):
    with suppress(Malformed):
        assert parse(text).holds(SAID) in (True, False)


@given(st.recursive(
    st.sampled_from(["infection is something", "staffing is nothing", "equipment is something", "infection.residents at least 4"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda three: f"({three[0]} {three[1]} {three[2]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=5,
))  # fmt: skip
def test_sentences_mean_what_logic_says(sentence):
    """Against Python's own reading of the same words."""
    if len(sentence) > LONGEST:
        return
    facts = {
        "infection is something": "True",
        "staffing is nothing": "True",
        "equipment is something": "False",
        "infection.residents at least 4": "False",
    }
    plain = sentence
    for words, value in facts.items():
        plain = plain.replace(words, value)
    assert parse(sentence).holds(SAID) is eval(plain)


@pytest.mark.parametrize(
    ("sentence", "data"),
    [
        ("infection is something", ["is", "infection", "something"]),
        ("falls.hurt is answered", ["is answered", "falls.hurt", ""]),
        (
            "infection is something and not (falls.hurt is yes or staffing.cover at least 2)",
            [
                "all",
                ["is", "infection", "something"],
                ["not", ["any", ["is", "falls.hurt", "yes"], ["at least", "staffing.cover", "2"]]],
            ],
        ),
    ],
)
def test_what_the_browser_gets(sentence, data):
    assert parse(sentence).as_data() == data
