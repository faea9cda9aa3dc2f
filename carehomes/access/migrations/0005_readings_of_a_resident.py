"""Finding a resident in one's own log of readings, by NHS number or name, without seeing residents.

A data protection officer is asked "who has read my record?" and has a number or a name. The function answers with the
residents of that number or name whom the log of their own organisation already holds, and with nobody else: a person whom
no colleague has read stays unknown. Somebody in another role gets an empty list.
"""

from django.db import migrations

READINGS = """
CREATE FUNCTION residents_in_log(number text, name text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(r.id), '{}')
    FROM residents_resident r
    WHERE (($1 <> '' AND r.nhs_number = $1) OR ($2 <> '' AND (r.name_key = $2 OR r.family_key = $2)))
      AND EXISTS (
          SELECT FROM access_membership m
          WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
            AND m.role = 'data_protection_officer')
      AND EXISTS (
          SELECT FROM access_readlog l
          WHERE l.resident_id = r.id AND l.organisation_id = ANY ((SELECT visible_organisations())::bigint[]))
$$;
REVOKE EXECUTE ON FUNCTION residents_in_log(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION residents_in_log(text, text) TO homeround_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_districts_of_a_county"), ("residents", "0002_row_security")]

    operations = [migrations.RunSQL(READINGS, "DROP FUNCTION residents_in_log(text, text)")]
