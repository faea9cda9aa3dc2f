"""The register: care homes, who works with each of them and since when, whom to ring."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from carehomes.access.history import tracked
from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Dated, Organisation
from carehomes.access.tenancy import DataClass


class CareHomeQuerySet(models.QuerySet["CareHome"]):
    """Homes of the register, closed ones too."""

    def registered(self) -> "CareHomeQuerySet":
        """Homes that CQC has on its register now."""
        return self.filter(deregistered_on=None)

    def in_scope(self) -> "CareHomeQuerySet":
        """Homes that Enhanced Health in Care Homes covers: registered, and not excluded by what they are registered for."""
        return self.registered().filter(in_scope=True)


class Rating(models.TextChoices):
    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement"
    INADEQUATE = "inadequate", "Inadequate"
    NOT_RATED = "not_rated", "Not rated"


@tracked(inserts=False)
class CareHome(models.Model):
    """A location that CQC registers as a care home. These facts are CQC's: they come from its files and are not edited here."""

    data_class = DataClass.REGISTER
    impersonal = frozenset(
        """
        cqc_location_id ods_code name name_key address town town_key postcode postcode_key uprn region
        local_authority_code specialisms registration_date deregistered_on rating_date phone scope_reason
        register_as_of
        """.split()
    )
    cqc_location_id = models.CharField("CQC location id", max_length=20, unique=True)
    ods_code = models.CharField("ODS code", max_length=10, null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(
        max_length=200, editable=False, help_text="Lower case, plain letters and single spaces, for finding"
    )
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    town_key = models.CharField(max_length=100, blank=True, editable=False)
    postcode = models.CharField(max_length=8, blank=True)
    postcode_key = models.CharField(max_length=8, blank=True, editable=False, help_text="Without its space")
    uprn = models.CharField("UPRN", max_length=12, blank=True)
    region = models.CharField(max_length=60, blank=True)
    local_authority_code = models.CharField("GSS code of the local authority", max_length=9, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    with_nursing = models.BooleanField(default=False)
    without_nursing = models.BooleanField(default=False)
    specialisms = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    registered_beds = models.PositiveIntegerField(default=0)
    registration_date = models.DateField(null=True, blank=True)
    deregistered_on = models.DateField(null=True, blank=True)
    dormant = models.BooleanField(default=False)
    rating = models.CharField(max_length=25, choices=Rating, default=Rating.NOT_RATED)
    rating_date = models.DateField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    in_scope = models.BooleanField(default=True, help_text="Derived: see rules.scope_of")
    scope_reason = models.CharField(max_length=200, blank=True, help_text="Why it is not in scope")
    register_as_of = models.DateField(null=True, blank=True, help_text="Date of the file that these facts come from")

    objects = CareHomeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_key"], name="directory_carehome_name"),
            models.Index(fields=["id"], condition=Q(deregistered_on=None), name="directory_carehome_registered"),
            models.Index(fields=["town_key", "name_key"], name="directory_carehome_town"),
            GinIndex(fields=["name_key", "town_key"], opclasses=["gin_trgm_ops"] * 2, name="directory_carehome_parts"),
            models.Index(fields=["postcode_key"], name="directory_carehome_postcode"),
            models.Index(fields=["local_authority_code", "name_key"], name="directory_carehome_authority"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def service_types(self) -> list[str]:
        """The words for what it is registered for; a home can be both."""
        kinds = [("Nursing home", self.with_nursing), ("Residential home", self.without_nursing)]
        return [words for words, holds in kinds if holds]


class _DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


ONE_AT_A_TIME = (
    RelationshipKind.PCN,
    RelationshipKind.COMMISSIONER,
    RelationshipKind.LOCAL_AUTHORITY,
    RelationshipKind.PHARMACY,
    RelationshipKind.PROVIDER,
    RelationshipKind.HOME,
)


class AlignmentStatus(models.TextChoices):
    AGREED = "agreed", "Agreed"
    PROPOSED = "proposed", "Proposed"
    DISPUTED = "disputed", "Disputed"
    NEAREST = "nearest", "Nearest, not confirmed"


@tracked()
class HomeRelationship(Dated):
    """An organisation works with a home, for a time. This is the tenancy: what it lets whom see is in `access.rules`.

    Proposed and disputed alignments let nobody see anything; `nearest` marks what an importer inferred from distance and works
    until somebody confirms or changes it.
    """

    data_class = DataClass.REGISTER
    staff = frozenset({"source"})
    impersonal = frozenset({"ended_reason"})
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="relationships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="home_relationships")
    kind = models.CharField(max_length=20, choices=RelationshipKind)
    status = models.CharField(max_length=10, choices=AlignmentStatus, default=AlignmentStatus.AGREED)
    beds_for_payment = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=100, blank=True, help_text="The file or the person that said so")
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="directory_homerelationship_one_at_a_time",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (_DateRange(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind__in=ONE_AT_A_TIME, status__in=(AlignmentStatus.AGREED, AlignmentStatus.NEAREST)),
            ),
            models.UniqueConstraint(
                fields=["home", "organisation", "kind"],
                condition=Q(ends_on=None),
                name="directory_homerelationship_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "home"], name="directory_relationship_org"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} is {self.kind} of {self.home_id}"


class NamedRoleKind(models.TextChoices):
    CLINICAL_LEAD = "clinical_lead", "Clinical lead"
    MEDICINES_LEAD = "medicines_lead", "Medicines lead"
    COORDINATOR = "coordinator", "Care coordinator"
    COVER = "cover", "Cover for the care coordinator"
    REGISTERED_MANAGER = "registered_manager", "Registered manager"


class Profession(models.TextChoices):
    """A clinical lead need not be a GP (NHS England's transition note; seed row 004-7)."""

    GP = "gp", "GP"
    COMMUNITY_MATRON = "community_matron", "Community matron"
    NURSE = "nurse", "Nurse"
    ADVANCED_PRACTITIONER = "advanced_practitioner", "Advanced clinical practitioner"
    GERIATRICIAN = "geriatrician", "Geriatrician"
    PHARMACIST = "pharmacist", "Pharmacist"
    PHARMACY_TECHNICIAN = "pharmacy_technician", "Pharmacy technician"
    ALLIED_HEALTH = "allied_health", "Allied health professional"
    CARE_COORDINATOR = "care_coordinator", "Care coordinator"
    MANAGER = "manager", "Manager"
    OTHER = "other", "Other"


class MedicinesService(models.TextChoices):
    """What a medicines lead covers (seed row 004-6)."""

    HOMELY_REMEDIES = "homely_remedies", "Homely remedies"
    FAST_TRACK = "fast_track", "Fast track supply"
    END_OF_LIFE = "end_of_life", "End of life medicines"
    DISCHARGE_REVIEW = "discharge_review", "Review of medicines on discharge"
    MONTHLY_SUPPLY = "monthly_supply", "Monthly supply"


@tracked()
class NamedRole(Dated):
    """A named person with a job for one home, for a time. Clinical leads may share it."""

    data_class = DataClass.HOME
    personal = frozenset("person_name phone".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="named_roles")
    kind = models.CharField(max_length=20, choices=NamedRoleKind)
    person_name = models.CharField(max_length=150)
    profession = models.CharField(max_length=25, choices=Profession, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user_id = models.BigIntegerField(
        null=True, blank=True, help_text="Their account here, when they have one: who is told"
    )
    phone = models.CharField(max_length=20, blank=True)
    share_percent = models.PositiveSmallIntegerField(default=100)
    covers = ArrayField(models.CharField(max_length=20, choices=MedicinesService), default=list, blank=True)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(share_percent__gte=1, share_percent__lte=100), name="directory_namedrole_share"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "kind"], name="directory_namedrole_home"),
            models.Index(fields=["user_id", "kind"], name="directory_namedrole_user"),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.kind} of {self.home_id}"


@tracked()
class ContactNumber(models.Model):
    """A number to ring at a home: whom it reaches and when."""

    data_class = DataClass.HOME
    personal = frozenset("person_name job phone".split())
    impersonal = frozenset("when_to_ring removed_on".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="contact_numbers")
    person_name = models.CharField(max_length=150, help_text="A person, or a post such as Nurse in charge")
    job = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20)
    when_to_ring = models.CharField(max_length=150, blank=True)
    is_main = models.BooleanField(default=False, help_text="The one that the worklist shows")
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["home"], condition=Q(is_main=True, removed_on=None), name="directory_contact_one_main"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} of {self.home_id}"


class Weekday(models.IntegerChoices):
    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"
    SATURDAY = 6, "Saturday"
    SUNDAY = 7, "Sunday"


class RingMode(models.TextChoices):
    """How a home is spoken to. Portal: its staff fill the form in beforehand and the call only confirms it."""

    PHONE = "phone", "Phone"
    VIDEO = "video", "Video"
    VISIT = "visit", "Visit"
    PORTAL = "portal", "Portal"


@tracked()
class CheckInSchedule(Dated):
    """When and how a home is rung, for a time. A home without one is rung on Mondays, 10:00 to 16:00, by telephone.

    A week is planned by the row that holds on its Monday. Never overwritten: the next one ends it (docs/adr/0005). Who rings, and
    who covers, are named roles.
    """

    data_class = DataClass.HOME
    impersonal = frozenset({"note"})
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="check_in_schedules")
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    window_starts = models.TimeField(default=time(10))
    window_ends = models.TimeField(default=time(16))
    mode = models.CharField(max_length=8, choices=RingMode, default=RingMode.PHONE)
    note = models.CharField(
        max_length=200, blank=True, help_text="What to mind when ringing, such as the medicines round"
    )

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=Q(window_ends__gt=F("window_starts")), name="directory_schedule_window"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="directory_schedule_weekday"),
            ExclusionConstraint(
                name="directory_schedule_one_at_a_time",
                expressions=[
                    ("home", RangeOperators.EQUAL),
                    (_DateRange(F("starts_on"), F("ends_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_id}: {self.get_weekday_display()} from {self.starts_on}"


class CaseloadChange(models.Model):
    """What one planning of many homes did to one of them, so that it can be undone while nothing has been changed since.

    `began` and `ended` are lists of {table, id, was, now}: rows that began, and rows whose first day after the end was moved.
    """

    data_class = DataClass.HOME
    staff = frozenset({"by_name", "undone_by_name"})
    impersonal = frozenset("words began ended".split())
    key = models.UUIDField(help_text="The planning: one for all its homes")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, help_text="What was planned, as its page said")
    began = models.JSONField(default=list)
    ended = models.JSONField(default=list)
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "home"], name="directory_caseload_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["home", "-at"], name="directory_caseload_home")]

    def __str__(self) -> str:
        return f"{self.key}: {self.home_id}"


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready to confirm"
    APPLYING = "applying", "Being brought in"
    DONE = "done", "Brought in"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RegisterImport(models.Model):
    """A register file that a platform administrator uploaded: its difference report, and how far it has come.

    It is checked and brought in by whoever runs next (`imports.background`); the row says what must still happen.
    """

    data_class = DataClass.ORGANISATION
    staff = frozenset({"uploaded_by_name", "decided_by_name"})
    impersonal = frozenset("kind file_name stored_as as_of report error".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user_id = models.BigIntegerField()
    uploaded_by_name = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=30, blank=True, help_text="Layout of the file, once it is recognised")
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=200)
    partial = models.BooleanField(default=False, help_text="A part of the register: closes no home")
    as_of = models.DateField(null=True, blank=True, help_text="Date of the file, where the person gave one")
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.CHECKING)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often the present state was begun")
    report = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True, help_text="Who confirmed or withdrew it")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(state__in=("checking", "applying")), name="directory_import_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}: {self.state}"
