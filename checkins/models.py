"""Weekly check-ins, what they report, and residents who need someone.

A check-in's row holds no free text and no resident, so that a commissioner may count it; what was said is in rows of class resident.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carehomes.access.history import tracked
from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident


class CheckInState(models.TextChoices):
    SCHEDULED = "scheduled", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    NO_ANSWER = "no_answer", "No answer"
    COMPLETED = "completed", "Done"
    DECLINED = "declined", "Declined by the home"
    CANCELLED = "cancelled", "Cancelled"


class Mode(models.TextChoices):
    PHONE = "phone", "Phone"
    VIDEO = "video", "Video"
    VISIT = "visit", "Visit"


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
        ]

    def __str__(self) -> str:
        return f"check-in {self.home_id} {self.week}"


class CheckInStatus(models.Model):
    """Appended at every change of state: what, when, by whom, why."""

    data_class = DataClass.HOME
    append_only = True
    staff = frozenset({"by_name"})
    impersonal = frozenset("by_organisation_name reason".split())
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="statuses")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CheckInState)
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["check_in", "-at"], name="checkins_status_check_in"),
            models.Index(fields=["home", "-at"], name="checkins_status_home"),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id}: {self.state}"


class Attempt(models.Model):
    """A call that was not answered, or was put off. An attempt is never a loss: the check-in stays open."""

    class Outcome(models.TextChoices):
        NO_ANSWER = "no_answer", "No answer"
        ENGAGED = "engaged", "Engaged"
        RING_BACK = "ring_back", "They ask to be rung back"
        WRONG_NUMBER = "wrong_number", "Wrong number"

    data_class = DataClass.HOME
    append_only = True
    staff = frozenset({"by_name"})
    impersonal = frozenset({"by_organisation_name"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="attempts")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    ring_back_at = models.TimeField(null=True, blank=True)
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200)
    key = models.UUIDField(unique=True, help_text="The form that was sent: a double click is one attempt")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["check_in", "at"], name="checkins_attempt_check_in"),
            models.Index(fields=["home", "-at"], name="checkins_attempt_home"),
        ]

    def __str__(self) -> str:
        return f"attempt on {self.check_in_id}"


class CheckInDraft(models.Model):
    """What is typed so far, as form fields. One per check-in, so that a colleague can go on; deleted when it is completed."""

    data_class = DataClass.RESIDENT
    personal = frozenset("fields changes".split())
    staff = frozenset({"saved_by_name"})
    check_in = models.OneToOneField(
        CheckIn, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="draft"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict, help_text="Name of a field: the values it was sent with")
    changes = models.JSONField(
        default=dict, help_text="Name of a field: who changed it last, in which revisions; see rules.merge"
    )
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every save; a stale form is told")
    saved_at = models.DateTimeField()
    saved_by_user_id = models.BigIntegerField()
    saved_by_name = models.CharField(max_length=150)

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


class FormVersion(models.Model):
    """The sections of the check-in form from a date on, as data. Answers keep the version that they answered."""

    data_class = DataClass.REFERENCE
    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateField()
    sections = models.JSONField(help_text="In order: key, title, help; see checkins.sections")

    def __str__(self) -> str:
        return f"form {self.number}"


@tracked()
class SectionAnswer(models.Model):
    """What a home said about one section: nothing to report, or something, in words. Something stays open until it is done."""

    data_class = DataClass.RESIDENT
    personal = frozenset({"text"})
    staff = frozenset("raised_by_name done_by_name".split())
    impersonal = frozenset({"section"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="answers")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    something = models.BooleanField()
    text = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    raised_by_name = models.CharField(max_length=150)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_name = models.CharField(max_length=150, blank=True)
    done_in = models.ForeignKey(
        CheckIn,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The check-in in which the home said so",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_in", "section"], name="checkins_answer_once"),
            models.CheckConstraint(
                condition=Q(something=False, text="") | (Q(something=True) & ~Q(text="")), name="checkins_answer_text"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["home", "raised_at"], condition=Q(something=True, done_at=None), name="checkins_answer_open"
            ),
            models.Index(fields=["home"], name="checkins_answer_home"),
        ]

    def __str__(self) -> str:
        return f"answer {self.section} of {self.check_in_id}"


class Urgency(models.TextChoices):
    SAME_DAY = "same_day", "Same day"
    WITHIN_48_HOURS = "within_48_hours", "Within 48 hours"
    THIS_ROUND = "this_round", "This round"
    ROUTINE = "routine", "Routine"


class Reason(models.TextChoices):
    """Why a resident needs someone (seed row 004-9; NHS England, EHCH)."""

    HOSPITAL_DISCHARGE = "hospital_discharge", "Back from hospital"
    NEW_ADMISSION = "new_admission", "New to the home"
    CHANGE_IN_CONDITION = "change_in_condition", "Change in condition"
    SOFT_SIGNS = "soft_signs", "Soft signs"
    NEWS2 = "news2", "NEWS2"
    FALL = "fall", "Fall"
    END_OF_LIFE = "end_of_life", "End of life"
    MEDICINES = "medicines", "Medicines"
    INFECTION = "infection", "Infection"
    BEHAVIOUR = "behaviour", "Behaviour or delirium"
    WEIGHT_LOSS = "weight_loss", "Weight loss"
    FAMILY_CONCERN = "family_concern", "Family concern"
    PLAN_DUE = "plan_due", "Care and support plan due"
    REVIEW_DUE = "review_due", "Medicines review due"
    OTHER = "other", "Other"


class NominationState(models.TextChoices):
    RAISED = "raised", "Raised"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    WITHDRAWN = "withdrawn", "Withdrawn"


@tracked()
class Nomination(models.Model):
    """A resident who needs someone: why, how soon, in a sentence."""

    data_class = DataClass.RESIDENT
    personal = frozenset("sentence withdrawn_reason".split())
    staff = frozenset("raised_by_name acknowledged_by_name withdrawn_by_name".split())
    impersonal = frozenset("raised_by_organisation_name reasons".split())
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="nominations")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    check_in_id = models.BigIntegerField(
        null=True, blank=True, help_text="The check-in that raised it; it may lie in a home of before"
    )
    raised_at_home = models.ForeignKey(
        CareHome, on_delete=models.PROTECT, related_name="+", help_text="Where the resident lived then"
    )
    urgency = models.CharField(max_length=16, choices=Urgency)
    reasons = models.JSONField(default=list, help_text="Values of Reason")
    sentence = models.TextField()
    state = models.CharField(max_length=12, choices=NominationState, default=NominationState.RAISED)
    raised_at = models.DateTimeField()
    raised_by_user_id = models.BigIntegerField()
    raised_by_name = models.CharField(max_length=150)
    raised_by_organisation_name = models.CharField(max_length=200)
    acknowledge_by = models.DateTimeField(
        null=True, blank=True, help_text="Same day only: the policy's time after it was raised"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by_user_id = models.BigIntegerField(null=True, blank=True)
    acknowledged_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    key = models.UUIDField(unique=True, help_text="Made when it was typed: a resend is the same nomination")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="acknowledged")
                | Q(acknowledged_at__isnull=False, acknowledged_by_user_id__isnull=False),
                name="checkins_nomination_acknowledged_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="checkins_nomination_withdrawn_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["home", "urgency", "raised_at"], condition=Q(state="raised"), name="checkins_nomination_open"
            ),
            models.Index(fields=["home", "-raised_at"], name="checkins_nomination_home"),
            models.Index(fields=["resident", "-raised_at"], name="checkins_nomination_person"),
            models.Index(fields=["check_in_id"], name="checkins_nomination_check_in"),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"


class Policy(models.Model):
    """A dated setting of an organisation, such as the time within which a same-day concern must be acknowledged.

    The row of an organisation that serves the home wins over the general one (organisation null). Never overwritten: succeeded.
    """

    data_class = DataClass.REGISTER
    impersonal = frozenset("name value valid_from valid_to source".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds")
    source = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "organisation", "valid_from"], name="checkins_policy_name")]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"
