"""Who is told of what happened to an issue. Titles name the home and the number, never a resident or what it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse

from carehomes.access.rows import insert
from carehomes.issues import kinds
from carehomes.issues.models import Happened, Issue, IssueNote, IssueStatus, IssueWatcher
from carehomes.issues.queries.people import Person, Team, callers_of, of_the_home
from carehomes.notifications.actions import Notice, tell, tell_each
from carehomes.notifications.kinds import Kind

TO_OWNER = frozenset(
    {Happened.RAISED, Happened.ASSIGNED, Happened.NOT_DONE, Happened.REOPENED, Happened.MOVED, Happened.OWNER_LEFT}
)
TO_HOME = frozenset({Happened.RESOLVED, Happened.WITHDRAWN})

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Happened.RAISED: "a new issue",
        Happened.ACCEPTED: "accepted by {by}",
        Happened.ASSIGNED: "given to {owner}",
        Happened.STARTED: "started by {by}",
        Happened.HANDED_OFF: "handed off by {by}",
        Happened.CAME_BACK: "an answer came back",
        Happened.RESOLVED: "resolved by {by}, is it done?",
        Happened.CONFIRMED: "the home says it is done",
        Happened.NOT_DONE: "the home says it is not done",
        Happened.CANNOT_SAY: "the home cannot say yet",
        Happened.REOPENED: "reopened by {by}",
        Happened.WITHDRAWN: "withdrawn by {by}",
        Happened.PRIORITY: "priority changed by {by}",
        Happened.MOVED: "moved here with a resident",
        Happened.OWNER_LEFT: "needs a new owner",
    }
)


def address_of(issue: Issue) -> str:
    """The path of the issue's page."""
    return reverse("issues:issue", args=[issue.pk])


def watch(issue: Issue, people: Iterable[Person], now: datetime) -> None:
    """From now on these are told what becomes of it. Somebody who stopped watching is not made to start again."""
    IssueWatcher.objects.bulk_create(_watchers(issue, people, now), ignore_conflicts=True)


def _watchers(issue: Issue, people: Iterable[Person], now: datetime) -> list[IssueWatcher]:
    return [
        IssueWatcher(issue=issue, home_id=issue.home_id, user_id=each.user_id, name=each.name, since=now)
        for each in {each.user_id: each for each in people}.values()
    ]


def tell_of(issue: Issue, status: IssueStatus, team: Team) -> None:
    """Tells the owner, the home and the watchers, each once and in the most telling way; never whoever did it.

    `team`: those who work with the home now, so that nobody who has left is told.
    """
    owners = owners_of(issue, team) if status.happened in TO_OWNER else set()
    home = {each.user_id for each in of_the_home(team.people)} if status.happened in TO_HOME else set()
    watching = (_watching(issue, team.people) | _told_before(issue, status, team.people)) - owners - home
    for told, kind in ((owners, kinds.GIVEN), (home, kinds.TO_CONFIRM), (watching, kinds.NEWS)):
        _tell(issue, status, told - {status.by_user_id or 0}, kind)


def tell_of_new(raised: Sequence[tuple[Issue, IssueStatus]], team: Team, now: datetime) -> None:
    """As `watch` and `tell_of` of new issues, all at once: those for whom they wait watch and are told; whoever raised them watches."""
    watchers, notices = [], []
    for issue, status in raised:
        owners, themselves = owners_of(issue, team), {status.by_user_id or 0}
        watchers += _watchers(issue, (each for each in team.people if each.user_id in owners | themselves), now)
        if told := owners - themselves:
            notices.append(_notice(issue, status, told))
    insert(watchers)
    tell_each(notices, kind=kinds.GIVEN)


def tell_watchers(issue: Issue, status: IssueStatus, people: Collection[Person], but: Collection[int]) -> None:
    """Tells those who watch, and nobody else; `but`: accounts of those who know it already."""
    _tell(issue, status, _watching(issue, people) - set(but), kinds.NEWS)


def owners_of(issue: Issue, team: Team) -> set[int]:
    """For whom the next step of the owner waits."""
    if issue.owner_user_id:
        return {issue.owner_user_id} & {each.user_id for each in team.people}
    return {each.user_id for each in callers_of(team, issue.owner_organisation_id)}


def _watching(issue: Issue, people: Collection[Person]) -> set[int]:
    rows = IssueWatcher.objects.filter(issue=issue, stopped_at=None).values_list("user_id", flat=True)
    return set(rows) & {each.user_id for each in people}


def _told_before(issue: Issue, status: IssueStatus, people: Collection[Person]) -> set[int]:
    """Who was told that it is late hears as well that it is not needed any more."""
    if status.happened != Happened.WITHDRAWN:
        return set()
    rows = IssueStatus.objects.filter(issue=issue, happened=Happened.ESCALATED).values_list("told", flat=True)
    names = {name for told in rows for name in told}
    return {each.user_id for each in people if each.name in names}


def _tell(issue: Issue, status: IssueStatus, people: Collection[int], kind: Kind) -> None:
    if people:
        tell_each([_notice(issue, status, people)], kind=kind)


def _notice(issue: Issue, status: IssueStatus, people: Collection[int]) -> Notice:
    what = _WORDS[status.happened].format(by=status.by_name, owner=issue.owner_name or issue.owner_organisation.name)
    title = f"Issue {issue.pk}, {issue.home.name}: {what}"[:200]
    return Notice(people, title, address_of(issue), cause=f"issue-{issue.pk}-{issue.revision}")


def tell_of_comment(issue: Issue, note: IssueNote, team: Team) -> None:
    """Tells whom it names that they are named, and its owner and those who watch that it is there; never its writer."""
    named, writer = set(note.mentioned), {note.by_user_id or 0}
    others = (owners_of(issue, team) | _watching(issue, team.people)) - named
    for people, kind, what in (
        (named - writer, kinds.MENTIONED, "named you in a comment"),
        (others - writer, kinds.NEWS, "wrote a comment"),
    ):
        title = f"Issue {issue.pk}, {issue.home.name}: {note.by_name} {what}"[:200]
        tell(people, kind=kind, title=title, address=address_of(issue), cause=f"issue-note-{note.pk}")
