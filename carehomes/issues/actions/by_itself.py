"""Issues that nobody raises: Homeround does so for what did not happen, and withdraws them when it has happened after all.

A key stands for one cause. Asked again, nothing is raised twice; a cause that is back reopens its issue, so that it is never lost.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from carehomes.access.models import Organisation
from carehomes.access.prepared import OneOf, Prepared, given_ids, given_text
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.directory.queries import working_today
from carehomes.issues import kinds
from carehomes.issues.actions.records import HOMEROUND, arm_by, locked, write
from carehomes.issues.actions.sweep import Late, whom_to_tell
from carehomes.issues.actions.telling import address_of, tell_of, tell_watchers
from carehomes.issues.actions.working import again, close_hand_off
from carehomes.issues.links import Target
from carehomes.issues.models import (
    OVER,
    Happened,
    Issue,
    IssueLink,
    IssueNote,
    IssueState,
    IssueStatus,
    IssueWatcher,
    IssueWords,
    Kind,
    Told,
)
from carehomes.issues.queries.people import Team, people_around
from carehomes.issues.queries.policies import due_for_several, policies_for
from carehomes.issues.rules import USUAL_PRIORITY, Candidate, Owner, first_owner
from carehomes.notifications.actions import Notice, tell_each
from carehomes.ui.forms.fields import sentence_part


@dataclass(frozen=True, slots=True)
class Cause:
    """What did not happen in a home: its key, what is written beside the issue, and what the issue belongs to."""

    home: CareHome
    key: UUID
    words: str
    link: Target


def raise_by_itself(*, kind: Kind, title: str, causes: Sequence[Cause], now: datetime) -> int:
    """An owned issue for each cause that has none, due and escalated by policy, its people told. In a system scope; returns how many.

    A fixed number of statements however many there are. A home with which nobody works any more is left out: no organisation could
    own it.
    """
    there = {each.key: each for each in Issue.objects.filter(key__in=[cause.key for cause in causes])}
    for cause in causes:
        if cause.key in there and there[cause.key].state in OVER:
            _reopen(there[cause.key].pk, cause.words, now)
    fresh = {cause.key: cause for cause in causes if cause.key not in there}
    owners = _owners(kind, {each.home.pk for each in fresh.values()})
    issues = [_row(kind, each, owners[each.home.pk], now) for each in fresh.values() if each.home.pk in owners]
    if issues:
        _set_times(issues, kind, now)
        Issue.objects.bulk_create(issues)
        _write_beside(issues, title, fresh, now)
        _tell(issues, now)
    return len(issues)


def _owners(kind: Kind, homes: Collection[int]) -> dict[int, Owner]:
    """Home → the organisation that the routing rule names. Kinds that Homeround raises go to organisations, to no named person."""
    candidates: dict[int, list[Candidate]] = defaultdict(list)
    serving = working_today().filter(home__in=list(homes)).select_related("organisation").order_by("starts_on", "pk")
    for each in serving:
        owner = Owner(each.organisation_id, each.organisation.name)
        candidates[each.home_id].append(Candidate(str(each.kind), owner))
    return {home: first_owner(kind, found, found[0].owner) for home, found in candidates.items()}


def _row(kind: Kind, cause: Cause, owner: Owner, now: datetime) -> Issue:
    return Issue(
        home=cause.home,
        kind=kind,
        priority=USUAL_PRIORITY[kind],
        state=IssueState.OPEN,
        owner_organisation=Organisation(pk=owner.organisation_id, name=owner.organisation),
        raised_at=now,
        raised_by_user_id=0,  # nobody's account: the column is older than issues that nobody raises
        raised_by_name=HOMEROUND.name,
        raised_by_organisation_name="",
        key=cause.key,
    )


def _set_times(issues: Sequence[Issue], kind: Kind, now: datetime) -> None:
    """As `records.set_due`, for all of them at once."""
    owners, today = {each.home_id: each.owner_organisation_id for each in issues}, london_today(now)
    due = due_for_several(set(owners.values()), kind, USUAL_PRIORITY[kind], today)
    policies = policies_for(owners, kind, today)
    for each in issues:
        theirs = due[each.owner_organisation_id]
        each.due_at = theirs.after(now)
        arm_by(each, policies[each.home_id], theirs)


def _write_beside(issues: Sequence[Issue], title: str, causes: dict[UUID, Cause], now: datetime) -> None:
    IssueWords.objects.bulk_create(IssueWords(issue=each, home_id=each.home_id, title=title) for each in issues)
    IssueLink.objects.bulk_create(
        IssueLink(issue=each, home_id=each.home_id, kind=link.kind, target_id=link.target_id)
        for each in issues
        for link in [causes[each.key].link]
    )
    statuses = IssueStatus.objects.bulk_create(_status(each, now) for each in issues)
    IssueNote.objects.bulk_create(
        IssueNote(
            issue=each.issue,
            home_id=each.home_id,
            status=each,
            text=causes[each.issue.key].words,
            key=uuid4(),
            at=now,
            by_name=HOMEROUND.name,
        )
        for each in statuses
    )


def _status(issue: Issue, now: datetime) -> IssueStatus:
    return IssueStatus(
        issue=issue,
        home_id=issue.home_id,
        happened=Happened.RAISED,
        state=issue.state,
        priority=issue.priority,
        owner_organisation_name=issue.owner_organisation.name,
        revision=issue.revision,
        at=now,
        by_name=HOMEROUND.name,
    )


def _tell(issues: Sequence[Issue], now: datetime) -> None:
    """The home's coordinators, else everybody of the owner who works on issues; they watch it from now on."""
    callers = whom_to_tell([Late(each.home_id, [Told.COORDINATOR]) for each in issues], now)
    everybody = whom_to_tell([Late(each.home_id, [Told.OWNERS], each.owner_organisation_id) for each in issues], now)
    people = [some or all_of_them for some, all_of_them in zip(callers, everybody, strict=True)]
    IssueWatcher.objects.bulk_create(
        IssueWatcher(issue=issue, home_id=issue.home_id, user_id=user_id, name=name, since=now)
        for issue, told in zip(issues, people, strict=True)
        for user_id, name in told.items()
    )
    tell_each((_notice(issue, told) for issue, told in zip(issues, people, strict=True)), kind=kinds.GIVEN)


def _notice(issue: Issue, told: Iterable[int]) -> Notice:
    title = f"Issue {issue.pk}, {issue.home.name}: {sentence_part(issue.get_kind_display())}"[:200]
    return Notice(told, title, address_of(issue), f"issue-{issue.pk}-{issue.revision}")


def _reopen(issue_id: int, words: str, now: datetime) -> None:
    """What was over has happened again."""
    issue = locked(issue_id)
    again(issue, now)
    status = write(issue, Happened.REOPENED, by=HOMEROUND, now=now, event="reopen", words=words)
    tell_of(issue, status, Team(issue.home_id))


def _still_open() -> QuerySet[Issue, tuple[int]]:
    rows = Issue.objects.filter(OneOf("home_id", given_ids("homes")), closed_at=None)
    return rows.filter(kind=given_text("kind")).values_list("pk")


_STILL_OPEN = Prepared(_still_open)


def withdraw_by_itself(
    *, kind: Kind, home_ids: Collection[int], why: str, now: datetime, but: Collection[int] = ()
) -> int:
    """What these homes have open of a kind that Homeround raises is over, with the reason. Returns how many; runs in the open scope.

    Who watches is told, but those accounts who know already. The home is not: nobody has asked it anything.
    """
    found = [issue_id for (issue_id,) in _STILL_OPEN.tuples(kind=kind, homes=list(home_ids))]
    withdraw_these(found, why=why, now=now, but=but)
    return len(found)


def withdraw_these(issue_ids: Iterable[int], *, why: str, now: datetime, but: Collection[int] = ()) -> None:
    """The same for issues that are known already; what is over by now stays as it is."""
    for issue_id in sorted(issue_ids):
        issue = locked(issue_id)
        if issue.state in OVER:
            continue
        close_hand_off(issue, why, by=HOMEROUND, now=now)
        issue.closed_at = now
        status = write(issue, Happened.WITHDRAWN, by=HOMEROUND, now=now, event="withdraw", words=why)
        tell_watchers(issue, status, people_around(issue.home_id), but)
