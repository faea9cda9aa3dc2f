"""Subject access finds every row about a resident."""

import stat
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from carehomes.access.models import ReadLog
from carehomes.residents.models import Move, Resident
from carehomes.residents.personal_data import linked_models, links, rows_of
from checkins.models import CheckInDraft, Correction, FormVersion, SectionAnswer
from tests.factories import CheckInFactory, NominationFactory, ResidentFactory
from tests.residents.whole_record import NOW, NUMBER, SECRETS, ask, erase

MONDAYS = [date(2026, 5, 4) + timedelta(weeks=week) for week in range(6)]


def test_every_row_of_every_table_is_in_the_answer(resident, tmp_path):
    data, _, said = ask(tmp_path, resident.pk)
    for model in linked_models():
        table = model._meta.db_table
        rows = data["held"].get(table)
        assert rows, f"{table} is empty: add its row to write_everything"
        assert len(rows) == rows_of(model, [resident.pk]).count()
        assert f"{len(rows)}  {table}\n" in said


def test_the_rows_are_found_without_knowing_how_they_are_linked(resident):
    """What the walk finds equals every column of the database that is called after a resident."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'resident_id'"
        )
        named = {row[0] for row in cursor.fetchall()}
    walked = {model._meta.db_table for model in linked_models()}
    assert named <= walked
    by_parent = walked - named - {"residents_resident", "residents_residentevent"}
    with connection.cursor() as cursor:
        for table in by_parent:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert columns & {"issue_id", "nomination_id", "signpost_id"}, table


def test_the_text_can_be_read(resident, tmp_path):
    _, text, _ = ask(tmp_path, resident.pk)
    for secret in SECRETS:
        assert secret in text
    assert "Date of birth: 3 May 1935" in text
    assert "Home: Rowan Court" in text
    assert "Reasons: change in condition" in text
    assert "Earlier versions: allergy (1)" in text
    for machinery in ("Name key", "Pgh", "Key:", " id:"):
        assert machinery not in text
    assert "Priya Fennel" in text
    assert "Not searched" in text


def test_nobody_else_is_in_the_answer(resident, tmp_path):
    other = NominationFactory(sentence="Somebody else").resident
    data, text, _ = ask(tmp_path, resident.pk)
    assert "Somebody else" not in text
    assert {row["id"] for row in data["held"]["residents_resident"]} == {resident.pk} != {other.pk}


def test_an_nhs_number_finds_the_records_of_every_home(resident, tmp_path):
    again = ResidentFactory(nhs_number=NUMBER)
    data, _, _ = ask(tmp_path, "999 000 0018")
    assert data["residents"] == [again.pk, resident.pk]
    data, _, _ = ask(tmp_path / "by-id", resident.pk)
    assert data["residents"] == [again.pk, resident.pk]


def test_texts_of_the_home_that_say_the_name_are_kept_apart(resident, tmp_path):
    check_in = CheckInFactory(home=resident.home)
    version = FormVersion.objects.order_by("pk").last()
    said = {
        "home": resident.home,
        "form_version": version,
        "something": True,
        "raised_at": NOW,
        "raised_by_name": "Sage",
    }
    SectionAnswer.objects.create(check_in=check_in, section="falls", text="Mrs burdock slipped", **said)
    SectionAnswer.objects.create(check_in=check_in, section="staff", text="New Burdocking rota", **said)
    data, text, _ = ask(tmp_path, resident.pk)
    assert [row["text"] for row in data["mentions"]["checkins_sectionanswer"]] == ["Mrs burdock slipped"]
    assert "Texts that name the resident" in text
    assert "checkins_sectionanswer" in erase(resident, "--confirm")


def test_an_answer_that_names_the_resident_by_number_is_found_and_a_count_is_not(resident, tmp_path):
    asked = [
        {"key": "who", "kind": "residents", "label": "Who?"},
        {"key": "many", "kind": "number", "label": "How many?"},
    ]
    version = FormVersion.objects.create(
        number=90, state="draft", sections=[{"key": "falls", "title": "Falls", "questions": asked}]
    )
    key = str(resident.pk)
    weeks = (CheckInFactory(home=resident.home, week=day, due_on=day) for day in MONDAYS)
    check_in, other = next(weeks), next(weeks)
    said = {"home": resident.home, "form_version": version, "something": True, "raised_at": NOW}
    SectionAnswer.objects.create(check_in=check_in, section="falls", text="One", details={"who": ["7", key]}, **said)
    SectionAnswer.objects.create(check_in=check_in, section="staff", text="Two", details={"who": [key]}, **said)
    SectionAnswer.objects.create(check_in=other, section="falls", text="Three", details={"many": [key]}, **said)
    typed = {"q-falls.who": [key]}, {"about-falls": [key]}, {f"resident-{uuid4()}": [key]}, {"q-falls.many": [key]}
    for fields in typed:
        CheckInDraft.objects.create(
            check_in=next(weeks),
            home=resident.home,
            fields=fields,
            saved_at=NOW,
            saved_by_user_id=1,
        )
    before = {"something": True, "text": "", "details": {"who": [key]}}
    by = {"by_user_id": 1, "by_name": "Sage", "by_organisation_name": "Westmere PCN", "at": NOW, "home": resident.home}
    for number, was in enumerate((before, {**before, "details": {"many": [key]}}), 2):
        Correction.objects.create(
            check_in=check_in, section="falls", version=number, before=was, reason="Asked", key=uuid4(), **by
        )
    mentions = ask(tmp_path, resident.pk)[0]["mentions"]
    assert [row["text"] for row in mentions["checkins_sectionanswer"]] == ["One"]
    assert [row["fields"] for row in mentions["checkins_checkindraft"]] == list(typed[:3])
    assert [row["before"] for row in mentions["checkins_correction"]] == [before]


def test_the_access_is_logged_and_is_itself_in_the_answer(resident, tmp_path):
    data, _, _ = ask(tmp_path, resident.pk, "SAR-12 of 3 June")
    entry = ReadLog.objects.get(screen="subject access")
    assert (entry.resident_id, entry.home_id) == (resident.pk, resident.home_id)
    assert "SAR-12 of 3 June" in entry.person
    assert entry.pk in [row["id"] for row in data["held"]["access_readlog"]]


def test_the_files_are_private_and_never_overwritten(resident, tmp_path):
    folder = tmp_path / "new"
    ask(folder, resident.pk)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    with pytest.raises(CommandError, match="already"):
        ask(folder, resident.pk)


@pytest.mark.parametrize(
    ("identifier", "reason"), [("123", "SAR-12"), ("nobody", "SAR-12"), ("9990000026", "SAR-12"), (NUMBER, " ")]
)
def test_nothing_is_written_for_nobody_or_without_a_reason(resident, tmp_path, identifier, reason):
    with pytest.raises(CommandError):
        call_command("subject_access", identifier, "--reason", reason, "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    assert not ReadLog.objects.filter(screen="subject access").exists()


def test_links_lead_to_residents():
    assert links(Resident) == ["pk"]
    assert links(Move) == ["resident_id"]
    assert links(apps.get_model("residents", "StayEvent")) == ["resident_id"]
    assert links(SectionAnswer) == []
