"""Kept counts (roll-ups): what the reports of areas would count from the facts, by area and week; and what says whether they hold.

A home and week needs no such table: `checkins_checkin` has one row for each (docs/adr/0008-kept-counts.md). Counts are kept, shares
never. `counts` are those of the report in the order of `reporting.queries.by_week.columns`; `CountedWeek.definition` says of which
definition.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass


class AreaKind(models.TextChoices):
    """What the area of a kept count is. All: the whole of England, or of a commissioner."""

    ALL = "all", "All"
    REGION = "region", "Region"
    COMMISSIONER = "commissioner", "Commissioner"
    COUNCIL = "council", "Council"
    PCN = "pcn", "PCN"


class EnglandWeek(models.Model):
    """The counts of one area of England in one week, for readers of a region or of England.

    `area`: the id of its organisation, or the name of a region; "" for the homes without one of this kind.
    """

    data_class = DataClass.NATIONAL
    impersonal = frozenset("report week area counts".split())
    report = models.CharField(max_length=30)
    week = models.DateField(help_text="The Monday of its ISO week")
    kind = models.CharField(max_length=12, choices=AreaKind)
    area = models.CharField(max_length=60, blank=True)
    counts = ArrayField(models.IntegerField())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "kind", "week", "area"], name="reporting_englandweek_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.week} {self.kind} {self.area}"


class CommissionerWeek(models.Model):
    """The same of the homes that one commissioner (`organisation`) had in that week: together, or by council or PCN."""

    data_class = DataClass.ORGANISATION
    impersonal = frozenset("report week area counts".split())
    report = models.CharField(max_length=30)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="The Monday of its ISO week")
    kind = models.CharField(max_length=12, choices=AreaKind)
    area = models.CharField(max_length=60, blank=True)
    counts = ArrayField(models.IntegerField())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "organisation", "kind", "week", "area"], name="reporting_commissionerweek_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.week} {self.organisation_id} {self.kind} {self.area}"


class CountedWeek(models.Model):
    """A week whose counts are kept: by which definition, as of when, and until which day they hold without being counted anew."""

    data_class = DataClass.REFERENCE
    report = models.CharField(max_length=30)
    week = models.DateField(help_text="The Monday of its ISO week")
    definition = models.CharField(max_length=64, help_text="Fingerprint of what was counted")
    counted_at = models.DateTimeField(help_text="What was written by then is counted")
    holds_until = models.DateField(null=True, blank=True, help_text="Null: until something is changed")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "week"], name="reporting_countedweek_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.week}"


class ChangedWeeks(models.Model):
    """Facts of weeks that are over were changed: written by triggers in the transaction of the change, taken away by the next count."""

    data_class = DataClass.REFERENCE
    first_week = models.DateField()
    last_week = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_week__gte=F("first_week")), name="reporting_changedweeks_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.first_week} to {self.last_week}"


class Comparison(models.Model):
    """A night's comparison of the kept counts of a report with its facts: how many weeks, and how many counts differed."""

    data_class = DataClass.REFERENCE
    report = models.CharField(max_length=30)
    day = models.DateField()
    compared_at = models.DateTimeField()
    weeks = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "day"], name="reporting_comparison_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.day}: {self.differences}"
