"""What every action on an issue shares: the lock, the form sent twice, the stale form, the status row, the clock of its policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from carehomes.access.acting import Acting
from carehomes.access.rows import insert
from carehomes.deadlines import london_today
from carehomes.directory.models import HomeRelationship
from carehomes.issues.escalation import moments, next_moment, repeated
from carehomes.issues.models import (
    NOBODY_YET,
    OVER,
    EscalationPolicy,
    Happened,
    Issue,
    IssueNote,
    IssueState,
    IssueStatus,
)
from carehomes.issues.queries.policies import Due, due_for, policy_for, terms_for
from carehomes.issues.transitions import check, state_after


class Stale(Exception):
    """Somebody did something with the issue after the form was drawn. Nothing was written; `changes` say who did what, oldest first."""

    def __init__(self, issue: Issue, changes: Sequence[IssueStatus]) -> None:
        super().__init__(f"issue {issue.pk} was changed")
        self.issue = issue
        self.changes = changes


@dataclass(frozen=True)
class Doer:
    """Who did something, as they are called now. Homeround itself has no account."""

    user_id: int | None
    name: str
    organisation: str = ""


HOMEROUND = Doer(None, "Homeround")


def doer(by: Acting) -> Doer:
    """The person who acts."""
    return Doer(by.user_id, by.person, by.organisation)


def locked(issue_id: int) -> Issue:
    """The issue with its home, held until the transaction ends. Raises Issue.DoesNotExist for one that is not visible."""
    return Issue.objects.select_for_update(of=("self",)).select_related("home", "owner_organisation").get(pk=issue_id)


def sent_before(key: UUID) -> bool:
    """Whether the form with this key has done its work. Asked after locking the row."""
    return IssueStatus.objects.filter(key=key).exists()


def check_fresh(issue: Issue, seen: int | None) -> None:
    """Raises `Stale` where the form shows an older revision of the issue. None: the form showed none."""
    if seen is None or seen >= issue.revision:
        return
    raise Stale(issue, list(IssueStatus.objects.filter(issue=issue, revision__gt=seen).order_by("revision")))


def begin(issue_id: int, event: str, *, key: UUID, seen: int | None, by: Acting) -> tuple[Issue, bool]:
    """The locked issue, and whether there is something to do: False for a form that was sent before.

    Raises `Stale` and `Refused`.
    """
    issue = locked(issue_id)
    if sent_before(key):
        return issue, False
    check_fresh(issue, seen)
    check(issue, event, by=by)
    return issue, True


def write(
    issue: Issue,
    happened: Happened,
    *,
    by: Doer,
    now: datetime,
    event: str = "",
    key: UUID | None = None,
    words: str = "",
    told: Sequence[str] = (),
) -> IssueStatus:
    """Saves the issue as it is now, in the state to which `event` leads, and appends what happened. `words` go into a note beside it."""
    if event:
        issue.state = state_after(issue, event)
    issue.revision += 1
    if issue.state in (*OVER, IssueState.RESOLVED):
        issue.next_escalation_at = None
    elif issue.state in NOBODY_YET and issue.next_escalation_at is None:
        repeat_last(issue, now)
    issue.save()
    return append(issue, happened, by=by, now=now, key=key, words=words, told=told)


def append(
    issue: Issue,
    happened: Happened,
    *,
    by: Doer,
    now: datetime,
    key: UUID | None = None,
    words: str = "",
    told: Sequence[str] = (),
) -> IssueStatus:
    """The status row of the issue as it is now, and its note."""
    status = status_of(issue, happened, by=by, now=now, key=key, told=told)
    insert([status])
    if words:
        note(issue, words, by=by, now=now, key=uuid4(), status=status)
    return status


def status_of(
    issue: Issue,
    happened: Happened,
    *,
    by: Doer,
    now: datetime,
    key: UUID | None = None,
    told: Sequence[str] = (),
) -> IssueStatus:
    """The status row of the issue as it is now. The caller saves it."""
    return IssueStatus(
        issue=issue,
        home_id=issue.home_id,
        happened=happened,
        state=issue.state,
        priority=issue.priority,
        owner_organisation_name=issue.owner_organisation.name,
        owner_name=issue.owner_name,
        told=list(told),
        revision=issue.revision,
        key=key,
        at=now,
        by_user_id=by.user_id,
        by_name=by.name,
        by_organisation_name=by.organisation,
    )


def note(
    issue: Issue,
    text: str,
    *,
    by: Doer,
    now: datetime,
    key: UUID,
    status: IssueStatus | None = None,
    mentioned: Sequence[int] = (),
) -> IssueNote:
    """Words about the issue, for those who may read them."""
    return IssueNote.objects.create(
        issue=issue,
        home_id=issue.home_id,
        status=status,
        text=text,
        mentioned=list(mentioned),
        key=key,
        at=now,
        by_user_id=by.user_id,
        by_name=by.name,
        by_organisation_name=by.organisation,
    )


def due_of(issue: Issue, since: datetime) -> Due:
    """How soon its owner's policy says."""
    return due_for(issue.owner_organisation_id, issue.kind, issue.priority, london_today(since))


def set_due(issue: Issue, since: datetime, *, serving: Sequence[HomeRelationship] | None = None) -> None:
    """Due at the end of the day that was agreed, else by the owner's policy, counted from when it was raised or reopened.

    It is escalated by the policy that holds now. `serving`: who works with the home, where that is known already.
    """
    terms = terms_for(issue, london_today(since), serving=serving)
    issue.due_at = terms.due.end_of(issue.due_on) if issue.due_on else terms.due.after(since)
    arm_by(issue, terms.policy, terms.due)


def arm(issue: Issue, now: datetime, due: Due) -> None:
    """Sets when the issue escalates, from its due date and the policy that holds today. A moment that has passed comes at once."""
    owner = issue.owner_organisation_id
    arm_by(issue, policy_for(issue.home_id, issue.kind, london_today(now), owner_organisation_id=owner), due)


def arm_by(issue: Issue, policy: EscalationPolicy | None, due: Due) -> None:
    """The same by a policy that is known."""
    issue.escalation_policy = policy
    issue.escalation_tier = 0
    minutes = [step.after_minutes for step in policy.steps] if policy else []
    hours = (due.opens, due.closes)
    issue.escalates_at = moments(issue.due_at, minutes, policy.clock, *hours) if policy else []
    issue.next_escalation_at = next_moment(issue.escalates_at, 0)


def repeat_last(issue: Issue, now: datetime) -> None:
    """What has climbed its steps and nobody has taken up, or nobody any more, does not fall silent: the last comes again, by its policy."""
    if issue.escalation_policy:
        issue.next_escalation_at = repeated(now, issue.escalation_policy.repeat_minutes, issue.escalation_policy.clock)


def counted_from(issue: Issue) -> datetime:
    """When its time began: at the latest reopening, else when it was raised."""
    begun = (Happened.RAISED, Happened.REOPENED, Happened.NOT_DONE)
    latest = IssueStatus.objects.filter(issue=issue, happened__in=begun).order_by("-at").values_list("at", flat=True)
    return latest[0] if latest else issue.raised_at
