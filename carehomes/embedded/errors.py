"""What can go wrong with the embedded services, in one sentence for the person at the terminal."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCARCE = 20 * 1024 * 1024  # bytes; PostgreSQL asks for 16 MiB at a time


class ServicesError(Exception):
    """One clear sentence that says what is wrong and what to do; shown without a traceback."""


#: What a server's own words mean for the person who started it.
_MEANINGS = {
    "No space left on device": "The disk that holds {place} is full: free some space and start again.",
    "Disk quota exceeded": "The disk quota for {place} is used up: free some space and start again.",
    "Read-only file system": "{place} is on a read-only disk: use a checkout that can be written to.",
    "Permission denied": "{place} cannot be written to: give this user the right to, or use another checkout.",
    "database files are incompatible": (
        "{place} was made by another version of PostgreSQL: "
        "dump it with that version, or start afresh with 'make demo-reset'."
    ),
    # Python up to 3.12 may keep a compiled file that a full disk has cut off, and stumble over it for ever.
    "marshal data too short": (
        "The disk was full when Python compiled its files: free some space, "
        "run 'find . -name __pycache__ -prune -exec rm -r {{}} +' in this folder, and start again."
    ),
    "Cannot allocate memory": "There is not enough free memory to start the database: close something and start again.",
}


def explain(words: str, place: Path) -> str | None:
    """Return the sentence for a known failure found in `words`, or None when none is known."""
    for sign, meaning in _MEANINGS.items():
        if sign in words:
            return meaning.format(place=place)
    return None


def explain_end(words: str, place: Path) -> str | None:
    """Return the sentence for a program that ended with `words`; a full disk also swallows the words that would say so."""
    said = explain(words, place)
    if said is None and place.exists() and shutil.disk_usage(place).free < SCARCE:
        said = _MEANINGS["No space left on device"].format(place=place)
    return said


@contextmanager
def plain_words(place: Path) -> Iterator[None]:
    """Turn the operating system's refusals while working on `place` into one sentence."""
    try:
        yield
    except OSError as error:
        said = explain(error.strerror or "", place) or explain(_operation_words(error), place)
        raise ServicesError(said or f"{error.filename or place}: {error.strerror}.") from error


def _operation_words(error: OSError) -> str:
    """Name a refusal ("operation not permitted") by the words of its more common sister."""
    return "Permission denied" if error.errno == errno.EPERM else ""
