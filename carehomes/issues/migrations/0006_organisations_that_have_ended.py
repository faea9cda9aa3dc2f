"""Nobody acts for an organisation that has ended, so its people do not work with its homes, whatever relationship still stands."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("carehomes.issues.migrations.0002_row_security").PEOPLE

PEOPLE = """
CREATE OR REPLACE FUNCTION people_of_home(home bigint)
RETURNS TABLE (user_id bigint, name text, role text, organisation_id bigint, organisation text, sees_residents boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH serving AS (
        SELECT r.organisation_id, r.kind FROM directory_homerelationship r
        WHERE r.home_id = $1 AND r.status IN ('agreed', 'nearest')
          AND r.starts_on <= (SELECT london_today()) AND (r.ends_on IS NULL OR r.ends_on > (SELECT london_today()))
    ), working AS (
        SELECT organisation_id, kind FROM serving
        UNION
        SELECT p.parent_id, s.kind FROM serving s JOIN access_organisationparent p ON p.child_id = s.organisation_id
        WHERE p.kind IN ('partnership', 'group')
          AND p.starts_on <= (SELECT london_today()) AND (p.ends_on IS NULL OR p.ends_on > (SELECT london_today()))
    )
    SELECT m.user_id, u.name, m.role, m.organisation_id, o.name, bool_or(rule.sees = 'resident')
    FROM working w
    JOIN access_membership m ON m.organisation_id = w.organisation_id
    JOIN access_accessrule rule ON rule.relationship_kind = w.kind AND rule.role = m.role AND rule.sees IN ('home', 'resident')
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    JOIN access_organisation o ON o.id = m.organisation_id AND (o.active_to IS NULL OR o.active_to > (SELECT london_today()))
    WHERE m.starts_on <= (SELECT london_today()) AND (m.ends_on IS NULL OR m.ends_on > (SELECT london_today()))
    GROUP BY m.user_id, u.name, m.role, m.organisation_id, o.name
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("issues", "0005_due_policies_kept")]

    operations = [migrations.RunSQL(PEOPLE, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
