"""Subject access finds every row about a resident; an erasure leaves none that says who it was."""

import io
import json
import stat
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from carehomes.access.models import ReadLog
from carehomes.access.personal import personal_fields
from carehomes.issues.models import (
    HandOff,
    Issue,
    IssueFile,
    IssueLink,
    IssueNote,
    IssueStatus,
    IssueWatcher,
    IssueWords,
)
from carehomes.residents.actions.erasing import end_of_retention
from carehomes.residents.models import (
    Absence,
    Allergy,
    LegalDocument,
    Move,
    Resident,
    ResidentChange,
    ResidentStatus,
    Stay,
)
from carehomes.residents.personal_data import linked_models, links, rows_of
from checkins.models import (
    AgendaItem,
    Baseline,
    FormVersion,
    Nomination,
    NominationEscalation,
    NominationStatus,
    Observation,
    PriorityPlace,
    Round,
    RoundAction,
    RoundCard,
    RoundContact,
    Sbard,
    SectionAnswer,
    Signpost,
    SignpostAnswer,
    SoftSigns,
)
from tests.factories import (
    CareHomeFactory,
    CheckInFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
)

NUMBER = "9990000018"
SECRETS = (
    "Eglantine Burdock Aggie Dutch lipreading Greets Sweetbriar 0769 Hemlock penicillin wheals Spindle reliquary "
    "Juniper breathless Teasel duplicate whereabouts Yarrow Sundew Tansy Betony Bryony"
).split()
BY = {"by_user_id": 7, "by_name": "Priya Fennel", "by_organisation_name": "Westmere PCN"}
NOW = datetime(2017, 3, 2, 9, 30, tzinfo=UTC)
LEFT = date(2017, 3, 2)


def write_everything(**facts: Any) -> Resident:
    """A resident who left long ago, with a row in every table that points at residents. A new table: add its row here."""
    old, new = CareHomeFactory(name="Larch House"), CareHomeFactory(name="Rowan Court")
    facts = {"state": "left", "since": LEFT, "nhs_number": NUMBER} | facts
    resident = ResidentFactory(
        home=new,
        given_name="Eglantine",
        family_name="Burdock",
        preferred_name="Aggie",
        language="Dutch",
        communication_needs="lipreading",
        usual_self="Greets everybody",
        contact_name="Rose Sweetbriar",
        contact_phone="07700 900769",
        **facts,
    )
    of = {"resident": resident, "home": new}
    ended = {"left_on": LEFT, "left_to": "other", "left_to_detail": "Hemlock Hospice"}
    stay = StayFactory(resident=resident, arrived_on=date(2016, 1, 5), stayed_at=old, **ended)
    Absence.objects.create(**of, stay=stay, kind="hospital", place="Spindle ward", went_on=date(2016, 5, 1))
    Allergy.objects.create(**of, substance="penicillin", reaction="wheals", recorded_on=date(2016, 1, 6))
    LegalDocument.objects.create(**of, kind="dnacpr", dated_on=date(2016, 2, 1), place="the reliquary")
    ResidentStatus.objects.create(
        **of,
        **BY,
        happened_at=new,
        change=ResidentChange.LEFT,
        state="left",
        on=LEFT,
        at=NOW,
        detail="Juniper whereabouts",
    )
    Move.objects.create(
        home=old,
        to_home=new,
        resident_id=resident.pk,
        name="Eglantine Burdock",
        date_of_birth=resident.date_of_birth,
        room="12",
        moved_on=date(2016, 6, 1),
        state_before="in_home",
        since_before=date(2016, 1, 5),
        stay_after=stay.pk,
        undone_reason="duplicate",
        at=NOW,
        **BY,
    )
    nomination = NominationFactory(
        resident=resident,
        sentence="breathless at Teasel lounge",
        state="withdrawn",
        withdrawn_at=NOW,
        withdrawn_reason="Yarrow",
    )
    write_observations(resident, new, nomination)
    write_signpost(resident, new)
    write_round(resident, new)
    write_issue(resident, new)
    ReadLog.objects.create(
        user_id=7, person="Priya Fennel", membership_id=7, organisation_id=1, organisation_name="Westmere PCN",
        resident_id=resident.pk, home_id=new.pk, screen="record",
    )  # fmt: skip
    Resident.objects.filter(pk=resident.pk).update(preferred_name="Eggy")  # "Aggie" is in the history only
    return resident


def write_observations(resident: Resident, home: Any, nomination: Nomination) -> None:
    """What was noticed, measured and handed over, the resident's place in the home's order, and the nomination's story."""
    by = {"recorded_by_user_id": 7, "recorded_by_name": "Priya", "recorded_by_organisation_name": "Westmere PCN"}
    of = {"resident": resident, "home": home, "recorded_at": NOW, **by}
    Observation.objects.create(**of, news2_version="2017", note="Tansy pulse", taken_at=NOW, taken_by="Femi")
    Baseline.objects.create(**of, news2_version="2017", note="Tansy usual", valid_from=LEFT, said_by="Femi")
    SoftSigns.objects.create(**of, signs=["withdrawn"], different="Tansy smile", noticed_at=NOW, noticed_by="Femi")
    Sbard.objects.create(**of, situation="Tansy cough")
    place = {"place": 1, "computed_place": 1, "computed_weight": 3}
    PriorityPlace.objects.create(resident=resident, home=home, agreement_id=1, **place)
    step = {"nomination": nomination, "home": home, "at": NOW}
    NominationStatus.objects.create(**step, **BY, state="withdrawn", reason="Tansy slept")
    NominationEscalation.objects.create(**step, tier=1, told="Clinical lead", people=1)


def write_signpost(resident: Resident, home: Any) -> None:
    """The home was told whom to ask about the resident, and has not reached them."""
    of = {"home": home, "at": NOW, **BY}
    signpost = Signpost.objects.create(
        **of, resident=resident, to_whom="Dietitian Bryony", phone="01632 960555", about="Bryony weight loss"
    )
    SignpostAnswer.objects.create(**of, signpost=signpost, reached="not_yet")


def write_round(resident: Resident, home: Any) -> None:
    """A home round that spoke of the resident."""
    made = Round.objects.create(
        home=home, kind="home_round", held_on=LEFT, starts_at=time(13, 30), mode="visit", chair_user_id=7, chair_name="Anna",
        chair_organisation=OrganisationFactory(), key=uuid.uuid4(),
    )  # fmt: skip
    added = {"place": 1, "source": "by_hand", "added_at": NOW, "added_by_name": "Anna"}
    item = AgendaItem.objects.create(resident=resident, home=home, round=made, why="Betony limp", **added)
    person = {"resident_id": resident.pk, "home": home, "item": item}
    RoundCard.objects.create(
        **person, fields={"decided": ["Betony"]}, saved_at=NOW, saved_by_user_id=7, saved_by_name="A"
    )
    RoundContact.objects.create(
        **person, **BY, at=NOW, round=made, held_on=LEFT, outcome="not_reached", decided="Betony"
    )
    RoundAction.objects.create(
        **person, number=1, words="Betony again", owner_name="Anna", owner_organisation=OrganisationFactory(),
        due_on=LEFT, key=uuid.uuid4(),
    )  # fmt: skip


def write_issue(resident: Resident, home: Any) -> None:
    """An issue about the resident, with a row in each of its tables."""
    issue = Issue.objects.create(
        home=home,
        resident=resident,
        kind="medicines",
        priority="week",
        owner_organisation=OrganisationFactory(),
        raised_at=NOW,
        raised_by_user_id=7,
        raised_by_name="Priya Fennel",
        raised_by_organisation_name="Westmere PCN",
        due_at=NOW,
        key=uuid.uuid4(),
    )
    of, by = {"issue": issue, "home": home}, {"at": NOW, **BY}
    status = {"happened": "raised", "state": "open", "priority": "week", "owner_organisation_name": "Westmere PCN"}
    IssueStatus.objects.create(**of, **by, **status, revision=1)
    IssueWords.objects.create(**of, title="Sundew query", said="The chart of Sundew", answer="Sundew is right")
    IssueNote.objects.create(**of, **by, text="Sundew again", key=uuid.uuid4())
    HandOff.objects.create(**of, **by, system="Store", reference="Sundew-1")
    file = {"name": "Sundew.txt", "content_type": "text/plain", "size": 6, "sha256": "", "content": b"Sundew"}
    IssueFile.objects.create(**of, **by, **file, key=uuid.uuid4())
    IssueWatcher.objects.create(**of, user_id=7, name="Priya Fennel", since=NOW)
    IssueLink.objects.create(**of, kind="check_in", target_id=1)
    Issue.objects.filter(pk=issue.pk).update(state="accepted")


@pytest.fixture
def resident(db: None) -> Resident:
    return write_everything()


def ask(folder: Any, identifier: Any, reason: str = "SAR-12") -> tuple[dict[str, Any], str, str]:
    """The JSON, the text, and what was printed."""
    said = io.StringIO()
    call_command("subject_access", str(identifier), "--reason", reason, "--out", str(folder), stdout=said)
    (data,), (text,) = folder.glob("*.json"), folder.glob("*.txt")
    return json.loads(data.read_text()), text.read_text(), said.getvalue()


def erase(resident: Resident, *options: str) -> str:
    said = io.StringIO()
    call_command("erase_resident", str(resident.pk), "--reason", "ER-3", *options, stdout=said)
    return said.getvalue()


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
    assert "Texts that say the name" in text
    assert "checkins_sectionanswer" in erase(resident, "--confirm")


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


def test_links_lead_to_residents():
    assert links(Resident) == ["pk"]
    assert links(Move) == ["resident_id"]
    assert links(apps.get_model("residents", "StayEvent")) == ["resident_id"]
    assert links(SectionAnswer) == []
