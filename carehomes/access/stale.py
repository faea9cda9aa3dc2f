"""Two people change the same thing: the later one is told, and loses nothing typed."""

from datetime import datetime
from typing import Any

from django.db import models

from carehomes.access.models import User
from carehomes.ui import formats

ELSEWHERE = "Somebody of another organisation"


class StaleError(Exception):
    """What a form shows has been changed since it was opened. The message is for the person who sent it."""

    def __init__(self, who: str, when: datetime) -> None:
        super().__init__(
            f"{who} changed this on {formats.moment(when)}. What you typed is kept: look it over and save it again"
        )


def version_of(row: models.Model) -> int:
    """A number that grows with every change of the row: that of its latest entry in the history, 0 before the first."""
    event = _latest(row)
    return event.pgh_id if event else 0


def check_unchanged(row: models.Model, version: int) -> None:
    """Raises StaleError when the row, which the action has locked, is not the version that the form was made of."""
    event = _latest(row)
    if event and event.pgh_id != version:
        raise StaleError(_name((event.pgh_context or {}).get("user")), event.pgh_created_at)


def _latest(row: models.Model) -> Any:
    return row.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]  # every tracked model has events


def _name(user_id: str | None) -> str:
    """Their name, where the reader may know it."""
    name = User.objects.filter(pk=int(user_id)).values_list("name", flat=True).first() if user_id else None
    return name or ELSEWHERE
