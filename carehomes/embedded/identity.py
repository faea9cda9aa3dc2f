"""The operating system's user as whom the servers run: ourselves, or an unprivileged one when we are root.

PostgreSQL refuses to run as root. We never create a user; we take one that every system has.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carehomes.embedded.errors import ServicesError

#: Tried in this order; the first that the kernel lets us become.
CANDIDATES = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class ServerUser:
    """An operating system's user that owns the servers' folders."""

    name: str
    uid: int
    gid: int

    @property
    def is_ourselves(self) -> bool:
        """Whether no change of user is needed."""
        return self.uid == os.geteuid()

    def run_as(self) -> dict[str, Any]:
        """Return the keyword arguments that make `subprocess` run a program as this user."""
        if self.is_ourselves:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str) -> bool:
        """Whether this user may run `command`, and it succeeds."""
        try:
            done = subprocess.run(command, capture_output=True, cwd="/", check=False, **self.run_as())
        except OSError:
            return False
        return done.returncode == 0

    def own(self, path: Path) -> None:
        """Make this user the owner of `path`."""
        if not self.is_ourselves:
            os.chown(path, self.uid, self.gid)


def server_user(data: Path) -> ServerUser:
    """Return the user for the servers: the owner of `data` when it exists already, else as `CANDIDATES` says.

    Raises ServicesError when `data` belongs to somebody else, or when root can become nobody else.
    """
    if data.exists():
        return _owner_of(data)
    if os.geteuid() != 0:
        return _by_uid(os.geteuid())
    for name in CANDIDATES:
        user = _by_name(name)
        if user is not None and user.can("/bin/sh", "-c", "true"):
            return user
    raise ServicesError(
        "PostgreSQL does not run as root and none of the users "
        f"{', '.join(CANDIDATES)} can be used here: run the command as an ordinary user."
    )


def _owner_of(data: Path) -> ServerUser:
    uid = data.stat().st_uid
    owner = _by_uid(uid)
    if os.geteuid() not in (0, uid):
        raise ServicesError(f"{data} belongs to the user {owner.name}: run the command as {owner.name} or as root.")
    if uid == 0:
        raise ServicesError(f"{data} belongs to root, as whom PostgreSQL does not run: remove it and start again.")
    return owner


def _by_uid(uid: int) -> ServerUser:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise ServicesError(
            f"User id {uid} has no entry in /etc/passwd, which PostgreSQL needs: "
            "add one, or set DATABASE_URL and REDIS_URL."
        ) from None
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _by_name(name: str) -> ServerUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return None if entry.pw_uid == 0 else ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
