"""Writing how often a home that does not answer is rung on one day: drafts, and versions that succeed each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf
from carehomes.issues.actions.versions import own_draft, publish_draft
from carehomes.issues.models import PolicyState
from checkins.models import RetryPolicy

REASON = "draft of the tries of unanswered calls"


@dataclass(frozen=True)
class RetryDraft:
    """What the form of a draft says. `waits`: minutes from each try to the next; `source`: who agreed it."""

    waits: Sequence[int]
    source: str = ""


def start_retry_draft(*, by: Acting) -> RetryPolicy:
    """The draft of the organisation's next version: a copy of its latest, else of the general one. Called again, the same draft."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        own = RetryPolicy.objects.filter(organisation_id=by.organisation_id).order_by("-version").select_for_update()
        latest = own.first()
        if latest is not None and latest.state == PolicyState.DRAFT:
            return latest
        like = latest or RetryPolicy.objects.filter(organisation=None).order_by("-version")[0]
        return RetryPolicy.objects.create(
            organisation_id=by.organisation_id,
            version=latest.version + 1 if latest else 1,
            waits=like.waits,
            source=latest.source if latest else "",
        )


def save_retry_draft(*, policy_id: int, draft: RetryDraft, by: Acting, seen: int | None = None) -> RetryPolicy:
    """Replaces what the draft says."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        policy = own_draft(RetryPolicy.objects.all(), policy_id, seen, by)
        policy.waits, policy.source = list(draft.waits), draft.source.strip()
        policy.revision += 1
        policy.save()
        return policy


def discard_retry_draft(*, policy_id: int, by: Acting) -> None:
    """A draft that nobody needs any more. What is published stays."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf(REASON):
        own_draft(RetryPolicy.objects.all(), policy_id, None, by).delete()


def publish_retries(*, policy_id: int, valid_from: date, by: Acting, now: datetime) -> RetryPolicy:
    """From that day the draft holds and the version before it is succeeded. A try that was made keeps the time of its next one."""
    require(by, Permission.KEEP_ESCALATION)
    with on_behalf("tries of unanswered calls published"), atomic():
        policy = own_draft(RetryPolicy.objects.all(), policy_id, None, by)
        series = RetryPolicy.objects.filter(organisation_id=by.organisation_id)
        return publish_draft(policy, series, valid_from=valid_from, by=by, now=now)
