"""Who works with a home, as files say it, against what the register says. What people have said is never overwritten."""

from datetime import date

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.problems import Outcome
from carehomes.directory.imports.staging import temporary

# Sources of relationships that an import made; whatever has another source was said by a person.
REGISTER = "CQC register"
RATINGS = "CQC ratings"
NEAREST = "Nearest by distance"
AREA = "NHS area of the address"
_IMPORTED = "(" + " OR ".join(f"starts_with(r.source, '{each}')" for each in (REGISTER, RATINGS, NEAREST, AREA)) + ")"
ENDED = "A later file says otherwise"
CLOSED = "The organisation closed"

_COLUMNS = """
    home_id bigint NOT NULL, organisation_id bigint NOT NULL, kind text NOT NULL, status text NOT NULL, starts_on date NOT NULL,
    ends_on date, source text NOT NULL
"""


def begin(cursor: CursorWrapper) -> None:
    """The empty table `wanted_relationship`: for each home and kind at most one row without an end."""
    temporary(cursor, "wanted_relationship", _COLUMNS)


def merge(cursor: CursorWrapper, as_of: date) -> None:
    """Brings `wanted_relationship` into the register. The table is empty afterwards.

    What a person said (whoever agreed, proposed or disputed it, or ended it for a reason of their own) stays as it is. What
    an earlier file said and this one says differently ends on the day of this file.
    """
    _leave_what_people_said(cursor)
    _insert_past(cursor)
    _end_what_is_said_differently(cursor, as_of)
    _insert_current(cursor)
    cursor.execute("TRUNCATE wanted_relationship")


def _leave_what_people_said(cursor: CursorWrapper) -> None:
    cursor.execute(
        f"""
        WITH kept AS (
            DELETE FROM wanted_relationship w WHERE EXISTS (
                SELECT FROM directory_homerelationship r WHERE r.home_id = w.home_id AND r.kind = w.kind
                AND (NOT {_IMPORTED} OR r.status NOT IN ('nearest', w.status) OR r.ended_reason NOT IN ('', %s, %s)))
            RETURNING w.*
        )
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT 'relationships', NULL, k.kind, 'said_by_people', h.cqc_location_id || ' ' || o.name, %s,
            'Left as people said it'
        FROM kept k JOIN directory_carehome h ON h.id = k.home_id JOIN access_organisation o ON o.id = k.organisation_id
        WHERE k.ends_on IS NULL AND NOT EXISTS (
            SELECT FROM directory_homerelationship r WHERE r.home_id = k.home_id AND r.kind = k.kind
            AND r.organisation_id = k.organisation_id AND r.ends_on IS NULL)
        """,
        [ENDED, CLOSED, Outcome.NOTED],
    )


def _insert_past(cursor: CursorWrapper) -> None:
    """Rows that have ended already, where the register knows nothing about that time."""
    cursor.execute(
        f"""
        {_INSERT}
        SELECT w.home_id, w.organisation_id, w.kind, w.status, w.starts_on, w.ends_on, w.source, '' FROM wanted_relationship w
        WHERE w.ends_on IS NOT NULL AND w.starts_on < w.ends_on AND NOT EXISTS (
            SELECT FROM directory_homerelationship r WHERE r.home_id = w.home_id AND r.kind = w.kind
            AND daterange(r.starts_on, r.ends_on) && daterange(w.starts_on, w.ends_on))
        ORDER BY w.home_id, w.kind
        """
    )


def _end_what_is_said_differently(cursor: CursorWrapper, as_of: date) -> None:
    cursor.execute(
        """
        WITH ended AS (
            UPDATE directory_homerelationship r SET ends_on = greatest(r.starts_on, %s), ended_reason = %s
            FROM wanted_relationship w
            WHERE r.home_id = w.home_id AND r.kind = w.kind AND r.organisation_id <> w.organisation_id
              AND r.ends_on IS NULL AND w.ends_on IS NULL
            RETURNING r.kind, r.home_id, r.organisation_id
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'relationships', 'ended', h.cqc_location_id, h.name, e.kind || ': ' || o.name
        FROM ended e JOIN directory_carehome h ON h.id = e.home_id JOIN access_organisation o ON o.id = e.organisation_id
        """,
        [as_of, ENDED],
    )


def _insert_current(cursor: CursorWrapper) -> None:
    """From the day on which what stood there before ended. Home by home: so the index of the overlap check grows in order."""
    cursor.execute(
        f"""
        WITH made AS (
            {_INSERT}
            SELECT w.home_id, w.organisation_id, w.kind, w.status, greatest(w.starts_on, before.ended), NULL, w.source, ''
            FROM wanted_relationship w
            LEFT JOIN (SELECT home_id, kind, max(ends_on) AS ended FROM directory_homerelationship GROUP BY 1, 2) before
              ON before.home_id = w.home_id AND before.kind = w.kind
            WHERE w.ends_on IS NULL AND NOT EXISTS (
                SELECT FROM directory_homerelationship r WHERE r.home_id = w.home_id AND r.kind = w.kind
                AND r.organisation_id = w.organisation_id AND r.ends_on IS NULL)
            ORDER BY w.home_id, w.kind
            RETURNING kind, home_id, organisation_id
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'relationships', 'new', h.cqc_location_id, h.name, m.kind || ': ' || o.name
        FROM made m JOIN directory_carehome h ON h.id = m.home_id JOIN access_organisation o ON o.id = m.organisation_id
        """
    )


def end_with_organisations(cursor: CursorWrapper) -> None:
    """What a file inferred from distance ends with its organisation. What people agreed is theirs to change."""
    cursor.execute(
        f"""
        WITH ended AS (
            UPDATE directory_homerelationship r SET ends_on = greatest(r.starts_on, o.active_to), ended_reason = %s
            FROM access_organisation o
            WHERE o.id = r.organisation_id AND o.active_to IS NOT NULL AND r.ends_on IS NULL AND r.status = 'nearest' AND {_IMPORTED}
            RETURNING r.kind, r.home_id, o.name
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT 'relationships', 'ended', h.cqc_location_id, h.name, e.kind || ': ' || e.name || ' closed'
        FROM ended e JOIN directory_carehome h ON h.id = e.home_id
        """,
        [CLOSED],
    )


_INSERT = """
    INSERT INTO directory_homerelationship
        (home_id, organisation_id, kind, status, starts_on, ends_on, source, ended_reason)
"""
