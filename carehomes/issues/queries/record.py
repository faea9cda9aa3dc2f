"""One issue with its story, in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import Http404

from carehomes.access.prepared import Given, Prepared
from carehomes.deadlines import london_today
from carehomes.directory.models import ContactNumber
from carehomes.directory.queries.together import rebuilt, together
from carehomes.issues.links import Target
from carehomes.issues.models import (
    HandOff,
    Issue,
    IssueFile,
    IssueLink,
    IssueNote,
    IssueStatus,
    IssueWatcher,
    IssueWords,
)
from carehomes.issues.queries.policies import hours_of

_FILE = ("id", "issue_id", "home_id", "name", "content_type", "size", "at", "by_name")
_WATCHER = ("id", "issue_id", "home_id", "user_id", "name")
_LINK = ("id", "issue_id", "home_id", "kind", "target_id")
_CONTACT = ("id", "home_id", "person_name", "phone", "is_main")
_HAND_OFF = (
    "id",
    "issue_id",
    "home_id",
    "system",
    "reference",
    "answer_by",
    "outcome",
    "at",
    "by_name",
    "came_back_at",
    "came_back_by_name",
)


@dataclass(frozen=True)
class Story:
    """An issue and all that hangs on it. `words` is None for somebody who may count it and not read it."""

    issue: Issue
    words: IssueWords | None
    statuses: Sequence[IssueStatus]
    notes: Sequence[IssueNote]
    hand_offs: Sequence[HandOff]
    files: Sequence[IssueFile]
    watchers: Sequence[IssueWatcher]
    targets: Sequence[Target]
    contact: ContactNumber | None
    hours: tuple[time, time]  # when its owner works

    @property
    def title(self) -> str:
        return self.words.title if self.words else f"{self.issue.get_kind_display()} issue"

    @property
    def phone(self) -> str:
        """The number to ring at the home."""
        return self.contact.phone if self.contact else self.issue.home.phone

    @property
    def open_hand_off(self) -> HandOff | None:
        return next((each for each in self.hand_offs if each.came_back_at is None), None)


def words_of(issue: Issue) -> IssueWords | None:
    """The words that came with the row, if the reader may have them."""
    return getattr(issue, "words", None)


def story_of(pk: int) -> Story:
    """Everything about one issue in three queries. Raises Http404 for one that the reader may not see."""
    found: Any = _STORY.first(issue=pk)
    if found is None:
        raise Http404
    contacts = [rebuilt(ContactNumber, row) for row in found.contact_rows]
    return Story(
        issue=found,
        words=words_of(found),
        statuses=_STATUSES.ask(issue=pk),
        notes=_NOTES.ask(issue=pk),
        hand_offs=[rebuilt(HandOff, row) for row in found.hand_off_rows],
        files=[rebuilt(IssueFile, row) for row in found.file_rows],
        watchers=[rebuilt(IssueWatcher, row) for row in found.watcher_rows],
        targets=[Target(row["kind"], row["target_id"]) for row in found.link_rows],
        contact=contacts[0] if contacts else None,
        hours=hours_of(found.owner_organisation_id, london_today()),
    )


def _story() -> QuerySet[Issue]:
    own = {"issue": OuterRef("pk")}
    rows = Issue.objects.filter(pk=Given("issue")).select_related(
        "home", "resident", "words", "owner_organisation", "escalation_policy"
    )
    return rows.annotate(
        file_rows=together(IssueFile.objects.filter(**own).order_by("pk"), _FILE),
        watcher_rows=together(IssueWatcher.objects.filter(**own, stopped_at=None).order_by("name"), _WATCHER),
        link_rows=together(IssueLink.objects.filter(**own).order_by("pk"), _LINK),
        hand_off_rows=together(HandOff.objects.filter(**own).order_by("-at", "-pk"), _HAND_OFF),
        contact_rows=together(
            ContactNumber.objects.filter(home=OuterRef("home"), removed_on=None).order_by("-is_main", "pk"), _CONTACT
        ),
    )


_STORY = Prepared(_story)
_STATUSES = Prepared(
    lambda: IssueStatus.objects.filter(issue=Given("issue")).select_related("policy").order_by("revision")
)
_NOTES = Prepared(lambda: IssueNote.objects.filter(issue=Given("issue")).order_by("at", "pk"))


def issue_of(pk: int) -> Issue:
    """The issue alone, with home, resident and words. Raises Http404."""
    found = Issue.objects.select_related("home", "resident", "words", "owner_organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
