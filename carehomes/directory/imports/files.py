"""Opening a file that somebody brought: what it is, within which limits, and its text in pieces. Nothing is trusted."""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from django.conf import settings

from carehomes.directory.imports.errors import ImportRefusedError

UNPACKED_TIMES = 4  # what a compressed file may grow to, as a multiple of IMPORT_MAX_BYTES
MAX_ROWS = 500_000
MAX_COLUMNS = 200
MAX_ROW_CHARACTERS = 20_000
_PIECE = 256 * 1024

_NOT_REGISTERS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "a workbook of the old kind (.xls); save it as .xlsx or CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_WIDE_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


class Packing(StrEnum):
    PLAIN = "plain"
    GZIP = "gzip"
    WORKBOOK = "workbook"


@dataclass(frozen=True)
class BroughtFile:
    """A file within the limits, of a kind that can be a register. `name` is what it was called when it was brought."""

    path: Path
    name: str
    packing: Packing

    @property
    def size(self) -> int:
        """Bytes, as it lies."""
        return self.path.stat().st_size


def bring(path: Path, name: str = "") -> BroughtFile:
    """Looks at the file's size and first bytes. Raises ImportRefusedError with one sentence when it cannot be a register."""
    name = name or path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise ImportRefusedError(f"{name} cannot be read: {error.strerror}.") from error
    if size == 0:
        raise ImportRefusedError(f"{name} is empty.")
    if size > settings.IMPORT_MAX_BYTES:
        raise ImportRefusedError(
            f"{name} is larger than {_megabytes(settings.IMPORT_MAX_BYTES)}, the most that is read."
        )
    return BroughtFile(path, name, _packing(name, start))


def _packing(name: str, start: bytes) -> Packing:
    for mark, words in _NOT_REGISTERS:
        if start.startswith(mark):
            raise ImportRefusedError(f"{name} is not a register file: it is {words}.")
    if start.startswith(b"\x1f\x8b"):
        return Packing.GZIP
    if start.startswith(b"PK"):
        return Packing.WORKBOOK
    _refuse_other_text(name, start)
    return Packing.PLAIN


def _refuse_other_text(name: str, start: bytes) -> None:
    if start.startswith(_WIDE_TEXT):
        raise ImportRefusedError(f"{name} is in another encoding (UTF-16); save it as CSV UTF-8.")
    if b"\0" in start:
        raise ImportRefusedError(f"{name} is not a register file: it is neither text nor an Excel workbook (.xlsx).")
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise ImportRefusedError(f"{name} is not a register file: it is a web page or XML.")


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"


def _open(file: BroughtFile) -> IO[bytes]:
    return gzip.open(file.path, "rb") if file.packing is Packing.GZIP else file.path.open("rb")  # type: ignore[return-value]  # both read bytes


def _pieces(file: BroughtFile) -> Iterator[bytes]:
    """The unpacked bytes, and no more of them than the limit allows."""
    left = settings.IMPORT_MAX_BYTES * UNPACKED_TIMES
    try:
        with _open(file) as opened:
            while piece := opened.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    limit = _megabytes(settings.IMPORT_MAX_BYTES * UNPACKED_TIMES)
                    raise ImportRefusedError(f"{file.name} unpacks to more than {limit}, the most that is read.")
                yield piece
    except EOFError as error:
        raise ImportRefusedError(f"{file.name} is cut off: its compressed data ends early. Fetch it again.") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ImportRefusedError(f"{file.name} is damaged: it cannot be unpacked. Fetch it again.") from error


def text_pieces(file: BroughtFile, encoding: str = "utf-8") -> Iterator[str]:
    """The text without its byte-order mark and without the line ends at its very end (blank last lines are no rows)."""
    decoder, first, held = codecs.getincrementaldecoder(encoding)(), True, ""
    for piece in _decoded(file, decoder):
        text = held + (piece.removeprefix("\ufeff") if first else piece)
        first = False
        body = text.rstrip("\r\n")
        held = text[len(body) :]
        if body:
            yield body


def _decoded(file: BroughtFile, decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    try:
        for piece in _pieces(file):
            if b"\0" in piece:
                raise ImportRefusedError(f"{file.name} is not text throughout, or in another encoding than UTF-8.")
            yield decoder.decode(piece)
        yield decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{file.name} is in another encoding than UTF-8; save it as CSV UTF-8.") from error


def encoding_of(file: BroughtFile, *, may_be_latin_1: bool) -> str:
    """ "utf-8"; "latin-1" where the layout is known to be published so and the file is no UTF-8."""
    if not may_be_latin_1:
        return "utf-8"
    try:
        for _ in text_pieces(file):
            pass
    except ImportRefusedError as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            return "latin-1"
        raise
    return "utf-8"


def first_text(file: BroughtFile) -> str:
    """The beginning, enough for the header and a row; in Latin-1 if it is not UTF-8, as a header is plain letters."""
    try:
        return next(text_pieces(file), "")
    except ImportRefusedError as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            return next(text_pieces(file, "latin-1"), "")
        raise


def first_row(file: BroughtFile, delimiter: str = ",") -> list[str]:
    """The cells of the first row. Raises ImportRefusedError for a file without one, or with too many."""
    try:
        cells = next(csv.reader(io.StringIO(first_text(file)), delimiter=delimiter), [])
    except csv.Error as error:
        raise ImportRefusedError(f"{file.name} is not a CSV file: its first row cannot be read.") from error
    if len(cells) > MAX_COLUMNS:
        raise ImportRefusedError(f"{file.name} has more than {MAX_COLUMNS} columns.")
    return cells


def check_workbook(file: BroughtFile) -> None:
    """Refuses a zip that is no workbook, is damaged, or unpacks to more than the limit (its sizes are checked when read)."""
    try:
        with zipfile.ZipFile(file.path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ImportRefusedError(
            f"{file.name} is damaged or cut off: it cannot be unpacked. Fetch it again."
        ) from error
    if "xl/workbook.xml" not in {member.filename for member in members}:
        raise ImportRefusedError(f"{file.name} is a zip file but not an Excel workbook (.xlsx).")
    if sum(member.file_size for member in members) > settings.IMPORT_MAX_BYTES:
        limit = _megabytes(settings.IMPORT_MAX_BYTES)
        raise ImportRefusedError(f"{file.name} unpacks to more than {limit}, the most that is read of a workbook.")
