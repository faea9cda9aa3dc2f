"""The logins: what each may do, made again without harm, mended when somebody changed them."""

import io
import os

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import errors, sql

from carehomes.embedded import Services
from carehomes.embedded.addresses import LOGINS, with_database, with_login
from carehomes.embedded.logins import ROLES, create_logins

QUERY = "SELECT rolcanlogin, rolinherit, rolbypassrls, rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s"


def connect(services: Services, login: str) -> psycopg.Connection:
    return psycopg.connect(services.address(login), autocommit=True)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_attributes_of_each_role(services: Services, role: object) -> None:
    with connect(services, "postgres") as admin:
        assert admin.execute(QUERY, [role.name]).fetchone() == tuple(role.attributes().values())


def test_web_login_may_become_the_organisation_role_and_no_other(services: Services) -> None:
    with connect(services, "homeround_app") as app:
        app.execute("SET ROLE homeround_organisation")
        app.execute("RESET ROLE")
        for other in ("homeround_owner", "homeround_national", "homeround_system", "homeround_backup", "postgres"):
            with pytest.raises(errors.InsufficientPrivilege):
                app.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(other)))


@pytest.mark.parametrize("login", ["homeround_national", "homeround_backup"])
def test_readers_cannot_write(services: Services, login: str) -> None:
    with connect(services, login) as reader, pytest.raises(errors.ReadOnlySqlTransaction):
        reader.execute("CREATE TABLE mine (n int)")


@pytest.mark.parametrize("login", ["homeround_app", "homeround_system"])
def test_only_the_owner_makes_tables(services: Services, login: str) -> None:
    with connect(services, login) as other, pytest.raises(errors.InsufficientPrivilege):
        other.execute("CREATE TABLE mine (n int)")
    with connect(services, "homeround_owner") as owner:
        owner.execute("CREATE TABLE ours (n int)")
        owner.execute("DROP TABLE ours")


def test_policies_bind_all_but_owner_and_backup(services: Services) -> None:
    with connect(services, "homeround_owner") as owner:
        owner.execute("CREATE TABLE guarded AS SELECT 1 AS n")
        owner.execute("ALTER TABLE guarded ENABLE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE guarded FORCE ROW LEVEL SECURITY")
        owner.execute(
            "GRANT SELECT ON guarded TO homeround_app, homeround_organisation, homeround_national, homeround_system"
        )
    seen = {}
    for login in LOGINS.values():
        with connect(services, login) as connection:
            seen[login] = connection.execute("SELECT count(*) FROM guarded").fetchone()[0]
    with connect(services, "homeround_owner") as owner:
        owner.execute("DROP TABLE guarded")
    assert {login for login, rows in seen.items() if rows} == {"homeround_owner", "homeround_backup"}


def test_strangers_cannot_connect(services: Services) -> None:
    with connect(services, "postgres") as admin:
        admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(with_login(services.address("postgres"), "stranger", "x"))


def test_second_run_mends_what_was_changed_and_sets_new_passwords(services: Services) -> None:
    with connect(services, "postgres") as admin:
        admin.execute("ALTER ROLE homeround_app BYPASSRLS CREATEROLE INHERIT")
        admin.execute("ALTER ROLE homeround_national RESET default_transaction_read_only")
    new = dict.fromkeys(LOGINS.values(), "new one")
    create_logins(services.address("postgres"), "homeround", new)
    with psycopg.connect(with_login(services.address("postgres"), "homeround_app", "new one")) as app:
        assert app.execute(QUERY, ["homeround_app"]).fetchone() == (True, False, False, False, False, False)
    with psycopg.connect(with_login(services.address("postgres"), "homeround_national", "new one")) as national:
        assert national.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
    create_logins(services.address("postgres"), "homeround", services.passwords)


def test_administrator_need_not_be_a_superuser(services: Services) -> None:
    with connect(services, "postgres") as admin:
        admin.execute("CREATE ROLE manager LOGIN CREATEROLE CREATEDB BYPASSRLS PASSWORD 'x'")
        admin.execute("GRANT pg_read_all_data TO manager WITH ADMIN OPTION")
        for role in ROLES:
            admin.execute(sql.SQL("GRANT {} TO manager WITH ADMIN OPTION").format(sql.Identifier(role.name)))
    manager = with_database(with_login(services.address("postgres"), "manager", "x"), "postgres")
    create_logins(manager, "managed", services.passwords)
    with psycopg.connect(with_database(services.address("homeround_owner"), "managed")) as owner:
        owner.execute("CREATE TABLE ours (n int)")


def test_password_never_reaches_the_servers_log(services: Services) -> None:
    with connect(services, "postgres") as admin:
        admin.execute("ALTER SYSTEM SET log_statement = 'all'")
        admin.execute("SELECT pg_reload_conf()")
    create_logins(services.address("postgres"), "homeround", services.passwords)
    assert services.database
    log = services.database.log.read_text()
    assert "ALTER ROLE" in log
    assert not [password for password in services.passwords.values() if password in log]


def test_command_takes_the_passwords_from_the_addresses(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, address in services.environment().items():
        monkeypatch.setenv(variable, address)
    said = io.StringIO()
    call_command("create_logins", stdout=said)
    assert said.getvalue() == "Database homeround and 5 logins are in place.\n"


def test_the_command_makes_the_database_anew_when_it_was_renamed_before_a_restore(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, address in services.environment().items():
        monkeypatch.setenv(variable, address)
    elsewhere = with_database(services.address("postgres"), "postgres")
    with psycopg.connect(elsewhere, autocommit=True) as administrator:
        administrator.execute("ALTER DATABASE homeround RENAME TO homeround_damaged")
        try:
            call_command("create_logins", stdout=io.StringIO())
            with connect(services, "homeround_owner") as owner:
                assert owner.info.dbname == "homeround"
        finally:
            administrator.execute("DROP DATABASE IF EXISTS homeround WITH (FORCE)")
            administrator.execute("ALTER DATABASE homeround_damaged RENAME TO homeround")


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DATABASE_ADMIN_URL", "", "DATABASE_ADMIN_URL is not set"),
        ("DATABASE_URL", "postgresql://somebody:x@/homeround", "must be the address of the login homeround_app"),
        ("DATABASE_URL", "postgresql://homeround_app@/homeround", "with a password"),
        ("DATABASE_URL", "postgresql://homeround_app:x@/another", "must all name the same database"),
    ],
)
def test_command_says_what_is_wrong(
    services: Services, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    for name, address in services.environment().items():
        monkeypatch.setenv(name, address)
    monkeypatch.setenv(variable, value)
    with pytest.raises(CommandError, match=words):
        call_command("create_logins")
    assert os.environ[variable] == value
