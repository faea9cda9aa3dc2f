"""What is typed so far and not yet said: kept so that nothing is lost, and so that a colleague can go on."""

from django.db import models


class Draft(models.Model):
    """What is typed so far, as form fields, by whoever writes in it; two who write at once are merged by `rules.merge`."""

    personal = frozenset("fields changes".split())
    staff = frozenset({"saved_by_name"})
    fields = models.JSONField(default=dict, help_text="Name of a field: the values it was sent with")
    changes = models.JSONField(default=dict, help_text="Name of a field: who changed it last, in which revisions")
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every save; a stale form is told")
    saved_at = models.DateTimeField()
    saved_by_user_id = models.BigIntegerField()
    saved_by_name = models.CharField(max_length=150)

    class Meta:
        abstract = True
