"""Which files may be kept with an issue: small ones, of kinds that show what they are in their first bytes, and nothing that runs."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from carehomes.issues.transitions import Refused

LARGEST = 5 * 1024 * 1024
LONGEST_NAME = 120
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# How it begins → what it is. A name or a browser's word for it counts for nothing.
_BEGINS: Mapping[bytes, str] = MappingProxyType(
    {
        b"%PDF-": "application/pdf",
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
    }
)
_ENDINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application/pdf": (".pdf",),
        "image/png": (".png",),
        "image/jpeg": (".jpg", ".jpeg"),
        "image/heic": (".heic",),
        _OFFICE["word/document.xml"]: (".docx",),
        _OFFICE["xl/workbook.xml"]: (".xlsx",),
        "text/plain": (".txt", ".csv"),
    }
)
ACCEPTED = "PDF, PNG, JPEG or HEIC picture, Word (docx), Excel (xlsx) or plain text"
WORDS: Mapping[str, str] = MappingProxyType({kind: endings[0][1:].upper() for kind, endings in _ENDINGS.items()})


@dataclass(frozen=True)
class Upload:
    """A file that was checked: a safe name, what it is, its bytes."""

    name: str
    content_type: str
    content: bytes


def checked(name: str, content: bytes) -> Upload:
    """The file, if it may be kept. Raises `Refused` in words for whoever chose it."""
    if not content:
        raise Refused("The file is empty.")
    if len(content) > LARGEST:
        raise Refused("The file is larger than 5 MB.")
    kind = content_type_of(content)
    if kind is None:
        raise Refused(f"This kind of file cannot be kept here. Choose a {ACCEPTED}.")
    return Upload(_safe_name(name, kind), kind, content)


def content_type_of(content: bytes) -> str | None:
    """What the bytes are; None for everything that is not on the list, such as programs, pages and macros."""
    for begins, kind in _BEGINS.items():
        if content.startswith(begins):
            return kind
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    return _office(content) if content.startswith(b"PK\x03\x04") else _text(content)


def _office(content: bytes) -> str | None:
    """A Word or Excel file without macros. Nothing of it is unpacked."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for part, kind in _OFFICE.items() if part in names), None)


def _text(content: bytes) -> str | None:
    """Plain text: readable, and not a page or a script in disguise."""
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    odd = any(ord(each) < 32 and each not in "\t\r\n" for each in words)
    return None if odd or re.match(r"\s*(<|#!)", words.lstrip("\ufeff")) else "text/plain"


def _safe_name(name: str, kind: str) -> str:
    """The last part of the name, of plain characters, with an ending that says what it is."""
    stem = re.sub(r"[^\w .()-]+", "_", PurePath(name.replace("\\", "/")).name).strip(" .") or "file"
    endings = _ENDINGS[kind]
    if not stem.lower().endswith(endings):
        stem += endings[0]
    end = PurePath(stem).suffix
    return stem if len(stem) <= LONGEST_NAME else stem[: LONGEST_NAME - len(end)] + end
