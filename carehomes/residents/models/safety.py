"""What must not be overlooked: allergies, and documents that decide for or speak for a resident."""

from typing import ClassVar

from django.db import models

from carehomes.access.history import tracked
from carehomes.access.tenancy import DataClass
from carehomes.residents.models.resident import OfResident


@tracked()
class Allergy(OfResident):
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
class LegalDocument(OfResident):
    """A document that decides for or speaks for a resident, and where its paper is. Seen by those who see plans."""

    data_class = DataClass.PLANS
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
