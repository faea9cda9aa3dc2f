"""The system checks that ask for new bank holidays before a deadline is wrong."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from carehomes.deadlines import Disagreement, checks


def at(year: int, month: int = 6) -> time_machine.travel:
    return time_machine.travel(datetime(year, month, 1, tzinfo=UTC), tick=False)


@pytest.mark.parametrize("year", [2012, 2026, 2027])
def test_nothing_is_said_while_this_year_and_the_next_are_published(year: int) -> None:
    with at(year):
        assert checks.check_bank_holidays(app_configs=None) == []


def test_the_year_before_the_table_ends_is_the_time_to_say_so() -> None:
    with at(2028, month=1):
        (warning,) = checks.check_bank_holidays()
    assert warning.id == "deadlines.W001"
    assert "2029" in str(warning.msg)
    assert "gov.uk/bank-holidays.json" in str(warning.hint)


def test_both_years_are_named_when_the_table_has_ended() -> None:
    with at(2029):
        assert [str(warning.msg)[21:25] for warning in checks.check_bank_holidays()] == ["2029", "2030"]


def test_a_difference_between_the_sources_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "disagreements", lambda: (Disagreement(date(2027, 6, 11), "A jubilee", True),))
    with at(2026):
        (warning,) = checks.check_bank_holidays()
    assert warning.id == "deadlines.W002"
    assert str(warning.msg).startswith("2027-06-11 (A jubilee) is in bank_holidays.csv")


def test_the_app_registers_its_check() -> None:
    from django.apps import apps
    from django.core.checks import registry

    assert apps.get_app_config("deadlines").name == "carehomes.deadlines"
    registered: set[object] = set(registry.registry.registered_checks)
    assert checks.check_bank_holidays in registered
