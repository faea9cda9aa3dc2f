"""Dated links between organisations: from a file that gives dates, and from one that only shows how things were on a day."""

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.staging import temporary

_COLUMNS = (
    "child_id bigint NOT NULL, parent_id bigint NOT NULL, kind text NOT NULL, starts_on date NOT NULL, ends_on date"
)


def begin(cursor: CursorWrapper) -> None:
    """The empty table `wanted_parent`."""
    temporary(cursor, "wanted_parent", _COLUMNS)


def merge_dated(cursor: CursorWrapper, subject: str) -> None:
    """The file gives the whole history of its children: new links, and new ends of known ones. Empties the table."""
    cursor.execute(
        """
        WITH ended AS (
            UPDATE access_organisationparent p SET ends_on = w.ends_on FROM wanted_parent w
            WHERE (p.child_id, p.parent_id, p.kind, p.starts_on) = (w.child_id, w.parent_id, w.kind, w.starts_on)
              AND p.ends_on IS DISTINCT FROM w.ends_on
            RETURNING p.child_id, p.parent_id, p.ends_on
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT %s, CASE WHEN e.ends_on IS NULL THEN 'joined again' ELSE 'left' END, coalesce(c.ods_code, c.gss_code, ''), c.name,
            concat_ws(', ', o.name, e.ends_on::text)
        FROM ended e JOIN access_organisation c ON c.id = e.child_id JOIN access_organisation o ON o.id = e.parent_id
        """,
        [subject],
    )
    cursor.execute(
        """
        DELETE FROM access_organisationparent p USING wanted_parent w
        WHERE (p.child_id, p.kind) = (w.child_id, w.kind) AND NOT EXISTS (
            SELECT FROM wanted_parent k WHERE (k.child_id, k.parent_id) = (p.child_id, p.parent_id)
            AND (k.kind, k.starts_on) = (p.kind, p.starts_on))
        """
    )
    _insert(cursor, subject)


def merge_snapshot(cursor: CursorWrapper, subject: str) -> None:
    """The file shows who belonged where on `starts_on`. Empties the table.

    A child that belonged there on that day anyhow is left alone; one that belonged elsewhere moves on that day, unless
    something later is known of it.
    """
    cursor.execute(
        """
        DELETE FROM wanted_parent w WHERE EXISTS (
            SELECT FROM access_organisationparent p WHERE p.child_id = w.child_id AND p.kind = w.kind AND (
                (p.parent_id = w.parent_id AND p.starts_on <= w.starts_on AND (p.ends_on IS NULL OR p.ends_on > w.starts_on))
                OR p.starts_on >= w.starts_on))
        """
    )
    cursor.execute(
        """
        WITH moved AS (
            UPDATE access_organisationparent p SET ends_on = w.starts_on FROM wanted_parent w
            WHERE p.child_id = w.child_id AND p.kind = w.kind AND p.parent_id <> w.parent_id AND p.ends_on IS NULL
            RETURNING p.child_id, p.parent_id
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT %s, 'left', coalesce(c.ods_code, c.gss_code, ''), c.name, o.name
        FROM moved m JOIN access_organisation c ON c.id = m.child_id JOIN access_organisation o ON o.id = m.parent_id
        """,
        [subject],
    )
    _insert(cursor, subject)


def _insert(cursor: CursorWrapper, subject: str) -> None:
    cursor.execute(
        """
        WITH made AS (
            INSERT INTO access_organisationparent (child_id, parent_id, kind, starts_on, ends_on)
            SELECT DISTINCT ON (child_id, parent_id, kind, starts_on) child_id, parent_id, kind, starts_on, ends_on FROM wanted_parent
            ON CONFLICT DO NOTHING RETURNING child_id, parent_id
        )
        INSERT INTO import_difference (subject, change, key, name, detail)
        SELECT %s, 'new', coalesce(c.ods_code, c.gss_code, ''), c.name, o.name
        FROM made m JOIN access_organisation c ON c.id = m.child_id JOIN access_organisation o ON o.id = m.parent_id
        """,
        [subject],
    )
    cursor.execute("TRUNCATE wanted_parent")
