"""Telling the rooms above, inside the transaction, which homes are new and which have closed."""

from django.db.backends.utils import CursorWrapper
from django.dispatch import Signal

from carehomes.directory.imports.staging import select
from carehomes.directory.models import CareHome
from carehomes.directory.signals import home_closed, home_registered


def announce(cursor: CursorWrapper) -> None:
    """Sends `home_closed` for each home that this import deregistered and `home_registered` for each new one."""
    closed = dict(select(cursor, "SELECT home_id, closed_on FROM home_closed"))
    for home in _homes(home_closed, list(closed)):
        home_closed.send(sender=CareHome, home=home, on=closed[home.pk])
    new = select(
        cursor,
        "SELECT h.id FROM import_difference d JOIN directory_carehome h ON h.cqc_location_id = d.key "
        "WHERE d.subject = 'homes' AND d.change = 'new'",
    )
    for home in _homes(home_registered, [home_id for (home_id,) in new]):
        home_registered.send(sender=CareHome, home=home)


def _homes(signal: Signal, ids: list[int]) -> list[CareHome]:
    """The homes, read only where somebody listens."""
    return list(CareHome.objects.filter(pk__in=ids)) if ids and signal.has_listeners(CareHome) else []
