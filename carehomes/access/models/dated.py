"""Facts that hold for a time."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q


def in_force(day: Any, of: str = "") -> Q:
    """What is in force on this day: from `valid_from` until the day before `valid_to`, as reference rows and policies say it.

    `day`: a date, or an expression that gives one. `of`: the relation on which the two stand, as "policy__".
    """
    ended = Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gt": day})
    return ended & Q(**{f"{of}valid_from__lte": day})


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from `starts_on` until the day before `ends_on`."""

    def on(self, day: "date | models.Value | models.OuterRef") -> "DatedQuerySet":
        """Those that hold on this day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


class Dated(models.Model):
    """A fact that holds for a time: from `starts_on`, and until `ends_on`, the first day on which it no longer holds."""

    impersonal = frozenset("starts_on ends_on".split())
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
