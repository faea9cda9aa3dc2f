"""Residents who need someone: why, how soon, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.models import DoneByOrItself
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident


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
    TRIAGED = "triaged", "Triaged"
    ON_AGENDA = "on_agenda", "On the agenda"
    SEEN = "seen", "Seen"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Somebody still owes the resident something. What is deferred comes back by its date.
WAITING_STATES = (
    NominationState.RAISED,
    NominationState.ACKNOWLEDGED,
    NominationState.TRIAGED,
    NominationState.ON_AGENDA,
    NominationState.DEFERRED,
)


class Contact(models.TextChoices):
    """How a clinician dealt with the resident. Being on an agenda is none (domain rule: only a recorded contact counts)."""

    FACE_TO_FACE = "face_to_face", "Face to face"
    VIDEO = "video", "By video"
    PHONE = "phone", "By phone"
    DISCUSSED = "discussed", "Discussed with the home"


@tracked()
class Nomination(models.Model):
    """A resident who needs someone: why, how soon, in a sentence; and what became of it.

    `urgency` is what the home asked for and stays; `agreed_urgency` is what a clinician made of it, with who, when and why.
    """

    data_class = DataClass.RESIDENT
    personal = frozenset("sentence agreed_why deferred_reason outcome withdrawn_reason".split())
    staff = frozenset("raised_by_name acknowledged_by_name agreed_by_name seen_by_name withdrawn_by_name".split())
    impersonal = frozenset("raised_by_organisation_name reasons deferred_until".split())
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
    agreed_urgency = models.CharField(max_length=16, choices=Urgency, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_user_id = models.BigIntegerField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=150, blank=True)
    agreed_why = models.CharField(max_length=300, blank=True)
    deferred_until = models.DateField(null=True, blank=True, help_text="The day on which it is looked at again")
    deferred_reason = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When a clinician dealt with the resident")
    seen_by_user_id = models.BigIntegerField(null=True, blank=True, help_text="The clinician, who may have no account")
    seen_by_name = models.CharField(max_length=150, blank=True)
    contact = models.CharField(max_length=12, choices=Contact, blank=True)
    outcome = models.TextField(blank=True, help_text="What was found and decided, in short")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    escalation_tier = models.PositiveSmallIntegerField(default=0, help_text="The last step of the policy that was told")
    next_escalation_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next step is told; empty once it is answered or nobody is left"
    )
    key = models.UUIDField(unique=True, help_text="Made when it was typed: a resend is the same nomination")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="checkins_nomination_id_home"),
            models.CheckConstraint(
                condition=~Q(state="acknowledged")
                | Q(acknowledged_at__isnull=False, acknowledged_by_user_id__isnull=False),
                name="checkins_nomination_acknowledged_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="checkins_nomination_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=(~Q(state="triaged") & Q(agreed_urgency="", agreed_at=None))
                | (~Q(agreed_urgency="") & Q(agreed_at__isnull=False, agreed_by_user_id__isnull=False)),
                name="checkins_nomination_agreed_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="deferred") | (Q(deferred_until__isnull=False) & ~Q(deferred_reason="")),
                name="checkins_nomination_deferred_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="seen") | (Q(seen_at__isnull=False) & ~Q(seen_by_name="") & ~Q(contact="")),
                name="checkins_nomination_seen_by",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["home", "urgency", "raised_at"],
                condition=Q(state__in=("raised", "acknowledged", "triaged", "on_agenda", "deferred")),
                name="checkins_nomination_waiting",
            ),
            models.Index(
                fields=["next_escalation_at"],
                condition=Q(state="raised", next_escalation_at__isnull=False),
                name="checkins_nomination_escalates",
            ),
            models.Index(fields=["home", "-raised_at"], name="checkins_nomination_home"),
            models.Index(fields=["resident", "-raised_at"], name="checkins_nomination_person"),
            models.Index(fields=["check_in_id"], name="checkins_nomination_check_in"),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

    @property
    def how_soon(self) -> str:
        """The urgency that holds: the one that a clinician agreed, before that the one that the home asked for."""
        return self.agreed_urgency or self.urgency


class OfNomination(models.Model):
    """Carries the nomination and the home that may see it; the composite key is made in the migration."""

    data_class = DataClass.RESIDENT
    append_only = True
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)s_rows"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class NominationStatus(OfNomination, DoneByOrItself):
    """Appended at every change of state: what, when, by whom, why; and the urgency and date that went with it."""

    personal = frozenset({"reason"})
    impersonal = frozenset({"until"})
    state = models.CharField(max_length=12, choices=NominationState)
    urgency = models.CharField(max_length=16, choices=Urgency, blank=True, help_text="Agreed with this step")
    until = models.DateField(null=True, blank=True, help_text="Deferred to this day")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["nomination", "at"], name="checkins_nomstatus_nomination"),
            models.Index(fields=["home", "-at"], name="checkins_nomstatus_home"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.state}"


class NominationEscalation(OfNomination):
    """A step of the escalation policy that was told, because nobody had acknowledged in time. Each step once."""

    impersonal = frozenset("told policy".split())
    tier = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    told = models.CharField(max_length=200, help_text="Whom, by role: never a resident")
    people = models.PositiveSmallIntegerField(help_text="How many accounts were told")
    policy = models.CharField(max_length=200, blank=True, help_text="The policy and its version")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "tier"], name="checkins_escalation_once")
        ]
        indexes: ClassVar = [models.Index(fields=["home", "-at"], name="checkins_escalation_home")]

    def __str__(self) -> str:
        return f"{self.nomination_id}: tier {self.tier}"
