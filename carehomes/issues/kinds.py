"""The kinds of notification that issues cause. Titles name the home and the number of the issue, never a person or what it is about."""

from carehomes.access.roles import Permission
from carehomes.notifications.kinds import Kind, register_kind
from carehomes.notifications.models import Channel

GIVEN = register_kind(
    Kind(
        "issue_given",
        "An issue waits for you",
        "Raised for you or your organisation, given to you, or reopened by the home",
        Permission.WORK_ISSUES,
        channel=Channel.AT_ONCE,
    )
)
TO_CONFIRM = register_kind(
    Kind(
        "issue_to_confirm",
        "Something you told the team has an answer",
        "Say whether it is done, or whether it should be opened again",
        Permission.ANSWER_FOR_HOME,
        channel=Channel.AT_ONCE,
    )
)
NEWS = register_kind(
    Kind(
        "issue_news",
        "News of an issue that you watch",
        "What others did with it, and what the home said",
        Permission.SEE_ISSUES,
    )
)
MENTIONED = register_kind(
    Kind(
        "issue_mentioned",
        "Somebody named you in a comment",
        "With @ and your name",
        Permission.SEE_ISSUES,
        channel=Channel.AT_ONCE,
    )
)
ANSWER_DUE = register_kind(
    Kind(
        "issue_answer_due",
        "An outside system should have answered",
        "By the day that was written down when the issue was handed off",
        Permission.WORK_ISSUES,
        channel=Channel.AT_ONCE,
    )
)
LATE = register_kind(
    Kind(
        "issue_late",
        "An issue is overdue",
        "By the escalation policy of the organisation that owns it",
        Permission.SEE_ISSUES,
        channel=Channel.AT_ONCE,
    )
)
