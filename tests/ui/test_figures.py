"""The geometry of small drawings, and the tiles and grids that use it."""

from typing import Any

import pytest
from django.template import engines

from carehomes.ui.figures import bar, spark


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(0, 10, 0), (5, 10, 60), (10, 10, 120), (11, 10, 120), (-1, 10, 0), (0, 0, 0)]
)
def test_a_bar_never_leaves_its_frame(part: float, whole: float, width: float) -> None:
    assert bar(part, whole, 120) == width


def test_a_line_goes_from_the_first_value_to_the_last_on_its_own_scale() -> None:
    assert spark([80, 90, 100], width=118, height=34) == [(4, 30), (59, 17), (114, 4)]


def test_a_line_of_equal_values_lies_in_the_middle_and_nothing_is_no_line() -> None:
    assert [y for _, y in spark([5, 5, 5], width=118, height=34)] == [17, 17, 17]
    assert spark([7], width=118, height=34) == [(4, 17)]
    assert spark([], width=118, height=34) == []


def tile(**metric: Any) -> str:
    source = '{% from "components/figures.jinja" import metric_tile %}{{ metric_tile(metric) }}'
    metric = {"name": "Done", "unit": "homes", **metric}
    return " ".join(engines.all()[0].from_string(source).render({"metric": metric}).split())


def test_a_tile_says_its_denominator_what_is_left_out_and_what_is_not_known() -> None:
    html = tile(part=271, whole=298, left_out="14 not in scope")
    assert "<b>91%</b> <span>271 of 298 homes</span>" in html
    assert "Left out: 14 not in scope. Not known: 0" in html


@pytest.mark.parametrize(
    ("part", "words"),
    [(90, "Target 90%, met"), (89, "Target 90%, 1 point short"), (75, "Target 90%, 15 points short")],
)
def test_a_target_is_met_or_short_in_words(part: int, words: str) -> None:
    assert words in tile(part=part, whole=100, target=90)


def test_a_near_miss_is_never_called_met_nor_short_of_nothing() -> None:
    assert "1 point short" in tile(part=8999, whole=10000, target=90)


@pytest.mark.parametrize(
    ("trend", "words"),
    [([95, 91], "▼ down 4 points"), ([90, 91], "▲ up 1 point"), ([91, 91], "no change")],
)
def test_a_trend_is_said_in_words(trend: list[int], words: str) -> None:
    html = tile(part=1, whole=2, trend=trend)
    assert words in html
    assert f"2 weeks: from {trend[0]}% to {trend[1]}%" in html


def test_the_grid_holds_the_word_of_each_week_for_those_who_do_not_see_the_mark() -> None:
    source = '{% from "components/weekgrid.jinja" import weekgrid %}{{ weekgrid("A", [("Nov", 2)], [47, 48], homes, [1, 0], [2, 2], 48) }}'
    homes = [{"name": "<Larch>", "href": "#", "note": "PCN", "states": ["late", "due"], "sum": "0 of 1", "run": 1}]
    html = engines.all()[0].from_string(source).render({"homes": homes})
    assert '<td class="l">late</td><td class="u">due</td>' in html
    assert "&lt;Larch&gt;" in html
    assert html.count("is-low") == 1
