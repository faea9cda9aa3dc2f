"""The form of the check-in as versioned data, what a home fills in before it is rung, and what is added or corrected afterwards."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from carehomes.access.models import DoneBy, Organisation
from carehomes.access.tenancy import DataClass
from carehomes.directory.models import CareHome
from checkins.models.check_ins import CheckIn
from checkins.models.drafts import Draft


class FormState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"


class FormVersion(models.Model):
    """The sections and questions of the check-in form from a date on, as data. Answers keep the version that they answered.

    The form of an organisation that serves the home wins over the general one (organisation null); `queries.forms` says which.
    A draft has no date, and only its own organisation's administrators read it. Of a published one nothing changes but its end, once:
    a trigger refuses the rest to every login, the owner's too.

    No `PolicyVersion`, though kept much like one: it begins after today, because today's calls may have begun; it may end with none
    after it; its drafts are hidden, so its writes cross tenants; and they say who edited them. What is left to share is five fields.
    """

    data_class = DataClass.REGISTER
    staff = frozenset({"edited_by_name", "published_by_name"})
    impersonal = frozenset("valid_from valid_to sections note".split())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(help_text="Of the organisation's own versions, or of the general ones")
    state = models.CharField(max_length=10, choices=FormState, default=FormState.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds")
    sections = models.JSONField(help_text="In order; see check_in_form.schema")
    note = models.CharField(max_length=300, blank=True, help_text="What is new in it, for those who ring")
    revision = models.PositiveIntegerField(
        default=0, help_text="Grows with every change of a draft; a stale page is told"
    )
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_name = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", valid_from=None) | Q(state="published", valid_from__isnull=False),
                name="checkins_formversion_dated",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="checkins_formversion_dates"
            ),
            models.UniqueConstraint(
                fields=["organisation", "number"], nulls_distinct=False, name="checkins_formversion_number"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="draft"),
                nulls_distinct=False,
                name="checkins_formversion_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"form {self.number}"


class Beforehand(Draft):
    """What the home's own staff answered before they are rung. The coordinator confirms it; a home can complete nothing."""

    data_class = DataClass.RESIDENT
    check_in = models.OneToOneField(
        CheckIn, on_delete=models.PROTECT, db_constraint=False, primary_key=True, related_name="beforehand"
    )
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="The home says that it is whole")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_beforehand_home")]

    def __str__(self) -> str:
        return f"beforehand for {self.check_in_id}"


class Addition(DoneBy):
    """What somebody else heard in a week whose check-in is completed already: added to it, in their own name. Written once."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset({"text"})
    staff = frozenset({"spoke_to"})
    impersonal = frozenset({"section"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="additions")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    text = models.TextField()
    spoke_to = models.CharField(max_length=200)
    key = models.UUIDField(unique=True, help_text="The form that was sent: a double click adds once")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["check_in", "at"], name="checkins_addition_check_in"),
            models.Index(fields=["home"], name="checkins_addition_home"),
        ]

    def __str__(self) -> str:
        return f"addition to {self.check_in_id}"


class Correction(DoneBy):
    """One section of a completed check-in said wrongly, and put right: what stood there before, and why. Written once."""

    data_class = DataClass.RESIDENT
    append_only = True
    personal = frozenset("before reason".split())
    impersonal = frozenset({"section"})
    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, db_constraint=False, related_name="corrections")
    home = models.ForeignKey(CareHome, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(help_text="Of the check-in: 2 is the first correction")
    before = models.JSONField(help_text="something, text and answers as they stood")
    reason = models.CharField(max_length=300)
    key = models.UUIDField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_in", "version"], name="checkins_correction_version"),
        ]
        indexes: ClassVar = [models.Index(fields=["home"], name="checkins_correction_home")]

    def __str__(self) -> str:
        return f"correction {self.version} of {self.check_in_id}"
