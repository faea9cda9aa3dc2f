"""The order in which a team agreed to see the residents of a home, apart from the order that the rules compute."""

from typing import ClassVar

from django.db import models

from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident


class PriorityAgreement(models.Model):
    """A team agreed an order for a home: who, when, and why it differs from the computed one. The newest holds."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset({"why"})
    staff = frozenset("by_name by_prescribes with_whom".split())
    impersonal = frozenset("by_organisation_name policy".split())
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="priority_agreements")
    agreed_at = models.DateTimeField()
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200)
    by_prescribes = models.CharField(
        max_length=120, blank=True, default="", db_default="", help_text="As 'independent prescriber (respiratory)'"
    )
    with_whom = models.TextField(blank=True, help_text="Who else agreed; of colleagues with what they prescribe")
    why = models.CharField(max_length=500, blank=True, help_text="Why it differs from the computed order")
    policy = models.CharField(max_length=200, help_text="The weights that the computed order was made with")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home", "-agreed_at"], name="checkins_priority_home")]

    def __str__(self) -> str:
        return f"priority of {self.home_id}"


class PriorityPlace(models.Model):
    """One resident's place in an agreed order, beside the place and weight that the rules gave at that moment.

    The agreement may lie in a home of before: the row follows its resident.
    """

    data_class = DataClass.RESIDENT
    append_only = True
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    agreement_id = models.BigIntegerField()
    place = models.PositiveSmallIntegerField()
    computed_place = models.PositiveSmallIntegerField()
    computed_weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement_id", "resident"], name="checkins_priority_place_once")
        ]
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_priority_place_home")]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.place}"
