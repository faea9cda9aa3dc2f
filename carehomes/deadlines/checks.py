"""System checks that say when the bank holidays need attention, before a deadline is wrong."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from carehomes.deadlines.bank_holidays import coverage, disagreements
from carehomes.deadlines.clock import london_today

HOW = "Add the published rows of https://www.gov.uk/bank-holidays.json (england-and-wales) to bank_holidays.csv."


def check_bank_holidays(**_options: Any) -> list[CheckMessage]:
    """W001: deadlines of the coming year are not yet covered by published days. W002: the two sources differ."""
    return [*_check_coverage(), *_check_agreement()]


def _check_coverage() -> list[CheckMessage]:
    """A warning for each of this year and the next that the table lacks: deadlines reach a year ahead."""
    this_year = london_today().year
    missing = [year for year in (this_year, this_year + 1) if not coverage().is_published(year)]
    return [
        Warning(
            f"The bank holidays of {year} are worked out by rule, not published ones.", hint=HOW, id="deadlines.W001"
        )
        for year in missing
    ]


def _check_agreement() -> list[CheckMessage]:
    """A warning for each weekday on which the table and the package differ. The table decides meanwhile."""
    return [
        Warning(f"{difference}.", hint="Check it on GOV.UK.", id="deadlines.W002") for difference in disagreements()
    ]
