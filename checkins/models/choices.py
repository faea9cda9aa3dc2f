"""A list to choose from whose entries come and go: what was chosen keeps the words of its time."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carehomes.access.tenancy import DataClass


class DatedChoice(models.Model):
    """An entry of a list to choose from, with its source and the days on which it is offered."""

    data_class = DataClass.REFERENCE
    impersonal = frozenset("key label valid_from valid_to source".split())
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(help_text="Order in the list")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds")
    source = models.CharField(max_length=300)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="%(app_label)s_%(class)s_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.label
