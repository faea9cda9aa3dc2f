"""Every write of this room. Other rooms use `tell`, and `email_person` or `email_address` where an e-mail is more than a notice."""

from carehomes.notifications.actions.reading import mark_read, mark_unread
from carehomes.notifications.actions.settings import save_settings, undo_settings
from carehomes.notifications.actions.telling import Ahead, email_address, email_calendar, email_person, tell, tell_ahead

__all__ = [
    "Ahead",
    "email_address",
    "email_calendar",
    "email_person",
    "mark_read",
    "mark_unread",
    "save_settings",
    "tell",
    "tell_ahead",
    "undo_settings",
]
