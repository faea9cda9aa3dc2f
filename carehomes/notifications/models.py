"""Telling people: what a person sees in the product, and the outbox from which e-mails leave. Neither holds clinical text."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from carehomes.access.tenancy import DataClass


class Notification(models.Model):
    """Something that a person should look at: what kind of thing, and where it is. Names and clinical words stay in the record."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset("kind title address".split())
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200, help_text="Path of the page that it leads to")
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user_id", "-created_at"], name="notifications_mine"),
            models.Index(fields=["user_id"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id}"


class OutboxMessage(models.Model):
    """An e-mail that must go out: written in the transaction that caused it, sent by the drain, never lost and never sent twice.

    `dedup_key` is unique: the same cause writes the same message once. The row's id goes out as the Message-ID.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    data_class = DataClass.SYSTEM
    personal = frozenset("recipient subject body last_error".split())
    impersonal = frozenset({"dedup_key"})
    dedup_key = models.CharField(max_length=100, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(help_text="Not before; moved on after a failure")
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notifications_outbox_waiting")
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
