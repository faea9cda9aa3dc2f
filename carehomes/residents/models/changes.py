"""What happened to a resident's place, moves between homes, and lists that were taken out."""

from typing import ClassVar

from django.db import models

from carehomes.access.history import tracked
from carehomes.access.models import DoneBy, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models.resident import OfResident, ResidentState


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


class ResidentStatus(OfResident, DoneBy):
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
class Move(DoneBy):
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


class ResidentExport(DoneBy):
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
