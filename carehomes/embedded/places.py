"""Where the services keep their data, sockets and programs.

Everything is in the state folder, with two exceptions that are said aloud: a socket's path must stay below 100 bytes,
and the user as whom the servers run must be able to enter (a checkout below /root with mode 0700 is closed to it).
"""

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carehomes.embedded.errors import ServicesError
from carehomes.embedded.identity import ServerUser, server_user

LONGEST_SOCKET_FOLDER = 80  # bytes; the kernel takes 107 with ".s.PGSQL.5432.lock" behind it
_SIMPLE_PATH = re.compile(r"[A-Za-z0-9/._-]+")
_FALLBACK_HOMES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - its owner is checked

Say = Callable[[str], None]


@dataclass(frozen=True)
class Places:
    """The folders of one set of services."""

    state: Path
    home: Path
    sockets: Path
    user: ServerUser

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "postgres"

    @property
    def broker(self) -> Path:
        """Valkey's folder."""
        return self.home / "valkey"


def prepare(state: Path, say: Say) -> Places:
    """Make the folders that the services need, with the owners and modes they need, and return them."""
    state.mkdir(parents=True, exist_ok=True)
    home = _home(state, say)
    user = server_user(home / "postgres")
    sockets = _socket_folder(home)
    _private(sockets, user)
    _private(home / "valkey", user)
    return Places(state, home, sockets, user)


def elsewhere(state: Path) -> Path | None:
    """Return the folder outside the checkout that holds the data of `state`, when there is one."""
    link = state / "elsewhere"
    return link.resolve() if link.is_symlink() else None


def wipe(state: Path) -> None:
    """Remove the state folder and what it keeps elsewhere. The services must be stopped."""
    away = elsewhere(state)
    for folder in (away, _short_folder(away or state), state):
        if folder is not None and folder.exists():
            shutil.rmtree(folder)


def _home(state: Path, say: Say) -> Path:
    """Return the folder that holds the data: `state` itself unless the servers' user cannot enter it."""
    away = elsewhere(state)
    if away is not None:
        away.mkdir(parents=True, exist_ok=True)
        return away
    user = server_user(state / "postgres")
    if not user.is_ourselves:
        state.chmod(0o711)
    if user.is_ourselves or user.can("/bin/sh", "-c", 'cd "$0"', str(state)):
        return state
    return _move_out(state, user, say)


def _move_out(state: Path, user: ServerUser, say: Say) -> Path:
    for parent in _FALLBACK_HOMES:
        home = parent / f"homeround-{_mark(state)}"
        try:
            home.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        if home.stat().st_uid == os.geteuid() and user.can("/bin/sh", "-c", 'cd "$0"', str(home)):
            (state / "elsewhere").symlink_to(home)
            say(f"The user {user.name}, as whom the database runs, cannot enter {state}: its data is kept in {home}.")
            return home
    raise ServicesError(
        f"The user {user.name}, as whom the database runs, cannot enter {state}: "
        "move the checkout to a folder that it may enter."
    )


def _socket_folder(home: Path) -> Path:
    inside = home / "run"
    fits = len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and _SIMPLE_PATH.fullmatch(str(inside))
    return inside if fits else _short_folder(home)


def _short_folder(home: Path) -> Path:
    """Return the folder for sockets when the checkout's own path is too long or not plain."""
    return Path("/tmp") / f"homeround-{_mark(home)}"  # noqa: S108 - made with mode 0700 and its owner checked


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def _private(folder: Path, user: ServerUser) -> None:
    """Make `folder` for the servers' user alone; refuse one that somebody else has put there."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        user.own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
        raise ServicesError(f"{folder} is not a folder of the user {user.name}: remove it and start again.")
    folder.chmod(0o700)
