"""Who works with a home, from when until when. It decides who sees it, so only commissioners and the platform change it.

Nothing is overwritten: a change has a day; what held before stays in the history. The database refuses two at a time where only
one may be; these actions find that out before it and say which one is in the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.access.stale import check_unchanged
from carehomes.directory import queries
from carehomes.directory.models import ONE_AT_A_TIME, AlignmentStatus, CareHome, HomeRelationship
from carehomes.directory.periods import after, last_day
from carehomes.ui import formats
from carehomes.ui.forms.fields import sentence_part

PLATFORM = "platform_administrator"


@dataclass(frozen=True, slots=True)
class Alignment:
    """What an organisation is to a home from a day on. `replace`: whoever was it until then, ends on that day."""

    kind: RelationshipKind
    organisation: Organisation
    starts_on: date
    status: AlignmentStatus
    beds_for_payment: int | None = None
    replace: bool = False


@contextmanager
def _writing(by: Acting) -> Iterator[None]:
    """A commissioner writes within the policies of their homes; the platform's administrators across tenants, with a reason."""
    require(by, Permission.MANAGE_RELATIONSHIPS)
    with on_behalf("relationships by a platform administrator") if by.role_key == PLATFORM else atomic():
        yield


def start_relationship(*, by: Acting, home: CareHome, alignment: Alignment, key: UUID) -> None:
    """Begins it. Sent twice, it begins once. Raises ValidationError saying which other relationship is in the way."""
    with _writing(by):
        if not idempotency.claim(key, action="start_relationship", result=str(home.pk), by=by):
            return
        _lock(home)
        _make_room(home, alignment)
        _check_once(home, alignment)
        HomeRelationship.objects.create(
            home=home,
            organisation=alignment.organisation,
            kind=alignment.kind,
            status=alignment.status,
            starts_on=alignment.starts_on,
            beds_for_payment=alignment.beds_for_payment,
            source=_source(by),
        )


def change_status(
    *, by: Acting, home: CareHome, relationship_id: int, status: str, on: date, beds: int | None, version: int
) -> None:
    """From this day on it has this status: the row that held until then ends, and one with the new status begins.

    On its first day it is changed in place. Raises ValidationError and StaleError.
    """
    with _writing(by):
        row = _locked(home, relationship_id)
        check_unchanged(row, version)
        _check_holds(row, on)
        alignment = Alignment(RelationshipKind(row.kind), row.organisation, on, AlignmentStatus(status), beds)
        _check_room(home, alignment, row.ends_on, apart_from=row)
        _apply(row, alignment, _source(by))


def _check_holds(row: HomeRelationship, on: date) -> None:
    if on < row.starts_on:
        words = f"The day must be on or after {formats.long_date(row.starts_on)}, when it began"
        raise ValidationError({"on": words})
    if row.ends_on is not None and on >= row.ends_on > row.starts_on:
        words = f"The day must be on or before {formats.long_date(last_day(row.ends_on))}, its last day"
        raise ValidationError({"on": words})


def _apply(row: HomeRelationship, alignment: Alignment, source: str) -> None:
    row_status, ends_on = row.status, row.ends_on
    if alignment.starts_on > row.starts_on and alignment.status != row_status:
        row.ends_on = alignment.starts_on
        row.ended_reason = f"Status changed to {alignment.status.label.lower()}"
        row.save(update_fields=["ends_on", "ended_reason"])
        row = HomeRelationship(
            home_id=row.home_id,
            organisation=row.organisation,
            kind=row.kind,
            starts_on=alignment.starts_on,
            ends_on=ends_on,
        )
    row.status, row.beds_for_payment, row.source = alignment.status, alignment.beds_for_payment, source
    row.save()


def end_relationship(
    *, by: Acting, home: CareHome, relationship_id: int, last_day: date, reason: str
) -> HomeRelationship:
    """It holds until this day. Raises ValidationError when that lies before it began."""
    with _writing(by):
        row = _locked(home, relationship_id)
        if after(last_day) < row.starts_on:
            words = f"The last day must be on or after {formats.long_date(row.starts_on)}, when it began"
            raise ValidationError({"last_day": words})
        alignment = Alignment(RelationshipKind(row.kind), row.organisation, row.starts_on, AlignmentStatus(row.status))
        _check_room(home, alignment, after(last_day), apart_from=row)
        # Never empty: by its reason an import knows that a person ended it, and does not begin it again.
        row.ends_on, row.ended_reason = after(last_day), reason or f"Ended by {_source(by)}"
        row.save(update_fields=["ends_on", "ended_reason"])
        return row


def _source(by: Acting) -> str:
    return f"{by.person}, {by.organisation}"[:100]


def _lock(home: CareHome) -> None:
    """Makes two people who change the relationships of one home wait for each other."""
    list(HomeRelationship.objects.select_for_update().filter(home=home).values_list("pk"))


def _locked(home: CareHome, relationship_id: int) -> HomeRelationship:
    _lock(home)
    return HomeRelationship.objects.select_related("organisation").get(home=home, pk=relationship_id)


def _make_room(home: CareHome, alignment: Alignment) -> None:
    if alignment.replace:
        for row in _in_the_way(home, alignment, None):
            if row.starts_on < alignment.starts_on:
                row.ends_on = alignment.starts_on
                row.ended_reason = f"Followed by {alignment.organisation.name}"[:200]
                row.save(update_fields=["ends_on", "ended_reason"])
    _check_room(home, alignment, None)


def _in_the_way(home: CareHome, alignment: Alignment, ends_on: date | None) -> list[HomeRelationship]:
    exclusive = alignment.kind in ONE_AT_A_TIME and alignment.status in queries.WORKING
    return queries.overlapping(home.pk, alignment.kind, alignment.starts_on, ends_on) if exclusive else []


def _check_room(
    home: CareHome, alignment: Alignment, ends_on: date | None, apart_from: HomeRelationship | None = None
) -> None:
    for row in _in_the_way(home, alignment, ends_on):
        if row != apart_from:
            raise ValidationError({"__all__": _words(row)})


def _words(row: HomeRelationship) -> str:
    since = f"{row.organisation.name} is the {sentence_part(row.get_kind_display())} since {formats.long_date(row.starts_on)}"
    if row.ends_on:
        return f"{since}, until {formats.long_date(row.ends_on)}. Choose a later day"
    return f"{since}. Only one can be at a time: end it first, or say that it ends on the day the new one begins"


def _check_once(home: CareHome, alignment: Alignment) -> None:
    same = HomeRelationship.objects.filter(
        home=home, organisation=alignment.organisation, kind=alignment.kind, ends_on=None
    )
    row = same.first()
    if row:
        raise ValidationError(
            {"organisation": f"{alignment.organisation.name} has been there since {formats.long_date(row.starts_on)}"}
        )
