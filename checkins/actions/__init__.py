"""Every write of check-ins and nominations. Keyword-only, `by=` the acting membership, one transaction each."""

from checkins.actions.calls import cancel, decline, note_attempt, start
from checkins.actions.completing import complete
from checkins.actions.drafts import Saved, save_draft
from checkins.actions.nominations import acknowledge, raise_nominations, withdraw, withdraw_of_resident
from checkins.actions.weeks import cancel_of_closed, ensure_weeks, generate_week

__all__ = [
    "Saved",
    "acknowledge",
    "cancel",
    "cancel_of_closed",
    "complete",
    "decline",
    "ensure_weeks",
    "generate_week",
    "note_attempt",
    "raise_nominations",
    "save_draft",
    "start",
    "withdraw",
    "withdraw_of_resident",
]
