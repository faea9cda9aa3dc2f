"""When e-mail may come, on London's clocks, and which answers of a mail server mean that an address does not work. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date, time

from carehomes.deadlines import is_working_day


@dataclass(frozen=True)
class Times:
    """Quiet hours from-to (both None: none), when the daily e-mail comes and on which ISO weekdays, and whether on bank holidays too."""

    quiet_from: time | None
    quiet_to: time | None
    digest_at: time
    digest_days: tuple[int, ...]
    on_bank_holidays: bool


USUAL = Times(time(19), time(7), time(7, 30), (1, 2, 3, 4, 5), on_bank_holidays=False)
"""What holds until a person chooses: nothing that is not urgent between 19:00 and 07:00, one e-mail at 07:30 on working days."""

LONGEST_LEAD = 30  # days
AT_ONCE_AN_HOUR = 3  # e-mails to one person that are not urgent; what else comes is put together (migration 0004)
FRIDAY = 5
# RFC 3463: 5.1.x is about the address, 5.2.x about the mailbox. 5.7.x and others speak of policy or of our own server.
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_OF_THE_ADDRESS = {"1", "2"}
_REFUSES_THE_MAILBOX = {550, 551, 553}  # RFC 5321, where no enhanced code follows


def is_bank_holiday(day: date) -> bool:
    """A weekday that is no working day."""
    return day.isoweekday() <= FRIDAY and not is_working_day(day)


def enhanced_code(words: str) -> str:
    """The enhanced status code (RFC 3463) in a server's answer, such as "5.1.1"; empty where it gives none."""
    found = _ENHANCED.search(words)
    return found[0] if found else ""


def refuses_address(code: int, words: str) -> bool:
    """Whether a server's answer to RCPT says that this address does not work, and not that it dislikes us or is busy.

    A relay that is set up wrongly answers 550 5.7.1 to every address: that must not mark everybody's.
    """
    enhanced = _ENHANCED.search(words)
    if enhanced:
        return enhanced[1] == "5" and enhanced[2] in _OF_THE_ADDRESS
    return code in _REFUSES_THE_MAILBOX
