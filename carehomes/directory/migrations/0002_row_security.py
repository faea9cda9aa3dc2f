"""`visible_homes`, the function behind most policies, and the classes of this app's tables."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

VISIBLE_HOMES = """
-- Today's date and the kinds of relationship are asked for once, not for every relationship: for an organisation of 800 homes that
-- takes a tenth of the time (docs/performance.md).
CREATE FUNCTION visible_homes(data_class text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT r.home_id), '{}')
    FROM directory_homerelationship r
    WHERE r.organisation_id = ANY ((SELECT visible_organisations())::bigint[])
      AND r.kind = ANY (ARRAY(
          SELECT rule.relationship_kind FROM access_membership m
          JOIN access_accessrule rule ON rule.role = m.role AND rule.sees = $1
          WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
      ))
      AND r.status IN ('agreed', 'nearest')
      AND r.starts_on <= (SELECT london_today()) AND (r.ends_on IS NULL OR r.ends_on > (SELECT london_today()))
$$;
REVOKE EXECUTE ON FUNCTION visible_homes(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_homes(text) TO homeround_organisation;

-- Homes whose relationships the acting membership may change: those of a commissioner's lead.
CREATE FUNCTION managed_homes() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT r.home_id), '{}')
    FROM access_membership m
    JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = 'commissioner'
    WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint AND m.role = 'commissioner_lead'
      AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
      AND r.starts_on <= london_today() AND (r.ends_on IS NULL OR r.ends_on > london_today())
$$;
REVOKE EXECUTE ON FUNCTION managed_homes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION managed_homes() TO homeround_organisation;

CREATE POLICY organisation_insert ON directory_homerelationship FOR INSERT TO homeround_organisation
    WITH CHECK (home_id = ANY ((SELECT managed_homes())::bigint[]) AND kind <> 'commissioner');
CREATE POLICY organisation_update ON directory_homerelationship FOR UPDATE TO homeround_organisation
    USING (home_id = ANY ((SELECT managed_homes())::bigint[]) AND kind <> 'commissioner')
    WITH CHECK (home_id = ANY ((SELECT managed_homes())::bigint[]) AND kind <> 'commissioner');
GRANT INSERT, UPDATE ON directory_homerelationship TO homeround_organisation;
CREATE POLICY organisation_insert ON directory_homerelationshipevent FOR INSERT TO homeround_organisation
    WITH CHECK (home_id = ANY ((SELECT managed_homes())::bigint[]));
GRANT INSERT ON directory_homerelationshipevent TO homeround_organisation;

-- The log of readings: written by whoever may see the resident; read by the reader's own organisation and by the home's people.
CREATE POLICY organisation_insert ON access_readlog FOR INSERT TO homeround_organisation
    WITH CHECK (home_id = ANY ((SELECT visible_homes('resident'))::bigint[]));
CREATE POLICY home_read ON access_readlog FOR SELECT TO homeround_organisation
    USING (home_id = ANY ((SELECT visible_homes('resident'))::bigint[]));
GRANT INSERT ON access_readlog TO homeround_organisation;
"""

DROP = """
DROP POLICY home_read ON access_readlog;
DROP POLICY organisation_insert ON access_readlog;
DROP POLICY organisation_insert ON directory_homerelationshipevent;
DROP POLICY organisation_update ON directory_homerelationship;
DROP POLICY organisation_insert ON directory_homerelationship;
DROP FUNCTION managed_homes(), visible_homes(text);
"""

# Importers copy files into temporary tables, as the scheduler's login: the one privilege on the database that it needs.
MAY_STAGE = """
    DO $$ BEGIN EXECUTE format('{} homeround_system', current_database()); END $$
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        protect("directory_carehome", DataClass.REGISTER),
        protect("directory_carehomeevent", DataClass.REGISTER, append_only=True),
        protect("directory_homerelationship", DataClass.REGISTER),
        protect("directory_homerelationshipevent", DataClass.REGISTER, append_only=True),
        migrations.RunSQL(VISIBLE_HOMES, DROP),
        protect("directory_namedrole", DataClass.HOME),
        protect("directory_namedroleevent", DataClass.HOME, append_only=True),
        protect("directory_contactnumber", DataClass.HOME),
        protect("directory_contactnumberevent", DataClass.HOME, append_only=True),
        protect("directory_checkinschedule", DataClass.HOME),
        protect("directory_checkinscheduleevent", DataClass.HOME, append_only=True),
        protect("directory_caseloadchange", DataClass.HOME),
        # Uploads of register files belong to the platform's organisation: each of its administrators sees and confirms them.
        # Nothing is written by an organisation's scope: the actions check who asks, and write on its behalf.
        protect("directory_registerimport", DataClass.ORGANISATION, writes=[]),
        migrations.RunSQL(
            MAY_STAGE.format("GRANT TEMPORARY ON DATABASE %I TO"),
            MAY_STAGE.format("REVOKE TEMPORARY ON DATABASE %I FROM"),
        ),
    ]
