"""While somebody lives in a home: another room, away to hospital or with family, and back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.residents import rules
from carehomes.residents.actions.writing import address_of, append, lock, open_stay, record_of, set_state, writing
from carehomes.residents.models import Absence, Resident, ResidentChange, ResidentState
from carehomes.residents.signals import resident_away, resident_returned
from carehomes.residents.transitions import check

AWAY_STATES = {Absence.Kind.HOSPITAL: ResidentState.IN_HOSPITAL, Absence.Kind.LEAVE: ResidentState.AWAY}


@dataclass(frozen=True, slots=True)
class Going:
    """Where somebody goes and why. `planned` is None where nobody knows."""

    kind: str
    went_on: date
    place: str = ""
    reason: str = ""
    planned: bool | None = None


def change_room(*, by: Acting, key: UUID, now: datetime, resident_id: int, room: str) -> Resident:
    """Another room in the same home."""
    with writing(key, by=by, action="change_room", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.ROOM, resident.state, resident.name)
        before, resident.room = resident.room or "none", room
        resident.save(update_fields=["room"])
        append(
            resident,
            ResidentChange.ROOM,
            on=london_today(now),
            by=by,
            now=now,
            detail=f"From {before} to {room or 'none'}",
        )
    return resident


def go_away(*, by: Acting, key: UUID, now: datetime, resident_id: int, going: Going) -> Absence:
    """To hospital, or away with family. The place in the home stays theirs."""
    with writing(key, by=by, action="go_away", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.WENT_AWAY, resident.state, resident.name)
        stay = open_stay(resident)
        rules.check_after("went_on", going.went_on, of="they went", record=record_of(stay), today=london_today(now))
        absence = Absence.objects.create(
            resident=resident,
            home_id=resident.home_id,
            stay=stay,
            kind=going.kind,
            place=going.place,
            reason=going.reason,
            planned=going.planned,
            went_on=going.went_on,
        )
        set_state(resident, AWAY_STATES[Absence.Kind(going.kind)], going.went_on)
        append(resident, ResidentChange.WENT_AWAY, on=going.went_on, by=by, now=now, detail=going.place)
        resident_away.send(Resident, resident=resident, absence=absence, on=going.went_on, by=by)
    return absence


def come_back(*, by: Acting, key: UUID, now: datetime, resident_id: int, back_on: date) -> Absence:
    """Back from hospital or leave: the deadlines of a re-admission start (domain 0.4)."""
    with writing(key, by=by, action="come_back", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.CAME_BACK, resident.state, resident.name)
        stay = open_stay(resident)
        rules.check_after("back_on", back_on, of="they came back", record=record_of(stay), today=london_today(now))
        absence = stay.absences.get(back_on=None, removed_on=None)
        absence.back_on = back_on
        absence.save(update_fields=["back_on"])
        set_state(resident, ResidentState.IN_HOME, back_on)
        append(resident, ResidentChange.CAME_BACK, on=back_on, by=by, now=now, detail=absence.place)
        resident_returned.send(Resident, resident=resident, absence=absence, on=back_on, by=by)
    return absence
