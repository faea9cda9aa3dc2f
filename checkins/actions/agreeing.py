"""The order in which a team agrees to see the residents of a home, kept beside the order that the rules computed at that moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.residents.actions import AlreadyDone, Refused
from checkins.models import PriorityAgreement, PriorityPlace
from checkins.priority import Entry
from checkins.queries.prescribers import own_words
from checkins.queries.priority import computed_list


def agree_priority(
    *, home_id: int, order: Sequence[int], why: str, with_whom: str, key: UUID, result: str, by: Acting, now: datetime
) -> PriorityAgreement:
    """Writes down the agreed order (resident ids, the first to be seen first). Another order than the computed one needs a reason.

    `result`: where the list is shown. The computed order is that of now, so that the record shows what the team had before it.
    """
    if not by.may(Permission.TRIAGE_NOMINATIONS):
        require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        if not idempotency.claim(key, action="checkins.agree_priority", result=result, by=by):
            raise AlreadyDone(result)
        computed = computed_list(home_id, london_today(now), now)
        ranked = {each.resident_id: each for each in computed.entries}
        if set(order) != set(ranked) or len(order) != len(ranked):
            raise Refused("", "Somebody was added or taken off meanwhile. Look at the list again")
        if list(order) != list(ranked) and not why.strip():
            raise Refused("why", "Say why the order differs from the computed one")
        agreement = PriorityAgreement.objects.create(
            home_id=home_id,
            agreed_at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
            by_prescribes=own_words(by),
            with_whom=with_whom.strip(),
            why=why.strip(),
            policy=computed.policy,
        )
        _write_places(agreement, order, ranked)
        return agreement


def _write_places(agreement: PriorityAgreement, order: Sequence[int], ranked: Mapping[int, Entry]) -> None:
    """The agreed place of each resident, with the computed place and weight of that moment."""
    PriorityPlace.objects.bulk_create(
        PriorityPlace(
            resident_id=resident_id,
            home_id=agreement.home_id,
            agreement_id=agreement.pk,
            place=place,
            computed_place=ranked[resident_id].place,
            computed_weight=ranked[resident_id].weight,
        )
        for place, resident_id in enumerate(order, start=1)
    )
