"""Copying a file, as it lies, into a temporary table of text: PostgreSQL reads the CSV itself, we only look on."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import psycopg
from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports import files
from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.imports.files import BroughtFile, Packing, encoding_of, first_row, text_pieces
from carehomes.directory.imports.layouts import LAYOUTS, Layout
from carehomes.directory.imports.rows import json_rows, sheet_headers, sheet_rows

Told = Callable[[int], None]  # told how many characters have been read so far


def temporary(cursor: CursorWrapper, name: str, columns: str) -> None:
    """An empty temporary table that ends with the transaction, whatever an earlier import of this transaction left."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
    cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DROP")


def recognise(file: BroughtFile) -> list[Layout]:
    """The layouts that the file has; a workbook may have several, on several sheets. None: it is no register that we know."""
    if file.packing is Packing.WORKBOOK:
        headers = sheet_headers(file)
        return [
            layout
            for layout in LAYOUTS.values()
            if not layout.json_lines and any(not layout.missing(header) for header in headers)
        ]
    for layout in LAYOUTS.values():
        if layout.json_lines:
            if files.first_text(file).lstrip().startswith("{"):
                return [layout]
            continue
        header = first_row(file, layout.delimiter)
        if header and (not layout.missing(header) or layout.fits_without_header(header)):
            return [layout]
    return []


def stage(cursor: CursorWrapper, file: BroughtFile, layout: Layout, told: Told = lambda done: None) -> int:
    """Makes and fills `stage_<layout>`, and returns how many rows it got. `row_no` is the row as a spreadsheet counts it.

    Raises ImportRefusedError for a file of another layout, cut off, broken in a row, or beyond a limit.
    """
    table = f"stage_{layout.key}"
    try:
        if file.packing is Packing.WORKBOOK:
            _stage_rows(cursor, table, layout, sheet_rows(file, layout), headed=True)
        elif layout.json_lines:
            rows = chain([list(layout.staged)], json_rows(file, layout))
            _stage_rows(cursor, table, layout, rows, headed=True, first=1)
        else:
            _stage_text(cursor, table, layout, file, told)
    except psycopg.DataError as error:
        raise ImportRefusedError(_broken(file, error)) from error
    return _counted(cursor, table, file)


def _stage_text(cursor: CursorWrapper, table: str, layout: Layout, file: BroughtFile, told: Told) -> None:
    header = first_row(file, layout.delimiter)
    headed = not (header and layout.fits_without_header(header))
    positions = _positions(layout, header, file) if headed else _unheaded(layout, header)
    names = [positions.get(place, f"x{place}") for place in range(len(header))]
    _make(cursor, table, layout, names, first=2 if headed else 1)
    encoding = encoding_of(file, may_be_latin_1=layout.may_be_latin_1)
    options = f"FORMAT csv, HEADER {headed}, DELIMITER E'{layout.delimiter}', NULL E'\\\\N'"
    done = 0
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN ({options})") as copy:
        for piece in text_pieces(file, encoding):
            copy.write(piece)
            done += len(piece)
            told(done)


def _stage_rows(
    cursor: CursorWrapper, table: str, layout: Layout, rows: Iterable[list[str]], *, headed: bool, first: int = 2
) -> None:
    found = iter(rows)
    header = next(found)
    positions = dict(enumerate(header)) if not headed or first == 1 else layout.positions(header)
    _make(cursor, table, layout, list(positions.values()), first=first)
    with cursor.copy(f"COPY {table} ({', '.join(positions.values())}) FROM STDIN") as copy:
        for row in _without_blank_end(found):
            copy.write_row([row[place] if place < len(row) else "" for place in positions])


def _without_blank_end(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows until the last that holds anything: spreadsheets often end in rows that were emptied."""
    blank: list[list[str]] = []
    for row in rows:
        if any(row):
            yield from blank
            blank.clear()
            yield row
        else:
            blank.append(row)


def _positions(layout: Layout, header: list[str], file: BroughtFile) -> dict[int, str]:
    missing = layout.missing(header)
    if missing:
        lacks = f'"{missing[0]}"' + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        raise ImportRefusedError(
            f"{file.name} is not a file of the layout: {layout.name}. It lacks the column {lacks}."
        )
    return layout.positions(header)


def _unheaded(layout: Layout, row: list[str]) -> dict[int, str]:
    return {place: name for place, name in enumerate(layout.unheaded[: len(row)]) if not name.startswith("_")}


def _make(cursor: CursorWrapper, table: str, layout: Layout, names: list[str], first: int) -> None:
    """All columns of the layout, those that the file lacks too (they are NULL), and the file's others under x-names."""
    columns = dict.fromkeys([*names, *layout.staged])
    number = f"row_no integer GENERATED ALWAYS AS IDENTITY (START WITH {first})"
    temporary(cursor, table, ", ".join([number, *(f"{name} text" for name in columns)]))


def _counted(cursor: CursorWrapper, table: str, file: BroughtFile) -> int:
    counts = f"SELECT count(*), max(row_no) FILTER (WHERE octet_length(s::text) > %s) FROM {table} s"
    cursor.execute(counts, [files.MAX_ROW_CHARACTERS])
    rows, long_row = cursor.fetchone()
    if rows == 0:
        raise ImportRefusedError(f"{file.name} has a header and no rows.")
    if rows > files.MAX_ROWS:
        raise ImportRefusedError(f"{file.name} has more than {files.MAX_ROWS:,} rows.")
    if long_row:
        raise ImportRefusedError(
            f"{file.name} has a row of more than {files.MAX_ROW_CHARACTERS:,} characters: row {long_row}."
        )
    return int(rows)


def _broken(file: BroughtFile, error: psycopg.DataError) -> str:
    """One sentence with the row that PostgreSQL could not read."""
    place = re.search(r"line (\d+)", error.diag.context or "")
    where = f" in row {place[1]}" if place else ""
    return f"{file.name} is cut off or broken{where}: the row has not the columns of the header. Fetch it again."


def select(cursor: CursorWrapper, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """All rows of a small result."""
    cursor.execute(statement, values)
    return cursor.fetchall()
