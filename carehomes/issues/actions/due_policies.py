"""Writing when an organisation works and how soon it does what: drafts, and versions that succeed each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.issues.actions.versions import own_draft, publish_draft
from carehomes.issues.models import DuePolicy, DueTime, PolicyState, Priority

REASON = "draft of due times"


@dataclass(frozen=True)
class DueDraft:
    """What the form of a draft says. `times`: working hours by (kind, priority); the kind "" is all kinds."""

    opens: time
    closes: time
    source: str
    times: Mapping[tuple[str, str], int]


def start_due_draft(*, by: Acting) -> DuePolicy:
    """The draft of the organisation's next version: a copy of its latest, else of the general one. Called again, the same draft."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        own = DuePolicy.objects.filter(organisation_id=by.organisation_id).order_by("-version").select_for_update()
        latest = own.first()
        if latest is not None and latest.state == PolicyState.DRAFT:
            return latest
        like = latest or DuePolicy.objects.filter(organisation=None).order_by("-version")[0]
        draft = DuePolicy.objects.create(
            organisation_id=by.organisation_id,
            version=latest.version + 1 if latest else 1,
            opens=like.opens,
            closes=like.closes,
            source=latest.source if latest else "",
        )
        _write_times(draft, {(each.kind, each.priority): each.working_hours for each in like.times.all()})
        return draft


def _write_times(policy: DuePolicy, times: Mapping[tuple[str, str], int]) -> None:
    DueTime.objects.filter(policy=policy).delete()
    DueTime.objects.bulk_create(
        DueTime(policy=policy, kind=kind, priority=priority, working_hours=hours)
        for (kind, priority), hours in times.items()
    )


def save_due_draft(*, policy_id: int, draft: DueDraft, by: Acting, seen: int | None = None) -> DuePolicy:
    """Replaces what the draft says, times included."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        policy = own_draft(DuePolicy.objects.all(), policy_id, seen, by)
        policy.opens, policy.closes, policy.source = draft.opens, draft.closes, draft.source.strip()
        policy.revision += 1
        policy.save()
        _write_times(policy, draft.times)
        return policy


def discard_due_draft(*, policy_id: int, by: Acting) -> None:
    """A draft that nobody needs any more. What is published stays."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        own_draft(DuePolicy.objects.all(), policy_id, None, by).delete()


def publish_due(*, policy_id: int, valid_from: date, by: Acting, now: datetime, seen: int | None = None) -> DuePolicy:
    """From that day the draft holds and the version before it is succeeded. What was raised before keeps its due date."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("due times published"), atomic():
        policy = own_draft(DuePolicy.objects.all(), policy_id, seen, by)
        said = {each.priority for each in policy.times.all() if not each.kind}
        if said != set(Priority):
            raise RefusedError("Say for each priority how many working hours it gives")
        series = DuePolicy.objects.filter(organisation_id=by.organisation_id)
        return publish_draft(policy, series, valid_from=valid_from, by=by, now=now)
