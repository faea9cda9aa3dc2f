"""Makes the database logins on a PostgreSQL of your own."""

import os
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from carehomes.embedded.addresses import LOGINS, database_of, login_of, with_database
from carehomes.embedded.logins import create_logins


class Command(BaseCommand):
    """Reads the addresses from the environment, so that the passwords are those with which the services will connect."""

    help = (
        "Make the database, its roles and its logins, with the passwords in DATABASE_URL, DATABASE_OWNER_URL, "
        "DATABASE_NATIONAL_URL, DATABASE_SYSTEM_URL and DATABASE_BACKUP_URL, by way of DATABASE_ADMIN_URL. "
        "Run it again to change passwords."
    )
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make or mend the logins; CommandError with one sentence when an address is missing or refused."""
        admin_url = _address("DATABASE_ADMIN_URL")
        passwords = {login: _password(variable, login) for variable, login in LOGINS.items()}
        databases = {database_of(_address(variable)) for variable in LOGINS}
        if len(databases) != 1 or "" in databases:
            raise CommandError("The DATABASE_..._URL addresses must all name the same database.")
        database = databases.pop()
        # The one to be made may not be there yet, or no longer: after a restore it has been renamed.
        meeting_place = database_of(admin_url) if database_of(admin_url) not in ("", database) else "postgres"
        try:
            create_logins(with_database(admin_url, meeting_place), database, passwords)
        except psycopg.Error as error:
            raise CommandError(f"The logins could not be made: {str(error).strip().splitlines()[0]}") from error
        self.stdout.write(f"Database {database} and {len(passwords)} logins are in place.")


def _address(variable: str) -> str:
    address = os.environ.get(variable, "")
    if not address:
        raise CommandError(f"{variable} is not set (docs/operations.md, Logins).")
    return address


def _password(variable: str, login: str) -> str:
    """Return the password in an address, which must be for the login that the product uses there."""
    found, password = login_of(_address(variable))
    if found != login or not password:
        raise CommandError(f"{variable} must be the address of the login {login}, with a password.")
    return password
