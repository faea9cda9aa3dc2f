"""Comments, watching, and files."""

import hashlib
from datetime import datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.issues.actions.records import doer, note
from carehomes.issues.actions.telling import tell_of_comment
from carehomes.issues.files import Upload
from carehomes.issues.models import Issue, IssueFile, IssueNote, IssueWatcher
from carehomes.issues.queries.people import Team
from carehomes.issues.rules import mentions
from carehomes.issues.transitions import Refused

MOST_FILES = 20


def comment(*, issue_id: int, text: str, key: UUID, by: Acting, now: datetime) -> IssueNote:
    """Words for everybody who works on it, the home included. Its owner, watchers and whom it names with @ are told."""
    require(by, Permission.RAISE_ISSUES)
    if not text.strip():
        raise Refused("Write a comment first.")
    with atomic():
        issue = _visible(issue_id)
        first = IssueNote.objects.filter(key=key).first()
        if first is not None:
            return first
        team = Team(issue.home_id)
        named = mentions(text, {each.user_id: each.name for each in team.people if each.sees_residents})
        written = note(issue, text.strip(), by=doer(by), now=now, key=key, mentioned=named)
        tell_of_comment(issue, written, team)
        return written


def _visible(issue_id: int) -> Issue:
    """Locked, so that two sendings of one form follow each other."""
    return Issue.objects.select_for_update(of=("self",)).select_related("home").get(pk=issue_id)


def set_watching(*, issue_id: int, watching: bool, by: Acting, now: datetime) -> None:
    """Whether this person is told what becomes of it. Its owner is told in any case."""
    require(by, Permission.SEE_ISSUES)
    with atomic():
        issue = _visible(issue_id)
        watcher = IssueWatcher.objects.filter(issue=issue, user_id=by.user_id).first()
        if watcher is None:
            watcher = IssueWatcher(issue=issue, home_id=issue.home_id, user_id=by.user_id, name=by.person, since=now)
        watcher.stopped_at = None if watching or issue.owner_user_id == by.user_id else now
        watcher.save()


def attach(*, issue_id: int, upload: Upload, key: UUID, by: Acting, now: datetime) -> IssueFile:
    """Keeps a checked file with the issue. The same key again gives the first one."""
    require(by, Permission.RAISE_ISSUES)
    with atomic():
        issue = _visible(issue_id)
        first = IssueFile.objects.defer("content").filter(key=key).first()
        if first is not None:
            return first
        if IssueFile.objects.filter(issue=issue).count() >= MOST_FILES:
            raise Refused(f"An issue can have {MOST_FILES} files. Put the next ones into another issue.")
        return IssueFile.objects.create(
            issue=issue,
            home_id=issue.home_id,
            name=upload.name,
            content_type=upload.content_type,
            size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(),
            content=upload.content,
            key=key,
            at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
        )
