"""What every kind of versioned policy shares: a draft is changed freely, a published version never; the next succeeds it from a date."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import QuerySet

from carehomes.access.acting import Acting
from carehomes.access.refusals import RefusedError
from carehomes.deadlines import london_today
from carehomes.issues.models import PolicyState, PolicyVersion

Version = TypeVar("Version", bound=PolicyVersion)


class OldDraft(RefusedError):
    """Somebody else changed the draft after the form was drawn."""


def own_draft(versions: "QuerySet[Version]", policy_id: int, seen: int | None, by: Acting) -> Version:
    """The draft, locked. Raises DoesNotExist for another organisation's or a published one."""
    draft = versions.select_for_update().get(pk=policy_id, organisation_id=by.organisation_id, state=PolicyState.DRAFT)
    if seen is not None and seen != draft.revision:
        raise OldDraft("Somebody else changed this draft after you opened it. Look at it and change it again.")
    return draft


def publish_draft(
    draft: Version, before: "QuerySet[Version]", *, valid_from: date, by: Acting, now: datetime
) -> Version:
    """From that day the draft holds, for good, and the version of `before` that is published ends. Raises `RefusedError`."""
    if valid_from < london_today(now):
        raise RefusedError("A policy cannot begin in the past", "valid_from")
    _succeed(before, valid_from)
    draft.state, draft.valid_from = PolicyState.PUBLISHED, valid_from
    draft.published_at, draft.published_by_name = now, by.person
    draft.save()
    return draft


def _succeed(before: "QuerySet[Version]", valid_from: date) -> None:
    """Ends the version before it on that day. Raises `RefusedError` where that one begins later."""
    for each in before.filter(state=PolicyState.PUBLISHED).select_for_update():
        if each.valid_from and each.valid_from >= valid_from:
            first = each.valid_from + timedelta(days=1)
            raise RefusedError(
                f"Version {each.version} begins on that day or later: choose {first:%-d %B %Y} or after", "valid_from"
            )
        each.state, each.valid_to = PolicyState.SUCCEEDED, valid_from
        each.save()
