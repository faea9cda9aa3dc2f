"""An erasure leaves no row that says who it was, and everything that can still be counted."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from carehomes.access.models import ReadLog
from carehomes.access.personal import personal_fields
from carehomes.residents.actions.erasing import end_of_retention
from carehomes.residents.models import Resident, Stay
from carehomes.residents.personal_data import linked_models, rows_of
from checkins.models import Nomination
from tests.residents.whole_record import LEFT, NUMBER, SECRETS, erase, write_everything


def everything_kept(resident: Resident) -> str:
    """All that the database still holds in the rows about a resident, as one text."""
    held = (list(rows_of(model, [resident.pk]).values()) for model in linked_models())
    return json.dumps(list(held), default=str)


def test_an_erasure_leaves_nothing_that_says_who_it_was(resident):
    before = {model: rows_of(model, [resident.pk]).count() for model in linked_models()}
    said = erase(resident, "--confirm")
    kept = everything_kept(resident)
    for secret in (*SECRETS, NUMBER, "1935-05-03", "female"):
        assert secret not in kept, secret
    for model, rows in before.items():
        assert rows_of(model, [resident.pk]).count() >= rows, model
        if personal_fields(model):
            assert model._meta.db_table in said
    resident.refresh_from_db()
    assert resident.name == "Erased record"
    assert resident.nhs_number is None


def test_an_erasure_keeps_dates_counts_and_who_did_it(resident):
    erase(resident, "--confirm")
    stay = Stay.objects.get(resident=resident)
    assert (stay.arrived_on, stay.left_on, stay.left_to) == (date(2016, 1, 5), LEFT, "other")
    nomination = Nomination.objects.get(resident=resident)
    assert (nomination.raised_by_name, nomination.sentence, nomination.reasons) == (
        "Priya Fennel",
        "Erased",
        ["change_in_condition"],
    )
    assert ReadLog.objects.get(resident_id=resident.pk).person == "Priya Fennel"


def test_an_erasure_stands_in_the_history_with_its_reason(resident):
    erase(resident, "--confirm")
    latest = apps.get_model("residents", "ResidentEvent")._default_manager.filter(pgh_obj=resident).latest("pgh_id")
    assert latest.pgh_context == {"reason": "erasure: ER-3"}


def test_a_second_erasure_touches_nothing(resident):
    erase(resident, "--confirm")
    before = everything_kept(resident)
    assert erase(resident, "--confirm") == "Nothing is left to erase.\n"
    assert everything_kept(resident) == before


def test_others_are_not_touched(resident):
    other = write_everything(nhs_number="9990000026")
    before = everything_kept(other)
    erase(resident, "--confirm")
    assert everything_kept(other) == before


def test_without_confirm_nothing_is_erased(resident):
    before = everything_kept(resident)
    assert "Nothing was: add --confirm" in erase(resident)
    assert everything_kept(resident) == before


def test_a_record_is_kept_to_the_end_of_its_retention(db):
    resident = write_everything(since=timezone.now().date())
    with pytest.raises(CommandError, match="is kept until"):
        erase(resident, "--confirm")
    assert "were overwritten" in erase(resident, "--confirm", "--before-retention")


@pytest.mark.parametrize("state", ["in_home", "in_hospital", "away"])
def test_whoever_lives_in_a_home_is_never_erased(db, state):
    resident = write_everything(state=state)
    with pytest.raises(CommandError, match="They live in a home"):
        erase(resident, "--confirm", "--before-retention")


def test_a_legal_hold_wins(resident, settings):
    settings.LEGAL_HOLD = "public inquiry, letter of 1 June"
    with pytest.raises(CommandError, match="public inquiry"):
        erase(resident, "--confirm", "--before-retention")


def test_an_erasure_needs_the_owner_and_a_reason(resident, settings, monkeypatch):
    with pytest.raises(CommandError, match="Say why"):
        call_command("erase_resident", str(resident.pk), "--reason", " ")
    monkeypatch.delitem(settings.DATABASES, "owner")
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        erase(resident, "--confirm")


def test_nobody_is_erased_for_an_unknown_id(db):
    with pytest.raises(CommandError, match="No resident has the id 5"):
        call_command("erase_resident", "5", "--reason", "ER-3", "--confirm")


def test_retention_ends_eight_years_later_also_after_a_leap_day():
    assert end_of_retention(date(2017, 3, 2)) == date(2025, 3, 2)
    assert end_of_retention(date(2016, 2, 29)) == date(2024, 3, 1)
