"""What can be wrong in a row of a file of care homes, and what is done about it."""

from carehomes.directory.imports.problems import Outcome, Rule
from carehomes.directory.imports.sql import clean, day, decimal, filled, postcode, whole_number, yes
from carehomes.directory.rules import Specialism

MOST_BEDS = 2000
BANDS = {
    "band_children": Specialism.CHILDREN,
    "band_dementia": Specialism.DEMENTIA,
    "band_learning": Specialism.LEARNING_DISABILITIES,
    "band_mental": Specialism.MENTAL_HEALTH,
    "band_older": Specialism.OLDER_PEOPLE,
    "band_physical": Specialism.PHYSICAL_DISABILITY,
    "band_sensory": Specialism.SENSORY_IMPAIRMENT,
    "band_younger": Specialism.YOUNGER_ADULTS,
}
LOCATION_ID = "upper(replace(s.location_id, ' ', ''))"
USUAL_ID = "'^(1-[0-9]{7,12}|[A-Z][A-Z0-9]{2}([A-Z0-9]{2})?)$'"
SPECIALISMS = (
    "array_remove(ARRAY["
    + ", ".join(f"CASE WHEN {yes(f's.{band}')} THEN '{specialism}' END" for band, specialism in BANDS.items())
    + "]::varchar[], NULL)"
)


def _unreadable(column: str, expression: str) -> str:
    """Something is written there and it is not what it should be."""
    return f"{filled(f's.{column}')} IS NOT NULL AND ({expression}) IS NULL"


RULES = (
    Rule(
        "Location ID",
        "no_location_id",
        "coalesce(btrim(s.location_id), '') = ''",
        "s.name",
        "Row left out: nobody could tell which home it is",
    ),
    Rule(
        "Location ID",
        "not_a_location_id",
        f"s.location_id <> '' AND {LOCATION_ID} !~ '^[A-Z0-9][A-Z0-9-]{{2,19}}$'",
        "s.location_id",
        "Row left out: a CQC id has letters, digits and a hyphen, like 1-109980250",
    ),
    Rule(
        "Location ID", "twice_in_file", "s.copy > 1", "s.location_id", "Row left out: the first row with this id counts"
    ),
    Rule(
        "Care home?",
        "not_a_care_home",
        f"NOT {yes('s.care_home')}",
        "s.care_home",
        "Row left out: CQC does not call it a care home",
    ),
    Rule(
        "Location Name",
        "no_name",
        "coalesce(btrim(s.name), '') = ''",
        "s.location_id",
        "Row left out: a home needs a name",
    ),
    Rule(
        "Location Name",
        "name_too_long",
        f"length({clean('s.name')}) > 200",
        "s.name",
        "Row left out: a name has at most 200 characters",
    ),
    Rule(
        "Location ID",
        "unusual_location_id",
        f"{LOCATION_ID} ~ '^[A-Z0-9][A-Z0-9-]{{2,19}}$' AND {LOCATION_ID} !~ {USUAL_ID}",
        "s.location_id",
        "Taken as it is: compare it with CQC's site",
        Outcome.NOTED,
    ),
    Rule(
        "Care homes beds",
        "beds_not_a_number",
        whole_number("btrim(s.beds)", MOST_BEDS) + " IS NULL",
        "s.beds",
        f"Taken with 0 beds: a number from 0 to {MOST_BEDS} was expected",
        Outcome.REPAIRED,
    ),
    Rule(
        "Care homes beds",
        "no_beds",
        "btrim(s.beds) ~ '^0+([.]0+)?$'",
        "s.beds",
        "Taken with 0 beds, as the file says",
        Outcome.NOTED,
    ),
    Rule(
        "Location Postal Code",
        "not_a_postcode",
        _unreadable("postcode", postcode(clean("s.postcode"))),
        "s.postcode",
        "Taken without its postcode",
        Outcome.REPAIRED,
    ),
    Rule(
        "Location Postal Code",
        "no_postcode",
        "coalesce(btrim(s.postcode), '') = ''",
        "''",
        "Taken without a postcode",
        Outcome.NOTED,
    ),
    Rule(
        "Location HSCA start date",
        "not_a_date",
        _unreadable("start_date", day("btrim(s.start_date)")),
        "s.start_date",
        "Taken without its registration date: 2021-03-31 or 31/03/2021 was expected",
        Outcome.REPAIRED,
    ),
    Rule(
        "Location Latitude",
        "not_in_england",
        _unreadable("latitude", decimal("lower(btrim(s.latitude))", 49, 61)),
        "s.latitude",
        "Taken without its place on the map",
        Outcome.REPAIRED,
    ),
    Rule(
        "Location Longitude",
        "not_in_england",
        _unreadable("longitude", decimal("lower(btrim(s.longitude))", -9, 3)),
        "s.longitude",
        "Taken without its place on the map",
        Outcome.REPAIRED,
    ),
    Rule(
        "Location City",
        "town_too_long",
        f"length({clean('s.town')}) > 100",
        "s.town",
        "Cut after 100 characters",
        Outcome.REPAIRED,
    ),
    Rule(
        "Location Street Address",
        "address_too_long",
        f"length({clean('s.street')}) > 250",
        "s.street",
        "Cut after 250 characters",
        Outcome.REPAIRED,
    ),
    Rule(
        "Service user band",
        "no_band",
        f"{SPECIALISMS} = '{{}}'",
        "''",
        "Taken without saying whom it cares for",
        Outcome.NOTED,
    ),
    Rule(
        "Service type",
        "no_service_type",
        f"NOT {yes('s.nursing')} AND NOT {yes('s.without_nursing')}",
        "''",
        "Taken, but out of scope: not registered as a care home, with or without nursing",
        Outcome.NOTED,
    ),
)
