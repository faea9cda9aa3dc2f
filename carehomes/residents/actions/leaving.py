"""Leaving a home: for another home, for anywhere else, or by death."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connections
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias, atomic
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.residents import rules
from carehomes.residents.actions.writing import (
    address_of,
    append,
    lock,
    open_stay,
    record_of,
    set_state,
    writing,
)
from carehomes.residents.models import Resident, ResidentChange, ResidentState, Stay, StayEnd
from carehomes.residents.queries.stays import last_stay
from carehomes.residents.rules import Record, Refused
from carehomes.residents.signals import resident_died, resident_left, resident_moved
from carehomes.residents.transitions import check


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a resident went, and whether whoever moved them may still see the record."""

    home: CareHome
    still_seen: bool


def leave(
    *, by: Acting, key: UUID, now: datetime, resident_id: int, left_on: date, left_to: str, detail: str = ""
) -> Resident:
    """Left for good, to anywhere but another home of the register (`move`)."""
    with writing(key, by=by, action="leave", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.LEFT, resident.state, resident.name)
        stay = open_stay(resident)
        rules.check_after("left_on", left_on, of="they left", record=record_of(stay), today=london_today(now))
        _end(stay, left_on, left_to, detail)
        set_state(resident, ResidentState.LEFT, left_on)
        words = detail or StayEnd(left_to).label
        append(resident, ResidentChange.LEFT, on=left_on, by=by, now=now, detail=words)
        resident_left.send(Resident, resident=resident, stay=stay, on=left_on, by=by)
    return resident


def record_death(*, by: Acting, key: UUID, now: datetime, resident_id: int, died_on: date, place: str = "") -> Resident:
    """Somebody who lived in the home has died, there or elsewhere. An absence that was open stays so: they did not come back."""
    with writing(key, by=by, action="record_death", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.DIED, resident.state, resident.name)
        stay = open_stay(resident)
        rules.check_after("died_on", died_on, of="they died", record=record_of(stay), today=london_today(now))
        _end(stay, died_on, StayEnd.DIED, place)
        set_state(resident, ResidentState.DIED, died_on)
        append(resident, ResidentChange.DIED, on=died_on, by=by, now=now, detail=place)
        resident_died.send(Resident, resident=resident, stay=stay, on=died_on, by=by)
    return resident


def _end(stay: Stay, on: date, to: str, detail: str) -> None:
    stay.left_on, stay.left_to, stay.left_to_detail = on, to, detail
    stay.save(update_fields=["left_on", "left_to", "left_to_detail"])


def move(
    *,
    by: Acting,
    key: UUID,
    now: datetime,
    resident_id: int,
    to_home_id: int,
    moved_on: date,
    kind: str,
    room: str = "",
) -> Moved:
    """To another home of the register, whether or not one may see its residents: the record goes along (docs/adr/0004)."""
    with writing(key, by=by, action="move", result=reverse("residents:residents")):
        resident = lock(resident_id)
        check(ResidentChange.MOVED, resident.state, resident.name)
        _check_moving_day(resident, moved_on, today=london_today(now))
        from_home_id = resident.home_id
        stay_id = _move(resident_id, to_home_id, moved_on, kind, room)
        home = CareHome.objects.get(pk=to_home_id)
        still_seen = Resident.objects.filter(pk=resident_id, home_id=to_home_id).exists()
        if stay_id:
            resident.home_id, resident.state, resident.since, resident.room = (
                to_home_id,
                ResidentState.IN_HOME,
                moved_on,
                room,
            )
            stay = Stay(
                pk=stay_id,
                resident=resident,
                home_id=to_home_id,
                stayed_at_id=to_home_id,
                kind=kind,
                arrived_on=moved_on,
            )
            resident_moved.send(
                Resident, resident=resident, stay=stay, from_home=CareHome(pk=from_home_id), on=moved_on, by=by
            )
    return Moved(home, still_seen)


def _check_moving_day(resident: Resident, moved_on: date, *, today: date) -> None:
    stay = last_stay(resident)
    record = Record(stay.left_on, None, None) if stay.left_on else record_of(stay)
    rules.check_after("moved_on", moved_on, of="they moved", record=record, today=today, days_ahead=1)


def _move(resident_id: int, to_home_id: int, moved_on: date, kind: str, room: str) -> int | None:
    """The database's function, which sees both homes. None: the other home already has this person."""
    try:
        with atomic(), connections[alias()].cursor() as cursor:
            cursor.execute(
                "SELECT transfer_resident(%s, %s, %s, %s, %s)", [resident_id, to_home_id, moved_on, kind, room]
            )
            stay_id: int | None = cursor.fetchone()[0]
    except IntegrityError as error:
        raise Refused(
            "", "They could not be moved to this home. Look at the record and start again from there"
        ) from error
    return stay_id
