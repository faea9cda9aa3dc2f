"""Writing an escalation policy: a draft is changed freely, a published version never; the next version succeeds it from a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.issues.actions.versions import own_draft, publish_draft
from carehomes.issues.escalation import Tier, problems
from carehomes.issues.models import Clock, EscalationPolicy, EscalationTier, PolicyState


@dataclass(frozen=True)
class Draft:
    """What the form of a draft says."""

    name: str
    clock: str = Clock.WORKING
    out_of_hours: str = ""
    out_of_hours_phone: str = ""
    repeat_minutes: int = 480
    tiers: Sequence[Tier] = ()


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
        repeat_minutes=like.repeat_minutes if like else Draft.repeat_minutes,
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


def save_draft(*, policy_id: int, draft: Draft, by: Acting, seen: int | None = None) -> EscalationPolicy:
    """Replaces what the draft says, steps included."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("draft of an escalation policy"):
        policy = own_draft(EscalationPolicy.objects.all(), policy_id, seen, by)
        policy.name, policy.clock = draft.name, draft.clock
        policy.out_of_hours, policy.out_of_hours_phone = draft.out_of_hours, draft.out_of_hours_phone
        policy.repeat_minutes = draft.repeat_minutes
        policy.revision += 1
        policy.save()
        _write_tiers(policy, sorted(draft.tiers, key=lambda each: each.after_minutes))
        return policy


def discard_draft(*, policy_id: int, by: Acting) -> None:
    """A draft that nobody needs any more. What is published stays."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("draft of an escalation policy"):
        own_draft(EscalationPolicy.objects.all(), policy_id, None, by).delete()


def publish(
    *, policy_id: int, valid_from: date, by: Acting, now: datetime, seen: int | None = None
) -> EscalationPolicy:
    """From that day the draft is the policy, and the version before it is succeeded. Neither can be changed any more.

    Issues that are already late go on by the version under which they became due.
    """
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("escalation policy published"), atomic():
        policy = own_draft(EscalationPolicy.objects.all(), policy_id, seen, by)
        found = problems([Tier(each.after_minutes, tuple(each.tells)) for each in policy.tiers.all()])
        if found:
            raise RefusedError(found[0])
        series = EscalationPolicy.objects.filter(organisation_id=by.organisation_id, about=policy.about)
        return publish_draft(policy, series, valid_from=valid_from, by=by, now=now)
