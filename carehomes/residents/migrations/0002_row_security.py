"""The classes of this app's tables, the keys that carry the tenant, and the move between homes (docs/adr/0004).

PostgreSQL refuses an update whose new row its author can no longer see, so the move and its undoing are functions of the owner.
They check what the policies would: the acting membership may change residents and sees this one.
"""

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_RESIDENT = ("residents_stay", "residents_absence", "residents_allergy", "residents_legaldocument")
HISTORY = ("residents_residentevent", *(f"{table}event" for table in OF_RESIDENT))

# The acting membership's person and organisation, if its role may change residents (Permission.EDIT_RESIDENTS; a test compares).
ACTING_EDITOR = """
CREATE FUNCTION acting_resident_editor(OUT user_id bigint, OUT name text, OUT organisation text) RETURNS record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT m.user_id, u.name, o.name
    FROM access_membership m
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    JOIN access_organisation o ON o.id = m.organisation_id
    WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
      AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
      AND m.role IN ('care_coordinator', 'clinician', 'pharmacist', 'care_home_manager')
$$;
"""

# Answers the new stay, or NULL when the other home already has this person living there under the same NHS number: then the record
# stays, closed, where it is. Every refusal carries the SQLSTATE 23514.
TRANSFER = """
CREATE FUNCTION transfer_resident(resident bigint, destination bigint, moved_on date, stay_kind text, new_room text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    editor record;
    person residents_resident;
    old_stay residents_stay;
    new_stay bigint;
    old_name text;
    new_name text;
BEGIN
    SELECT * INTO editor FROM acting_resident_editor();
    IF editor.user_id IS NULL THEN
        RAISE EXCEPTION 'this membership may not move residents' USING ERRCODE = '23514';
    END IF;
    SELECT * INTO person FROM residents_resident r
    WHERE r.id = resident AND r.home_id = ANY (visible_homes('resident')) FOR UPDATE;
    SELECT h.name INTO new_name FROM directory_carehome h WHERE h.id = destination AND h.deregistered_on IS NULL;
    IF person.id IS NULL OR new_name IS NULL OR destination = person.home_id THEN
        RAISE EXCEPTION 'no such resident or home' USING ERRCODE = '23514';
    END IF;
    SELECT h.name INTO old_name FROM directory_carehome h WHERE h.id = person.home_id;
    SELECT * INTO old_stay FROM residents_stay s
    WHERE s.resident_id = person.id AND s.left_to <> 'recorded_in_error' ORDER BY s.arrived_on DESC, s.id DESC LIMIT 1 FOR UPDATE;
    IF person.state = 'died' OR moved_on > london_today() + 1 OR moved_on < coalesce(old_stay.left_on, old_stay.arrived_on) THEN
        RAISE EXCEPTION 'not in this state or on this day' USING ERRCODE = '23514';
    END IF;

    UPDATE residents_stay SET left_on = moved_on, left_to = 'moved_home', left_to_detail = left(new_name, 150)
    WHERE id = old_stay.id AND left_on IS NULL;
    IF person.nhs_number IS NOT NULL AND EXISTS (
        SELECT 1 FROM residents_resident r
        WHERE r.home_id = destination AND r.nhs_number = person.nhs_number AND r.state IN ('in_home', 'in_hospital', 'away')
    ) THEN
        UPDATE residents_resident SET state = 'left', since = moved_on WHERE id = person.id;
        INSERT INTO residents_residentstatus
            (resident_id, home_id, happened_at_id, change, state, "on", detail, reason, at, by_user_id, by_name, by_organisation_name)
        VALUES (person.id, person.home_id, person.home_id, 'left', 'left', moved_on, left('Moved to ' || new_name, 200), '',
            now(), editor.user_id, editor.name, editor.organisation);
        RETURN NULL;
    END IF;

    UPDATE residents_resident SET home_id = destination, state = 'in_home', since = moved_on, room = new_room WHERE id = person.id;
    INSERT INTO residents_stay
        (resident_id, home_id, stayed_at_id, kind, arrived_on, arrived_from, arrived_from_detail, left_to, left_to_detail)
    VALUES (person.id, destination, destination, stay_kind, moved_on,
        CASE WHEN person.state = 'in_hospital' THEN 'hospital' ELSE 'other_home' END, left(old_name, 150), '', '')
    RETURNING id INTO new_stay;
    INSERT INTO residents_residentstatus
        (resident_id, home_id, happened_at_id, change, state, "on", detail, reason, at, by_user_id, by_name, by_organisation_name)
    VALUES (person.id, destination, destination, 'moved', 'in_home', moved_on, left(old_name, 200), '',
        now(), editor.user_id, editor.name, editor.organisation);
    INSERT INTO residents_move
        (home_id, to_home_id, resident_id, name, date_of_birth, room, moved_on, state_before, since_before, stay_before, stay_after,
         undone_reason, at, by_user_id, by_name, by_organisation_name)
    VALUES (person.home_id, destination, person.id, person.given_name || ' ' || person.family_name, person.date_of_birth,
        person.room, moved_on, person.state, person.since, CASE WHEN old_stay.left_on IS NULL THEN old_stay.id END, new_stay,
        '', now(), editor.user_id, editor.name, editor.organisation);
    RETURN new_stay;
END
$$;
"""

# Puts a resident back, if nothing has happened at the new home since: by whoever sees the resident now, or, for 7 days, by the
# people of the old home. Answers the home to which the record went back. Refusals as above.
UNDO = """
CREATE FUNCTION undo_move(resident bigint, why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    editor record;
    moved residents_move;
    person residents_resident;
    homes bigint[] := visible_homes('resident');
BEGIN
    SELECT * INTO editor FROM acting_resident_editor();
    IF editor.user_id IS NULL THEN
        RAISE EXCEPTION 'this membership may not move residents' USING ERRCODE = '23514';
    END IF;
    SELECT * INTO moved FROM residents_move m
    WHERE m.resident_id = resident AND m.undone_at IS NULL
      AND (m.to_home_id = ANY (homes) OR (m.home_id = ANY (homes) AND m.at > now() - interval '7 days'))
    ORDER BY m.id DESC LIMIT 1 FOR UPDATE;
    IF moved.id IS NULL THEN
        RAISE EXCEPTION 'no such move' USING ERRCODE = '23514';
    END IF;
    SELECT * INTO person FROM residents_resident r WHERE r.id = resident FOR UPDATE;
    IF person.home_id <> moved.to_home_id OR person.state <> 'in_home'
        OR NOT EXISTS (SELECT 1 FROM residents_stay s WHERE s.id = moved.stay_after AND s.left_on IS NULL)
        OR EXISTS (SELECT 1 FROM residents_absence a WHERE a.stay_id = moved.stay_after AND a.removed_on IS NULL)
        OR EXISTS (
            SELECT 1 FROM residents_resident r WHERE r.home_id = moved.home_id AND r.nhs_number = person.nhs_number
              AND r.state IN ('in_home', 'in_hospital', 'away')
        )
    THEN
        RAISE EXCEPTION 'something has happened since' USING ERRCODE = '23514';
    END IF;
    UPDATE residents_stay SET left_on = arrived_on, left_to = 'recorded_in_error', left_to_detail = left(why, 150)
    WHERE id = moved.stay_after;
    UPDATE residents_stay SET left_on = NULL, left_to = '', left_to_detail = '' WHERE id = moved.stay_before;
    UPDATE residents_resident
    SET home_id = moved.home_id, state = moved.state_before, since = moved.since_before, room = moved.room WHERE id = person.id;
    INSERT INTO residents_residentstatus
        (resident_id, home_id, happened_at_id, change, state, "on", detail, reason, at, by_user_id, by_name, by_organisation_name)
    VALUES (person.id, moved.home_id, moved.to_home_id, 'corrected', moved.state_before, london_today(), 'Move between homes',
        left(why, 200), now(), editor.user_id, editor.name, editor.organisation);
    UPDATE residents_move SET undone_at = now(), undone_reason = left(why, 200) WHERE id = moved.id;
    RETURN moved.home_id;
END
$$;
"""

RIGHTS = """
REVOKE EXECUTE ON FUNCTION acting_resident_editor(), transfer_resident(bigint, bigint, date, text, text), undo_move(bigint, text)
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acting_resident_editor(), transfer_resident(bigint, bigint, date, text, text), undo_move(bigint, text)
TO homeround_organisation;

CREATE POLICY organisation_insert ON residents_residentexport FOR INSERT TO homeround_organisation
    WITH CHECK (organisation_id = ANY ((SELECT visible_organisations())::bigint[]));
GRANT INSERT ON residents_residentexport TO homeround_organisation;
"""

DROP = """
DROP POLICY organisation_insert ON residents_residentexport;
DROP FUNCTION undo_move(bigint, text), transfer_resident(bigint, bigint, date, text, text), acting_resident_editor();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("directory", "0002_row_security"), ("access", "0002_row_security")]

    operations = [
        protect("residents_resident", DataClass.RESIDENT),
        *(protect(table, DataClass.RESIDENT) for table in OF_RESIDENT),
        *(protect(table, DataClass.RESIDENT, append_only=True) for table in HISTORY),
        *(
            composite_key(table, ("resident_id", "home_id"), "residents_resident", ("id", "home_id"))
            for table in OF_RESIDENT
        ),
        protect("residents_residentstatus", DataClass.RESIDENT, append_only=True),
        composite_key("residents_residentstatus", ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
        protect("residents_move", DataClass.RESIDENT, writes=[]),
        protect("residents_moveevent", DataClass.RESIDENT, append_only=True, writes=[]),
        protect("residents_residentexport", DataClass.ORGANISATION, append_only=True, writes=[]),
        migrations.RunSQL(ACTING_EDITOR + TRANSFER + UNDO + RIGHTS, DROP),
    ]
