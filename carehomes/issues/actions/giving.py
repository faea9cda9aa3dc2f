"""Giving an issue to another organisation or person, one or many at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.issues.actions.records import Doer, begin, doer, write
from carehomes.issues.actions.telling import tell_of, watch
from carehomes.issues.models import OVER, Happened, Issue
from carehomes.issues.queries.people import Person, Team, callers_of, workers
from carehomes.issues.rules import Owner
from carehomes.issues.transitions import Refused


def owner_among(people: Collection[Person], organisation_id: int, user_id: int | None) -> Owner:
    """The owner that was chosen, if they work with the home and may read its residents. Raises `Refused`."""
    those = workers(people, organisation_id)
    if not those:
        raise Refused("This organisation has nobody who works with the home.")
    person = next((each for each in those if each.user_id == user_id), None)
    if user_id is not None and person is None:
        raise Refused("This person does not work with the home for this organisation.")
    return Owner(
        organisation_id, those[0].organisation, person.user_id if person else None, person.name if person else ""
    )


def assign(
    *,
    issue_id: int,
    organisation_id: int,
    user_id: int | None,
    key: UUID,
    by: Acting,
    now: datetime,
    words: str = "",
    seen: int | None = None,
) -> Issue:
    """Another owner: an organisation, and a person of it where one is named. What was accepted waits to be accepted again."""
    require(by, Permission.ASSIGN_ISSUES)
    with atomic():
        issue, fresh = begin(issue_id, "assign", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        team = Team(issue.home_id)
        owner = owner_among(team.people, organisation_id, user_id)
        return give(issue, owner, team, Happened.ASSIGNED, by=doer(by), now=now, key=key, words=words.strip())


def give(
    issue: Issue,
    owner: Owner,
    team: Team,
    happened: Happened,
    *,
    by: Doer,
    now: datetime,
    key: UUID | None = None,
    words: str = "",
) -> Issue:
    """Writes the new owner, makes whom it waits for watch, and tells them. The caller has locked the issue."""
    issue.owner_organisation_id = owner.organisation_id
    issue.owner_user_id, issue.owner_name = owner.user_id, owner.name
    status = write(issue, happened, by=by, now=now, event="assign", key=key, words=words)
    waiting = [each for each in team.people if each.user_id == owner.user_id]
    watch(issue, waiting or callers_of(team, owner.organisation_id), now)
    tell_of(issue, status, team)
    return issue


def bulk_assign(
    *, issue_ids: Sequence[int], organisation_id: int, user_id: int | None, key: UUID, by: Acting, now: datetime
) -> list[int]:
    """Gives many to one owner, and returns those that it reached. Left as they are: what is over, not visible, or of a home with which
    that owner does not work. The same form again gives nothing twice.
    """
    require(by, Permission.ASSIGN_ISSUES)
    done = []
    with atomic():
        open_ones = Issue.objects.filter(pk__in=issue_ids).exclude(state__in=OVER).order_by("pk")
        for issue_id in open_ones.values_list("pk", flat=True):
            one_key = uuid5(key, str(issue_id))
            try:
                assign(issue_id=issue_id, organisation_id=organisation_id, user_id=user_id, key=one_key, by=by, now=now)
            except Refused:
                continue
            done.append(issue_id)
    return done
