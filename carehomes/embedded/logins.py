"""The database logins of docs/operations.md, made or mended in one idempotent step. Works on PostgreSQL 15 and later.

A managed PostgreSQL whose administrator is no superuser needs version 16 or later, and BYPASSRLS on that administrator.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

from carehomes.embedded.addresses import with_database

ORGANISATION = "homeround_organisation"
OWNER = "homeround_owner"
_LOCK = 4_815_162_342  # one number of our own: two runs at once would update the same catalogue rows


@dataclass(frozen=True)
class Role:
    """A PostgreSQL role: its attributes, what it is a member of, and whether its transactions are read-only."""

    name: str
    can_login: bool = True
    inherits: bool = True
    bypasses_policies: bool = False
    read_only: bool = False
    member_of: tuple[str, ...] = ()

    def attributes(self) -> dict[str, bool]:
        """Return what `pg_roles` must say about this role."""
        return {
            "rolcanlogin": self.can_login,
            "rolinherit": self.inherits,
            "rolbypassrls": self.bypasses_policies,
            "rolsuper": False,
            "rolcreaterole": False,
            "rolcreatedb": False,
        }


#: Migrations; the definer of the few functions that see everything; the web and the workers, whose only other role is
#: that of an organisation; national readers; the scheduler; backups.
ROLES = (
    Role(OWNER, bypasses_policies=True),
    Role(ORGANISATION, can_login=False),
    Role("homeround_app", inherits=False, member_of=(ORGANISATION,)),
    Role("homeround_national", inherits=False, read_only=True),
    Role("homeround_system"),
    Role("homeround_backup", bypasses_policies=True, read_only=True, member_of=("pg_read_all_data",)),
)

LOGINS = tuple(role.name for role in ROLES if role.can_login)

_WORDS = {
    "rolcanlogin": "LOGIN",
    "rolinherit": "INHERIT",
    "rolbypassrls": "BYPASSRLS",
    "rolsuper": "SUPERUSER",
    "rolcreaterole": "CREATEROLE",
    "rolcreatedb": "CREATEDB",
}


def create_logins(admin_url: str, database: str, passwords: Mapping[str, str]) -> None:
    """Make the roles, set their passwords and make `database`, owned by `homeround_owner`. Idempotent.

    `admin_url` is the address of a login that may create roles and databases, on any database of the server.
    Raises psycopg.Error when that login may not, KeyError when a login has no password.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        for role in ROLES:
            _make_role(connection, role)
        for login in LOGINS:
            _set_password(connection, login, passwords[login])
        _join(connection, OWNER, "CURRENT_USER")
        _make_database(connection, database)
    with psycopg.connect(with_database(admin_url, database), autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _make_role(connection: psycopg.Connection, role: Role) -> None:
    """Create the role, or change only what differs: some attributes may be named by a superuser alone."""
    wanted, found = role.attributes(), _attributes(connection, role.name)
    verb = "ALTER" if found else "CREATE"
    found = found or dict.fromkeys(wanted, False)
    words = [_word(name, value) for name, value in wanted.items() if value != found[name] or name == "rolinherit"]
    name = sql.Identifier(role.name)
    connection.execute(sql.SQL(f"{verb} ROLE {{}} {' '.join(words)}").format(name))
    if role.read_only:
        connection.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(name))
    for group in role.member_of:
        _join(connection, group, role.name)


def _attributes(connection: psycopg.Connection, role: str) -> dict[str, bool] | None:
    columns = list(_WORDS)
    row = connection.execute(f"SELECT {', '.join(columns)} FROM pg_roles WHERE rolname = %s", [role]).fetchone()  # noqa: S608 - our own names
    return dict(zip(columns, row, strict=True)) if row else None


def _word(attribute: str, value: bool) -> str:
    return _WORDS[attribute] if value else f"NO{_WORDS[attribute]}"


def _set_password(connection: psycopg.Connection, login: str, password: str) -> None:
    """Set a password by its scram verifier, so that the server's log never holds the password itself."""
    verifier = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(verifier))
    connection.execute(statement)


def _join(connection: psycopg.Connection, group: str, member: str) -> None:
    name = sql.SQL(member) if member == "CURRENT_USER" else sql.Identifier(member)
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name))


def _make_database(connection: psycopg.Connection, database: str) -> None:
    """Create the database, or take it over; only our logins may connect to it."""
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    verb = "ALTER DATABASE {} OWNER TO {}" if exists else "CREATE DATABASE {} OWNER {}"
    connection.execute(sql.SQL(verb).format(name, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    logins = sql.SQL(", ").join(sql.Identifier(login) for login in LOGINS)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, logins))
