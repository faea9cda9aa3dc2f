"""Which council a code of any year means today."""

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.problems import Outcome
from carehomes.directory.imports.staging import select, temporary


def resolve(cursor: CursorWrapper, file: str) -> None:
    """Fills `authority_now` for the codes in `stage_<file>.authority_code`: the code of today and the council for social care.

    A code of an earlier year is followed through successions; one whose area was divided cannot be. The council for social
    care is the county where there is one (domain: 151 of them in England).
    """
    temporary(
        cursor,
        "authority_now",
        "code text PRIMARY KEY, code_now text, organisation_id bigint, council_id bigint, ends integer",
    )
    cursor.execute(_WALK.format(table=f"stage_{file}"))
    [(known,)] = select(cursor, "SELECT count(*) FROM authority_now")
    if known:
        cursor.execute(_REPORT.format(table=f"stage_{file}"), [file, Outcome.NOTED])
        return
    cursor.execute(
        f"""
        INSERT INTO import_problem (file, column_name, rule, value, outcome, fix)
        SELECT %s, 'LTLA code', 'no_local_authorities', '', %s,
            'Codes kept, no council linked: bring in the local authorities, then this file again'
        WHERE EXISTS (SELECT FROM stage_{file} WHERE authority_code <> '')
        """,
        [file, Outcome.NOTED],
    )


_WALK = """
    WITH RECURSIVE codes AS (
        SELECT DISTINCT upper(btrim(authority_code)) AS code FROM {table} WHERE authority_code <> ''
    ), walk AS (
        SELECT c.code, o.id, 0 AS hops FROM codes c JOIN access_organisation o ON o.gss_code = c.code AND o.kind = 'local_authority'
        UNION
        SELECT w.code, s.successor_id, w.hops + 1 FROM walk w
        JOIN access_organisationsuccession s ON s.predecessor_id = w.id WHERE w.hops < 6
    ), last AS (
        SELECT DISTINCT w.code, w.id FROM walk w
        WHERE NOT EXISTS (SELECT FROM access_organisationsuccession s WHERE s.predecessor_id = w.id)
    ), counted AS (
        SELECT code, count(*) AS ends, min(id) AS id FROM last GROUP BY code
    )
    INSERT INTO authority_now (code, code_now, organisation_id, council_id, ends)
    SELECT c.code, CASE WHEN c.ends = 1 THEN o.gss_code ELSE c.code END, CASE WHEN c.ends = 1 THEN o.id END,
        CASE WHEN c.ends = 1 THEN coalesce(p.parent_id, o.id) END, c.ends
    FROM counted c JOIN access_organisation o ON o.id = c.id
    LEFT JOIN access_organisationparent p ON p.child_id = o.id AND p.kind = 'county' AND p.ends_on IS NULL
"""
_REPORT = """
    INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
    SELECT %s, s.row_no, 'LTLA code', CASE WHEN a.ends > 1 THEN 'authority_divided' ELSE 'unknown_authority' END, s.authority_code, %s,
        CASE WHEN a.ends > 1 THEN 'Code kept, no council linked: its area is now in several councils'
        ELSE 'Code kept, no council linked: no local authority has this code' END
    FROM {table} s LEFT JOIN authority_now a ON a.code = upper(btrim(s.authority_code))
    WHERE s.authority_code <> '' AND a.organisation_id IS NULL ORDER BY s.row_no
"""
