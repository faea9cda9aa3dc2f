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
    Mode,
    SectionAnswer,
)
from checkins.models.forms import Addition, Beforehand, Correction, FormState, FormVersion
from checkins.models.nominations import (
    WAITING_STATES,
    Contact,
    Nomination,
    NominationEscalation,
    NominationState,
    NominationStatus,
    Reason,
    Urgency,
)
from checkins.models.observations import (
    Alertness,
    Baseline,
    Observation,
    OxygenScale,
    Sbard,
    SoftSign,
    SoftSigns,
    Vitals,
)
from checkins.models.policies import Policy
from checkins.models.priority import PriorityAgreement, PriorityPlace

__all__ = [
    "OPEN_STATES",
    "WAITING_STATES",
    "Addition",
    "Alertness",
    "Attempt",
    "Baseline",
    "Beforehand",
    "CheckIn",
    "CheckInDraft",
    "CheckInState",
    "CheckInStatus",
    "Contact",
    "Conversation",
    "Correction",
    "FormState",
    "FormVersion",
    "Mode",
    "Nomination",
    "NominationEscalation",
    "NominationState",
    "NominationStatus",
    "Observation",
    "OxygenScale",
    "Policy",
    "PriorityAgreement",
    "PriorityPlace",
    "Reason",
    "Sbard",
    "SectionAnswer",
    "SoftSign",
    "SoftSigns",
    "Urgency",
    "Vitals",
]
