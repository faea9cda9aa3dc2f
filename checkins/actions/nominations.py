"""Residents who need someone: raising, telling the clinicians at once, acknowledging, withdrawing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.notifications.actions import tell
from carehomes.residents.models import Resident
from carehomes.ui.formats import clock
from checkins.kinds import SAME_DAY
from checkins.models import CheckIn, Nomination, NominationState, Urgency
from checkins.queries.nominations import acknowledge_minutes, whom_to_tell
from checkins.sheet import TypedNomination
from checkins.transitions import Refused, check


def raise_nominations(
    *, check_in: CheckIn, typed: Sequence[TypedNomination], by: Acting, now: datetime
) -> list[Nomination]:
    """Raises those that were not raised before and returns all of them, in the order given. Clinicians are told of same-day ones.

    Their key is that of the form, so that a resend raises nobody twice. The caller has checked that they are whole.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        there = {each.key: each for each in Nomination.objects.filter(key__in=[each.key for each in typed])}
        missing = [each for each in typed if each.key not in there]
        for each in _raise(check_in, missing, by, now):
            there[each.key] = each
        return [there[each.key] for each in typed]


def _raise(check_in: CheckIn, typed: Sequence[TypedNomination], by: Acting, now: datetime) -> list[Nomination]:
    urgent = any(each.urgency == Urgency.SAME_DAY for each in typed)
    minutes = acknowledge_minutes(check_in.home_id, london_today(now)) if urgent else 0
    raised = [_row(check_in, each, minutes, by, now) for each in typed]
    Nomination.objects.bulk_create(raised)
    for each in raised:
        if each.urgency == Urgency.SAME_DAY:
            _tell_clinicians(each, check_in)
    return raised


def _row(check_in: CheckIn, typed: TypedNomination, minutes: int, by: Acting, now: datetime) -> Nomination:
    return Nomination(
        resident_id=typed.resident_id or 0,
        home_id=check_in.home_id,
        raised_at_home_id=check_in.home_id,
        check_in_id=check_in.pk,
        urgency=typed.urgency,
        reasons=typed.reasons,
        sentence=typed.sentence,
        raised_at=now,
        raised_by_user_id=by.user_id,
        raised_by_name=by.person,
        raised_by_organisation_name=by.organisation,
        acknowledge_by=now + timedelta(minutes=minutes) if typed.urgency == Urgency.SAME_DAY else None,
        key=typed.key,
    )


def _tell_clinicians(nomination: Nomination, check_in: CheckIn) -> None:
    """In Homeround and by e-mail, without a name and without a clinical word."""
    by = clock(nomination.acknowledge_by)
    tell(
        whom_to_tell(check_in.home_id),
        kind=SAME_DAY,
        title=f"{check_in.home.name} asks for a clinician today. Acknowledge by {by}",
        address=f"{reverse('checkins:to_see')}#nomination-{nomination.pk}",
        cause=f"nomination-{nomination.pk}",
        email_sentence=f"A care home asks for a clinician today. Please acknowledge it by {by}.",
    )


def _locked(nomination_id: int) -> Nomination:
    return Nomination.objects.select_for_update(of=("self",)).select_related("home").get(pk=nomination_id)


def acknowledge(*, nomination_id: int, by: Acting, now: datetime) -> Nomination:
    """A clinician has read it and takes it on. Acknowledged already, it is given back as it is: the first one counts."""
    require(by, Permission.ACKNOWLEDGE_NOMINATIONS)
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state != NominationState.ACKNOWLEDGED:
            check(nomination, "acknowledge", by=by, today=london_today(now))
            nomination.state, nomination.acknowledged_at = NominationState.ACKNOWLEDGED, now
            nomination.acknowledged_by_user_id, nomination.acknowledged_by_name = by.user_id, by.person
            nomination.save()
        return nomination


def withdraw(*, nomination_id: int, reason: str, by: Acting, now: datetime) -> Nomination:
    """It is not needed any more, for a reason. Withdrawn already, it is given back as it is."""
    if not by.may(Permission.TAKE_CHECK_INS):
        require(by, Permission.ACKNOWLEDGE_NOMINATIONS)
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")
    with atomic():
        nomination = _locked(nomination_id)
        if nomination.state != NominationState.WITHDRAWN:
            check(nomination, "withdraw", by=by, today=london_today(now))
            _withdraw(nomination, reason.strip(), by.person, now)
        return nomination


def withdraw_of_resident(resident: Resident, *, reason: str, name: str, on: date, now: datetime) -> int:
    """What nobody has taken on yet is withdrawn when the resident leaves or dies; it stays in the home's record.

    Called inside the transaction that wrote the event. `on` is the day on which it happened.
    """
    waiting = Nomination.objects.filter(resident_id=resident.pk, state=NominationState.RAISED).select_for_update()
    for nomination in waiting:
        _withdraw(nomination, f"{reason} on {on:%-d %B %Y}", name, now)
    return len(waiting)


def _withdraw(nomination: Nomination, reason: str, name: str, now: datetime) -> None:
    nomination.state, nomination.withdrawn_at = NominationState.WITHDRAWN, now
    nomination.withdrawn_by_name, nomination.withdrawn_reason = name, reason
    nomination.save()
