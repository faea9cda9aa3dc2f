"""A resident's stay and absence, and what was recorded last about them."""

from carehomes.residents.models import Absence, Resident, ResidentChange, ResidentState, ResidentStatus, Stay, StayEnd

ARRIVALS = (ResidentChange.ADMITTED, ResidentChange.READMITTED, ResidentChange.MOVED)


def last_stay(resident: Resident) -> Stay:
    """The newest stay in the home that the resident belongs to; one recorded in error only where there is no other."""
    stays = Stay.objects.filter(resident=resident, stayed_at_id=resident.home_id).order_by("-arrived_on", "-pk")
    real = stays.exclude(left_to=StayEnd.RECORDED_IN_ERROR).first()
    return real or stays[0]


def last_absence(stay: Stay) -> Absence | None:
    """The newest absence of a stay that was not recorded in error."""
    return stay.absences.filter(removed_on=None).order_by("-went_on", "-pk").first()


def newest_change(resident: Resident) -> ResidentChange:
    """What would be put right now: the newest event of the stay. `MOVED` is undone by `undo_move`, the rest by `put_right`."""
    if resident.state in (ResidentState.DIED, ResidentState.LEFT):
        return ResidentChange(resident.state)
    absence = last_absence(last_stay(resident))
    if absence:
        return ResidentChange.CAME_BACK if absence.back_on else ResidentChange.WENT_AWAY
    arrivals = ResidentStatus.objects.filter(resident=resident, happened_at_id=resident.home_id, change__in=ARRIVALS)
    newest = arrivals.order_by("-at", "-pk").values_list("change", flat=True).first()
    return ResidentChange.MOVED if newest == ResidentChange.MOVED else ResidentChange.ADMITTED
