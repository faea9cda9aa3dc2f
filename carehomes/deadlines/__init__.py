"""Working days and hours of England and Wales, ISO weeks, and what day it is in London.

Pure: no database, no settings, no sibling package. Every function takes and returns plain dates; only
`london_today` and `london_now` look at a clock.
"""

from carehomes.deadlines.bank_holidays import Coverage, Disagreement, UnknownYear, coverage, disagreements
from carehomes.deadlines.clock import LONDON, london_now, london_today
from carehomes.deadlines.weeks import Week, planned_day
from carehomes.deadlines.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
)
from carehomes.deadlines.working_hours import (
    HOURS_A_DAY,
    add_working_hours,
    closing_of,
    is_open,
    working_hours_between,
)

__all__ = [
    "HOURS_A_DAY",
    "LONDON",
    "Coverage",
    "Disagreement",
    "UnknownYear",
    "Week",
    "add_working_days",
    "add_working_hours",
    "closing_of",
    "coverage",
    "disagreements",
    "is_open",
    "is_working_day",
    "london_now",
    "london_today",
    "next_working_day",
    "planned_day",
    "working_days_between",
    "working_hours_between",
]
