"""The real register of April 2021 with the organisations around each home, from one joined file (CSV, also gzipped).

Its columns come from CQC's and ODS's open data: the home's facts, its authority, ICB and provider, and the nearest practice, network
and pharmacy. Nearest is not aligned: nobody publishes the alignment. Homes without a provider in the file get one of their own.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from carehomes.access.kinds import LinkKind, RelationshipKind
from carehomes.access.kinds import OrganisationKind as Kind
from carehomes.demo.england.register import Home, Key, Register

ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0: "
    "Care Quality Commission, NHS England (ODS), Office for National Statistics."
)
_BAND = "band_"
_RATINGS = {
    "Good": "good",
    "Outstanding": "outstanding",
    "Requires improvement": "requires_improvement",
    "Inadequate": "inadequate",
}
Line = dict[str, str]


def read(path: Path) -> Register:
    """The register in this file. `ValueError` when a column is missing."""
    register = Register()
    for line in _lines(path):
        register.homes.append(_home(line, _works_with(register, line)))
    return register


def _lines(path: Path) -> Iterator[Line]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        missing = {"location_id", "utla21_code", "icb22_code_h", "nearest_pcn_code"} - set(lines.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name} is not the joined file of homes: it lacks the column {min(missing)}.")
        yield from lines


def _works_with(register: Register, line: Line) -> tuple[tuple[RelationshipKind, Key], ...]:
    """The organisations of a home, noted in the register with their names and parents."""
    icb = _organisation(register, Kind.ICB, line["icb22_code_h"], line["icb22_name"])
    authority = _organisation(register, Kind.LOCAL_AUTHORITY, line["utla21_code"], line["utla21_name"])
    pcn = _organisation(register, Kind.PCN, line["nearest_pcn_code"], line["nearest_pcn_name"])
    practice = _organisation(
        register, Kind.GP_PRACTICE, line["nearest_practice_code"], f"Practice {line['nearest_practice_code']}"
    )
    pharmacy = _organisation(
        register, Kind.PHARMACY, line["nearest_pharmacy_code"], f"Pharmacy {line['nearest_pharmacy_code']}"
    )
    provider = _organisation(
        register,
        Kind.CARE_PROVIDER,
        line["provider_id"] or f"own-{line['location_id']}",
        line["provider_name"] or f"Provider of {line['name']}",
    )
    register.parents.setdefault(pcn, (icb, LinkKind.COMMISSIONER))
    register.parents.setdefault(practice, (pcn, LinkKind.NETWORK))
    return (
        (RelationshipKind.COMMISSIONER, icb),
        (RelationshipKind.LOCAL_AUTHORITY, authority),
        (RelationshipKind.PCN, pcn),
        (RelationshipKind.PRACTICE, practice),
        (RelationshipKind.PHARMACY, pharmacy),
        (RelationshipKind.PROVIDER, provider),
    )


def _organisation(register: Register, kind: Kind, code: str, name: str) -> Key:
    register.names.setdefault((kind, code), name)
    return kind, code


def _home(line: Line, works_with: tuple[tuple[RelationshipKind, Key], ...]) -> Home:
    return Home(
        code=line["location_id"],
        name=line["name"],
        address=line["street_address"],
        town=line["city"],
        postcode=line["postcode"],
        region=line["region"],
        authority=line["utla21_code"],
        nursing=line["nursing"] == "1",
        residential=line["without_nursing"] == "1",
        bands=tuple(_band(column) for column, value in line.items() if column.startswith(_BAND) and value == "1"),
        beds=int(float(line["beds"] or 0)),
        registered_on=date.fromisoformat(line["hsca_start_date"]),
        rating=_RATINGS.get(line["overall_rating_2021_02"], "not_rated"),
        works_with=works_with,
        latitude=float(line["latitude"]) if line["latitude"] else None,
        longitude=float(line["longitude"]) if line["longitude"] else None,
    )


def _band(column: str) -> str:
    """ "band_older_people" is "Older people"."""
    return column.removeprefix(_BAND).replace("_", " ").capitalize()
