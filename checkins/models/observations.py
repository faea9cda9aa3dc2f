"""What can be measured and what can be seen of a resident: observations, what is usual for them, soft signs, the hand-over."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident


class AboutResident(models.Model):
    """Carries the resident, the home that may see it, and who wrote it; the composite key is made in the migration."""

    data_class = DataClass.RESIDENT
    staff = frozenset({"recorded_by_name"})
    impersonal = frozenset({"recorded_by_organisation_name"})
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)s_rows")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_user_id = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=150)
    recorded_by_organisation_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Alertness(models.TextChoices):
    """ACVPU, in NEWS2's words."""

    ALERT = "A", "Alert"
    CONFUSED = "C", "New confusion"
    VOICE = "V", "Responds to voice"
    PAIN = "P", "Responds to pain"
    UNRESPONSIVE = "U", "Unresponsive"


class OxygenScale(models.IntegerChoices):
    """NEWS2's two scales for oxygen saturation."""

    USUAL = 1, "Scale 1, for most people"
    TARGET_88_TO_92 = 2, "Scale 2, target 88 to 92%"


class Vitals(AboutResident):
    """The parameters of NEWS2, each empty where it was not measured, and the score of that time with the table that gave it.

    Scale 2 holds only where a competent person decided on a target of 88 to 92%; who and when stands beside it.
    """

    personal = frozenset({"note"})
    staff = frozenset({"scale_decided_by"})
    impersonal = frozenset("scale_decided_on news2_band news2_version".split())
    respiration_rate = models.PositiveSmallIntegerField("breaths a minute", null=True, blank=True)
    spo2 = models.PositiveSmallIntegerField("oxygen saturation, %", null=True, blank=True)
    spo2_scale = models.PositiveSmallIntegerField(choices=OxygenScale, default=OxygenScale.USUAL)
    scale_decided_by = models.CharField(max_length=150, blank=True, help_text="Who decided on scale 2")
    scale_decided_on = models.DateField(null=True, blank=True)
    on_oxygen = models.BooleanField(null=True, blank=True)
    systolic_bp = models.PositiveSmallIntegerField("upper blood pressure, mmHg", null=True, blank=True)
    diastolic_bp = models.PositiveSmallIntegerField("lower blood pressure, mmHg", null=True, blank=True)
    pulse = models.PositiveSmallIntegerField("pulse a minute", null=True, blank=True)
    acvpu = models.CharField("alertness", max_length=1, choices=Alertness, blank=True)
    temperature = models.DecimalField("temperature, °C", max_digits=3, decimal_places=1, null=True, blank=True)
    news2_total = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: could not be calculated")
    news2_band = models.CharField(max_length=12, blank=True)
    news2_version = models.CharField(max_length=60, help_text="The table that gave the points")
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


SCALE_2_DECIDED = Q(spo2_scale=1) | (Q(spo2_scale=2, scale_decided_on__isnull=False) & ~Q(scale_decided_by=""))


class Observation(Vitals):
    """One set of observations. Written once: a correction is a new row that succeeds the old one and says why."""

    append_only = True
    personal = frozenset({"correction_reason"})
    staff = frozenset({"taken_by"})
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=150, help_text="Who measured")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, db_constraint=False, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="checkins_observation_id_home"),
            models.CheckConstraint(condition=SCALE_2_DECIDED, name="checkins_observation_scale_decided"),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(correction_reason=""), name="checkins_observation_corrected_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resident", "-taken_at"], name="checkins_observation_person"),
            models.Index(fields=["home", "-taken_at"], name="checkins_observation_home"),
        ]

    def __str__(self) -> str:
        return f"observation {self.pk}"


class Baseline(Vitals):
    """The resident's own usual values from a day on. Written once: a newer one succeeds it."""

    append_only = True
    impersonal = frozenset({"valid_from"})
    staff = frozenset({"said_by"})
    valid_from = models.DateField()
    said_by = models.CharField(max_length=150, help_text="Who says that this is usual, and from what")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=SCALE_2_DECIDED, name="checkins_baseline_scale_decided"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resident", "-valid_from"], name="checkins_baseline_person"),
            models.Index(fields=["home"], name="checkins_baseline_home"),
        ]

    def __str__(self) -> str:
        return f"baseline {self.pk}"


class SoftSign(models.TextChoices):
    """Early changes that whoever knows the resident sees before any number moves, in everyday words."""

    BREATHLESS = "breathless", "Short of breath, chesty"
    WITHDRAWN = "withdrawn", "Quieter, withdrawn"
    RESTLESS = "restless", "Restless, agitated"
    DISTRESSED = "distressed", "Anxious, distressed"
    CONFUSED = "confused", "More confused than usual"
    TIRED = "tired", "Very tired, sleeps more"
    UNSTEADY = "unsteady", "Unsteady, weaker, falls"
    OFF_FOOD = "off_food", "Off their food or drink"
    TOILET = "toilet", "Toilet habits have changed"
    SKIN = "skin", "Skin pale, blotchy, clammy or puffy"
    COLD_HANDS = "cold_hands", "Cold hands or feet"
    SHIVERY = "shivery", "Shivery, feels hot or cold"
    PAIN = "pain", "New or more pain"


class SoftSigns(AboutResident):
    """Somebody who knows the resident finds them different from their normal. Enough on its own, whatever the score."""

    append_only = True
    personal = frozenset("signs different".split())
    staff = frozenset({"noticed_by"})
    signs = models.JSONField(default=list, help_text="Values of SoftSign")
    different = models.TextField(help_text="What is different from their normal")
    noticed_at = models.DateTimeField()
    noticed_by = models.CharField(max_length=150)
    nomination_id = models.BigIntegerField(null=True, blank=True, help_text="The nomination that it raised, if any")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident", "-noticed_at"], name="checkins_softsigns_person"),
            models.Index(fields=["home", "-noticed_at"], name="checkins_softsigns_home"),
        ]

    def __str__(self) -> str:
        return f"soft signs {self.pk}"


@tracked()
class Sbard(AboutResident):
    """A hand-over in five parts. The decision is the receiver's and may come later; then it says who decided and when."""

    personal = frozenset("situation background assessment recommendation decision".split())
    staff = frozenset("handed_to decided_by_name".split())
    situation = models.TextField()
    background = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    handed_to = models.CharField(max_length=150, blank=True, help_text="Who was told, as 'the urgent line, Dr Betony'")
    decision = models.TextField(blank=True)
    decided_by_user_id = models.BigIntegerField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    nomination_id = models.BigIntegerField(null=True, blank=True, help_text="The nomination that it is about, if any")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & ~Q(decided_by_name="") & Q(decided_at__isnull=False)),
                name="checkins_sbard_decided_by",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["resident", "-recorded_at"], name="checkins_sbard_person"),
            models.Index(fields=["home", "-recorded_at"], name="checkins_sbard_home"),
        ]

    def __str__(self) -> str:
        return f"SBARD {self.pk}"
