"""Who read what, and which form was sent already."""

from typing import ClassVar

from django.db import models

from carehomes.access.tenancy import DataClass


class ReadLog(models.Model):
    """One reading of a resident's record: who, on whose behalf, whose record, which screen. Append-only by grant.

    Keys are plain numbers: the entry outlives whatever it points to.
    """

    data_class = DataClass.ORGANISATION
    append_only = True
    staff = frozenset({"person"})
    impersonal = frozenset("organisation_name screen".split())
    read_at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField()
    person = models.CharField(max_length=150)
    membership_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=200)
    resident_id = models.BigIntegerField()
    home_id = models.BigIntegerField()
    screen = models.CharField(max_length=60)
    request_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["resident_id", "-read_at"], name="access_readlog_resident"),
            models.Index(fields=["organisation_id", "user_id", "-read_at"], name="access_readlog_person"),
            models.Index(fields=["organisation_id", "-read_at"], name="access_readlog_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.resident_id}"


class IdempotencyKey(models.Model):
    """A form that was sent: its key, unique, and where its result is shown. A second sending shows the first result."""

    data_class = DataClass.PERSONAL
    impersonal = frozenset("action result".split())
    key = models.UUIDField(primary_key=True)
    user_id = models.BigIntegerField()
    action = models.CharField(max_length=60)
    result = models.CharField(max_length=200)
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
