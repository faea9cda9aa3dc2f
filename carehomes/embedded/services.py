"""PostgreSQL and Valkey of one state folder, started together by whoever comes first."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carehomes.embedded import places, programs
from carehomes.embedded.addresses import LOGINS, socket_url
from carehomes.embedded.errors import plain_words
from carehomes.embedded.locks import Presence, exclusive
from carehomes.embedded.logins import create_logins
from carehomes.embedded.postgres import ADMINISTRATOR, Postgres, new_password
from carehomes.embedded.valkey import Valkey

DATABASE = "homeround"
Say = Callable[[str], None]


def silent(line: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Services:
    """The services of one state folder; what is None was not asked for."""

    state: Path
    database: Postgres | None
    broker: Valkey | None
    passwords: dict[str, str]

    def environment(self) -> dict[str, str]:
        """Return the addresses under the names that the settings read."""
        found: dict[str, str] = {}
        if self.database is not None:
            for variable, login in LOGINS.items():
                found[variable] = self.address(login)
            found["DATABASE_ADMIN_URL"] = self.address(ADMINISTRATOR)
        if self.broker is not None:
            found["REDIS_URL"] = self.broker.url()
        return found

    def address(self, login: str) -> str:
        """Return the database's address for one login."""
        assert self.database is not None
        return socket_url(self.database.sockets, login, self.passwords[login], DATABASE)

    def revive(self) -> list[str]:
        """Start what is not running; return the names of what was started."""
        servers = {"PostgreSQL": self.database, "Valkey": self.broker}
        started = []
        with exclusive(self.state / "start.lock"), plain_words(self.state):
            for name, server in servers.items():
                if server is not None and server.pid() is None:
                    server.start()
                    started.append(name)
        return started

    def running(self) -> bool:
        """Whether everything that was asked for runs."""
        return all(server.pid() is not None for server in (self.database, self.broker) if server is not None)

    def detach(self, presence: Presence) -> bool:
        """Take the mark away; the last one to leave stops the services. True when they were stopped."""
        with exclusive(self.state / "start.lock"):
            last = presence.leave()
            if last:
                self._stop()
        return last

    def stop(self) -> None:
        """Stop Valkey, then PostgreSQL, whoever uses them."""
        with exclusive(self.state / "start.lock"):
            self._stop()

    def _stop(self) -> None:
        self.state.joinpath("kept").unlink(missing_ok=True)
        if self.broker is not None:
            self.broker.stop()
        if self.database is not None:
            self.database.stop()


def start(
    folder: Path, *, broker: bool = True, database: bool = True, durable: bool = True, say: Say = silent
) -> Services:
    """Start the services of the state folder `folder` unless they run, and return them.

    Any number of processes may call this at once. `durable=False` trades safety against a crash of the whole machine
    for speed (tests). `say` is given one line for each step that takes time. Raises ServicesError with one sentence.
    """
    folder = folder.absolute()
    with plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder / "start.lock"):
            services = describe(folder, broker=broker, database=database, durable=durable, say=say)
            if services.database is not None:
                _start_database(services, services.database, say)
            if services.broker is not None:
                services.broker.start()
    return services


def presence(folder: Path) -> Presence:
    """Mark this process as a user of the services of a state folder; before it starts them, lest another stops them."""
    with plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder / "start.lock"):
            return Presence(folder / "users.lock")


def describe(
    folder: Path, *, broker: bool = True, database: bool = True, durable: bool = True, say: Say = silent
) -> Services:
    """Return the services of a state folder without starting them; makes the folders."""
    where = places.prepare(folder, say)
    cluster = server = None
    if database:
        binaries = programs.postgres_folder(where.home, where.user)
        cluster = Postgres(where.data, where.sockets, binaries, where.user, durable)
    if broker:
        binary = programs.valkey_server(where.home, where.user)
        server = Valkey(where.broker, where.sockets, binary, where.user, durable)
    return Services(folder, cluster, server, passwords(folder / "passwords.json"))


def _start_database(services: Services, cluster: Postgres, say: Say) -> None:
    if cluster.pid() is not None:
        return
    if not cluster.data.exists():
        say("Making the database cluster (once).")
    cluster.create(services.passwords[ADMINISTRATOR])
    cluster.start()
    create_logins(_maintenance(services), DATABASE, services.passwords)


def _maintenance(services: Services) -> str:
    assert services.database is not None
    return socket_url(services.database.sockets, ADMINISTRATOR, services.passwords[ADMINISTRATOR], "postgres")


def passwords(path: Path) -> dict[str, str]:
    """Return the logins' passwords kept in `path` (mode 0600), making the file when there is none."""
    names = (*LOGINS.values(), ADMINISTRATOR)
    found = json.loads(path.read_text()) if path.exists() else {}
    if not set(names) <= set(found):
        found = {name: new_password() for name in names} | found
        _write_private(path, json.dumps(found, indent=1))
    return found


def _write_private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    new.replace(path)
