"""What the check-in form is made of."""

from datetime import date

from django.db.models import QuerySet

from carehomes.access.prepared import Given, Prepared, given_day
from checkins.form_schema import Section, read_sections
from checkins.models import FormVersion


def form_version(day: date) -> FormVersion:
    """The version in force on a day: the latest that holds from then or before. Raises FormVersion.DoesNotExist before the first."""
    found = _IN_FORCE.first(day=day)
    if found is None:
        raise FormVersion.DoesNotExist
    return found


def versions_on(day: Given) -> QuerySet[FormVersion]:
    return FormVersion.objects.filter(valid_from__lte=day).order_by("-valid_from", "-number")[:1]


_IN_FORCE = Prepared(lambda: versions_on(given_day("day")))


def sections_of(version: FormVersion) -> list[Section]:
    """Its sections in order."""
    return read_sections(version.sections)
