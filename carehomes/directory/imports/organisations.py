"""Organisations as files say they are, against those of the register: new, changed, renamed. Never deleted, never merged."""

from datetime import date

from django.db.backends.utils import CursorWrapper

from carehomes.access.kinds import OrganisationKind
from carehomes.directory.imports.problems import Outcome
from carehomes.directory.imports.readable import readable
from carehomes.directory.imports.staging import select, temporary

# What a file can say of an organisation; NULL: it does not. `is_open` is true where it says that it still works.
_COLUMNS = """
    row_no integer, code text NOT NULL, name text, ods_code text, gss_code text, active_from date, active_to date, is_open boolean,
    address text, postcode text, phone text
"""
_FACTS = {
    "name": "name",
    "ods_code": "ODS code",
    "gss_code": "GSS code",
    "active_from": "opened",
    "address": "address",
    "postcode": "postcode",
    "phone": "telephone",
}
_KEYS = ("ods_code", "gss_code", "cqc_provider_id")
_CLOSED = "CASE WHEN w.is_open THEN NULL ELSE coalesce(w.active_to, o.active_to) END"


def begin(cursor: CursorWrapper) -> None:
    """The empty table `wanted_organisation`; `code` is the value of the key by which `merge` finds the organisation."""
    temporary(cursor, "wanted_organisation", _COLUMNS)


def make_readable(cursor: CursorWrapper) -> None:
    """Names and addresses in capitals become readable, each different one once."""
    written = select(
        cursor,
        "SELECT name FROM wanted_organisation WHERE name = upper(name) "
        "UNION SELECT address FROM wanted_organisation WHERE address = upper(address)",
    )
    temporary(cursor, "readable_text", "written text PRIMARY KEY, readable text NOT NULL")
    with cursor.copy("COPY readable_text FROM STDIN") as copy:
        for (text,) in written:
            copy.write_row([text, readable(text)])
    cursor.execute(
        """
        UPDATE wanted_organisation w SET name = coalesce(n.readable, w.name), address = coalesce(a.readable, w.address)
        FROM wanted_organisation o LEFT JOIN readable_text n ON n.written = o.name LEFT JOIN readable_text a ON a.written = o.address
        WHERE o.ctid = w.ctid
        """
    )


def merge(
    cursor: CursorWrapper,
    *,
    kind: OrganisationKind,
    key: str,
    file: str,
    subject: str,
    as_of: date,
    known_since: date | None = None,
) -> None:
    """Brings `wanted_organisation` into the register. Two rows with one code: the first counts. The table is empty afterwards.

    A new name holds from `as_of`; the old one since `known_since`, else since the organisation opened, as far as that is known.
    """
    if key not in _KEYS:
        raise ValueError(f"{key} is no key of an organisation.")
    cursor.execute(
        "DELETE FROM wanted_organisation w USING wanted_organisation e WHERE e.code = w.code AND e.ctid < w.ctid"
    )
    _refuse_other_kinds(cursor, kind, key, file)
    _find_changes(cursor, key)
    _tell(cursor, key, subject)
    _keep_old_names(cursor, known_since, as_of)
    _write(cursor, kind, key)
    cursor.execute("TRUNCATE wanted_organisation")


def _refuse_other_kinds(cursor: CursorWrapper, kind: str, key: str, file: str) -> None:
    """Codes are never reused: a code that another kind of organisation has is a mistake in the file, or ours."""
    cursor.execute(
        f"""
        WITH taken AS (
            DELETE FROM wanted_organisation w USING access_organisation o WHERE o.{key} = w.code AND o.kind <> %s
            RETURNING w.row_no, w.code, o.kind AS held
        )
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT %s, row_no, 'code', 'code_of_another_kind', code, %s, 'Row left out: the register has this code for a ' || held
        FROM taken
        """,
        [kind, file, Outcome.REJECTED],
    )


def _find_changes(cursor: CursorWrapper, key: str) -> None:
    differs = {name: f"(w.{name} IS NOT NULL AND w.{name} IS DISTINCT FROM o.{name})" for name in _FACTS}
    details = ", ".join(
        f"CASE WHEN {test} THEN '{_FACTS[name]}: ' || coalesce(o.{name}::text, '') || ' → ' || w.{name}::text END"
        for name, test in differs.items()
    )
    closes = f"({_CLOSED}) IS DISTINCT FROM o.active_to"
    cursor.execute("DROP TABLE IF EXISTS pg_temp.organisation_change")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE organisation_change ON COMMIT DROP AS
        SELECT o.id, w.code, {differs["name"]} AS renamed, concat_ws('; ', {details},
            CASE WHEN {closes} THEN 'closed: ' || coalesce(o.active_to::text, 'no') || ' → '
                || coalesce(({_CLOSED})::text, 'no') END) AS detail
        FROM wanted_organisation w JOIN access_organisation o ON o.{key} = w.code
        WHERE {" OR ".join(differs.values())} OR {closes}
        """
    )


def _tell(cursor: CursorWrapper, key: str, subject: str) -> None:
    cursor.execute(
        f"""
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT %s, 'new', w.code, w.name, coalesce(w.postcode, '') FROM wanted_organisation w
        WHERE NOT EXISTS (SELECT FROM access_organisation o WHERE o.{key} = w.code)
        """,
        [subject],
    )
    cursor.execute(
        """
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT %s, 'changed', c.code, o.name, c.detail FROM organisation_change c JOIN access_organisation o USING (id)
        """,
        [subject],
    )


def _keep_old_names(cursor: CursorWrapper, known_since: date | None, as_of: date) -> None:
    """The name that it had until the file: one that was written down ends, one that was not gets its row."""
    cursor.execute(
        """
        WITH ended AS (
            UPDATE access_organisationname n SET ends_on = greatest(n.starts_on, %(as_of)s) FROM organisation_change c
            WHERE c.renamed AND n.organisation_id = c.id AND n.ends_on IS NULL RETURNING n.organisation_id
        )
        INSERT INTO access_organisationname (organisation_id, name, starts_on, ends_on)
        SELECT o.id, o.name, since.day, %(as_of)s FROM organisation_change c JOIN access_organisation o USING (id)
        CROSS JOIN LATERAL (SELECT coalesce(max(n.ends_on), %(since)s, o.active_from, %(as_of)s) AS day
            FROM access_organisationname n WHERE n.organisation_id = o.id) since
        WHERE c.renamed AND since.day < %(as_of)s AND o.id NOT IN (SELECT organisation_id FROM ended)
        """,
        {"since": known_since, "as_of": as_of},
    )


def _write(cursor: CursorWrapper, kind: str, key: str) -> None:
    facts = ", ".join(f"{name} = coalesce(w.{name}, o.{name})" for name in _FACTS)
    cursor.execute(
        f"""
        UPDATE access_organisation o SET {facts}, active_to = {_CLOSED},
            name_key = CASE WHEN c.renamed THEN plain_key(w.name) ELSE o.name_key END
        FROM organisation_change c JOIN wanted_organisation w USING (code) WHERE o.id = c.id
        """
    )
    columns = dict.fromkeys([key, "ods_code", "gss_code"])
    values = ", ".join("w.code" if name == key else f"w.{name}" for name in columns)
    cursor.execute(
        f"""
        INSERT INTO access_organisation
            (kind, name, name_key, {", ".join(columns)}, active_from, active_to, address, postcode, phone, urgent_phone)
        SELECT %s, w.name, plain_key(w.name), {values}, w.active_from, CASE WHEN w.is_open THEN NULL ELSE w.active_to END,
            coalesce(w.address, ''), coalesce(w.postcode, ''), coalesce(w.phone, ''), ''
        FROM wanted_organisation w WHERE NOT EXISTS (SELECT FROM access_organisation o WHERE o.{key} = w.code)
        ORDER BY w.row_no
        """,
        [kind],
    )
