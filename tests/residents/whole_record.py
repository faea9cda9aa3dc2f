"""A resident with a row in every table that can hold one, and the two commands about what is held."""

import io
import json
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management import call_command

from carehomes.access.models import ReadLog
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
from carehomes.residents.models import Absence, Allergy, LegalDocument, Move, Resident, ResidentChange, ResidentStatus
from checkins.models import (
    AgendaItem,
    Baseline,
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
    Signpost,
    SignpostAnswer,
    SoftSigns,
)
from tests.factories import CareHomeFactory, NominationFactory, OrganisationFactory, ResidentFactory, StayFactory

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
    write_stay(resident, old, new)
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


def write_stay(resident: Resident, old: Any, new: Any) -> None:
    """They came to the old home, were in hospital once, moved to the new one and left it; what both must know of them."""
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
