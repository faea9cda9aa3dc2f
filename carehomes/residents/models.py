"""Residents, their stays and absences, allergies and legal documents.

Every table carries `home_id`, the home whose people may see the resident now. It is tied to the resident by a composite foreign key
with ON UPDATE CASCADE: a move changes one row, and access moves with it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

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


class _OfResident(models.Model):
    """Carries the resident and the home that may see it; the composite key is made in the migration."""

    data_class = DataClass.RESIDENT
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="%(class)ss")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


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
class Stay(_OfResident):
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
class Absence(_OfResident):
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


@tracked()
class Allergy(_OfResident):
    """A substance and what it did. Removed by a date and a reason, never deleted."""

    personal = frozenset("substance reaction happened source removed_reason".split())
    impersonal = frozenset("recorded_on removed_on".split())

    class Severity(models.TextChoices):
        MILD = "mild", "Mild"
        MODERATE = "moderate", "Moderate"
        SEVERE = "severe", "Severe"
        NOT_KNOWN = "not_known", "Not known"

    substance = models.CharField(max_length=150)
    reaction = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.NOT_KNOWN)
    happened = models.CharField("when it happened", max_length=60, blank=True)
    source = models.CharField(max_length=150, blank=True)
    recorded_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident", "substance"], name="residents_allergy_resident"),
            models.Index(fields=["home"], name="residents_allergy_home"),
        ]

    def __str__(self) -> str:
        return f"allergy {self.pk}"


@tracked()
class LegalDocument(_OfResident):
    """A document that decides for or speaks for a resident, and where its paper is."""

    personal = frozenset("place detail ended_reason".split())
    impersonal = frozenset("dated_on review_on ended_on".split())

    class Kind(models.TextChoices):
        LPA_HEALTH = "lpa_health", "Lasting power of attorney, health and welfare"
        LPA_PROPERTY = "lpa_property", "Lasting power of attorney, property and money"
        ADVANCE_DECISION = "advance_decision", "Advance decision to refuse treatment"
        DNACPR = "dnacpr", "DNACPR"
        RESPECT = "respect", "ReSPECT"
        DOLS = "dols", "Deprivation of liberty safeguards"

    kind = models.CharField(max_length=20, choices=Kind)
    dated_on = models.DateField("date of the document")
    place = models.CharField("where the paper is", max_length=150)
    detail = models.CharField(max_length=300, blank=True, help_text="Who holds it, or what it refuses")
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident", "kind"], name="residents_legaldocument_person"),
            models.Index(fields=["home"], name="residents_legaldocument_home"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class ResidentChange(models.TextChoices):
    """What can happen to a resident's place; which of it may happen when is in `transitions`."""

    ADMITTED = "admitted", "Admitted"
    READMITTED = "readmitted", "Admitted again"
    MOVED = "moved", "Moved here from another home"
    ROOM = "room", "Changed room"
    WENT_AWAY = "went_away", "Went away"
    CAME_BACK = "came_back", "Came back"
    LEFT = "left", "Left"
    DIED = "died", "Died"
    CORRECTED = "corrected", "Put right"


class _By(models.Model):
    """Who recorded it and when, as they were called then."""

    staff = frozenset({"by_name"})
    impersonal = frozenset({"by_organisation_name"})
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class ResidentStatus(_OfResident, _By):
    """Appended at every change of a resident's place: what, from which day, by whom, why. Never changed."""

    append_only = True
    personal = frozenset("detail reason".split())
    impersonal = frozenset({"on"})
    happened_at = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=12, choices=ResidentChange)
    state = models.CharField(max_length=12, choices=ResidentState, help_text="The state from then on")
    on = models.DateField()
    detail = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was put right")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident", "-at"], name="residents_status_resident"),
            models.Index(fields=["home", "-at"], name="residents_status_home"),
        ]

    def __str__(self) -> str:
        return f"{self.change} of {self.resident_id}"


@tracked()
class Move(_By):
    """A resident has moved from `home` to another. What the people of the old home keep: who, when, whereto; the record went along.

    `resident_id` is a plain number: the row stays with the old home when the resident's rows leave it. Written by
    `transfer_resident`, which also keeps what `undo_move` needs to put the resident back.
    """

    data_class = DataClass.RESIDENT
    personal = frozenset("name date_of_birth room undone_reason".split())
    impersonal = frozenset("moved_on since_before".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    to_home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    resident_id = models.BigIntegerField()
    name = models.CharField(max_length=201)
    date_of_birth = models.DateField()
    room = models.CharField(max_length=30, blank=True)
    moved_on = models.DateField()
    state_before = models.CharField(max_length=12, choices=ResidentState)
    since_before = models.DateField()
    stay_before = models.BigIntegerField(null=True, blank=True)
    stay_after = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["home", "-moved_on"], name="residents_move_home"),
            models.Index(fields=["resident_id", "-moved_on"], name="residents_move_resident"),
        ]

    def __str__(self) -> str:
        return f"move of {self.resident_id}"


class ExportPurpose(models.TextChoices):
    """Why a list leaves Homeround (Caldicott principle 1: justify the purpose)."""

    DIRECT_CARE = "direct_care", "Direct care of these residents"
    HANDOVER = "handover", "Handing over to another service that looks after them"
    AUDIT = "audit", "Clinical audit of our own service"
    ACCESS_REQUEST = "access_request", "A request by the person or their representative"


class ResidentExport(_By):
    """A list of residents that somebody took out of Homeround: why, how many, chosen how. Whom it held is in the log of readings."""

    data_class = DataClass.ORGANISATION
    append_only = True
    personal = frozenset({"detail"})
    impersonal = frozenset({"chosen"})
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=ExportPurpose)
    detail = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    chosen = models.CharField(max_length=200, help_text="The home and the filter, without names of residents")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="residents_export_organisation")]

    def __str__(self) -> str:
        return f"{self.rows} residents, {self.purpose}"
