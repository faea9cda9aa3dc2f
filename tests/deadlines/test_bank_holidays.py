"""The table kept in the project, the package beside it, and what happens where they differ or end."""

from collections import Counter
from datetime import date

import pytest

from carehomes.deadlines import Coverage, Disagreement, UnknownYear, bank_holidays, coverage, disagreements

HEAD = "date,name,kind,source"


def rows(*days: str) -> list[str]:
    return [HEAD, *(f"{day},A holiday,usual,a test" for day in days)]


def eight_days(year: int) -> list[str]:
    """Eight weekdays: enough for a year of the table."""
    mondays = [date.fromisocalendar(year, week, 1) for week in range(2, 10)]
    return [day.isoformat() for day in mondays]


def test_the_two_sources_agree_in_every_year_that_both_know() -> None:
    assert disagreements() == ()


def test_the_table_covers_2012_to_2028_without_a_gap() -> None:
    per_year = Counter(row.date.year for row in bank_holidays.table())
    assert per_year == dict.fromkeys(range(2012, 2029), 8) | {2012: 9, 2022: 10, 2023: 9}


def test_the_table_says_what_was_moved_and_what_was_added() -> None:
    by_kind: dict[str, set[date]] = {}
    for row in bank_holidays.table():
        by_kind.setdefault(row.kind, set()).add(row.date)
    assert by_kind["moved"] == {date(2012, 6, 4), date(2020, 5, 8), date(2022, 6, 2)}
    assert by_kind["additional"] == {date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
    assert len(by_kind["substitute"]) == 14


def test_each_row_says_where_and_when_it_was_read() -> None:
    assert {row.source for row in bank_holidays.table()} == {"www.gov.uk/bank-holidays.json at 2026-08-07"}


def test_coverage_names_the_years_of_each_source() -> None:
    known = coverage()
    assert (known.published_from, known.published_to) == (2012, 2028)
    assert known.computed_from <= 1978
    assert known.computed_to >= 2050


@pytest.mark.parametrize(("year", "published"), [(2011, False), (2012, True), (2028, True), (2029, False)])
def test_a_year_is_published_or_only_worked_out(year: int, published: bool) -> None:
    assert Coverage(2012, 2028, 1872, 2100).is_published(year) is published


def test_a_year_beyond_the_table_is_worked_out_by_rule() -> None:
    assert bank_holidays.bank_holidays_in(2030) == {
        date(2030, 1, 1),
        date(2030, 4, 19),
        date(2030, 4, 22),
        date(2030, 5, 6),
        date(2030, 5, 27),
        date(2030, 8, 26),
        date(2030, 12, 25),
        date(2030, 12, 26),
    }


def test_a_year_that_neither_knows_is_an_error_each_time_it_is_asked_for() -> None:
    for _ in range(2):
        with pytest.raises(UnknownYear) as raised:
            bank_holidays.bank_holidays_in(2101)
        assert raised.value.year == 2101


def test_the_table_decides_where_the_sources_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day added by proclamation after the package was made; and the package's own days do not leak in."""
    proclaimed = bank_holidays.read_table(rows(*eight_days(2030)))
    monkeypatch.setattr(bank_holidays, "table", lambda: proclaimed)
    assert bank_holidays.bank_holidays_in.__wrapped__(2030) == {row.date for row in proclaimed}


def test_a_difference_is_reported_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tuple(row for row in bank_holidays.table() if row.date != date(2020, 5, 8))
    added = bank_holidays.BankHoliday(date(2020, 5, 4), "Early May bank holiday", "usual", "a test")
    monkeypatch.setattr(bank_holidays, "table", lambda: (*changed, added))
    found = disagreements()
    assert [(each.date, each.in_table) for each in found] == [(date(2020, 5, 4), True), (date(2020, 5, 8), False)]
    assert str(found[0]) == (
        "2020-05-04 (Early May bank holiday) is in bank_holidays.csv and not in the holidays package"
    )
    assert str(found[1]).endswith("is in the holidays package and not in bank_holidays.csv")


def test_a_differing_name_is_no_difference() -> None:
    christmas = date(2026, 12, 25)
    assert bank_holidays.compare({christmas: "Christmas Day"}, {christmas: "Noel"}) == ()
    assert bank_holidays.compare({christmas: "Christmas Day"}, {}) == (Disagreement(christmas, "Christmas Day", True),)


def test_a_sound_table_is_read() -> None:
    table = bank_holidays.read_table(rows(*eight_days(2026), *eight_days(2027)))
    assert len(table) == 16
    assert table[0] == bank_holidays.BankHoliday(date(2026, 1, 5), "A holiday", "usual", "a test")


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([HEAD], "must be there"),
        (rows(*eight_days(2026)[:7]), "2026 has fewer"),
        (rows(*eight_days(2026), *eight_days(2028)), "2027 has fewer"),
        (rows(*reversed(eight_days(2026))), "in order"),
        (rows(*eight_days(2026), eight_days(2026)[-1]), "each once"),
        (rows("2026-12-26"), "2026-12-26 is not a weekday"),
        ([HEAD, "2026-12-25,Christmas Day,merry,a test"], "lacks a name, a kind"),
        ([HEAD, "2026-12-25,Christmas Day,usual,"], "source"),
        (rows("25/12/2026"), "Invalid isoformat"),
    ],
)
def test_a_table_that_would_give_wrong_deadlines_is_refused(lines: list[str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        bank_holidays.read_table(lines)
