"""What waits for a person to look at."""

from django.db.models import QuerySet

from carehomes.access.acting import Acting
from carehomes.notifications.models import Notification


def of_person(acting: Acting) -> "QuerySet[Notification]":
    """Newest first. The database shows a person their own only; the filter lets it use the index."""
    return Notification.objects.filter(user_id=acting.user_id).order_by("-created_at", "-id")
