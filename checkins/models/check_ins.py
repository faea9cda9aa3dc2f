"""The weekly call: its row, what happened to it, what was typed, and what the home said."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carehomes.access.history import tracked
from carehomes.access.models import DoneBy, DoneByOrItself, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome, RingMode
from checkins.models.drafts import Draft


class CheckInState(models.TextChoices):
    SCHEDULED = "scheduled", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    NO_ANSWER = "no_answer", "No answer"
    COMPLETED = "completed", "Done"
    DECLINED = "declined", "Declined by the home"
    CANCELLED = "cancelled", "Cancelled"


Mode = RingMode  # how one spoke to them; until then, how it is planned

OPEN_STATES = (CheckInState.SCHEDULED, CheckInState.IN_PROGRESS, CheckInState.NO_ANSWER)


@tracked(inserts=False)
class CheckIn(models.Model):
    """One home in one ISO week. Generated for all homes by one statement; the key makes a second run change nothing.

    `caller_*` is who took it, as they were called then.
    What is typed until then is in `CheckInDraft`.
    """

    data_class = DataClass.HOME
    staff = frozenset({"caller_name"})
    impersonal = frozenset("week due_on".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="check_ins")
    week = models.DateField(help_text="The Monday of its ISO week")
    due_on = models.DateField(help_text="The home's weekday; a bank holiday moves it inside the week")
    window_starts = models.TimeField()
    window_ends = models.TimeField()
    state = models.CharField(max_length=12, choices=CheckInState, default=CheckInState.SCHEDULED)
    mode = models.CharField(max_length=8, choices=Mode, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    caller_user_id = models.BigIntegerField(null=True, blank=True)
    caller_name = models.CharField(max_length=150, blank=True)
    caller_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    items_raised = models.PositiveSmallIntegerField(default=0)
    nominations_raised = models.PositiveSmallIntegerField(default=0)
    same_day_raised = models.PositiveSmallIntegerField(default=0)
    escalates_at = models.DateTimeField(
        null=True, blank=True, help_text="Where nobody has been reached by then, an issue is raised"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["home", "week"], name="checkins_checkin_once_a_week"),
            models.UniqueConstraint(fields=["id", "home"], name="checkins_checkin_id_home"),
            models.CheckConstraint(condition=Q(due_on__gte=F("week")), name="checkins_checkin_due_in_week"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False, caller_user_id__isnull=False),
                name="checkins_checkin_completed_by",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["week", "home"], name="checkins_checkin_week"),
            models.Index(fields=["home", "-week"], name="checkins_checkin_home"),
            models.Index(
                fields=["escalates_at"], condition=Q(escalates_at__isnull=False), name="checkins_checkin_escalates"
            ),
        ]

    def __str__(self) -> str:
        return f"check-in {self.home_id} {self.week}"


class CheckInStatus(DoneByOrItself):
    """Appended at every change of state: what, when, by whom, why."""

    data_class = DataClass.HOME
    append_only = True
    impersonal = frozenset({"reason"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="statuses")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CheckInState)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["check_in", "-at"], name="checkins_status_check_in"),
            models.Index(fields=["home", "-at"], name="checkins_status_home"),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id}: {self.state}"


class Attempt(DoneBy):
    """A call that was not answered, or was put off. An attempt is never a loss: the check-in stays open."""

    class Outcome(models.TextChoices):
        NO_ANSWER = "no_answer", "No answer"
        ENGAGED = "engaged", "Engaged"
        RING_BACK = "ring_back", "They ask to be rung back"
        WRONG_NUMBER = "wrong_number", "Wrong number"

    data_class = DataClass.HOME
    append_only = True
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="attempts")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    ring_back_at = models.TimeField(null=True, blank=True)
    again_at = models.DateTimeField(
        null=True, blank=True, help_text="The next try of that day, by the policy of then; null: it was the last"
    )
    key = models.UUIDField(unique=True, help_text="The form that was sent: a double click is one attempt")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["check_in", "at"], name="checkins_attempt_check_in"),
            models.Index(fields=["home", "-at"], name="checkins_attempt_home"),
        ]

    def __str__(self) -> str:
        return f"attempt on {self.check_in_id}"


class CheckInDraft(Draft):
    """What is typed so far, as form fields. One per check-in, so that a colleague can go on; deleted when it is completed."""

    data_class = DataClass.RESIDENT
    check_in = models.OneToOneField(
        CheckIn, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="draft"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_draft_home")]

    def __str__(self) -> str:
        return f"draft of {self.check_in_id}"


class Conversation(models.Model):
    """What a completed check-in says besides its answers: whom one spoke to, and what to mind next week. Written once."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset({"note"})
    staff = frozenset({"spoke_to"})
    check_in = models.OneToOneField(
        CheckIn, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="conversation"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    form_version = models.ForeignKey("FormVersion", on_delete=models.PROTECT, related_name="+")
    spoke_to = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="For whoever rings next week")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_conversation_home")]

    def __str__(self) -> str:
        return f"conversation of {self.check_in_id}"


@tracked()
class SectionAnswer(models.Model):
    """What a home said about one section: nothing to report, or something, in words, which an issue or a nomination carries on."""

    data_class = DataClass.RESIDENT
    personal = frozenset("text details".split())
    staff = frozenset({"raised_by_name"})
    impersonal = frozenset({"section"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="answers")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    form_version = models.ForeignKey("FormVersion", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    something = models.BooleanField()
    text = models.TextField(blank=True)
    details = models.JSONField(
        default=dict, help_text="Key of a question of the section: its answer; see check_in_form.schema"
    )
    raised_at = models.DateTimeField()
    raised_by_name = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_in", "section"], name="checkins_answer_once"),
            models.CheckConstraint(
                condition=Q(something=False, text="") | (Q(something=True) & ~Q(text="")), name="checkins_answer_text"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home"], name="checkins_answer_home"),
        ]

    def __str__(self) -> str:
        return f"answer {self.section} of {self.check_in_id}"
