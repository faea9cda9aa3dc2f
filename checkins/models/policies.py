"""What an organisation has agreed, such as how long a same-day concern may wait."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass
from carehomes.issues.models import PolicyVersion, versions_succeed


class Policy(models.Model):
    """A dated setting of an organisation, such as the time within which a same-day concern must be acknowledged.

    The row of an organisation that serves the home wins over the general one (organisation null). Never overwritten: succeeded.
    """

    data_class = DataClass.REGISTER
    impersonal = frozenset("name value valid_from valid_to source".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds")
    source = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name", "organisation", "valid_from"], name="checkins_policy_name")]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"


MOST_TRIES = 6


class RetryPolicy(PolicyVersion):
    """One version of how often a home that does not answer is rung on the same day, and how long after each try the next one is.

    When the last try, or the home's window, has found nobody, "Home does not answer" is raised.
    """

    impersonal = frozenset("waits valid_from valid_to source".split())
    waits = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="Minutes from each try of a day to the next; none: one try",
    )
    source = models.CharField(max_length=200, blank=True, help_text="Who agreed it, or where it comes from")

    class Meta:
        constraints: ClassVar = [
            *versions_succeed("checkins_retry", ["organisation"]),
            models.CheckConstraint(condition=Q(waits__len__lt=MOST_TRIES), name="checkins_retry_tries"),
        ]

    def __str__(self) -> str:
        return f"tries, version {self.version}"
