"""Addresses in the environment before Django loads: those that were given, else those of embedded services.

- `DATABASE_URL` and `REDIS_URL` that are set win; nothing is started for them.
- `DATABASE_URL` alone is taken as an administrator's address (it may create roles): our logins are made there.
  With any other `DATABASE_…_URL` beside it, all are taken as they are.
- What is not set is started (or found running) in `.state/<HOMEROUND_STATE>/` of the checkout. The last process that
  uses the services stops them, unless HOMEROUND_KEEP_SERVICES is set: then they stay for the next command.
"""

import atexit
import hashlib
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from carehomes.embedded.addresses import LOGINS, database_of, login_of, with_database, with_login
from carehomes.embedded.errors import ServicesError, plain_words
from carehomes.embedded.locks import Presence
from carehomes.embedded.logins import create_logins
from carehomes.embedded.services import DATABASE, Say, Services, passwords, presence, silent, start

CHECKOUT = Path(__file__).resolve().parents[2]
SERVERS = {"DATABASE_URL": "PostgreSQL", "REDIS_URL": "Valkey"}
PATIENCE_FOR_BROKER = 3.0  # seconds


def state_folder(name: str | None = None) -> Path:
    """Return the folder of one set of services: `name`, else HOMEROUND_STATE, else "demo"."""
    return CHECKOUT / ".state" / (name or os.environ.get("HOMEROUND_STATE") or "demo")


def ensure_services(name: str | None = None, *, durable: bool = True) -> None:
    """Put the addresses of database and broker into the environment, starting what was not given.

    Ends the program with one sentence (exit code 1) when a service cannot be started.
    """
    try:
        connected = connect(state_folder(name), durable=durable, say=_say)
    except ServicesError as error:
        sys.exit(str(error))
    if connected is not None:
        _stop_when_last(*connected)


def plan() -> list[str]:
    """Say what `connect` will start, and which given addresses it will use instead, for the person at the terminal."""
    started = [name for variable, name in SERVERS.items() if variable not in os.environ]
    given = [variable for variable in SERVERS if variable in os.environ]
    lines = [f"Starting {' and '.join(started)} ..."] if started else []
    return lines + ([f"Using {' and '.join(given)} of the environment."] if given else [])


def check_broker() -> None:
    """Raise ServicesError when nobody answers at REDIS_URL: all would run, and what is due in the background would wait."""
    try:
        patience = {"socket_connect_timeout": PATIENCE_FOR_BROKER, "socket_timeout": PATIENCE_FOR_BROKER}
        redis.Redis.from_url(os.environ["REDIS_URL"], **patience).ping()
    except (redis.RedisError, ValueError) as error:
        raise ServicesError(f"REDIS_URL: nobody answers there ({str(error).strip().splitlines()[0]}).") from error


def connect(folder: Path, *, durable: bool = True, say: Say = silent) -> tuple[Services, Presence] | None:
    """Put the addresses into the environment and return the embedded services, or None when none were needed.

    What is returned beside them is the mark that this process uses them. Raises ServicesError when a service cannot be
    started or a given address cannot be used.
    """
    _use_given_database()
    database, broker = "DATABASE_URL" not in os.environ, "REDIS_URL" not in os.environ
    if not (database or broker):
        return None
    mark = presence(folder)
    services = start(folder, database=database, broker=broker, durable=durable, say=say)
    for variable, address in services.environment().items():
        os.environ.setdefault(variable, address)
    return services, mark


def _stop_when_last(services: Services, mark: Presence) -> None:
    """At the end of this process stop the services, if nobody else uses them and they are not to be kept."""
    ourselves = os.getpid()
    if os.environ.get("HOMEROUND_KEEP_SERVICES"):
        (services.state / "kept").touch()

    def leave() -> None:
        if os.getpid() == ourselves and not (services.state / "kept").exists():
            services.detach(mark)

    atexit.register(leave)


def _use_given_database() -> None:
    """Make our logins on a server for which only an administrator's address is given."""
    given = os.environ.get("DATABASE_URL", "")
    if not given or any(name in os.environ for name in (*LOGINS, "DATABASE_ADMIN_URL") if name != "DATABASE_URL"):
        return
    if login_of(given)[0] in LOGINS.values():
        return
    os.environ.update(_logins_on(given))


def _logins_on(admin_url: str) -> dict[str, str]:
    """Make the logins on a given server and return all addresses; their passwords stay in the state folder."""
    server = hashlib.sha256(urlsplit(admin_url).netloc.rpartition("@")[2].encode()).hexdigest()[:12]
    folder = CHECKOUT / ".state"
    with plain_words(folder):
        folder.mkdir(exist_ok=True)
        secrets = passwords(folder / f"server-{server}.json")
    target = with_database(admin_url, database_of(admin_url) or DATABASE)
    try:
        create_logins(with_database(admin_url, "postgres"), database_of(target), secrets)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise ServicesError(f"DATABASE_URL: the logins could not be made there ({reason}).") from error
    addresses = {variable: with_login(target, login, secrets[login]) for variable, login in LOGINS.items()}
    return addresses | {"DATABASE_ADMIN_URL": target}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
