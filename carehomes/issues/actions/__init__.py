"""Every write of issues and their policies. Keyword-only, `by=` the acting membership, one transaction each."""

from carehomes.issues.actions.answering import home_cannot_say, home_says_no, home_says_yes
from carehomes.issues.actions.by_itself import Cause, raise_by_itself, withdraw_by_itself, withdraw_these
from carehomes.issues.actions.due_policies import (
    DueDraft,
    discard_due_draft,
    publish_due,
    save_due_draft,
    start_due_draft,
)
from carehomes.issues.actions.giving import assign, bulk_assign
from carehomes.issues.actions.moving import find_owners, follow_resident
from carehomes.issues.actions.policies import Draft, discard_draft, publish, save_draft, start_draft
from carehomes.issues.actions.raising import NewIssue, raise_issue, raise_issues
from carehomes.issues.actions.records import Doer, Stale, doer
from carehomes.issues.actions.reminding import remind_of_answers
from carehomes.issues.actions.sweep import Late, sweep, whom_to_tell
from carehomes.issues.actions.talking import attach, comment, set_watching
from carehomes.issues.actions.working import (
    accept,
    change_priority,
    hand_off,
    record_outcome,
    reopen,
    resolve,
    start,
    withdraw,
)

__all__ = [
    "Cause",
    "Doer",
    "Draft",
    "DueDraft",
    "Late",
    "NewIssue",
    "Stale",
    "accept",
    "assign",
    "attach",
    "bulk_assign",
    "change_priority",
    "comment",
    "discard_draft",
    "discard_due_draft",
    "doer",
    "find_owners",
    "follow_resident",
    "hand_off",
    "home_cannot_say",
    "home_says_no",
    "home_says_yes",
    "publish",
    "publish_due",
    "raise_by_itself",
    "raise_issue",
    "raise_issues",
    "record_outcome",
    "remind_of_answers",
    "reopen",
    "resolve",
    "save_draft",
    "save_due_draft",
    "set_watching",
    "start",
    "start_draft",
    "start_due_draft",
    "sweep",
    "whom_to_tell",
    "withdraw",
    "withdraw_by_itself",
    "withdraw_these",
]
