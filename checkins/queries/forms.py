"""What the check-in form is made of: its version, and the residents who may be chosen."""

from datetime import date

from carehomes.access.prepared import Prepared, given_day
from carehomes.residents.queries import Listed, residents_of
from checkins.form_schema import Section, read_sections
from checkins.models import FormVersion


def form_version(day: date) -> FormVersion:
    """The version in force on a day: the latest that holds from then or before. Raises FormVersion.DoesNotExist before the first."""
    found = _IN_FORCE.first(day=day)
    if found is None:
        raise FormVersion.DoesNotExist
    return found


_IN_FORCE = Prepared(
    lambda: FormVersion.objects.filter(valid_from__lte=given_day("day")).order_by("-valid_from", "-number")[:1]
)


def sections_of(version: FormVersion) -> list[Section]:
    """Its sections in order."""
    return read_sections(version.sections)


def residents_by_id(home_id: int) -> dict[int, Listed]:
    """Everybody who lives in the home, by family name."""
    return {each.id: each for each in residents_of(home_id)}
