"""Issues: the work item that crosses organisations, and the policies that say how soon and who is told."""

from carehomes.issues.models.issue import (
    HandOff,
    Issue,
    IssueFile,
    IssueLink,
    IssueNote,
    IssueStatus,
    IssueWatcher,
    IssueWords,
)
from carehomes.issues.models.kinds import BY_HAND, BY_ITSELF, OURS, OVER, Happened, IssueState, Kind, Priority, SaidBy
from carehomes.issues.models.policies import (
    ABOUT,
    SAME_DAY,
    Clock,
    DuePolicy,
    DueTime,
    EscalationPolicy,
    EscalationTier,
    PolicyState,
    Told,
)

__all__ = [
    "ABOUT",
    "BY_HAND",
    "BY_ITSELF",
    "OURS",
    "OVER",
    "SAME_DAY",
    "Clock",
    "DuePolicy",
    "DueTime",
    "EscalationPolicy",
    "EscalationTier",
    "HandOff",
    "Happened",
    "Issue",
    "IssueFile",
    "IssueLink",
    "IssueNote",
    "IssueState",
    "IssueStatus",
    "IssueWatcher",
    "IssueWords",
    "Kind",
    "PolicyState",
    "Priority",
    "SaidBy",
    "Told",
]
