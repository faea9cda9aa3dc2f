"""CCGs became parts of integrated care boards on 1 July 2022 (Health and Care Act 2022): codes stay, links move on."""

from datetime import date

from django.db.backends.utils import CursorWrapper

ICBS_SINCE = date(2022, 7, 1)


def succeed(cursor: CursorWrapper, pairs: str) -> None:
    """Records which ICB took over from which CCG. `pairs` is SQL that gives (CCG code, ICB code, weight).

    Where a CCG's area went to two, the ICB of most of it counts. Ends the CCGs, and moves what they commissioned.
    """
    cursor.execute(
        f"""
        WITH pair AS (
            SELECT DISTINCT ON (c.id) c.id AS ccg_id, i.id AS icb_id
            FROM ({pairs}) p (ccg, icb, weight)
            JOIN access_organisation c ON c.ods_code = btrim(p.ccg) AND c.kind = 'ccg'
            JOIN access_organisation i ON i.ods_code = btrim(p.icb) AND i.kind = 'icb'
            WHERE NOT EXISTS (SELECT FROM access_organisationsuccession s WHERE s.predecessor_id = c.id)
            ORDER BY c.id, p.weight DESC, i.id
        ), made AS (
            INSERT INTO access_organisationsuccession (predecessor_id, successor_id, happened_on)
            SELECT ccg_id, icb_id, %s FROM pair RETURNING predecessor_id, successor_id
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'successions', 'new', c.ods_code, c.name, i.name
        FROM made m JOIN access_organisation c ON c.id = m.predecessor_id JOIN access_organisation i ON i.id = m.successor_id
        """,
        [ICBS_SINCE],
    )
    cursor.execute(
        """
        UPDATE access_organisation o SET active_to = s.happened_on FROM access_organisationsuccession s
        WHERE s.predecessor_id = o.id AND o.kind = 'ccg' AND o.active_to IS NULL
        """
    )
    follow(cursor)


def follow(cursor: CursorWrapper) -> None:
    """What a CCG commissioned, its one successor commissions from the day of the succession."""
    cursor.execute(
        """
        WITH moved AS (
            UPDATE access_organisationparent p SET ends_on = greatest(p.starts_on, s.happened_on)
            FROM access_organisationsuccession s JOIN access_organisation c ON c.id = s.predecessor_id AND c.kind = 'ccg'
            WHERE p.parent_id = s.predecessor_id AND p.kind = 'commissioner' AND p.ends_on IS NULL
            RETURNING p.child_id, s.successor_id, p.ends_on
        )
        INSERT INTO access_organisationparent (child_id, parent_id, kind, starts_on)
        SELECT m.child_id, m.successor_id, 'commissioner', m.ends_on FROM moved m
        WHERE NOT EXISTS (
            SELECT FROM access_organisationparent p WHERE p.child_id = m.child_id AND p.kind = 'commissioner' AND p.ends_on IS NULL
            AND p.parent_id = m.successor_id)
        """
    )
