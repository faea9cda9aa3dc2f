"""Writing an escalation policy: a draft is changed freely, a published version never; the next version succeeds it from a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.deadlines import london_today
from carehomes.issues.escalation import Tier, problems
from carehomes.issues.models import Clock, EscalationPolicy, EscalationTier, PolicyState


@dataclass(frozen=True)
class Draft:
    """What the form of a draft says."""

    name: str
    clock: str = Clock.WORKING
    out_of_hours: str = ""
    out_of_hours_phone: str = ""
    tiers: Sequence[Tier] = ()


class OldDraft(RefusedError):
    """Somebody else changed the draft after the form was drawn."""


def start_draft(*, about: str, name: str, by: Acting) -> EscalationPolicy:
    """The draft of the next version about this kind: a copy of the latest, else of the general one. Called again, the same draft."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("draft of an escalation policy"):
        series = EscalationPolicy.objects.filter(organisation_id=by.organisation_id, about=about).order_by("-version")
        latest = series.select_for_update().first()
        if latest is not None and latest.state == PolicyState.DRAFT:
            return latest
        general = EscalationPolicy.objects.filter(organisation=None, about=about).order_by("-version").first()
        return _copy(latest or general, latest.version + 1 if latest else 1, about, name, by)


def _copy(like: EscalationPolicy | None, version: int, about: str, name: str, by: Acting) -> EscalationPolicy:
    draft = EscalationPolicy.objects.create(
        organisation_id=by.organisation_id,
        about=about,
        name=like.name if like else name,
        version=version,
        clock=like.clock if like else Clock.WORKING,
        out_of_hours=like.out_of_hours if like else "",
        out_of_hours_phone=like.out_of_hours_phone if like else "",
    )
    if like:
        _write_tiers(draft, [Tier(each.after_minutes, tuple(each.tells)) for each in like.tiers.all()])
    return draft


def _write_tiers(policy: EscalationPolicy, tiers: Sequence[Tier]) -> None:
    EscalationTier.objects.filter(policy=policy).delete()
    EscalationTier.objects.bulk_create(
        EscalationTier(policy=policy, number=number, after_minutes=each.after_minutes, tells=list(each.tells))
        for number, each in enumerate(tiers, start=1)
    )


def _own_draft(policy_id: int, seen: int | None, by: Acting) -> EscalationPolicy:
    """The draft, locked. Raises EscalationPolicy.DoesNotExist for another organisation's or a published one."""
    draft = EscalationPolicy.objects.select_for_update().get(
        pk=policy_id, organisation_id=by.organisation_id, state=PolicyState.DRAFT
    )
    if seen is not None and seen != draft.revision:
        raise OldDraft("Somebody else changed this draft after you opened it. Look at it and change it again.")
    return draft


def save_draft(*, policy_id: int, draft: Draft, by: Acting, seen: int | None = None) -> EscalationPolicy:
    """Replaces what the draft says, steps included."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("draft of an escalation policy"):
        policy = _own_draft(policy_id, seen, by)
        policy.name, policy.clock = draft.name, draft.clock
        policy.out_of_hours, policy.out_of_hours_phone = draft.out_of_hours, draft.out_of_hours_phone
        policy.revision += 1
        policy.save()
        _write_tiers(policy, sorted(draft.tiers, key=lambda each: each.after_minutes))
        return policy


def discard_draft(*, policy_id: int, by: Acting) -> None:
    """A draft that nobody needs any more. What is published stays."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("draft of an escalation policy"):
        _own_draft(policy_id, None, by).delete()


def publish(
    *, policy_id: int, valid_from: date, by: Acting, now: datetime, seen: int | None = None
) -> EscalationPolicy:
    """From that day the draft is the policy, and the version before it is succeeded. Neither can be changed any more.

    Issues that are already late go on by the version under which they became due.
    """
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("escalation policy published"), atomic():
        policy = _own_draft(policy_id, seen, by)
        found = problems([Tier(each.after_minutes, tuple(each.tells)) for each in policy.tiers.all()])
        if found:
            raise RefusedError(found[0])
        if valid_from < london_today(now):
            raise RefusedError("A policy cannot begin in the past", "valid_from")
        _succeed(policy, valid_from, by)
        policy.state, policy.valid_from = PolicyState.PUBLISHED, valid_from
        policy.published_at, policy.published_by_name = now, by.person
        policy.save()
        return policy


def _succeed(policy: EscalationPolicy, valid_from: date, by: Acting) -> None:
    """Ends the version before it on that day. Raises `RefusedError` where that one begins later."""
    before = EscalationPolicy.objects.filter(
        organisation_id=by.organisation_id, about=policy.about, state=PolicyState.PUBLISHED
    ).select_for_update()
    for each in before:
        if each.valid_from and each.valid_from >= valid_from:
            first = each.valid_from + timedelta(days=1)
            raise RefusedError(
                f"Version {each.version} begins on that day or later: choose {first:%-d %B %Y} or after", "valid_from"
            )
        each.state, each.valid_to = PolicyState.SUCCEEDED, valid_from
        each.save()
