"""Uploaded files: where they wait, under names that nobody can guess, and the lists that belong to them."""

from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

LISTS = {"differences": "differences.csv", "problems": "problems.csv"}


def store(pieces: Iterable[bytes]) -> str:
    """Writes an upload and returns the random name under which it waits. Raises OSError when there is no room."""
    folder = Path(settings.STATE_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = uuid4().hex
    try:
        with (folder / name).open("xb") as file:
            file.writelines(pieces)
    except OSError:
        forget(name)
        raise
    return name


def path_of(name: str) -> Path:
    """Where the upload lies."""
    return Path(settings.STATE_DIR) / name


def list_of(name: str, which: str) -> Path:
    """Where one of its lists lies, or will."""
    return path_of(f"{name}.{LISTS[which]}")


def forget_upload(name: str) -> None:
    """Removes the upload and keeps its lists: they say what was brought in."""
    path_of(name).unlink(missing_ok=True)


def forget(name: str) -> None:
    """Removes the upload and its lists."""
    forget_upload(name)
    for which in LISTS:
        list_of(name, which).unlink(missing_ok=True)
