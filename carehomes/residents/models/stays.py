"""Where a resident lives and has lived, and their time in hospital or away."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carehomes.access.history import tracked
from carehomes.directory.models import CareHome
from carehomes.residents.models.resident import OfResident


class ArrivedFrom(models.TextChoices):
    OWN_HOME = "own_home", "Their own home"
    HOSPITAL = "hospital", "Hospital"
    OTHER_HOME = "other_home", "Another care home"
    HOSPICE = "hospice", "Hospice"
    OTHER = "other", "Somewhere else"
    NOT_KNOWN = "not_known", "Not known"


class StayKind(models.TextChoices):
    PERMANENT = "permanent", "Permanent"
    RESPITE = "respite", "Respite or temporary"
    DISCHARGE_TO_ASSESS = "discharge_to_assess", "Discharge to assess"


class StayEnd(models.TextChoices):
    MOVED_HOME = "moved_home", "Moved to another care home"
    WENT_HOME = "went_home", "Went to their own home"
    HOSPITAL = "hospital", "Hospital, will not come back"
    HOSPICE = "hospice", "Hospice"
    DIED = "died", "Died"
    OTHER = "other", "Somewhere else"
    RECORDED_IN_ERROR = "recorded_in_error", "Recorded in error"


@tracked()
class Stay(OfResident):
    """From arriving at a home to leaving it. `stayed_at` is that home; `home` follows the resident."""

    personal = frozenset("arrived_from_detail left_to_detail".split())
    impersonal = frozenset("arrived_on left_on".split())
    stayed_at = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=StayKind)
    arrived_on = models.DateField()
    arrived_from = models.CharField(max_length=12, choices=ArrivedFrom)
    arrived_from_detail = models.CharField(max_length=150, blank=True, help_text="Which hospital or home")
    left_on = models.DateField(null=True, blank=True)
    left_to = models.CharField(max_length=20, choices=StayEnd, blank=True)
    left_to_detail = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resident"], condition=Q(left_on=None), name="residents_stay_one_open"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("arrived_on")), name="residents_stay_dates"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None, left_to="") | (Q(left_on__isnull=False) & ~Q(left_to="")),
                name="residents_stay_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "-arrived_on"], name="residents_stay_home"),
            models.Index(fields=["resident", "-arrived_on"], name="residents_stay_resident"),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"


@tracked()
class Absence(OfResident):
    """Time in hospital or away during a stay. Coming back starts the deadlines of a re-admission.

    An absence without `back_on` in a stay that has ended: the person did not come back from it. Recorded in error: `removed_on`.
    """

    personal = frozenset("place reason removed_reason".split())
    impersonal = frozenset("went_on back_on removed_on".split())

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", "Hospital"
        LEAVE = "leave", "Away, with family or on leave"

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind)
    place = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    planned = models.BooleanField(null=True, help_text="Null: not known")
    went_on = models.DateField()
    back_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(back_on=None, removed_on=None), name="residents_absence_open_once"
            ),
            models.CheckConstraint(
                condition=Q(back_on=None) | Q(back_on__gte=F("went_on")), name="residents_absence_dates"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "-went_on"], name="residents_absence_home"),
            models.Index(fields=["resident", "-went_on"], name="residents_absence_resident"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
