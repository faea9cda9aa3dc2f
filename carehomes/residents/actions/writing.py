"""What every action about residents does: lock the row, find the stay, append what happened, refuse a second sending."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.urls import reverse

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.models import User
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.residents.models import Resident, ResidentStatus, Stay
from carehomes.residents.queries.stays import last_absence
from carehomes.residents.rules import Record, Refused


class AlreadyDone(Exception):
    """This form was sent before, and what it asked for is done: show its first result."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


class Stale(Exception):
    """Somebody changed the record after this form was drawn. `who` is their name, "" where one may not know it; `at` when.

    `version` is what the form is about once its person has been told.
    """

    def __init__(self, who: str, at: datetime, version: int) -> None:
        super().__init__(who)
        self.who, self.at, self.version = who, at, version


@contextmanager
def writing(key: UUID, *, by: Acting, action: str, result: str = "") -> Iterator[None]:
    """The transaction of an action. Raises AlreadyDone when this form has already done its work; then nothing is written.

    What a second sending would be refused for (the resident is there already) is the first one's success.
    """
    require(by, Permission.EDIT_RESIDENTS)
    try:
        with atomic():
            if result:
                take(key, by=by, action=action, result=result)
            yield
    except Refused:
        done = idempotency.first_result(key, by=by)
        if done:
            raise AlreadyDone(done) from None
        raise


def take(key: UUID, *, by: Acting, action: str, result: str) -> None:
    """Claims the form's key inside the transaction. An action that creates calls this once it knows where its result is shown."""
    if not idempotency.claim(key, action=f"residents.{action}", result=result, by=by):
        raise AlreadyDone(idempotency.first_result(key, by=by) or result)


def address_of(resident_id: int) -> str:
    """Where a resident is shown."""
    return reverse("residents:resident", args=[resident_id])


def lock(resident_id: int) -> Resident:
    """The resident, locked until the end of the transaction. Resident.DoesNotExist for one that may not be seen."""
    return Resident.objects.select_for_update(of=("self",)).get(pk=resident_id)


def refuse_stale(events: "QuerySet[Any]", version: int) -> None:
    """Stale when one of these entries of the history is newer than `version`, the newest when the form was drawn."""
    newer = events.filter(pgh_id__gt=version).order_by("-pgh_id").first()
    if newer is None:
        return
    user_id = (newer.pgh_context or {}).get("user")
    who = User.objects.filter(pk=user_id).values_list("name", flat=True).first() if user_id else None
    raise Stale(who or "", newer.pgh_created_at, newer.pgh_id)


def open_stay(resident: Resident) -> Stay:
    """The stay that has not ended. Everybody who lives in a home has exactly one."""
    return Stay.objects.select_for_update(of=("self",)).get(resident=resident, left_on=None)


def record_of(stay: Stay) -> Record:
    """The dates that the next event must not come before."""
    absence = last_absence(stay)
    if absence is None:
        return Record(stay.arrived_on)
    return Record(stay.arrived_on, absence.went_on, absence.back_on)


def append(
    resident: Resident, change: str, *, on: date, by: Acting, now: datetime, detail: str = "", reason: str = ""
) -> None:
    """Adds to what happened, in the words and names of now."""
    ResidentStatus.objects.create(
        resident=resident,
        home_id=resident.home_id,
        happened_at_id=resident.home_id,
        change=change,
        state=resident.state,
        on=on,
        detail=detail[:200],
        reason=reason[:200],
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
    )


def set_state(resident: Resident, state: str, since: date, *also: str) -> None:
    """Writes the state onto the resident; `also` names other fields that the action has set."""
    resident.state, resident.since = state, since
    with once_in_the_home():
        resident.save(update_fields=["state", "since", *also])


@contextmanager
def once_in_the_home() -> Iterator[None]:
    """Turns the constraint that nobody lives twice in one home into words."""
    try:
        with atomic():
            yield
    except IntegrityError as error:
        if "residents_resident_lives_here_once" not in str(error):
            raise
        raise Refused("nhs_number", "Somebody who lives in this home already has this NHS number") from error
