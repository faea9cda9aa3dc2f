"""Weekly check-ins, what they report, and residents who need someone.

A check-in's row holds no free text and no resident, so that a commissioner may count it; what was said is in rows of class resident.
"""

from checkins.models.check_ins import (
    OPEN_STATES,
    Attempt,
    CheckIn,
    CheckInDraft,
    CheckInState,
    CheckInStatus,
    Conversation,
    FormVersion,
    Mode,
    SectionAnswer,
)
from checkins.models.nominations import Nomination, NominationState, Reason, Urgency
from checkins.models.policies import Policy

__all__ = [
    "OPEN_STATES",
    "Attempt",
    "CheckIn",
    "CheckInDraft",
    "CheckInState",
    "CheckInStatus",
    "Conversation",
    "FormVersion",
    "Mode",
    "Nomination",
    "NominationState",
    "Policy",
    "Reason",
    "SectionAnswer",
    "Urgency",
]
