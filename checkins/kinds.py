"""The kinds of notification that check-ins cause."""

from carehomes.access.roles import Permission
from carehomes.notifications.kinds import DAILY, Kind, register_kind
from carehomes.notifications.models import Channel

SAME_DAY = register_kind(
    Kind(
        "same_day",
        "A care home asks for a clinician today",
        "A resident must be seen today, and nobody has acknowledged it yet.",
        wanted_by=Permission.ACKNOWLEDGE_NOMINATIONS,
        channel=Channel.AT_ONCE,
        urgent=True,
        email_note="Homeround is never the only way: the home also has the number of your urgent line.",
    )
)
SAME_DAY_LATE = register_kind(
    Kind(
        "same_day_late",
        "Nobody has acknowledged a same-day concern",
        "A resident was to be seen today, and the time for acknowledging it has passed.",
        channel=Channel.AT_ONCE,
        urgent=True,
        email_note="Homeround is never the only way: ring the home.",
    )
)
HOME_NAMED = register_kind(
    Kind(
        "home_named",
        "A care home has named a resident",
        "Staff of a home asked for somebody between two check-ins.",
        wanted_by=Permission.TAKE_CHECK_INS,
        channel=Channel.AT_ONCE,
    )
)
MOVED_WAITING = register_kind(
    Kind(
        "moved_waiting",
        "A resident who waits for somebody has moved to a home of yours",
        "They were named in the home of before, and nobody has seen them yet.",
        wanted_by=Permission.TAKE_CHECK_INS,
        channel=Channel.AT_ONCE,
    )
)
HOME_WITHDREW = register_kind(
    Kind(
        "home_withdrew",
        "A care home has withdrawn a concern",
        "Staff of a home asked for somebody, and say before anybody has answered that it is not needed.",
        channel=Channel.AT_ONCE,
    )
)
MORNING_LIST = register_kind(
    Kind(
        "morning_list",
        "Your calls of the day",
        "How many homes wait for a call, how many are overdue or did not answer, and what else waits.",
        wanted_by=Permission.TAKE_CHECK_INS,
        channels=DAILY,
    )
)
WEEKLY_SUMMARY = register_kind(
    Kind(
        "weekly_summary",
        "The week that has ended",
        "Homes without a check-in, issues that are open, and how long residents waited. Once a week.",
        wanted_by=Permission.SEE_COVERAGE,
        channels=DAILY,
    )
)
