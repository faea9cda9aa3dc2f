"""The real homes of CQC's published register, in whatever layout the importers read, with organisations that are invented.

Where the joined file is given too, its organisations take the place of the invented ones, home by home.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

from carehomes.access.kinds import RelationshipKind
from carehomes.demo.england.register import Home, Register
from carehomes.directory.imports.layouts import BANDS, HOMES

Line = dict[str, str]


def with_real_homes(path: Path, invented: Register, joined: Register | None = None) -> Register:
    """The homes of this file, each working with what an invented home of its region works with, or what the joined file says.

    Homes that are near by postcode share a network. `ValueError` when the file is not CQC's register.
    """
    real = joined or Register()
    known = {home.code: home for home in real.homes}
    register = Register(names={**invented.names, **real.names}, parents={**invented.parents, **real.parents})
    by_region = {
        region: list(homes)
        for region, homes in groupby(sorted(invented.homes, key=_place), key=lambda each: each.region)
    }
    for home in sorted(_homes(path), key=lambda each: (each.region, each.postcode)):
        place = by_region.get(home.region) or invented.homes
        model = known.get(home.code) or place[len(register.homes) % len(place)]
        register.homes.append(replace(home, works_with=model.works_with))
    return register


def _place(home: Home) -> tuple[str, str]:
    """Region, then network: neighbours in the list belong together."""
    return home.region, next(key[1] for kind, key in home.works_with if kind is RelationshipKind.PCN)


def _homes(path: Path) -> Iterator[Home]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        if missing := HOMES.missing(header):
            raise ValueError(f"{path.name} is not CQC's register of care homes: it lacks the column {missing[0]}.")
        positions = HOMES.positions(header)
        for row in rows:
            yield _home({name: row[place] for place, name in positions.items()})


def _home(line: Line) -> Home:
    return Home(
        code=line["location_id"],
        name=line["name"],
        address=line["street"],
        town=line["town"],
        postcode=line["postcode"],
        region=line["region"],
        authority=line.get("authority_code", ""),
        nursing=line["nursing"] == "Y",
        residential=line["without_nursing"] == "Y",
        bands=tuple(_words(heading) for name, heading in BANDS.items() if line[name] == "Y"),
        beds=int(line["beds"] or 0),
        registered_on=date.fromisoformat(line["start_date"]),
        rating="not_rated",
        works_with=(),
        latitude=float(line["latitude"]) if line.get("latitude") else None,
        longitude=float(line["longitude"]) if line.get("longitude") else None,
    )


def _words(heading: str) -> str:
    """ "service user band older people" is "Older people"."""
    return heading.removeprefix("service user band ").capitalize()
