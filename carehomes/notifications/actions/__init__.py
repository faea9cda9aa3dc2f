"""Every write of this room. Other rooms use `tell`, `tell_each`, and for more than a notice `email_person`, `email_address`."""

from carehomes.notifications.actions.reading import mark_read, mark_unread
from carehomes.notifications.actions.settings import save_settings, undo_settings
from carehomes.notifications.actions.telling import (
    Ahead,
    Notice,
    email_address,
    email_calendar,
    email_person,
    tell,
    tell_ahead,
    tell_each,
)

__all__ = [
    "Ahead",
    "Notice",
    "email_address",
    "email_calendar",
    "email_person",
    "mark_read",
    "mark_unread",
    "save_settings",
    "tell",
    "tell_ahead",
    "tell_each",
    "undo_settings",
]
