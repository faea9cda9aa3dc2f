"""Who a resident is, and what every row about them carries."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.history import tracked
from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome


class ResidentState(models.TextChoices):
    IN_HOME = "in_home", "In the home"
    IN_HOSPITAL = "in_hospital", "In hospital"
    AWAY = "away", "Away"
    LEFT = "left", "Left"
    DIED = "died", "Died"


class NoNumberReason(models.TextChoices):
    NOT_TRACED = "not_traced", "Not traced yet"
    OVERSEAS = "overseas", "Overseas visitor"
    REFUSED = "refused", "Refused to say"


class AllergyState(models.TextChoices):
    """ "None known" is something that somebody said; "not asked" is not."""

    NOT_ASKED = "not_asked", "Not asked"
    NONE_KNOWN = "none_known", "None known"
    RECORDED = "recorded", "Recorded"


class Sex(models.TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    NOT_KNOWN = "not_known", "Not known"


class ResidentQuerySet(models.QuerySet["Resident"]):
    def living_here(self) -> "ResidentQuerySet":
        """Those with a place in a home, whether in it now or in hospital or away."""
        return self.filter(state__in=(ResidentState.IN_HOME, ResidentState.IN_HOSPITAL, ResidentState.AWAY))


@tracked()
class Resident(models.Model):
    """A person who lives or lived in a care home. `state` is kept by the same action that appends a stay or an absence.

    An NHS number is unique only among those who live in one home: a constraint across homes would tell who lives in a home that
    one may not see, and a home may still hold the old record of somebody who comes back with a newer one.
    """

    data_class = DataClass.RESIDENT
    personal = frozenset(
        """
        nhs_number no_nhs_number_reason given_name family_name name_key family_key preferred_name date_of_birth sex
        ethnicity language communication_needs usual_self registered_practice room allergies_checked_with contact_name
        contact_relation contact_phone
        """.split()
    )
    impersonal = frozenset("since allergies_checked_on".split())
    erased_as: ClassVar = {
        "given_name": "Erased",
        "family_name": "record",
        "name_key": "erased record",
        "family_key": "record",
        "no_nhs_number_reason": NoNumberReason.NOT_TRACED,
    }
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="residents")
    nhs_number = models.CharField("NHS number", max_length=10, null=True, blank=True)  # noqa: DJ001 - unique where present
    no_nhs_number_reason = models.CharField(max_length=12, choices=NoNumberReason, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    name_key = models.CharField(
        max_length=220, editable=False, help_text="Given and family name, for finding: see plain_key"
    )
    family_key = models.CharField(max_length=120, editable=False)
    preferred_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex, default=Sex.NOT_KNOWN)
    ethnicity = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=60, blank=True)
    communication_needs = models.CharField(max_length=300, blank=True)
    usual_self = models.CharField(max_length=300, blank=True, help_text="What is normal for this person, in a sentence")
    registered_practice = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    room = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=12, choices=ResidentState, default=ResidentState.IN_HOME)
    since = models.DateField(help_text="When the current state began")
    allergy_state = models.CharField(max_length=12, choices=AllergyState, default=AllergyState.NOT_ASKED)
    allergies_checked_on = models.DateField(null=True, blank=True)
    allergies_checked_with = models.CharField(max_length=150, blank=True)
    contact_name = models.CharField("next of kin or best-interest contact", max_length=150, blank=True)
    contact_relation = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="residents_resident_id_home"),
            models.UniqueConstraint(
                fields=["home", "nhs_number"],
                condition=Q(state__in=("in_home", "in_hospital", "away")),
                name="residents_resident_lives_here_once",
            ),
            models.CheckConstraint(
                condition=(Q(nhs_number=None) & ~Q(no_nhs_number_reason=""))
                | (Q(nhs_number__isnull=False) & Q(no_nhs_number_reason="")),
                name="residents_resident_number_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(allergy_state="not_asked") | Q(allergies_checked_on__isnull=False),
                name="residents_resident_allergies_dated",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "state", "family_key"], name="residents_resident_home"),
            models.Index(fields=["nhs_number"], name="residents_resident_number"),
            models.Index(fields=["family_key"], name="residents_resident_family"),
            models.Index(fields=["name_key"], name="residents_resident_name"),
        ]

    def __str__(self) -> str:
        return f"resident {self.pk}"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class OfResident(models.Model):
    """Carries the resident and the home that may see it; the composite key is made in the migration."""

    data_class = DataClass.RESIDENT
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)ss")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
