"""Whether somebody is in the register already, among those that the acting membership may see.

Only the policies decide what is found here, so a resident whom one may not see changes neither the words nor the work.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from carehomes.access.names import plain_key
from carehomes.residents.models import Resident

MOST = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who might be the same person, and why: the same NHS number, or family name and date of birth."""

    resident: Resident
    same_number: bool


def same_person(
    *, family_name: str, date_of_birth: date, nhs_number: str | None, but: int | None = None
) -> list[Match]:
    """Who might be this person, those with the same NHS number first. `but`: the record that is being changed. One query."""
    alike = Q(family_key=plain_key(family_name)[:120], date_of_birth=date_of_birth)
    if nhs_number:
        alike |= Q(nhs_number=nhs_number)
    found = Resident.objects.filter(alike).exclude(pk=but or 0).select_related("home").order_by("pk")[:MOST]
    matches = [Match(each, bool(nhs_number) and each.nhs_number == nhs_number) for each in found]
    return sorted(matches, key=lambda match: not match.same_number)
