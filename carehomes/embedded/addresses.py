"""Addresses of the services: what the environment calls them, and how one is made of another.

A database address on a socket has the form `postgresql://login:password@/name?host=/folder`: libpq, psycopg, `psql` and
django-environ (as OPTIONS["host"]) all read it.
"""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

#: The login behind each address that the environment names.
LOGINS = {
    "DATABASE_URL": "homeround_app",
    "DATABASE_OWNER_URL": "homeround_owner",
    "DATABASE_NATIONAL_URL": "homeround_national",
    "DATABASE_SYSTEM_URL": "homeround_system",
    "DATABASE_BACKUP_URL": "homeround_backup",
}


def socket_url(folder: Path, login: str, password: str, database: str) -> str:
    """Return the address of `database` on the PostgreSQL whose socket is in `folder`."""
    return f"postgresql://{quote(login)}:{quote(password, safe='')}@/{quote(database)}?host={quote(str(folder))}"


def with_login(url: str, login: str, password: str) -> str:
    """Return the same database's address for another login."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(login)}:{quote(password, safe='')}@{host}"))


def with_database(url: str, database: str) -> str:
    """Return the same server's address for another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))


def database_of(url: str) -> str:
    """Return the database's name in an address; empty when it names none."""
    return unquote(urlsplit(url).path.removeprefix("/"))


def without_password(url: str) -> tuple[str, str]:
    """Return the address without its password, and the password: for commands whose arguments everybody can list."""
    login, password = login_of(url)
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(login)}@{host}")), password


def login_of(url: str) -> tuple[str, str]:
    """Return login and password of an address; empty where it gives none."""
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")
