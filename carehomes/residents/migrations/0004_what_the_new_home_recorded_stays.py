"""The people of the old home undo a move only while nothing has been recorded at the new one (docs/adr/0004).

The function looked at the stay and at absences: an allergy, a nomination or a note of the new home went back with the record, to people
who do not work with that home. Whoever sees the resident now may still undo at any time.
"""

import importlib

from django.db import migrations

UNDO = importlib.import_module("carehomes.residents.migrations.0002_row_security").UNDO.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

# Every table that moves with the resident is tied to them by a key of two columns, of whichever room it is; when a row was made stands
# in one of three columns. Changes are in the history, of which the move itself writes at its own moment.
RECORDED = """
CREATE FUNCTION recorded_since_move(resident bigint, moved_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
    made record;
    found boolean;
BEGIN
    FOR made IN
        SELECT k.conrelid::regclass AS rows, a.attname AS moment
        FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname IN ('at', 'raised_at', 'recorded_at')
        WHERE k.confrelid = 'residents_resident'::regclass AND k.contype = 'f' AND array_length(k.conkey, 1) = 2
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE resident_id = $1 AND %I > $2)', made.rows, made.moment)
        INTO found USING resident, moved_at;
        IF found THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN EXISTS (SELECT FROM residents_residentevent e WHERE e.pgh_obj_id = resident AND e.pgh_created_at > moved_at)
        OR EXISTS (SELECT FROM residents_allergyevent e WHERE e.resident_id = resident AND e.pgh_created_at > moved_at)
        OR EXISTS (SELECT FROM residents_legaldocumentevent e WHERE e.resident_id = resident AND e.pgh_created_at > moved_at);
END
$$;
REVOKE EXECUTE ON FUNCTION recorded_since_move(bigint, timestamptz) FROM PUBLIC;
"""
_BEFORE = "    IF person.home_id <> moved.to_home_id OR person.state <> 'in_home'\n"
_NOW = _BEFORE + "        OR (NOT moved.to_home_id = ANY (homes) AND recorded_since_move(resident, moved.at))\n"
assert _BEFORE in UNDO


class Migration(migrations.Migration):
    dependencies = [("residents", "0003_documents_are_plans")]

    operations = [
        migrations.RunSQL(
            RECORDED + UNDO.replace(_BEFORE, _NOW), UNDO + "DROP FUNCTION recorded_since_move(bigint, timestamptz)"
        ),
    ]
