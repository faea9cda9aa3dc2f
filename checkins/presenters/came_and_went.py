"""What became of a home's residents since the last call, in words."""

from datetime import date

from carehomes.residents.models import ArrivedFrom, ResidentState
from carehomes.ui import formats
from checkins.queries.check_in import Person


def since_last_call(person: Person, first: date) -> str:
    """What became of a resident since this day, or who is in hospital now; "" for who simply lives there."""
    since = formats.day(person.since)
    if person.state == ResidentState.IN_HOSPITAL:
        place = f", {person.hospital}" if person.hospital else ""
        return f"In hospital since {since}{place}"
    if person.since < first:
        return ""
    if person.state == ResidentState.IN_HOME:
        return _arrival(person, since)
    return f"{ResidentState(person.state).label} {since}"


def _arrival(person: Person, since: str) -> str:
    if person.arrived_on is None or person.arrived_on < person.since:
        return f"Came back {since}"
    known = person.arrived_from not in ("", ArrivedFrom.NOT_KNOWN)
    origin = str(ArrivedFrom(person.arrived_from).label) if known else ""
    return f"Arrived {since} from {origin[:1].lower()}{origin[1:]}" if origin else f"Arrived {since}"
