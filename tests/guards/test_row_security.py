"""The database holds exactly the row security that was reviewed, and the reviewed one is what the models declare.

`row_security.txt` is the reviewed state. After a change of a policy, write it anew with
`HOMEROUND_WRITE_SNAPSHOT=1 .venv/bin/pytest tests/guards/test_row_security.py` and read the difference as a reviewer would.
"""

import os
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from carehomes.access.tenancy import HOME_CLASSES, DataClass
from tests.guards.catalogue import row_security

pytestmark = pytest.mark.django_db
REVIEWED = Path(__file__).parent / "row_security.txt"
WITHOUT_A_TABLE = ("pghistory_events", "pghistory_middlewareevents")  # queries that pghistory writes as models
OUTSIDE = {"django_migrations": "Django's own list of migrations: only the owner reads it"}
LIBRARY_TABLES = {  # class of tables whose models are not ours: migration access 0002
    DataClass.SIGN_IN: ("django_session", "account_", "mfa_", "usersessions_", "socialaccount_"),
    DataClass.INTERNAL: ("auth_", "django_content_type", "pghistory_"),
}


def held() -> list[str]:
    with connection.cursor() as cursor:
        return row_security(cursor)


def test_the_database_holds_what_was_reviewed():
    now = held()
    if os.environ.get("HOMEROUND_WRITE_SNAPSHOT"):
        REVIEWED.write_text("\n".join(now) + "\n")
    assert now == REVIEWED.read_text().splitlines()


def declared() -> dict[str, DataClass]:
    """Table → class, as the models say it."""
    classes = {}
    for model in (
        each for each in apps.get_models(include_auto_created=True) if each._meta.db_table not in WITHOUT_A_TABLE
    ):
        table = model._meta.db_table
        library = [each for each, starts in LIBRARY_TABLES.items() if table.startswith(starts)]
        classes[table] = library[0] if library else model.data_class  # AttributeError: a model without a class
    return classes


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if name not in OUTSIDE]


def test_every_table_is_in_a_class():
    assert sorted(tables()) == sorted(declared())


@pytest.mark.parametrize("data_class", list(DataClass))
def test_the_policies_are_those_of_the_class(data_class):
    expected = {
        **{each: f"( SELECT visible_homes('{each}'::text) AS visible_homes)" for each in HOME_CLASSES},
        DataClass.ORGANISATION: "( SELECT visible_organisations() AS visible_organisations)",
        DataClass.PERSONAL: (
            "( SELECT current_person() AS current_person)",
            "( SELECT visible_people() AS visible_people)",
        ),
        DataClass.REFERENCE: "using true",
        DataClass.REGISTER: "using true",
    }.get(data_class)
    for table in (table for table, each in declared().items() if each is data_class):
        reading = [line for line in held() if line.startswith(f"policy organisation_read on {table}:")]
        if expected is None:
            assert not reading, f"{table} is of class {data_class}: no organisation may read it"
        else:
            wanted = (expected,) if isinstance(expected, str) else expected
            assert len(reading) == 1, f"{table} has no policy for reading"
            assert any(each in reading[0] for each in wanted), (
                f"{table} is of class {data_class}, but has: {reading[0]}"
            )


def test_every_table_is_forced_and_the_owners():
    states = [line for line in held() if line.startswith("table ") and "django_migrations" not in line]
    assert all(line.endswith("security t, forced t, owner homeround_owner") for line in states)


def test_no_policy_is_for_everybody_and_nobody_may_truncate():
    lines = held()
    assert not [line for line in lines if line.startswith("policy") and " to public " in line]
    assert not [line for line in lines if line.startswith("grant") and ("truncate" in line or " to PUBLIC" in line)]


def test_the_web_login_may_only_sign_people_in():
    allowed = {table for table, each in declared().items() if each is DataClass.SIGN_IN} | {"access_user"}
    granted = {
        line.split(" on ")[1].split(" to ")[0]
        for line in held()
        if line.startswith("grant") and "to homeround_app" in line
    }
    assert granted <= allowed


def test_definer_functions_pin_their_search_path_and_are_not_for_everybody():
    for line in (line for line in held() if line.startswith("function") and "definer t" in line):
        assert "search_path=" in line, line
        assert "pg_temp" in line, line
        assert "public" not in line.split("execute ")[1], line
        assert not line.endswith("execute -"), f"nobody may call {line}"


APPEND_ONLY = frozenset(
    model._meta.db_table
    for model in apps.get_models()
    if getattr(model, "append_only", False) and model._meta.db_table not in WITHOUT_A_TABLE
)
APPENDING = {"insert", "select"}


def grants_beyond_appending(lines: list[str]) -> list[str]:
    """Grants, also of single columns, by which a login other than the owner could change or take away history."""
    grants = [re.match(r"grant (.+) on (\S+) to (\S+)", line) for line in lines]
    return [each[0] for each in grants if each and each[2] in APPEND_ONLY and not set(each[1].split(", ")) <= APPENDING]


def test_history_status_history_and_the_log_of_readings_are_append_only():
    lines = held()
    assert {table for table in APPEND_ONLY if any(f" on {table} to homeround_system" in line for line in lines)} == (
        APPEND_ONLY
    )
    assert grants_beyond_appending(lines) == []


def test_every_table_of_history_or_statuses_is_append_only():
    """By name, so that a new one cannot forget to say so."""
    kept = [table for table in tables() if table.endswith(("event", "status", "log", "attempt", "export"))]
    assert len(kept) > 20
    assert set(kept) <= APPEND_ONLY


@pytest.mark.parametrize("privilege", ["UPDATE", "DELETE", "TRUNCATE", "UPDATE ({column})"])
@pytest.mark.parametrize("login", ["homeround_app", "homeround_organisation", "homeround_system", "PUBLIC"])
def test_a_grant_that_would_let_a_login_rewrite_history_is_noticed(privilege, login):
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            column = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(f"GRANT {privilege.format(column=column)} ON {table} TO {login}")
    assert len(grants_beyond_appending(held())) == len(APPEND_ONLY)


@pytest.mark.parametrize("verb", ["UPDATE access_readlog SET person = 'Nobody'", "DELETE FROM access_readlog"])
@pytest.mark.parametrize("login", ["homeround_app", "homeround_organisation", "homeround_system"])
def test_the_database_refuses_to_rewrite_the_log_of_readings(verb, login):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [login])
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(verb)


@pytest.mark.parametrize("column", ["home_id", "organisation_id"])
def test_tenant_columns_are_not_null_and_indexed(column):
    classes = {"home_id": HOME_CLASSES, "organisation_id": (DataClass.ORGANISATION,)}[column]
    nullable = "SELECT is_nullable FROM information_schema.columns WHERE table_name = %s AND column_name = %s"
    indexed = """
        SELECT count(*) FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = %s::regclass AND a.attname = %s
    """
    history = {model._meta.db_table for model in apps.get_models() if getattr(model, "is_history", False)}
    for table in (table for table, each in declared().items() if each in classes and table not in history):
        with connection.cursor() as cursor:
            cursor.execute(nullable, [table, column])
            assert cursor.fetchone() == ("NO",), f"{table}.{column} may be null"
            cursor.execute(indexed, [table, column])
            assert cursor.fetchone()[0] >= 1, f"{table}.{column} leads no index"


def test_what_belongs_to_a_resident_or_check_in_carries_its_tenant_in_the_key():
    parents = {"resident_id": "residents_resident(id, home_id)", "check_in_id": "checkins_checkin(id, home_id)"}
    keys = [line for line in held() if line.startswith("key ")]
    for model in apps.get_models():
        if getattr(model, "is_history", False) or getattr(model, "data_class", None) not in HOME_CLASSES:
            continue
        for field in (field for field in model._meta.concrete_fields if field.column in parents and field.is_relation):
            wanted = f"FOREIGN KEY ({field.column}, home_id) REFERENCES {parents[field.column]} ON UPDATE CASCADE"
            assert [k for k in keys if f" on {model._meta.db_table}: {wanted}" in k], (
                f"{model.__name__}.{field.name}: {wanted}"
            )


def mutations() -> list[str]:
    """One statement per policy, FORCE and tenant key that takes it away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('DROP POLICY %I ON %I', policyname, tablename) FROM pg_policies WHERE schemaname = 'public'"
        )
        statements = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', relname) FROM pg_class WHERE relforcerowsecurity"
        )
        statements += [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND array_length(conkey, 1) > 1"
        )
        return statements + [row[0] for row in cursor.fetchall()]


def test_taking_any_policy_force_or_tenant_key_away_is_noticed():
    reviewed = REVIEWED.read_text().splitlines()
    unnoticed = []
    for statement in mutations():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            if row_security(cursor) == reviewed:
                unnoticed.append(statement)
            transaction.set_rollback(True)
    assert not unnoticed
