"""Signposting: the home was told whom else to ask. A note of that, and whether the home has reached them (seed row 001-12).

A signpost is no referral: nobody is given anything to do. It is asked about in the next check-in, so that it does not get lost.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.models import DoneBy
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident
from checkins.models.choices import DatedChoice


class ServiceKind(DatedChoice):
    """A service that homes are signposted to."""


class Noted(DoneBy):
    """Carries the home that may see it, and who wrote it in which call; the composite keys are made in the migration."""

    data_class = DataClass.RESIDENT
    append_only = True
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    check_in_id = models.BigIntegerField(
        null=True, blank=True, help_text="The check-in in which it was said, if any; it may lie in a home of before"
    )

    class Meta:
        abstract = True


class Signpost(Noted):
    """The home was told whom to ask about what. `to_whom` and `phone` are as they were given then.

    With a resident the row follows them into another home.
    """

    personal = frozenset("to_whom phone about".split())
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    nomination_id = models.BigIntegerField(null=True, blank=True, help_text="The nomination that it answers, if any")
    service = models.ForeignKey(
        ServiceKind, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="For counting"
    )
    to_whom = models.CharField(max_length=200, help_text="A person or a team, as 'Dietitian' or 'Jo Tarragon, nurse'")
    phone = models.CharField(max_length=20, blank=True, help_text="The number that the home was given")
    about = models.CharField(max_length=300, help_text="About what, in a sentence")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "home"], name="checkins_signpost_id_home"),
            models.CheckConstraint(
                condition=~Q(to_whom="") & ~Q(about=""), name="checkins_signpost_to_whom_about_what"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["home", "-at"], name="checkins_signpost_home"),
            models.Index(fields=["resident", "-at"], name="checkins_signpost_person"),
            models.Index(fields=["check_in_id"], name="checkins_signpost_check_in"),
        ]

    def __str__(self) -> str:
        return f"signpost {self.pk} of {self.home_id}"


class SignpostAnswer(Noted):
    """What the home said when it was asked whether it had reached them. The newest holds; "not yet" is asked again."""

    class Reached(models.TextChoices):
        YES = "yes", "Reached"
        NOT_YET = "not_yet", "Not reached yet"

    signpost = models.ForeignKey(Signpost, on_delete=models.PROTECT, db_constraint=False, related_name="answers")
    reached = models.CharField(max_length=8, choices=Reached)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["signpost", "-at"], name="checkins_signpostanswer_of"),
            models.Index(fields=["home"], name="checkins_signpostanswer_home"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.signpost_id}"
