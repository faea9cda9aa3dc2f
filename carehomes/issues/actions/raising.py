"""Raising an issue: written once, owned at once, due by policy, its people told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import UUIDField

from carehomes.access.acting import Acting
from carehomes.access.models import Organisation
from carehomes.access.permissions import require
from carehomes.access.prepared import Given, Prepared
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.directory.models import CareHome
from carehomes.issues.actions.records import append, doer, set_due
from carehomes.issues.actions.telling import tell_of, watch
from carehomes.issues.links import Target
from carehomes.issues.models import Happened, Issue, IssueLink, IssueState, IssueWords, Kind, SaidBy
from carehomes.issues.queries.people import Person, callers_of, candidates_for, people_around
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
    title = " ".join(new.title.split())[:LONGEST_TITLE]
    if not title:
        raise Refused("Say in a few words what it is.")
    with atomic():
        first = _BY_KEY.first(key=new.key)
        return first or _raise(new, title, by, now)


def _raise(new: NewIssue, title: str, by: Acting, now: datetime) -> Issue:
    people = people_around(new.home_id)
    if not any(each.user_id == by.user_id for each in people):
        raise CareHome.DoesNotExist
    last = Owner(by.organisation_id, by.organisation)
    owner = first_owner(new.kind, candidates_for(new.home_id, people), last)
    issue = _row(new, owner, by, now)
    set_due(issue, now)
    issue.save(force_insert=True)
    IssueWords.objects.create(
        issue=issue,
        home_id=issue.home_id,
        title=title,
        said=new.said.strip(),
        said_by=new.said_by.strip(),
        said_how=new.said_how,
    )
    IssueLink.objects.bulk_create(
        IssueLink(issue=issue, home_id=issue.home_id, kind=each.kind, target_id=each.target_id) for each in new.links
    )
    status = append(issue, Happened.RAISED, by=doer(by), now=now)
    watch(issue, _first_watchers(issue, people, by), now)
    tell_of(issue, status, people)
    return issue


def _row(new: NewIssue, owner: Owner, by: Acting, now: datetime) -> Issue:
    return Issue(
        home=_HOME.ask(home=new.home_id)[0],
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


_HOME = Prepared(lambda: CareHome.objects.filter(pk=Given("home")))
_BY_KEY = Prepared(lambda: Issue.objects.filter(key=Given("key", UUIDField())))


def _first_watchers(issue: Issue, people: list[Person], by: Acting) -> list[Person]:
    """Whoever raised it, its owner, and where it has no person yet those for whom it waits."""
    themselves = [each for each in people if each.user_id in (by.user_id, issue.owner_user_id)]
    waiting = [] if issue.owner_user_id else callers_of(issue.home_id, people, issue.owner_organisation_id)
    return themselves + waiting
