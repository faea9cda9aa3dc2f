"""How soon something must be done, and who is told when it is not: dated, versioned, never overwritten."""

from functools import cached_property
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from carehomes.access.models import Organisation
from carehomes.access.tenancy import DataClass
from carehomes.deadlines.working_hours import CLOSES, OPENS
from carehomes.issues.models.kinds import Kind, Priority


class PolicyState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    SUCCEEDED = "succeeded", "Succeeded"


class PolicyVersion(models.Model):
    """One version of something that an organisation has agreed. Once published the database refuses to change it: it is succeeded.

    The general one (organisation null) holds where an organisation has none.
    """

    data_class = DataClass.REGISTER
    staff = frozenset({"published_by_name"})
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PolicyState, default=PolicyState.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=150, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def versions_succeed(name: str, series: list[str]) -> list[models.BaseConstraint]:
    """What the database holds each series of versions to; `series` are the fields that its versions share, `name` begins the names.

    One version of each number, one draft, one beginning on each day; what is published has a day and ends after it began.
    """
    draft = Q(state="draft")
    from_a_day = Q(valid_from__isnull=False, published_at__isnull=False)
    return [
        models.UniqueConstraint(fields=[*series, "version"], nulls_distinct=False, name=f"{name}_version"),
        models.UniqueConstraint(fields=series, condition=draft, nulls_distinct=False, name=f"{name}_one_draft"),
        models.UniqueConstraint(
            fields=[*series, "valid_from"], condition=~draft, nulls_distinct=False, name=f"{name}_from_once"
        ),
        models.CheckConstraint(condition=draft | from_a_day, name=f"{name}_published_from"),
        models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=f"{name}_dates"),
    ]


class DuePolicy(PolicyVersion):
    """One version of when an organisation works and how soon it does what."""

    impersonal = frozenset("opens closes valid_from valid_to source".split())
    opens = models.TimeField(default=OPENS, help_text="On working days, by London clocks")
    closes = models.TimeField(default=CLOSES)
    source = models.CharField(max_length=200, blank=True, help_text="Who agreed it, or where it comes from")

    class Meta:
        constraints: ClassVar = [
            *versions_succeed("issues_duepolicy", ["organisation"]),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="issues_duepolicy_hours"),
        ]

    def __str__(self) -> str:
        return f"due times, version {self.version}"


class DueTime(models.Model):
    """How many working hours a version gives a priority; with a kind for that kind only."""

    data_class = DataClass.REGISTER
    policy = models.ForeignKey(DuePolicy, on_delete=models.CASCADE, related_name="times")
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    priority = models.CharField(max_length=12, choices=Priority)
    working_hours = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["kind", "working_hours", "priority"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "kind", "priority"], name="issues_duetime_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or 'all kinds'}, {self.priority}: {self.working_hours} working hours"


class Clock(models.TextChoices):
    WORKING = "working", "Working hours"
    ALWAYS = "always", "Day and night"


SAME_DAY = "same_day"  # a policy about residents who must be seen today, whom check-ins ask for
ABOUT = [("", "All kinds"), *Kind.choices, (SAME_DAY, "Resident to be seen today")]


class EscalationPolicy(PolicyVersion):
    """One version of who is told, and when, about what is late.

    Versions of one series share organisation and `about`.
    """

    impersonal = frozenset("name valid_from valid_to out_of_hours out_of_hours_phone".split())
    about = models.CharField(max_length=20, choices=ABOUT, blank=True)
    name = models.CharField(max_length=100)
    clock = models.CharField(max_length=8, choices=Clock, default=Clock.WORKING)
    repeat_minutes = models.PositiveIntegerField(
        default=480,
        help_text="The last step comes again after so long, on the policy's clock, until somebody takes it up",
    )
    out_of_hours = models.CharField(max_length=300, blank=True, help_text="What to do when nobody works")
    out_of_hours_phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = versions_succeed("issues_policy", ["organisation", "about"])

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @cached_property
    def steps(self) -> "list[EscalationTier]":
        """Its tiers in order, as they were when they were first asked for."""
        return list(self.tiers.all())


class Told(models.TextChoices):
    """Whom a tier tells, by what they are to the issue, never by name: people change."""

    OWNER = "owner", "The person who owns it"
    OWNERS = "owners", "Everybody of the organisation that owns it"
    COORDINATOR = "coordinator", "The home’s care coordinator and their cover"
    CLINICAL_LEAD = "clinical_lead", "The home’s clinical leads"
    MEDICINES_LEAD = "medicines_lead", "The home’s medicines lead"
    MANAGER = "registered_manager", "The home’s registered manager"
    COMMISSIONER = "commissioner", "The commissioner’s care home leads"


class EscalationTier(models.Model):
    """One step of a policy: so long after it was due, these are told."""

    data_class = DataClass.REGISTER
    impersonal = frozenset({"tells"})
    policy = models.ForeignKey(EscalationPolicy, on_delete=models.CASCADE, related_name="tiers")
    number = models.PositiveSmallIntegerField()
    after_minutes = models.PositiveIntegerField(help_text="After it was due, on the policy's clock")
    tells = ArrayField(models.CharField(max_length=20, choices=Told))

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="issues_tier_number"),
            models.UniqueConstraint(fields=["policy", "after_minutes"], name="issues_tier_time"),
        ]

    def __str__(self) -> str:
        return f"tier {self.number} of {self.policy_id}"
