"""What happened to a resident, from the facts, in words."""

from collections.abc import Iterator
from datetime import date, datetime

from carehomes.residents.models import Absence, ArrivedFrom, ResidentChange, StayEnd, StayKind
from carehomes.residents.presenters.words import document_name, starts, typed
from carehomes.residents.queries.record import AbsenceFact, AllergyFact, DocumentFact, Record, StatusFact, StayFact
from carehomes.residents.timeline import Entry
from carehomes.ui import formats

_SHOWN_ALONE = (ResidentChange.ROOM, ResidentChange.CORRECTED)  # what no stay, absence, allergy or document tells


def own_entries(record: Record) -> list[Entry]:
    """Stays, absences, allergies, documents, rooms and corrections of one record; in no order."""
    who = {(each.change, each.on): each for each in reversed(record.statuses)}
    return [
        *(entry for stay in record.stays for entry in _stay(stay, who)),
        *(entry for absence in record.absences for entry in _absence(absence, who)),
        *(entry for allergy in record.allergies for entry in _allergy(allergy)),
        *(entry for document in record.documents for entry in _document(document)),
        *(_alone(each) for each in record.statuses if each.change in _SHOWN_ALONE),
    ]


Who = dict[tuple[str, date], StatusFact]


def _note(who: Who, on: date, *changes: str, place: str = "") -> str:
    found = next((who[change, on] for change in changes if (change, on) in who), None)
    said = f"{found.by_name}, {found.by_organisation_name}" if found else ""
    return ", ".join(each for each in (formats.day(on) + f" {on.year}", place, said) if each)


def _stay(stay: StayFact, who: Who) -> Iterator[Entry]:
    if stay.left_to == StayEnd.RECORDED_IN_ERROR:
        text = f"the arrival of {formats.long_date(stay.arrived_on)} at {stay.home}"
        yield Entry(stay.arrived_on, "Recorded in error", text, stay.left_to_detail)
        return
    origin = stay.arrived_from_detail or ArrivedFrom(stay.arrived_from).label
    kind = starts(StayKind(stay.kind).label)
    changes = (ResidentChange.ADMITTED, ResidentChange.READMITTED, ResidentChange.MOVED)
    yield Entry(
        stay.arrived_on,
        f"Came to {stay.home}",
        f"{kind}, from {starts(origin) if not stay.arrived_from_detail else origin}",
        _note(who, stay.arrived_on, *changes),
        _at(who, stay.arrived_on, *changes),
    )
    if stay.left_on:
        yield _end(stay, stay.left_on, who)


def _end(stay: StayFact, on: date, who: Who) -> Entry:
    if stay.left_to == StayEnd.DIED:
        note = _note(who, on, ResidentChange.DIED)
        return Entry(on, "Died", typed(stay.left_to_detail), note, _at(who, on, ResidentChange.DIED))
    text = starts(StayEnd(stay.left_to).label) + (f", {stay.left_to_detail}" if stay.left_to_detail else "")
    note = _note(who, on, ResidentChange.LEFT, ResidentChange.MOVED)
    return Entry(on, f"Left {stay.home}", text, note, _at(who, on, ResidentChange.LEFT))


def _at(who: Who, on: date, *changes: str) -> datetime | None:
    return next((who[change, on].at for change in changes if (change, on) in who), None)


def _absence(absence: AbsenceFact, who: Who) -> Iterator[Entry]:
    hospital = absence.kind == Absence.Kind.HOSPITAL
    where = "hospital" if hospital else "away"
    if absence.removed_on:
        text = f"going {'to hospital' if hospital else 'away'} on {formats.long_date(absence.went_on)}"
        yield Entry(absence.went_on, "Recorded in error", text, absence.removed_reason)
        return
    planned = {True: "planned", False: "not planned", None: ""}[absence.planned]
    place = ", ".join(each for each in (absence.place, planned) if each)
    yield Entry(
        absence.went_on,
        "Went to hospital" if hospital else "Went away",
        absence.reason,
        _note(who, absence.went_on, ResidentChange.WENT_AWAY, place=place),
        _at(who, absence.went_on, ResidentChange.WENT_AWAY),
    )
    if absence.back_on:
        nights = formats.plural((absence.back_on - absence.went_on).days, "night")
        yield Entry(
            absence.back_on,
            f"Came back from {where}" if hospital else "Came back",
            f"after {nights}",
            _note(
                who, absence.back_on, ResidentChange.CAME_BACK, place=f"from {absence.place}" if absence.place else ""
            ),
            _at(who, absence.back_on, ResidentChange.CAME_BACK),
        )


def _allergy(allergy: AllergyFact) -> Iterator[Entry]:
    yield Entry(allergy.recorded_on, "Allergy recorded", allergy.substance, _dated(allergy.recorded_on, allergy.source))
    if allergy.removed_on:
        text = f"{allergy.substance}, {typed(allergy.removed_reason)}"
        yield Entry(allergy.removed_on, "Allergy removed", text, _dated(allergy.removed_on))


def _document(document: DocumentFact) -> Iterator[Entry]:
    name = " ".join(each for each in document_name(document.kind) if each)
    yield Entry(document.dated_on, name, f"paper in {typed(document.place)}", _dated(document.dated_on))
    if document.ended_on:
        yield Entry(document.ended_on, f"{name} ended", typed(document.ended_reason), _dated(document.ended_on))


def _dated(on: date, *more: str) -> str:
    return ", ".join(each for each in (f"{formats.day(on)} {on.year}", *more) if each)


def _alone(status: StatusFact) -> Entry:
    note = _dated(status.on, status.by_name, status.by_organisation_name)
    if status.change == ResidentChange.ROOM:
        return Entry(status.on, "Changed room", starts(status.detail), note, status.at)
    return Entry(status.on, f"Put right: “{starts(status.detail)}”", status.reason, note, status.at)
