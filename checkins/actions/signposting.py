"""Signposting: whom the home was told to ask, and whether it has reached them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.residents.actions import AlreadyDone, Refused
from carehomes.residents.models import Resident
from checkins.models import CheckIn, Nomination, Signpost, SignpostAnswer


@dataclass(frozen=True, slots=True)
class Direction:
    """Whom to ask about what, as it was said. `service_id`: the kind of service, for counting; the others where it was about them."""

    to_whom: str
    about: str
    phone: str = ""
    service_id: int | None = None
    resident_id: int | None = None
    nomination_id: int | None = None
    check_in_id: int | None = None


def _noted(by: Acting, now: datetime) -> dict[str, Any]:
    return {"at": now, "by_user_id": by.user_id, "by_name": by.person, "by_organisation_name": by.organisation}


def signpost(*, home_id: int, direction: Direction, key: UUID, result: str, by: Acting, now: datetime) -> Signpost:
    """Writes down that the home was told whom to ask. It gives nobody anything to do: that is an issue.

    `result`: where it is shown. DoesNotExist for a resident, nomination or check-in that is not of this home.
    """
    require(by, Permission.SIGNPOST_HOMES)
    if not direction.to_whom.strip():
        raise Refused("to", "Say whom the home was told to ask")
    if not direction.about.strip():
        raise Refused("about", "Say what it is about")
    with atomic():
        if not idempotency.claim(key, action="checkins.signpost", result=result, by=by):
            raise AlreadyDone(result)
        return Signpost.objects.create(
            home_id=home_id,
            resident_id=_about_whom(home_id, direction),
            nomination_id=direction.nomination_id,
            check_in_id=_in_call(home_id, direction.check_in_id),
            service_id=direction.service_id,
            to_whom=direction.to_whom.strip(),
            phone=direction.phone,
            about=direction.about.strip(),
            **_noted(by, now),
        )


def _about_whom(home_id: int, direction: Direction) -> int | None:
    """The resident, locked so that they cannot move meanwhile. A nomination says itself who it is."""
    resident_id = direction.resident_id
    if direction.nomination_id:
        resident_id = Nomination.objects.get(pk=direction.nomination_id, home_id=home_id).resident_id
    if resident_id is None:
        return None
    return Resident.objects.select_for_update(of=("self",)).get(pk=resident_id, home_id=home_id).pk


def _in_call(home_id: int, check_in_id: int | None) -> int | None:
    return CheckIn.objects.get(pk=check_in_id, home_id=home_id).pk if check_in_id else None


def answer_signpost(
    *, signpost_id: int, reached: str, check_in_id: int | None = None, by: Acting, now: datetime
) -> SignpostAnswer:
    """What the home says: reached, or not yet. Reached is the end of it; "not yet" is asked again in the next call.

    The same answer twice in one call is one. Refused once it was reached.
    """
    require(by, Permission.ANSWER_SIGNPOSTS)
    said = SignpostAnswer.Reached(reached)
    with atomic():
        found = Signpost.objects.get(pk=signpost_id)
        newest = SignpostAnswer.objects.filter(signpost=found).order_by("-at", "-pk").first()
        if newest and newest.reached == said and newest.check_in_id == check_in_id:
            return newest
        if newest and newest.reached == SignpostAnswer.Reached.YES:
            raise Refused("", f"{newest.by_name} has noted already that they were reached")
        return SignpostAnswer.objects.create(
            signpost=found,
            home_id=found.home_id,
            reached=said,
            check_in_id=_in_call(found.home_id, check_in_id),
            **_noted(by, now),
        )
