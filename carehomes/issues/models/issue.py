"""The work item that crosses organisations: raised for a home, owned by somebody, closed by the home's own yes.

The issue's row and its statuses hold no free text and no name of a resident, so that a commissioner may count them. What was said is
in rows of class resident. Every child carries `home_id`, tied to the issue by a composite key, and the issue's to its resident's: a
resident who moves takes the issues along.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.models import DoneByOrItself, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.issues.models.kinds import Happened, IssueState, Kind, Priority, SaidBy
from carehomes.issues.models.policies import EscalationPolicy
from carehomes.residents.models import Resident


@tracked(inserts=False)
class Issue(models.Model):
    """One thing that a home needs done. It always has an owner organisation; only the home's yes closes it.

    `escalates_at` are the moments of its policy's tiers, worked out when the owner took it on; `next_escalation_at` is the first one
    that has not happened, and what the sweep looks for.
    """

    data_class = DataClass.HOME
    staff = frozenset("owner_name raised_by_name".split())
    impersonal = frozenset("raised_by_organisation_name due_on ask_again_on escalates_at".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="issues")
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, db_constraint=False, null=True, blank=True, related_name="issues"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    priority = models.CharField(max_length=12, choices=Priority)
    state = models.CharField(max_length=12, choices=IssueState, default=IssueState.OPEN)
    owner_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner_user_id = models.BigIntegerField(null=True, blank=True)
    owner_name = models.CharField(max_length=150, blank=True)
    raised_at = models.DateTimeField()
    raised_by_user_id = models.BigIntegerField()
    raised_by_name = models.CharField(max_length=150)
    raised_by_organisation_name = models.CharField(max_length=200)
    due_on = models.DateField(
        null=True, blank=True, help_text="A day that was agreed, on a round: it goes before the policy"
    )
    due_at = models.DateTimeField(
        help_text="Derived: the end of the agreed day, else when it was raised or reopened plus the policy's working hours"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the home said yes")
    closed_at = models.DateTimeField(null=True, blank=True)
    ask_again_on = models.DateField(
        null=True, blank=True, help_text="The home could not say: not asked before this day"
    )
    escalation_policy = models.ForeignKey(
        EscalationPolicy, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    escalation_tier = models.PositiveSmallIntegerField(default=0, help_text="How many tiers have happened")
    escalates_at = ArrayField(models.DateTimeField(), default=list, blank=True)
    next_escalation_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Grows with every status row; a stale form is told")
    key = models.UUIDField(unique=True, help_text="The form that raised it: a double click is one issue")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="issues_issue_id_home"),
            models.CheckConstraint(
                condition=(Q(state__in=("closed", "withdrawn")) & Q(closed_at__isnull=False))
                | (~Q(state__in=("closed", "withdrawn")) & Q(closed_at=None)),
                name="issues_issue_over_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(confirmed_at__isnull=False), name="issues_issue_closed_by_the_home"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("closed", "withdrawn", "resolved")) | Q(next_escalation_at=None),
                name="issues_issue_escalates_while_worked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "due_at"], condition=Q(closed_at=None), name="issues_issue_home_open"),
            models.Index(fields=["home", "-raised_at"], name="issues_issue_home"),
            models.Index(fields=["resident", "-raised_at"], name="issues_issue_resident"),
            models.Index(
                fields=["owner_organisation", "due_at"], condition=Q(closed_at=None), name="issues_issue_owner_open"
            ),
            models.Index(
                fields=["owner_organisation", "home"], condition=Q(closed_at=None), name="issues_issue_owner_homes"
            ),
            models.Index(
                fields=["owner_organisation", "-closed_at"],
                condition=Q(closed_at__isnull=False),
                name="issues_issue_owner_closed",
            ),
            models.Index(fields=["owner_user_id"], condition=Q(closed_at=None), name="issues_issue_owner_person"),
            models.Index(
                fields=["next_escalation_at"],
                condition=Q(next_escalation_at__isnull=False),
                name="issues_issue_escalates",
            ),
        ]

    def __str__(self) -> str:
        return f"issue {self.pk}"


class _OfIssue(models.Model):
    """Carries the issue and its home; the composite key is made in the migration."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)ss")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class IssueStatus(_OfIssue, DoneByOrItself):
    """Appended at everything that happens to an issue: what, by whom, and the state and owner from then on."""

    data_class = DataClass.HOME
    append_only = True
    staff = frozenset("owner_name told".split())
    impersonal = frozenset({"owner_organisation_name"})
    happened = models.CharField(max_length=12, choices=Happened)
    state = models.CharField(max_length=12, choices=IssueState)
    priority = models.CharField(max_length=12, choices=Priority)
    owner_organisation_name = models.CharField(max_length=200)
    owner_name = models.CharField(max_length=150, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of an escalation: which tier")
    policy = models.ForeignKey(EscalationPolicy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told = ArrayField(models.CharField(max_length=150), default=list, blank=True)
    revision = models.PositiveIntegerField(help_text="Of the issue, once this had happened")
    key = models.UUIDField(null=True, blank=True, unique=True, help_text="The form that was sent: once")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "revision"], name="issues_status_one_a_revision"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["issue", "-at"], name="issues_status_issue"),
            models.Index(fields=["home", "-at"], name="issues_status_home"),
        ]

    def __str__(self) -> str:
        return f"{self.happened} {self.issue_id}"


@tracked()
class IssueWords(models.Model):
    """What it is, what the home said, and the answer to the home."""

    data_class = DataClass.RESIDENT
    personal = frozenset("title said answer".split())
    staff = frozenset("said_by answered_by_name".split())
    impersonal = frozenset({"answered_by_organisation_name"})
    issue = models.OneToOneField(
        Issue, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="words"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    said = models.TextField(blank=True, help_text="What the home said, in its words")
    said_by = models.CharField(max_length=150, blank=True)
    said_how = models.CharField(max_length=8, choices=SaidBy, default=SaidBy.HERE)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    answered_by_organisation_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home"], name="issues_words_home")]

    def __str__(self) -> str:
        return f"words of {self.issue_id}"


class IssueNote(_OfIssue, DoneByOrItself):
    """A comment, or the words that go with something that happened. Written once."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset({"text"})
    staff = frozenset({"mentioned"})
    status = models.OneToOneField(
        IssueStatus, on_delete=models.PROTECT, null=True, blank=True, related_name="note", db_constraint=False
    )
    text = models.TextField()
    mentioned = ArrayField(models.BigIntegerField(), default=list, blank=True, help_text="Accounts named with @")
    key = models.UUIDField(unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["issue", "-at"], name="issues_note_issue"),
            models.Index(fields=["home"], name="issues_note_home"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


@tracked()
class HandOff(_OfIssue, DoneByOrItself):
    """Given to a system outside Homeround: which, its reference, when an answer is asked for, and what came back."""

    data_class = DataClass.RESIDENT
    personal = frozenset("outcome reference".split())
    staff = frozenset({"came_back_by_name"})
    impersonal = frozenset("system answer_by".split())
    system = models.CharField(max_length=150)
    reference = models.CharField(max_length=80, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    came_back_at = models.DateTimeField(null=True, blank=True)
    came_back_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue"], condition=Q(came_back_at=None), name="issues_handoff_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(came_back_at=None) | ~Q(outcome=""), name="issues_handoff_says_what_came_back"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["issue", "-at"], name="issues_handoff_issue"),
            models.Index(fields=["home"], name="issues_handoff_home"),
        ]

    def __str__(self) -> str:
        return f"hand-off {self.pk}"


class IssueFile(_OfIssue, DoneByOrItself):
    """A file that belongs to an issue, in the database, so that row security and backups hold for it as for the words."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset("name content".split())
    erased_as: ClassVar = {"content": b""}
    impersonal = frozenset("content_type sha256".split())
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100, help_text="As its first bytes say, not its name")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    key = models.UUIDField(unique=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["issue", "-at"], name="issues_file_issue"),
            models.Index(fields=["home"], name="issues_file_home"),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"


class IssueWatcher(_OfIssue):
    """Somebody who is told what becomes of an issue: its owner, who raised it, whoever asked to."""

    data_class = DataClass.HOME
    staff = frozenset({"name"})
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=150)
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "user_id"], name="issues_watcher_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user_id", "issue"], condition=Q(stopped_at=None), name="issues_watcher_person"),
            models.Index(fields=["home"], name="issues_watcher_home"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} watches {self.issue_id}"


class IssueLink(_OfIssue):
    """What an issue belongs to: a check-in, a round, a nomination. The room that registered the kind draws the link."""

    data_class = DataClass.HOME
    impersonal = frozenset({"kind"})
    kind = models.CharField(max_length=30, help_text="As registered in carehomes.issues.links")
    target_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "kind", "target_id"], name="issues_link_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "target_id"], name="issues_link_target"),
            models.Index(fields=["home"], name="issues_link_home"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id} of {self.issue_id}"
