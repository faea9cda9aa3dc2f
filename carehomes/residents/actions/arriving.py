"""Coming to live in a home: for the first time, or again after having left."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.names import plain_key
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.residents import rules
from carehomes.residents.actions.writing import (
    address_of,
    append,
    lock,
    once_in_the_home,
    set_state,
    take,
    writing,
)
from carehomes.residents.models import Resident, ResidentChange, ResidentState, Stay
from carehomes.residents.queries.stays import last_stay
from carehomes.residents.rules import Refused
from carehomes.residents.signals import resident_admitted
from carehomes.residents.transitions import check


@dataclass(frozen=True, slots=True)
class Facts:
    """Who somebody is. An NHS number, or the reason why there is none: never both, never neither."""

    given_name: str
    family_name: str
    date_of_birth: date
    nhs_number: str | None = None
    no_nhs_number_reason: str = ""
    preferred_name: str = ""
    sex: str = "not_known"
    ethnicity: str = ""
    language: str = ""
    communication_needs: str = ""
    usual_self: str = ""
    registered_practice_id: int | None = None
    contact_name: str = ""
    contact_relation: str = ""
    contact_phone: str = ""

    def columns(self) -> dict[str, object]:
        """What is stored: the facts, and the keys by which names are found."""
        keys = {
            "name_key": plain_key(f"{self.given_name} {self.family_name} {self.preferred_name}")[:220],
            "family_key": plain_key(self.family_name)[:120],
        }
        return {**asdict(self), **keys}


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came to a home."""

    arrived_on: date
    arrived_from: str
    kind: str
    arrived_from_detail: str = ""
    room: str = ""


def admit(*, by: Acting, key: UUID, now: datetime, home_id: int, facts: Facts, arrival: Arrival) -> Resident:
    """A new record of somebody who comes to live in a home. Whoever might be the same person was looked for before this."""
    today = london_today(now)
    rules.check_birth(facts.date_of_birth, today=today)
    rules.check_arrival(arrival.arrived_on, born=facts.date_of_birth, today=today)
    with writing(key, by=by, action="admit"):
        _check_open(home_id)
        with once_in_the_home():
            resident = Resident.objects.create(
                home_id=home_id, room=arrival.room, since=arrival.arrived_on, **facts.columns()
            )
        take(key, by=by, action="admit", result=address_of(resident.pk))
        _begin_stay(resident, arrival, ResidentChange.ADMITTED, by=by, now=now)
    return resident


def readmit(*, by: Acting, key: UUID, now: datetime, resident_id: int, arrival: Arrival) -> Resident:
    """Somebody who had left comes back to the same home, to the same record."""
    with writing(key, by=by, action="readmit", result=address_of(resident_id)):
        resident = lock(resident_id)
        check(ResidentChange.READMITTED, resident.state, resident.name)
        _check_open(resident.home_id)
        rules.check_arrival(arrival.arrived_on, born=resident.date_of_birth, today=london_today(now))
        rules.check_not_before_last_stay(arrival.arrived_on, last_stay(resident).left_on)
        resident.room = arrival.room
        set_state(resident, ResidentState.IN_HOME, arrival.arrived_on, "room")
        _begin_stay(resident, arrival, ResidentChange.READMITTED, by=by, now=now)
    return resident


def _check_open(home_id: int) -> None:
    if not CareHome.objects.registered().filter(pk=home_id).exists():
        raise Refused("", "CQC no longer registers this home, so nobody can be admitted to it")


def _begin_stay(resident: Resident, arrival: Arrival, change: ResidentChange, *, by: Acting, now: datetime) -> None:
    stay = Stay.objects.create(
        resident=resident,
        home_id=resident.home_id,
        stayed_at_id=resident.home_id,
        kind=arrival.kind,
        arrived_on=arrival.arrived_on,
        arrived_from=arrival.arrived_from,
        arrived_from_detail=arrival.arrived_from_detail,
    )
    append(resident, change, on=arrival.arrived_on, by=by, now=now, detail=stay.get_arrived_from_display())
    resident_admitted.send(Resident, resident=resident, stay=stay, on=arrival.arrived_on, by=by)
