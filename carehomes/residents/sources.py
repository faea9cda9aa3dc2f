"""Residents in the search of the header."""

from collections.abc import Sequence

from carehomes.access.acting import Acting
from carehomes.access.look_ups import TOO_OFTEN, may_look_up
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import search
from carehomes.residents import queries
from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import said, state_of
from carehomes.ui.addresses import address_of


def find_residents(acting: Acting, words: str) -> Sequence[search.Hit]:
    """By NHS number, or by parts of the name, among those that the acting membership may see. Whoever is shown is logged as read."""
    found = _found(acting, words)
    record_reads(((each.pk, each.home_id) for each in found), screen="Search", by=acting)
    return [_hit(each) for each in found]


def _found(acting: Acting, words: str) -> Sequence[Resident]:
    try:
        nhs_number = queries.nhs_number_in(words)
    except ValueError:
        return []
    if nhs_number is None:
        return queries.with_name(words, search.SHOWN + 1)
    if not may_look_up(acting.user_id):
        raise search.NotSearchedError(TOO_OFTEN)
    return queries.with_number(nhs_number)


def _hit(resident: Resident) -> search.Hit:
    return search.Hit(resident.name, resident_url(resident), said(resident, london_today()), state_of(resident))


def resident_url(resident: Resident) -> str:
    """Where the resident is shown."""
    return address_of("residents:resident", resident.pk)


def register() -> None:
    """Called once, when the app is ready."""
    search.register_source("Residents", find_residents, permission=Permission.SEE_RESIDENTS, order=10)
