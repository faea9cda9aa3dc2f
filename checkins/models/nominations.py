"""Residents who need someone: why, how soon, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
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
