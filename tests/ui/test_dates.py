"""The date in three boxes and the time in one."""

from datetime import date, time

import pytest
import time_machine

from carehomes.deadlines import is_working_day
from carehomes.ui import forms
from carehomes.ui.forms.dates import YEARS
from carehomes.ui.forms.summary import page_errors


class Birth(forms.Form):
    born = forms.DateField(label="Date of birth", past=True)
    at = forms.TimeField(label="Time", required=False)


class Plan(forms.Form):
    due = forms.DateField(label="When it is due", called="the day it is due", future=True, required=False)


class Window(forms.Form):
    on = forms.DateField(label="Day", earliest=date(2020, 5, 1), latest=date(2020, 5, 31))


def boxes(name: str, day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (boxes("born", "3", "5", "1935"), date(1935, 5, 3)),
        (boxes("born", "03", "May", "1935"), date(1935, 5, 3)),
        (boxes("born", "3", "november", "1935"), date(1935, 11, 3)),
        (boxes("born", " 3 ", "5", "1935 "), date(1935, 5, 3)),
        ({"born": "1935-05-03"}, date(1935, 5, 3)),
        (boxes("born", "today"), date(2026, 11, 25)),
        ({"born": "Yesterday"}, date(2026, 11, 24)),
    ],
)
@time_machine.travel("2026-11-25 10:42 +0000", tick=False)
def test_dates_that_are_taken(typed: dict[str, str], expected: date) -> None:
    form = Birth(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == expected


@pytest.mark.parametrize(
    ("typed", "words", "wrong"),
    [
        (boxes("born"), "Enter date of birth", "day"),
        (boxes("born", "3", "", "1935"), "Date of birth must include a month", "month"),
        (boxes("born", "", "", "1935"), "Date of birth must include a day and month", "day"),
        (boxes("born", "3", "5", "35"), "Year must include 4 numbers", "year"),
        (boxes("born", "3", "5", "1395"), "Year must be between 1900 and 2099", "year"),
        (boxes("born", "3", "5", "2100"), "Year must be between 1900 and 2099", "year"),
        ({"born": "9999-12-31"}, "Year must be between 1900 and 2099", "year"),
        (boxes("born", "31", "2", "1935"), "Date of birth must be a real date, like 25 11 2026", "day"),
        (boxes("born", "x", "<b>", "1935"), "Date of birth must be a real date, like 25 11 2026", "day"),
        (boxes("born", "26", "11", "2026"), "Date of birth must be today or in the past", "day"),
        (boxes("born", "tomorrow"), "Date of birth must be today or in the past", "day"),
    ],
)
@time_machine.travel("2026-11-25 10:42 +0000", tick=False)
def test_dates_that_are_refused_say_what_to_do_at_the_wrong_box(typed: dict[str, str], words: str, wrong: str) -> None:
    form = Birth(typed)
    assert page_errors(form) == [{"text": words, "href": f"#id_born_{wrong}"}]


def test_the_bank_holidays_of_every_year_that_can_be_typed_are_known_and_of_the_one_after() -> None:
    """So no typed date ends in `UnknownYear`, however many working days are counted from it."""
    for year in range(YEARS[0], YEARS[-1] + 2):
        is_working_day(date(year, 1, 1))


def test_what_was_typed_stands_in_the_boxes_again_and_only_the_wrong_one_is_marked() -> None:
    html = Birth(boxes("born", "3", '"><b>', ""))["born"].as_field_group()
    assert 'id="id_born_day" name="born_day" type="text" value="3"' in html
    assert "<b>" not in html
    assert html.count("nhsuk-input--error") == 1


def test_a_known_date_fills_the_boxes() -> None:
    html = Birth(initial={"born": date(1935, 5, 3)})["born"].as_field_group()
    assert [f'value="{part}"' in html for part in ("3", "5", "1935")] == [True] * 3


@time_machine.travel("2026-07-01 23:30 +0000", tick=False)
def test_today_is_the_day_in_london() -> None:
    form = Plan(boxes("due", "1", "7", "2026"))
    assert form.errors["due"] == ["The day it is due must be today or in the future"]
    assert Plan(boxes("due", "2", "7", "2026")).is_valid()
    assert Plan({}).is_valid()


def test_fixed_bounds_are_said_with_their_date() -> None:
    assert Window(boxes("on", "30", "4", "2020")).errors["on"] == ["Day must be on or after 1 May 2020"]
    assert Window(boxes("on", "1", "6", "2020")).errors["on"] == ["Day must be on or before 31 May 2020"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:20", time(9, 20)),
        ("09.20", time(9, 20)),
        ("0920", time(9, 20)),
        ("9am", time(9)),
        ("1:30 pm", time(13, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("23:59", time(23, 59)),
    ],
)
def test_times_that_are_taken(typed: str, expected: time) -> None:
    form = Birth({"born": "1935-05-03", "at": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == expected


@pytest.mark.parametrize("typed", ["25:00", "9:61", "13pm", "noon", "-1"])
def test_times_that_are_refused_say_what_to_do(typed: str) -> None:
    assert Birth({"born": "1935-05-03", "at": typed}).errors["at"] == ["Time must be a time, like 09:20"]
