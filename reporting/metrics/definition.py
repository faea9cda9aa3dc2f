"""What a number is, said once: its definition in words and the conditions that count it.

Conditions and columns are SQL over the report's facts: one row for each thing that is counted, with `home_id`, `on_day` (the day by
which it belongs to a week and to an area) and the report's own columns. The words are shown beside every number and go into every
file, so they say the same as the condition next to them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from carehomes.access.acting import Acting


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A share. Each thing counts once: left out, not known, met, or else not met; asked in this order.

    `reviewed_by`: the day by which its owner looks at the definition again. `rows`: which facts it is about.
    """

    key: str
    name: str
    unit: str
    owner: str
    source: str
    numerator: str
    denominator: str
    exclusions: str
    not_known: str
    reviewed_by: date
    excluded: str
    unknown: str
    met: str
    rows: str = "true"


class Shown(StrEnum):
    """What a measure is, and so how it is written."""

    COUNT = "count"
    MINUTES = "minutes"
    RATE = "rate"


@dataclass(frozen=True)
class Measure:
    """A number beside the shares: a count, a median of minutes, or a rate. `sql` is an aggregate over the facts.

    `base`: the aggregate that says of how many a median or rate is; where that is small it is suppressed with it. `tells`: the measure
    that could be worked out from a rate, which is hidden with it. `per`: a rate is its base for so many of what it is of.
    `only`: the breakdowns in which it means something; empty: all.
    """

    key: str
    label: str
    sql: str
    shown: Shown = Shown.COUNT
    base: str = ""
    tells: str = ""
    only: frozenset[str] = frozenset()
    per: int = 1


@dataclass(frozen=True)
class Choice:
    """A filter of a report, and a way to break its numbers down: a column of the facts and the words for its values."""

    key: str
    label: str
    column: str
    words: Mapping[str, str]
    breaks_down: bool = True
    in_order: bool = False


def _home(by: Acting, home_id: int) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """A page of numbers: what it asks, its facts, its shares and other numbers, and how they can be broken down.

    `facts_in_order`: the facts with what is known only from all of a home's together, for lines of homes and for choices that ask it.
    `now_only`: counts what is so today, whatever the period. `people`: counts residents, so that 1 to 4 is suppressed for whoever sees
    no residents. `national`: its facts can be read by readers of a region or of England. `owner`: the column with the id of the
    organisation that owns a fact. `adds_up`: cells of which the last is the sum of the others (of two: the same), besides those of each
    share: where one may not be shown, another would tell it. `records`: where what lies behind a home's number is found, for whoever
    may see it; else "".
    `kept`: its counts are also kept by area and week (reporting/actions.py). So the facts of a week are told from that week and the one
    before, of homes registered in it; a fact of a week that is over changes only with rows that mark it as changed; and all numbers but
    those with `only` add up. `passing`: which facts of a week that is over count otherwise tomorrow. `weekly`: a fact belongs to the last
    day of its week, so that months are sums of weeks.
    """

    key: str
    title: str
    question: str
    counted: str
    facts: str
    facts_in_order: str = ""
    metrics: tuple[Metric, ...]
    measures: tuple[Measure, ...] = ()
    choices: tuple[Choice, ...] = ()
    owner: str = ""
    adds_up: tuple[tuple[str, ...], ...] = ()
    usual: str = "week"
    weeks: int = 13
    now_only: bool = False
    people: bool = False
    national: bool = True
    kept: bool = False
    passing: str = "false"
    weekly: bool = False
    records: Callable[[Acting, int], str] = field(default=_home)


# Alignment is no registration: a home is aligned to one PCN, and its residents may be patients of any practice.
PATIENTS = Choice(
    "patients",
    "Residents counted",
    "patients",
    {
        "aligned": "Patients of the aligned PCN",
        "other": "Patients of other practices",
        "not_known": "Practice or PCN not known",
    },
)
OF_ALIGNED = Measure("of_aligned", "Patients of the aligned PCN", "count(*) FILTER (WHERE patients = 'aligned')")
