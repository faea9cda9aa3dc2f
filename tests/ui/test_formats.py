"""Words for facts: dates, times, numbers of every kind."""

from datetime import UTC, date, datetime, time

import pytest

from carehomes.ui import formats

WINTER = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight of the next day in London


def test_days_and_dates_are_written_as_people_say_them() -> None:
    assert formats.day(WINTER) == "Wed 25 Nov"
    assert formats.day(date(2026, 12, 1)) == "Tue 1 Dec"
    assert formats.long_date(WINTER) == "25 November 2026"
    assert formats.weekday_date(date(2026, 11, 26)) == "Thursday 26 November 2026"
    assert formats.day_clock(WINTER) == "Wed 25 Nov, 10:42"
    assert formats.moment(WINTER) == "25 November 2026 at 10:42"


def test_moments_are_shown_in_london_time() -> None:
    assert formats.clock(SUMMER) == "00:30"
    assert formats.day(SUMMER) == "Thu 2 Jul"
    assert formats.clock(datetime(2026, 7, 1, 9, 5)) == "09:05"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (time(10), time(11, 30), "10:00 to 11:30"),
        (time(10), None, "from 10:00"),
        (None, time(11, 30), "until 11:30"),
        (None, None, "Not known"),
    ],
)
def test_time_windows(start: time | None, end: time | None, words: str) -> None:
    assert formats.span(start, end) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "yesterday"),
        (date(2026, 11, 25), "today"),
        (date(2026, 11, 26), "tomorrow"),
        (date(2026, 11, 27), "Fri 27 Nov"),
        (None, "Not known"),
    ],
)
def test_days_close_to_today_are_said_in_words(day: date | None, words: str) -> None:
    assert formats.near(day, date(2026, 11, 25)) == words


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("01632960142", "01632 960142"),
        ("07700900176", "07700 900176"),
        ("01514960110", "0151 496 0110"),
        ("02079460000", "020 7946 0000"),
        ("08081570000", "0808 157 0000"),
        ("+441632960142", "01632 960142"),
        ("+44 (0)1632 960142", "01632 960142"),
        ("01632 960142 ext 4", "01632 960142 ext 4"),
        ("999", "999"),
        ("", "Not known"),
        (None, "Not known"),
    ],
)
def test_telephone_numbers_stand_in_their_groups(kept: str | None, shown: str) -> None:
    assert formats.phone(kept) == shown


def test_what_a_telephone_dials() -> None:
    assert formats.digits("01632 960-142") == "01632960142"
    assert formats.digits(" +44 1632 960142") == "+441632960142"


@pytest.mark.parametrize(
    ("kept", "shown"), [("9990000026", "999 000 0026"), ("12345", "12345"), ("", "Not known"), (None, "Not known")]
)
def test_nhs_numbers_stand_in_groups_of_3_3_4(kept: str | None, shown: str) -> None:
    assert formats.nhs(kept) == shown


def test_counts_carry_their_noun_and_their_denominator() -> None:
    assert formats.plural(1, "home") == "1 home"
    assert formats.plural(15403, "home") == "15,403 homes"
    assert formats.plural(2, "resident is", "residents are") == "2 residents are"
    assert formats.share(16, 24) == "16 of 24"
    assert formats.share(None, 24) == "Not known"
    assert formats.number(15403) == "15,403"
    assert formats.number(None) == "Not known"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 10, "0%"), (1, 1000, "1%"), (2, 3, "67%"), (999, 1000, "99%"), (10, 10, "100%"), (0, 0, "Not known")],
)
def test_only_all_is_a_hundred_per_cent_and_only_none_is_nothing(part: int, whole: int, words: str) -> None:
    assert formats.percent(part, whole) == words


def test_lists_in_a_sentence() -> None:
    assert formats.joined([]) == ""
    assert formats.joined(["fall"]) == "fall"
    assert formats.joined(["fall", "infection", "weight loss"]) == "fall, infection and weight loss"


@pytest.mark.parametrize(
    ("name", "letters"), [("Priya Fennel", "PF"), ("Dr Anna Betony", "AB"), ("Ewa van der Balm", "EB"), ("Cher", "C")]
)
def test_initials(name: str, letters: str) -> None:
    assert formats.initials(name) == letters


def test_age_is_in_completed_years() -> None:
    assert formats.age(date(1935, 5, 3), date(2026, 5, 2)) == "90"
    assert formats.age(date(1935, 5, 3), date(2026, 5, 3)) == "91"
    assert formats.age(None, date(2026, 5, 3)) == "Not known"


@pytest.mark.parametrize(
    "write", [formats.day, formats.long_date, formats.weekday_date, formats.clock, formats.day_clock, formats.moment]
)
def test_nothing_said_is_never_shown_as_nothing(write: object) -> None:
    assert callable(write)
    assert write(None) == "Not known"
