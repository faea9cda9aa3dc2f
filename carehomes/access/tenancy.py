"""Row security: which class a table is in, and the SQL that makes the database enforce it.

Every table is in exactly one class (`DataClass`), named by its model's `data_class`; `tests/guards/` compares what models
declare with what the database holds. Migrations call `protect(...)` for every table that they make.

The shape of the policies was chosen by measurement (docs/architecture.md, Tenancy): the visible homes come as one array from
one call per query, which lets the planner use the index on `home_id`. Never a flag, an OR or a sub-query per row in a policy.
"""

from collections.abc import Sequence
from enum import StrEnum

from django.db import migrations

OWNER_LOGIN = "homeround_owner"
ORGANISATION_ROLE = "homeround_organisation"
APP_LOGIN = "homeround_app"
NATIONAL_LOGIN = "homeround_national"
SYSTEM_LOGIN = "homeround_system"


class DataClass(StrEnum):
    """Who may read a row of the table."""

    REFERENCE = "reference"  # everyone signed in: bank holidays, access rules
    REGISTER = "register"  # everyone signed in: organisations, care homes, who works with whom
    HOME = "home"  # whom a relationship with the home lets see facts about the home
    RESIDENT = "resident"  # whom it lets see its residents
    MEDICINES = "medicines"
    PLANS = "plans"
    ORGANISATION = "organisation"  # the organisation itself, and those above it
    NATIONAL = "national"  # readers of a region or of England: counts of all its areas
    PERSONAL = "personal"  # the person whom the row is about
    SIGN_IN = "sign_in"  # before anybody is known: sessions, second factors. Only the web login, never inside a scope
    SYSTEM = "system"  # only the scheduler: outbox, ticks
    INTERNAL = "internal"  # nobody: tables of libraries that we do not use


HOME_CLASSES = (DataClass.HOME, DataClass.RESIDENT, DataClass.MEDICINES, DataClass.PLANS)

_VISIBLE_HOMES = "{column} = ANY ((SELECT visible_homes('{data_class}'))::bigint[])"
_READ = {
    DataClass.REFERENCE: "true",
    DataClass.REGISTER: "true",
    **dict.fromkeys(HOME_CLASSES, _VISIBLE_HOMES),
    DataClass.ORGANISATION: "{column} = ANY ((SELECT visible_organisations())::bigint[])",
    DataClass.PERSONAL: "{column} = (SELECT current_person())",
}
_WRITE = {
    **dict.fromkeys(HOME_CLASSES, _VISIBLE_HOMES),
    DataClass.ORGANISATION: "{column} = ANY ((SELECT administered_organisations())::bigint[])",
    DataClass.PERSONAL: "{column} = (SELECT current_person())",
}
_COLUMN = {
    **dict.fromkeys(HOME_CLASSES, "home_id"),
    DataClass.ORGANISATION: "organisation_id",
    DataClass.PERSONAL: "user_id",
}


def read_condition(data_class: DataClass, column: str = "") -> str:
    """The USING expression for reading a row of this class, as PostgreSQL should hold it."""
    return _READ[data_class].format(column=column or _COLUMN.get(data_class, ""), data_class=data_class)


def write_condition(data_class: DataClass, column: str = "") -> str:
    """The expression that an inserted or changed row must meet."""
    return _WRITE[data_class].format(column=column or _COLUMN.get(data_class, ""), data_class=data_class)


def protect_sql(
    table: str,
    data_class: DataClass,
    *,
    column: str = "",
    writes: Sequence[str] | None = None,
    append_only: bool = False,
    national: bool = False,
) -> list[str]:
    """Statements that put a table into its class.

    `writes`: what an organisation's scope may do besides SELECT; by default INSERT and UPDATE where the class knows a rule for it.
    `append_only`: history, status history and the log of readings. No login but the owner may change or delete a row.
    `national`: readers of all England may read it too (numbers and register only, never a named resident).
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY system_all ON {table} TO {SYSTEM_LOGIN} USING (true) WITH CHECK (true)",
        f"GRANT {'SELECT, INSERT' if append_only else 'SELECT, INSERT, UPDATE, DELETE'} ON {table} TO {SYSTEM_LOGIN}",
    ]
    if append_only and writes is None:
        writes = ["INSERT"]
    if data_class is DataClass.INTERNAL:
        return statements[:2]
    if data_class is DataClass.SIGN_IN:
        return [
            *statements,
            f"CREATE POLICY sign_in ON {table} TO {APP_LOGIN} USING (true) WITH CHECK (true)",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_LOGIN}",
        ]
    if data_class is DataClass.SYSTEM:
        return statements
    if data_class is not DataClass.NATIONAL:
        statements += _organisation_policies(table, data_class, column, writes)
    if national or data_class in (DataClass.REFERENCE, DataClass.REGISTER, DataClass.NATIONAL):
        statements += _national_policy(table)
    return statements


def _national_policy(table: str) -> list[str]:
    return [
        f"CREATE POLICY national_read ON {table} FOR SELECT TO {NATIONAL_LOGIN} USING (true)",
        f"GRANT SELECT ON {table} TO {NATIONAL_LOGIN}",
    ]


def _organisation_policies(table: str, data_class: DataClass, column: str, writes: Sequence[str] | None) -> list[str]:
    read = read_condition(data_class, column)
    statements = [
        f"CREATE POLICY organisation_read ON {table} FOR SELECT TO {ORGANISATION_ROLE} USING ({read})",
        f"GRANT SELECT ON {table} TO {ORGANISATION_ROLE}",
    ]
    if data_class not in _WRITE:
        return statements
    write = write_condition(data_class, column)
    clauses = {
        "INSERT": f"WITH CHECK ({write})",
        "UPDATE": f"USING ({write}) WITH CHECK ({write})",
        "DELETE": f"USING ({write})",
    }
    for verb in ("INSERT", "UPDATE") if writes is None else writes:
        statements += [
            f"CREATE POLICY organisation_{verb.lower()} ON {table} FOR {verb} TO {ORGANISATION_ROLE} {clauses[verb]}",
            f"GRANT {verb} ON {table} TO {ORGANISATION_ROLE}",
        ]
    return statements


def protect(
    table: str,
    data_class: DataClass,
    *,
    column: str = "",
    writes: Sequence[str] | None = None,
    append_only: bool = False,
    national: bool = False,
) -> migrations.RunSQL:
    """Migration operation: puts a table into its class. See `protect_sql`. Undone by dropping the table."""
    statements = protect_sql(
        table, data_class, column=column, writes=writes, append_only=append_only, national=national
    )
    # Identity columns need no grant on their sequence.
    return migrations.RunSQL(";\n".join(statements), reverse_sql=_unprotect(table))


def _unprotect(table: str) -> str:
    """Revokes the grants and drops whatever policies the table has."""
    return f"""
        DO $$
        DECLARE policy record;
        BEGIN
            FOR policy IN SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = '{table}' LOOP
                EXECUTE format('DROP POLICY %I ON {table}', policy.policyname);
            END LOOP;
        END $$;
        REVOKE ALL ON {table} FROM {ORGANISATION_ROLE}, {APP_LOGIN}, {NATIONAL_LOGIN}, {SYSTEM_LOGIN};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


def composite_key(table: str, columns: Sequence[str], target: str, target_columns: Sequence[str]) -> migrations.RunSQL:
    """Migration operation: a foreign key that carries the tenant, so that no row can point into another one.

    Plain foreign keys are checked past the policies; this one also moves the rows when the parent moves (ON UPDATE CASCADE).
    The target columns need a unique constraint.
    """
    name = f"{table}_{'_'.join(columns)}_tenant"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({', '.join(columns)}) "
        f"REFERENCES {target} ({', '.join(target_columns)}) ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )
