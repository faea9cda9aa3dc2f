"""The macros that pages are built of."""

from datetime import time
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines

from carehomes.ui import parts

BAD = "<script>alert(1)</script>"


def drawn(source: str, **context: Any) -> str:
    return " ".join(engines.all()[0].from_string(source).render(context).split())


def test_a_number_to_ring_dials_and_says_whom() -> None:
    html = drawn('{% from "components/call.jinja" import call %}{{ call("01632960142", name) }}', name="Larch House")
    assert 'href="tel:01632960142"' in html
    assert 'aria-label="Ring Larch House on 01632 960142"' in html
    assert "<span>01632 960142</span>" in html


def test_no_number_is_said_and_never_a_dead_link() -> None:
    html = drawn('{% from "components/call.jinja" import call %}{{ call(none, "Larch House") }}')
    assert "Number not known" in html
    assert "<a" not in html


def test_a_state_has_a_shape_and_a_word() -> None:
    html = drawn('{% from "components/status.jinja" import tag %}{{ tag("overdue", words) }}', words="2 days over")
    assert "#alert" in html
    assert "2 days over" in html


@pytest.mark.parametrize(
    ("arguments", "words"),
    [("none", "Saves as you type"), ("at", "Saved 10:42"), ("at, waiting=true", "Not saved since 10:42, trying again")],
)
def test_saving_is_said_in_words(arguments: str, words: str) -> None:
    source = '{% from "components/status.jinja" import save_line %}{{ save_line(ARGS) }}'
    assert words in drawn(source.replace("ARGS", arguments), at=time(10, 42))


def test_saving_while_typing_is_promised_only_where_a_script_does_it() -> None:
    html = drawn('{% from "components/status.jinja" import save_line %}{{ save_line() }}')
    assert (
        '<span class="hr-scripted"> Saves as you type</span></span>' in html
    )  # the last child is what the script writes into
    assert "<noscript>Saved when you press a button</noscript>" in html


def test_a_tile_without_a_value_is_drawn_in_words() -> None:
    source = '{% from "components/tiles.jinja" import tiles %}{{ tiles([{"number": "Not known", "label": "hours"}]) }}'
    assert "hr-tile__number--words" in drawn(source)


def test_a_worklist_keeps_the_meaning_of_a_table_as_cards() -> None:
    source = """{% from "components/worklist.jinja" import act, cell, group, row, worklist %}
    {% call worklist("Homes", [{"label": "Home"}, {"label": "Action", "end": true}]) %}
      {% call group("Overdue", 1, "overdue", 2) %}
        {% call row(name, "#", mark="next") %}{% call cell(kind="end") %}{{ act("Start", "#", name) }}{% endcall %}{% endcall %}
      {% endcall %}
    {% endcall %}"""
    html = drawn(source, name="Larch House")
    assert [html.count(f'role="{role}"') for role in ("table", "rowgroup", "row", "columnheader", "cell")] == [
        1,
        2,
        3,
        2,
        1,
    ]
    assert 'Start<span class="nhsuk-u-visually-hidden">: Larch House</span>' in html
    assert 'class="hr-worklist__next"' in html


@pytest.mark.parametrize("arguments", ['kind="colour"', 'mark="best"'])
def test_a_misspelt_kind_of_row_or_cell_fails_loudly(arguments: str) -> None:
    macro = "cell()" if "kind" in arguments else 'row("Larch")'
    source = f'{{% from "components/worklist.jinja" import cell, row %}}{{% call {macro[:-1]}, {arguments}) %}}x{{% endcall %}}'
    with pytest.raises(KeyError):
        drawn(source.replace("(, ", "("))


def test_an_empty_cell_is_empty_so_that_a_card_leaves_it_out() -> None:
    source = '{% from "components/worklist.jinja" import cell %}{% call cell("Also rang:") %}  \n {% endcall %}'
    assert '<td role="cell" data-label="Also rang:"></td>' in drawn(source)


def test_pages_of_a_list_are_linked_both_ways() -> None:
    source = '{% from "components/pagination.jinja" import pagination %}{{ pagination(page, "?q=a&page={}") }}'
    html = drawn(source, page=Paginator(range(30), 10).page(2))
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html
    assert drawn(source, page=Paginator(range(3), 10).page(1)) == ""


def test_a_button_that_writes_is_a_form_with_its_token() -> None:
    source = (
        '{% from "components/page.jinja" import post_button %}{{ post_button("Go", "/x/", csrf, fields={"a": bad}) }}'
    )
    html = drawn(source, csrf="token", bad=BAD)
    assert '<form class="hr-inline" method="post" action="/x/" data-hr-once>' in html
    assert BAD not in html


# Every macro with text that somebody might have typed in each of its arguments, by file and call.
WITH_BAD_TEXT = [
    ("now", 'now(bad, bad, mood="clear")'),
    ("now", "now(bad, bad, tag=bad)"),
    ("panel", "row(bad, bad, bad, bad)"),
    ("panel", "facts([(bad, bad)])"),
    ("panel", "empty(bad, bad, bad)"),
    ("filter", 'filter_bar([{"label": bad, "href": bad, "count": bad}], bad)'),
    ("filter", 'choose(bad, bad, [{"value": bad, "text": bad}], keep={bad: bad})'),
    ("resident", "identity(bad, [(bad, bad)])"),
    ("resident", 'safety([{"title": bad, "text": bad, "note": bad}])'),
    ("timeline", 'timeline([{"title": bad, "text": bad, "note": bad, "href": bad}])'),
    ("weeks", 'weeks([{"week": bad, "kind": "done", "words": bad, "href": bad}])'),
    ("table", 'table_stack(bad, [{"label": bad}, {"label": bad}], [[bad, bad]])'),
    ("taps", "tap(bad, bad, href=bad, badge=bad, small=bad)"),
    ("choice", 'choice(bad, [{"value": bad, "text": bad}], label=bad)'),
    ("page", "page_head(bad, bad, [(bad, bad)])"),
    ("page", 'error_summary([{"text": bad, "href": bad}], bad)'),
    ("page", "button(bad, bad, hidden=bad)"),
    ("call", "call(bad, bad)"),
    ("tiles", "tile(bad, bad, bad, bad)"),
    ("worklist", "act(bad, bad, bad)"),
    ("status", 'status("done", bad)'),
]


@pytest.mark.parametrize(("file", "macro_call"), WITH_BAD_TEXT)
def test_nothing_that_somebody_typed_becomes_markup(file: str, macro_call: str) -> None:
    html = drawn(f'{{% import "components/{file}.jinja" as part %}}{{{{ part.{macro_call} }}}}', bad=BAD)
    assert BAD not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("macro_call", ['panel(bad, "p", link=bad, link_label=bad, link_hidden=bad, foot=bad)'])
def test_nothing_around_a_block_becomes_markup(macro_call: str) -> None:
    source = f'{{% from "components/panel.jinja" import panel %}}{{% call {macro_call} %}}{{{{ bad }}}}{{% endcall %}}'
    assert BAD not in drawn(source, bad=BAD)


@pytest.mark.parametrize(
    "markup",
    [
        parts.status("done", BAD),
        parts.tag("done", BAD),
        parts.count(BAD, what=BAD),
        parts.call("01632960142", BAD),
        parts.call(BAD, "Larch House"),
        parts.act(BAD, BAD, BAD),
        parts.kept_together(BAD),
        parts.cell(BAD),
        parts.row(BAD, href=BAD, note=BAD, cells=[(BAD, "", BAD)]),
        parts.row(BAD),
    ],
)
def test_what_is_put_into_a_part_is_escaped(markup: str) -> None:
    assert "<script" not in markup
    assert hasattr(markup, "__html__")


def test_a_count_has_its_thousands() -> None:
    assert ">4,645<" in parts.count(4645)
    assert ">7 on this page<" in parts.count("7 on this page")


def test_a_timeline_marks_its_newest_where_things_stand() -> None:
    events = [{"title": "Seen"}, {"title": "Raised"}]
    source = '{% from "components/timeline.jinja" import timeline %}{{ timeline(events, newest=newest) }}'
    assert '<li class="hr-timeline__now"><p><b>Seen</b>' in drawn(source, events=events, newest=True)
    assert drawn(source, events=events, newest=True).count("hr-timeline__now") == 1
    assert "hr-timeline__now" not in drawn(source, events=events, newest=False)  # a page of what was long ago
