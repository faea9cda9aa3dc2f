"""What can be wrong in a row of the ODS files, and what is done about it."""

from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.sql import clean, day, filled, postcode


def is_english(row: str) -> str:
    """The national groupings of England are called Y and two digits."""
    return f"coalesce({row}.region, '') ~ '^Y[0-9]{{2}}$'"


def _basic(code_heading: str, name_heading: str, name: str) -> tuple[Rule, ...]:
    return (
        Rule(
            code_heading, "not_an_ods_code", "coalesce(upper(btrim(s.code)), '') !~ '^[A-Z0-9]{3,10}$'", "s.code",
            "Row left out: an ODS code has 3 to 10 letters and digits",
        ),
        Rule(name_heading, "no_name", f"{filled(f's.{name}')} IS NULL", "s.code", "Row left out: it needs a name"),
        Rule(name_heading, "name_too_long", f"length(s.{name}) > 200", "s.code", "Row left out: a name has at most 200 characters"),
        Rule(
            "postcode", "not_a_postcode", f"{filled('s.postcode')} IS NOT NULL AND {postcode(clean('s.postcode'))} IS NULL",
            "s.postcode", "Taken without its postcode", Outcome.REPAIRED,
        ),
    )  # fmt: skip


def _dates(*columns: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            heading,
            "not_a_date",
            f"{filled(f's.{column}')} IS NOT NULL AND {day(f'btrim(s.{column})')} IS NULL",
            f"s.{column}",
            "Taken without it: 20210331 was expected",
            Outcome.REPAIRED,
        )
        for column, heading in columns
    )


PRACTICE_RULES = (
    *_basic("organisation_code", "name", "name"),
    *_dates(("opened", "open_date"), ("closed", "close_date")),
    Rule(
        "close_date", "closes_before_it_opens", f"{day('btrim(s.closed)')} < {day('btrim(s.opened)')}", "s.closed",
        "Taken as it is: compare it with the ODS", Outcome.NOTED,
    ),
)  # fmt: skip
_UNKNOWN_CCG = (
    "NOT EXISTS (SELECT FROM access_organisation c WHERE c.ods_code = upper(btrim(s.commissioner)) AND c.kind = 'ccg')"
)
PCN_RULES = (
    *_basic("PCN Code", "PCN Name", "name"),
    *_dates(("opened", "Open Date"), ("closed", "Close Date")),
)
MEMBER_RULES = (
    Rule(
        "Relationship Start Date", "not_a_date", f"{day('btrim(s.starts)')} IS NULL", "s.starts",
        "Row left out: nobody could tell since when",
    ),
    Rule(
        "Relationship End Date", "not_a_date", f"{filled('s.ends')} IS NOT NULL AND {day('btrim(s.ends)')} IS NULL", "s.ends",
        "Row left out: nobody could tell until when",
    ),
    Rule("Relationship End Date", "ends_before_it_starts", f"{day('btrim(s.ends)')} < {day('btrim(s.starts)')}", "s.ends", "Row left out"),
    Rule(
        "PCN Code", "unknown_pcn",
        "NOT EXISTS (SELECT FROM access_organisation o WHERE o.ods_code = upper(btrim(s.pcn)) AND o.kind = 'pcn')",
        "s.pcn", "Row left out: the register has no PCN with this code",
    ),
    Rule(
        "Partner Organisation Code", "unknown_practice",
        "NOT EXISTS (SELECT FROM access_organisation o WHERE o.ods_code = upper(btrim(s.practice)) AND o.kind = 'gp_practice')",
        "s.practice", "Row left out: the register has no practice with this code; bring in the practices first",
    ),
)  # fmt: skip
PHARMACY_RULES = _basic("PHARMACY_ODS_CODE_(F-CODE)", "PHARMACY_TRADING_NAME", "trading_name")
UNKNOWN_CCG = Rule(
    "Current Sub ICB Loc Code", "unknown_commissioner", f"{filled('s.closed')} IS NULL AND {_UNKNOWN_CCG}", "s.commissioner",
    "No commissioner linked: bring in the map, then this file again", Outcome.NOTED,
)  # fmt: skip
