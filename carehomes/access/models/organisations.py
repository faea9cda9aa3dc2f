"""Organisations of every kind: their names, parents, successions and leadership contacts."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from carehomes.access.history import tracked
from carehomes.access.kinds import LeadershipKind, LinkKind, OrganisationKind
from carehomes.access.models.dated import Dated
from carehomes.access.tenancy import DataClass


@tracked(inserts=False)
class Organisation(models.Model):
    """A tenant: an organisation with its ODS or GSS code. Codes are never reused; names and parents are dated rows beside it."""

    data_class = DataClass.REGISTER
    impersonal = frozenset(
        """
        name name_key ods_code gss_code cqc_provider_id active_from active_to address postcode phone urgent_phone
        """.split()
    )
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=200, help_text="The name of today; earlier ones are in OrganisationName")
    name_key = models.CharField(
        max_length=200, editable=False, help_text="Lower case, plain letters and single spaces, for finding"
    )
    ods_code = models.CharField("ODS code", max_length=10, null=True, blank=True, unique=True)
    gss_code = models.CharField("GSS code", max_length=9, null=True, blank=True, unique=True)
    cqc_provider_id = models.CharField("CQC provider id", max_length=20, null=True, blank=True, unique=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer works")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    urgent_phone = models.CharField(max_length=20, blank=True, help_text="The number for a same-day concern")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["id", "kind"], name="access_organisation_id_kind")]
        indexes: ClassVar = [
            models.Index(fields=["name_key"], name="access_organisation_name"),
            GinIndex(fields=["name_key"], opclasses=["gin_trgm_ops"], name="access_organisation_parts"),
            models.Index(fields=["kind", "name_key"], name="access_organisation_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """A name that an organisation had for a time."""

    data_class = DataClass.REGISTER
    impersonal = frozenset({"name"})
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        ordering: ClassVar = ["starts_on"]

    def __str__(self) -> str:
        return self.name


class OrganisationParent(Dated):
    """A dated link upwards. Practices move PCN; CCGs became parts of ICBs. Never overwritten."""

    data_class = DataClass.REGISTER
    child = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=20, choices=LinkKind)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "parent", "kind", "starts_on"], name="access_organisationparent_once"
            ),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="access_organisationparent_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} → {self.parent_id}"


class OrganisationSuccession(models.Model):
    """One organisation took over from another on a day (CCG to ICB on 1 July 2022)."""

    data_class = DataClass.REGISTER
    impersonal = frozenset({"happened_on"})
    predecessor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="precursors")
    happened_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="access_organisationsuccession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


@tracked()
class Leadership(Dated):
    """A leadership contact of an organisation (seed rows 000-11, 001-7), kept by its administrators, the LPC's included."""

    data_class = DataClass.REGISTER
    personal = frozenset("person_name phone email".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="leadership")
    kind = models.CharField(max_length=40, choices=LeadershipKind)
    person_name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    kept_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Whose entry it is")

    class Meta(Dated.Meta):
        ordering: ClassVar = ["kind", "person_name"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person_name}"
