"""Telling people: what a person sees in the product, how they want to be told, and the outbox. None of it holds clinical text."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from carehomes.access.tenancy import DataClass


class Channel(models.TextChoices):
    """How somebody is told of one kind of thing. Whatever is told at all can be seen in Homeround."""

    AT_ONCE = "at_once", "In Homeround, and by email at once"
    DIGEST = "digest", "In Homeround, and in the daily email"
    IN_APP = "in_app", "In Homeround only"
    OFF = "off", "Not at all"


class Digest(models.Model):
    """The one e-mail that a person may get on a London date. The key lets no machine make a second one."""

    class State(models.TextChoices):
        DUE = "due", "Due"
        QUEUED = "queued", "In the outbox"
        NOTHING = "nothing", "Nothing to say"

    data_class = DataClass.PERSONAL
    impersonal = frozenset("for_date sections".split())
    user_id = models.BigIntegerField()
    for_date = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    sections = ArrayField(models.CharField(max_length=40), default=list, help_text="Keys of what it said")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "for_date"], name="notifications_digest_once_a_day")
        ]
        indexes: ClassVar = [
            models.Index(fields=["for_date"], condition=Q(state="due"), name="notifications_digest_due")
        ]

    def __str__(self) -> str:
        return f"digest of {self.user_id} on {self.for_date}"


class Notification(models.Model):
    """Something that a person should look at: what kind of thing, and where it is. Names and clinical words stay in the record."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset("kind title address cause".split())
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200, help_text="Path of the page that it leads to")
    urgent = models.BooleanField(default=False)
    channel = models.CharField(
        max_length=8,
        choices=Channel,
        default=Channel.IN_APP,
        db_default=Channel.IN_APP,
        help_text="As the person had chosen when they were told",
    )
    cause = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="The same cause is told each person once"
    )
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, null=True, blank=True, related_name="told")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id", "cause"], condition=~Q(cause=""), name="notifications_once_a_cause"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["user_id", "-created_at"], name="notifications_mine"),
            models.Index(fields=["user_id"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(
                fields=["user_id"], condition=Q(channel="digest", digest=None), name="notifications_for_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class NotificationSetting(models.Model):
    """How a person wants to be told of one kind of thing. Without a row the kind's own way holds."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset({"kind"})
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40, help_text="Key of a kind in kinds.py or a domain's")
    channel = models.CharField(max_length=8, choices=Channel)
    lead_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Days before it falls due")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user_id", "kind"], name="notifications_setting_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.channel}"


class DeliveryTimes(models.Model):
    """When e-mail may come to a person, on London's clocks. Without a row the usual times hold (rules.USUAL)."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset("digest_days before".split())
    user_id = models.BigIntegerField(primary_key=True)
    quiet_from = models.TimeField(null=True, blank=True, help_text="Null: no quiet hours")
    quiet_to = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField()
    digest_days = ArrayField(models.PositiveSmallIntegerField(), help_text="1 is Monday, 7 is Sunday")
    on_bank_holidays = models.BooleanField(default=False)
    before = models.JSONField(null=True, blank=True, help_text="All settings before the last change: it can be undone")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None) | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="notifications_quiet_from_and_to",
            )
        ]

    def __str__(self) -> str:
        return f"times of {self.user_id}"


class OutboxMessage(models.Model):
    """An e-mail that must go out: written in the transaction that caused it, sent by the drain, never lost and never sent twice.

    `dedup_key` is unique: the same cause writes the same message once. The row's id goes out as the Message-ID.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HELD = "held", "Held: the address was refused before"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        BOUNCED = "bounced", "Bounced"

    data_class = DataClass.SYSTEM
    personal = frozenset("recipient subject body calendar".split())
    impersonal = frozenset("dedup_key last_error".split())
    dedup_key = models.CharField(max_length=100, unique=True)
    recipient = models.EmailField()
    recipient_user_id = models.BigIntegerField(null=True, blank=True, help_text="Null: nobody's account yet")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(
        blank=True, default="", db_default="", help_text="A calendar file without its recipient; see calendars.py"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="Not before; moved on after a failure")
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(
        max_length=200, blank=True, help_text="A code or the kind of failure, never an address"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notifications_outbox_waiting"),
            models.Index(fields=["recipient_user_id"], condition=Q(state="held"), name="notifications_outbox_held"),
            models.Index(fields=["created_at"], name="notifications_outbox_day"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}: {self.state}"


class Tick(models.Model):
    """When the scheduler's tick last ran: one row. Readiness and an alert look at it."""

    data_class = DataClass.SYSTEM
    ran_at = models.DateTimeField()
    singleton = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(singleton=True), name="notifications_tick_one")]

    def __str__(self) -> str:
        return f"last tick {self.ran_at}"
