"""Putting right what was recorded in error: always the newest event first, always with a reason, never by deleting."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connections
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias, atomic
from carehomes.deadlines import london_today
from carehomes.residents.actions.staying import AWAY_STATES
from carehomes.residents.actions.writing import address_of, append, lock, set_state, writing
from carehomes.residents.models import Absence, Resident, ResidentChange, ResidentState, Stay, StayEnd
from carehomes.residents.queries.stays import last_absence, last_stay, newest_change
from carehomes.residents.rules import Refused
from carehomes.residents.signals import resident_corrected

GOING = (ResidentChange.DIED, ResidentChange.LEFT)
SINCE_CHANGED = "Something has happened since, so this cannot be undone. Look at the record and start again from there"


def put_right(
    *, by: Acting, key: UUID, now: datetime, resident_id: int, change: ResidentChange, reason: str
) -> Resident:
    """Undoes the newest event, which `change` names as the page showed it. Refused when something newer has been recorded."""
    with writing(key, by=by, action="put_right", result=address_of(resident_id)):
        resident = lock(resident_id)
        if newest_change(resident) != change or change not in _UNDO:
            raise Refused("", SINCE_CHANGED)
        stay = last_stay(resident)
        gone_on = stay.left_on
        _UNDO[change](resident, stay, last_absence(stay), london_today(now), reason)
        append(
            resident,
            ResidentChange.CORRECTED,
            on=london_today(now),
            by=by,
            now=now,
            detail=ResidentChange(change).label,
            reason=reason,
        )
        resident_corrected.send(
            Resident, resident=resident, on=london_today(now), by=by, gone_on=gone_on if change in GOING else None
        )
    return resident


def _reopen_stay(resident: Resident, stay: Stay, absence: Absence | None, _today: date, _reason: str) -> None:
    stay.left_on, stay.left_to, stay.left_to_detail = None, "", ""
    stay.save(update_fields=["left_on", "left_to", "left_to_detail"])
    if absence and absence.back_on is None:
        set_state(resident, AWAY_STATES[Absence.Kind(absence.kind)], absence.went_on)
    else:
        set_state(resident, ResidentState.IN_HOME, _in_home_since(stay))


def _remove_absence(resident: Resident, stay: Stay, absence: Absence | None, today: date, reason: str) -> None:
    assert absence is not None  # `newest_change` said that there is one
    absence.removed_on, absence.removed_reason = today, reason
    absence.save(update_fields=["removed_on", "removed_reason"])
    set_state(resident, ResidentState.IN_HOME, _in_home_since(stay))


def _away_again(resident: Resident, _stay: Stay, absence: Absence | None, _today: date, _reason: str) -> None:
    assert absence is not None  # `newest_change` said that there is one
    absence.back_on = None
    absence.save(update_fields=["back_on"])
    set_state(resident, AWAY_STATES[Absence.Kind(absence.kind)], absence.went_on)


def _never_arrived(resident: Resident, stay: Stay, _absence: Absence | None, _today: date, reason: str) -> None:
    stay.left_on, stay.left_to, stay.left_to_detail = stay.arrived_on, StayEnd.RECORDED_IN_ERROR, reason[:150]
    stay.save(update_fields=["left_on", "left_to", "left_to_detail"])
    before = last_stay(resident)
    set_state(resident, ResidentState.LEFT, before.left_on or stay.arrived_on)


def _in_home_since(stay: Stay) -> date:
    newest = last_absence(stay)
    return newest.back_on if newest and newest.back_on else stay.arrived_on


_UNDO: dict[ResidentChange, Callable[[Resident, Stay, Absence | None, date, str], None]] = {
    ResidentChange.DIED: _reopen_stay,
    ResidentChange.LEFT: _reopen_stay,
    ResidentChange.WENT_AWAY: _remove_absence,
    ResidentChange.CAME_BACK: _away_again,
    ResidentChange.ADMITTED: _never_arrived,
}


def undo_move(*, by: Acting, key: UUID, resident_id: int, reason: str) -> int:
    """Brings the record back to the home it was moved from; answers that home's id. For the new home's people at any time, for
    the old home's for 7 days, as long as nothing has been recorded at the new home since (docs/adr/0004)."""
    with writing(key, by=by, action="undo_move", result=reverse("residents:residents")):
        try:
            with atomic(), connections[alias()].cursor() as cursor:
                cursor.execute("SELECT undo_move(%s, %s)", [resident_id, reason])
                home_id: int = cursor.fetchone()[0]
        except IntegrityError as error:
            raise Refused("", SINCE_CHANGED) from error
        resident = Resident.objects.filter(pk=resident_id).first()
        if resident:
            resident_corrected.send(Resident, resident=resident, on=resident.since, by=by, gone_on=None)
    return home_id
