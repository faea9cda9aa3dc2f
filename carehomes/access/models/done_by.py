"""Who did something, and when. Names are kept as they were then, so that a record goes on saying it after people have left."""

from django.db import models


class DoneBy(models.Model):
    """Somebody did it."""

    staff = frozenset({"by_name"})
    impersonal = frozenset({"by_organisation_name"})
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class DoneByOrItself(models.Model):
    """Somebody did it, or Homeround by itself."""

    staff = frozenset({"by_name"})
    impersonal = frozenset({"by_organisation_name"})
    at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True, blank=True, help_text="Null: Homeround itself")
    by_name = models.CharField(max_length=150)
    by_organisation_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
