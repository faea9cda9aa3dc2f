"""Raising an issue: written once, owned at once, due by policy, its people told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import UUIDField

from carehomes.access.acting import Acting
from carehomes.access.models import Organisation
from carehomes.access.permissions import require
from carehomes.access.prepared import Given, Prepared
from carehomes.access.roles import Permission
from carehomes.access.rows import insert
from carehomes.access.scopes import atomic
from carehomes.directory.models import CareHome
from carehomes.issues.actions.records import doer, set_due, status_of
from carehomes.issues.actions.telling import tell_of_new
from carehomes.issues.links import Target
from carehomes.issues.models import Happened, Issue, IssueLink, IssueState, IssueWords, Kind, SaidBy
from carehomes.issues.queries.people import Team, candidates_for
from carehomes.issues.rules import USUAL_PRIORITY, Owner, first_owner
from carehomes.issues.transitions import Refused

LONGEST_TITLE = 100


@dataclass(frozen=True)
class NewIssue:
    """What a form or another room says about a new issue. Without a priority it gets the usual one of its kind."""

    home_id: int
    kind: str
    title: str
    key: UUID
    resident_id: int | None = None
    priority: str = ""
    said: str = ""
    said_by: str = ""
    said_how: str = SaidBy.HERE
    links: Sequence[Target] = ()
    due_on: date | None = None  # a day that was agreed; without one it is due by policy


def raise_issue(*, new: NewIssue, by: Acting, now: datetime) -> Issue:
    """The issue, with an owner; the same key again gives the first one. Raises CareHome.DoesNotExist for a home that is not visible.

    It goes to whom `rules.ROUTES` names for its kind. Who raised it and the home's coordinators watch it.
    """
    require(by, Permission.RAISE_ISSUES)
    with atomic():
        first = _BY_KEY.first(key=new.key)
        return first or raise_issues(new=[new], team=Team(new.home_id), by=by, now=now)[0]


def raise_issues(*, new: Sequence[NewIssue], team: Team, by: Acting, now: datetime) -> list[Issue]:
    """The same for several of one home at once, in their order: as many statements that write as for one.

    `team`: of that home. Part of an action that has opened its transaction and knows, by its lock, that these keys are new.
    """
    require(by, Permission.RAISE_ISSUES)
    titled = [replace(each, title=" ".join(each.title.split())[:LONGEST_TITLE]) for each in new]
    if not all(each.title for each in titled):
        raise Refused("Say in a few words what it is.")
    return _raise(titled, team, by, now) if titled else []


def _raise(new: Sequence[NewIssue], team: Team, by: Acting, now: datetime) -> list[Issue]:
    if not any(each.user_id == by.user_id for each in team.people):
        raise CareHome.DoesNotExist
    candidates, last = candidates_for(team), Owner(by.organisation_id, by.organisation)
    issues = [_row(each, team.around.home, first_owner(each.kind, candidates, last), by, now) for each in new]
    for issue in issues:
        set_due(issue, now, serving=team.around.serving)
    insert(issues)
    insert(_words(each, issue) for each, issue in zip(new, issues, strict=True))
    insert(
        IssueLink(issue=issue, home_id=issue.home_id, kind=link.kind, target_id=link.target_id)
        for each, issue in zip(new, issues, strict=True)
        for link in each.links
    )
    statuses = insert(status_of(each, Happened.RAISED, by=doer(by), now=now) for each in issues)
    tell_of_new(list(zip(issues, statuses, strict=True)), team, now)
    return issues


def _row(new: NewIssue, home: CareHome, owner: Owner, by: Acting, now: datetime) -> Issue:
    return Issue(
        home=home,
        resident_id=new.resident_id,
        kind=Kind(new.kind),
        priority=new.priority or USUAL_PRIORITY[Kind(new.kind)],
        state=IssueState.OPEN,
        owner_organisation=Organisation(
            pk=owner.organisation_id, name=owner.organisation
        ),  # its name is all that is told
        owner_user_id=owner.user_id,
        owner_name=owner.name,
        due_on=new.due_on,
        raised_at=now,
        raised_by_user_id=by.user_id,
        raised_by_name=by.person,
        raised_by_organisation_name=by.organisation,
        key=new.key,
    )


def _words(new: NewIssue, issue: Issue) -> IssueWords:
    return IssueWords(
        issue=issue,
        home_id=issue.home_id,
        title=new.title,
        said=new.said.strip(),
        said_by=new.said_by.strip(),
        said_how=new.said_how,
    )


_BY_KEY = Prepared(lambda: Issue.objects.filter(key=Given("key", UUIDField())))
