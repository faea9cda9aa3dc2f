"""What an organisation has agreed, such as how long a same-day concern may wait."""

from typing import ClassVar

from django.db import models

from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass


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
