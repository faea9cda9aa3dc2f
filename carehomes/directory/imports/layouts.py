"""The published layouts that we read: which headings mean what. Data, not code: a new wording is one more string here."""

import re
from dataclasses import dataclass

from carehomes.access.names import plain_key


@dataclass(frozen=True)
class Column:
    """A column that we use: its name here, and the headings under which bodies publish it (as `plain_key` makes them)."""

    name: str
    headings: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class Layout:
    """A kind of file. `sheet` is the heading by which the right sheet of a workbook is found: any that has the columns."""

    key: str
    name: str
    columns: tuple[Column, ...]
    delimiter: str = ","
    may_be_latin_1: bool = False
    unheaded: tuple[str, ...] = ()  # the columns by position, where the body publishes it without a header
    first_cell: str = ""  # what the first cell of such a file looks like
    json_lines: bool = False

    @property
    def staged(self) -> tuple[str, ...]:
        """The names of the columns in the staging table."""
        return tuple(column.name for column in self.columns)

    def positions(self, header: list[str]) -> dict[int, str]:
        """Position in the file -> our name, for the columns found under this header."""
        wanted = {heading: column.name for column in self.columns for heading in column.headings}
        found: dict[int, str] = {}
        for position, heading in enumerate(header):
            name = wanted.get(plain_key(heading))
            if name and name not in found.values():
                found[position] = name
        return found

    def missing(self, header: list[str]) -> list[str]:
        """The headings that this file lacks; none means that it has this layout."""
        found = set(self.positions(header).values())
        return [column.headings[0] for column in self.columns if column.required and column.name not in found]

    def fits_without_header(self, row: list[str]) -> bool:
        return bool(self.unheaded) and len(row) >= len(self.unheaded) - 1 and bool(re.match(self.first_cell, row[0]))


def _column(name: str, *headings: str, required: bool = True) -> Column:
    return Column(name, headings or (name.replace("_", " "),), required)


def _optional(name: str, *headings: str) -> Column:
    return _column(name, *headings, required=False)


# The order is that of the specialisms' words (rules.Specialism).
BANDS = {
    "band_children": "service user band children 0 18 years",
    "band_dementia": "service user band dementia",
    "band_learning": "service user band learning disabilities or autistic spectrum disorder",
    "band_mental": "service user band mental health",
    "band_older": "service user band older people",
    "band_physical": "service user band physical disability",
    "band_sensory": "service user band sensory impairment",
    "band_younger": "service user band younger adults",
}

HOMES = Layout(
    "homes",
    "CQC care homes (HSCA active locations)",
    (
        _column("location_id"),
        _column("start_date", "location hsca start date"),
        _column("care_home"),
        _column("name", "location name"),
        _column("beds", "care homes beds"),
        _column("region", "location region"),
        _column("street", "location street address"),
        _optional("street_2", "location address line 2"),
        _column("town", "location city"),
        _column("postcode", "location postal code"),
        _optional("latitude", "location latitude"),
        _optional("longitude", "location longitude"),
        _optional("authority_code", "ltla23 code", "ltla code", "ltla24 code", "local authority code"),
        _optional("phone", "location telephone number"),
        _optional("ods_code", "location ods code"),
        _optional("uprn", "location uprn id"),
        _optional("dormant", "dormant y n"),
        _optional("rating", "location latest overall rating"),
        _optional("rating_date", "publication date"),
        _optional("ended_on", "location hsca end date"),
        _column("nursing", "service type care home service with nursing"),
        _column("without_nursing", "service type care home service without nursing"),
        *(_column(name, heading) for name, heading in BANDS.items()),
    ),
)

# The same columns, one JSON object of the CQC API per line: `rows.api_row` turns one into the other.
API_RECORDS = Layout("api_records", "CQC API location records", HOMES.columns, json_lines=True)

RATINGS = Layout(
    "ratings",
    "CQC latest ratings",
    (
        _column("location_id"),
        _column("location_name"),
        _column("care_home"),
        _column("region"),
        _column("population", "service population group"),
        _column("rating", "latest rating"),
        _column("rating_date", "publication date"),
        _column("provider_id"),
        _column("provider_name"),
    ),
)

ALIGNMENTS = Layout(
    "alignments",
    "Care homes with their commissioner and nearest PCN, practice and pharmacy",
    (
        _column("location_id"),
        _column("ccg_gss", "ccg21 code"),
        _column("ccg_name", "ccg21 name"),
        _column("ccg_ods", "ccg21 ods code"),
        _column("icb_gss", "icb22 code"),
        _column("icb_ods", "icb22 code h"),
        _column("icb_name", "icb22 name"),
        _column("practice", "nearest practice code"),
        _column("pcn", "nearest pcn code"),
        _column("pharmacy", "nearest pharmacy code"),
    ),
)

PRACTICES = Layout(
    "practices",
    "ODS GP practices (epraccur)",
    (
        _column("code", "organisation code"),
        _column("name"),
        _column("region", "national grouping"),
        _column("address_1", "address 1", "address line 1"),
        _column("address_2", "address 2", "address line 2"),
        _column("address_3", "address 3", "address line 3"),
        _column("address_4", "address 4", "address line 4"),
        _column("address_5", "address 5", "address line 5"),
        _column("postcode"),
        _column("opened", "open date"),
        _column("closed", "close date"),
        _column("status", "status code"),
        _column("commissioner"),
        _column("phone", "contact telephone", "contact telephone number"),
        _column("setting", "prescribing setting"),
    ),
    unheaded=(
        *(
            "code",
            "name",
            "region",
            "_geography",
            "address_1",
            "address_2",
            "address_3",
            "address_4",
            "address_5",
            "postcode",
        ),
        *("opened", "closed", "status", "_subtype", "commissioner", "_joined", "_left", "phone", "_1", "_2", "_3"),
        *("_amended", "_4", "_purchaser", "_5", "setting", "_6"),
    ),
    first_cell=r"[A-Z][A-Z0-9]{2}[0-9]{3}$",
)

PCNS = Layout(
    "pcns",
    "ODS primary care networks (ePCN, networks)",
    (
        _column("code", "pcn code"),
        _column("name", "pcn name"),
        _column("commissioner", "current sub icb loc code", "current ccg code"),
        _optional("commissioner_name", "sub icb location", "ccg"),
        _column("opened", "open date"),
        _column("closed", "close date"),
        _column("address_1", "address line 1"),
        _column("address_2", "address line 2"),
        _column("address_3", "address line 3"),
        _column("address_4", "address line 4"),
        _column("address_5", "address line 5"),
        _column("postcode"),
    ),
)

PCN_MEMBERS = Layout(
    "pcn_members",
    "ODS primary care networks (ePCN, members)",
    (
        _column("practice", "partner organisation code"),
        _column("pcn", "pcn code"),
        _column("starts", "practice to pcn relationship start date"),
        _column("ends", "practice to pcn relationship end date"),
    ),
)

PHARMACIES = Layout(
    "pharmacies",
    "Consolidated pharmaceutical list",
    (
        _column("code", "pharmacy ods code f code", "ods code", "pharmacy ods code"),
        _column("trading_name", "pharmacy trading name"),
        _column("owner", "organisation name"),
        _column("address_1", "address field1", "address field 1"),
        _column("address_2", "address field2", "address field 2"),
        _column("address_3", "address field3", "address field 3"),
        _column("address_4", "address field4", "address field 4"),
        _column("postcode", "post code", "postcode"),
        _column("contract", "contract type"),
    ),
)

GEOGRAPHY = Layout(
    "geography",
    "Map of practices, PCNs, CCGs, STPs and regions",
    (
        _column("nation_gss", "nat ons code"),
        _column("nation", "country"),
        _column("region_ods", "region ods code"),
        _column("region_gss", "region ons code"),
        _column("region", "region name"),
        _column("stp_ods", "stp ods code"),
        _column("stp_gss", "stp ons code"),
        _column("stp", "stp name"),
        _column("ccg_ods", "ccg ods code"),
        _column("ccg_gss", "ccg ons code"),
        _column("ccg", "ccg name"),
        _column("pcn_ods", "pcn ods code"),
        _column("pcn", "pcn name"),
        _column("practice_ods", "practice code"),
        _column("practice", "practice name"),
    ),
    may_be_latin_1=True,
)

ICB_REGIONS = Layout(
    "icb_regions",
    "Integrated care boards and their NHS region",
    (_column("icb", "icb name"), _column("region", "nhs region")),
)

AUTHORITIES = Layout(
    "authorities",
    "UK local authorities, names and codes",
    (
        _column("code", "local authority code"),
        _column("official_name"),
        _column("name", "nice name"),
        _column("gss", "gss code"),
        _column("starts", "start date"),
        _column("ends", "end date"),
        _column("replaced_by"),
        _column("nation"),
        _column("kind", "local authority type"),
        _column("county", "county la"),
    ),
)

AUTHORITY_REGISTER = Layout(
    "authority_register",
    "Local authority register for England",
    (
        _column("code", "local authority eng"),
        _column("official_name"),
        _column("starts", "start date"),
        _column("ends", "end date"),
    ),
    delimiter="\t",
)

_YEARS = tuple(range(16, 27))

COUNTY_LOOKUP = Layout(
    "county_lookup",
    "Districts and their county",
    (
        _column("lower", *(f"ltla{year} code" for year in _YEARS)),
        _column("lower_name", *(f"ltla{year} name" for year in _YEARS)),
        _column("upper", *(f"utla{year} code" for year in _YEARS)),
        _column("upper_name", *(f"utla{year} name" for year in _YEARS)),
    ),
)

CODE_CHANGES = Layout(
    "code_changes",
    "Codes of local authorities, year by year",
    tuple(
        column
        for year in _YEARS
        for column in (
            _column(f"code_{year}", f"ltla{year} code", required=year in (16, 23)),
            _optional(f"name_{year}", f"ltla{year} name"),
        )
    ),
)

LAYOUTS: dict[str, Layout] = {
    layout.key: layout
    for layout in (
        ALIGNMENTS,
        HOMES,
        API_RECORDS,
        RATINGS,
        PRACTICES,
        PCN_MEMBERS,
        PCNS,
        PHARMACIES,
        GEOGRAPHY,
        ICB_REGIONS,
        AUTHORITIES,
        AUTHORITY_REGISTER,
        CODE_CHANGES,
        COUNTY_LOOKUP,
    )
}
