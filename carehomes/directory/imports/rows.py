"""Rows of files that are not comma-separated text: Excel workbooks, and the CQC API's records one JSON object per line."""

import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from carehomes.directory.imports import files
from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.files import BroughtFile, check_workbook, text_pieces
from carehomes.directory.imports.layouts import BANDS, Layout

# What a broken workbook makes the reader raise: it trusts that every part is there and of its kind. RuntimeError: it is locked with
# a password, or packed in a way that is not known. OSError: it names a place outside itself.
_DAMAGED = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        ParseError,
        DefusedXmlException,
        InvalidFileException,
    ),
    *(KeyError, ValueError, EOFError, TypeError, AttributeError, IndexError, OverflowError, RuntimeError, OSError),
)

# What the API calls a specialism -> the band of the HSCA list.
_API_BANDS = {
    "Caring for children": "band_children",
    "Dementia": "band_dementia",
    "Learning disabilities": "band_learning",
    "Mental health conditions": "band_mental",
    "Caring for adults over 65 yrs": "band_older",
    "Physical disabilities": "band_physical",
    "Sensory impairment": "band_sensory",
    "Sensory impairments": "band_sensory",
    "Caring for adults under 65 yrs": "band_younger",
}
_API_FIELDS = {
    "location_id": "locationId",
    "start_date": "registrationDate",
    "ended_on": "deregistrationDate",
    "care_home": "careHome",
    "name": "name",
    "beds": "numberOfBeds",
    "region": "region",
    "street": "postalAddressLine1",
    "street_2": "postalAddressLine2",
    "town": "postalAddressTownCity",
    "postcode": "postalCode",
    "latitude": "onspdLatitude",
    "longitude": "onspdLongitude",
    "phone": "mainPhoneNumber",
    "ods_code": "odsCode",
    "uprn": "uprn",
    "dormant": "dormancy",
}
_API_NURSING = "Care home service with nursing"
_API_WITHOUT_NURSING = "Care home service without nursing"


def sheet_rows(file: BroughtFile, layout: Layout) -> Iterator[list[str]]:
    """The first row and the others of the sheet that has this layout. Raises ImportRefusedError when none has."""
    with _workbook(file) as workbook:
        for sheet in workbook.worksheets:
            if not layout.missing(_header(sheet)):
                yield from _rows(sheet, file)
                return
    raise ImportRefusedError(f"{file.name} has no sheet with the columns of: {layout.name}.")


def sheet_headers(file: BroughtFile) -> list[list[str]]:
    """The first row of each sheet."""
    with _workbook(file) as workbook:
        return [_header(sheet) for sheet in workbook.worksheets]


@contextmanager
def _workbook(file: BroughtFile) -> Iterator[Workbook]:
    check_workbook(file)
    try:
        # Opened here, because the reader leaves a workbook that it cannot read open.
        with (
            file.path.open("rb") as opened,
            closing(openpyxl.load_workbook(opened, read_only=True, data_only=True)) as workbook,
        ):
            yield workbook
    except _DAMAGED as error:
        raise ImportRefusedError(f"{file.name} is damaged: the workbook cannot be read. Fetch it again.") from error


def _header(sheet: Any) -> list[str]:
    first = next(sheet.iter_rows(max_row=1, max_col=files.MAX_COLUMNS, values_only=True), ())
    return [_text(cell) for cell in first]


def _rows(sheet: Any, file: BroughtFile) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(max_col=files.MAX_COLUMNS, values_only=True)):
        if number > files.MAX_ROWS:
            raise ImportRefusedError(f"{file.name} has more than {files.MAX_ROWS:,} rows.")
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def json_rows(file: BroughtFile, layout: Layout) -> Iterator[list[str]]:
    """One row per line, in the order of the layout's columns."""
    for number, line in enumerate(_lines(file), start=1):
        try:
            record = json.loads(line)
            json.dumps(record, ensure_ascii=False).encode()  # half a character is JSON, and no text that could be kept
        except (ValueError, RecursionError) as error:
            raise ImportRefusedError(f"{file.name} is broken in line {number}: it is not JSON.") from error
        if not isinstance(record, dict) or "locationId" not in record:
            raise ImportRefusedError(
                f"{file.name} is not a list of CQC API locations: line {number} has no locationId."
            )
        cells = api_row(record)
        yield [cells.get(name, "") for name in layout.staged]


def _lines(file: BroughtFile) -> Iterator[str]:
    held = ""
    for piece in text_pieces(file):
        *lines, held = (held + piece).split("\n")
        yield from lines
    if held:
        yield held


def api_row(record: dict[str, Any]) -> dict[str, str]:
    """A location of the API in the words of the HSCA list."""
    cells = {name: _text(record.get(field)) for name, field in _API_FIELDS.items()}
    services = {_text(service.get("description")) for service in _records(record, "gacServiceTypes")}
    cells["nursing"] = "Y" if _API_NURSING in services else ""
    cells["without_nursing"] = "Y" if _API_WITHOUT_NURSING in services else ""
    bands = {_API_BANDS.get(_text(each.get("name")), "") for each in _records(record, "specialisms")}
    cells |= {band: "Y" if band in bands else "" for band in BANDS}
    return cells | _api_rating(record)


def _api_rating(record: dict[str, Any]) -> dict[str, str]:
    ratings = record.get("currentRatings")
    overall = ratings.get("overall") if isinstance(ratings, dict) else None
    if not isinstance(overall, dict):
        return {}
    return {"rating": _text(overall.get("rating")), "rating_date": _text(overall.get("reportDate"))}


def _records(record: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = record.get(field)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
