"""Through an organisation that has ended nobody sees a home, and a commissioner who is only proposed changes nothing.

Whoever acted for an ended organisation was out already, by the question that every request asks first; here the policies say so too.
The partnership or group above it went on seeing the homes of its open relationships: pages left these out, the policies did not.
What the organisation itself did, such as its log of readings, stays visible above it.
"""

from django.db import migrations

VISIBLE_ORGANISATIONS = """
CREATE OR REPLACE FUNCTION visible_organisations() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH acting AS (
        SELECT m.organisation_id
        FROM access_membership m
        JOIN access_user u ON u.id = m.user_id AND u.is_active{works}
        WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
          AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
    )
    SELECT coalesce(array_agg(DISTINCT each.id), '{{}}') FROM (
        SELECT organisation_id AS id FROM acting
        UNION ALL
        SELECT p.child_id FROM acting JOIN access_organisationparent p ON p.parent_id = acting.organisation_id
        WHERE p.kind IN ('partnership', 'group')
          AND p.starts_on <= london_today() AND (p.ends_on IS NULL OR p.ends_on > london_today())
    ) each
$$;
"""
_WORKS = """
        JOIN access_organisation o ON o.id = m.organisation_id AND (o.active_to IS NULL OR o.active_to > london_today())"""

VISIBLE_HOMES = """
CREATE OR REPLACE FUNCTION visible_homes(data_class text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT r.home_id), '{{}}')
    FROM directory_homerelationship r
    WHERE r.organisation_id = ANY ({organisations})
      AND r.kind = ANY (ARRAY(
          SELECT rule.relationship_kind FROM access_membership m
          JOIN access_accessrule rule ON rule.role = m.role AND rule.sees = $1
          WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
      ))
      AND r.status IN ('agreed', 'nearest')
      AND r.starts_on <= (SELECT london_today()) AND (r.ends_on IS NULL OR r.ends_on > (SELECT london_today()))
$$;
"""
_ALL = "(SELECT visible_organisations())::bigint[]"
_THAT_WORK = """ARRAY(
          SELECT o.id FROM access_organisation o
          WHERE o.id = ANY ((SELECT visible_organisations())::bigint[])
            AND (o.active_to IS NULL OR o.active_to > (SELECT london_today()))
      )"""

MANAGED_HOMES = """
CREATE OR REPLACE FUNCTION managed_homes() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT r.home_id), '{{}}')
    FROM access_membership m
    JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = 'commissioner'{agreed}
    WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint AND m.role = 'commissioner_lead'
      AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
      AND r.starts_on <= london_today() AND (r.ends_on IS NULL OR r.ends_on > london_today())
$$;
"""
_AGREED = " AND r.status IN ('agreed', 'nearest')"


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_homes_are_found_by_parts_of_their_name")]

    operations = [
        migrations.RunSQL(VISIBLE_ORGANISATIONS.format(works=_WORKS), VISIBLE_ORGANISATIONS.format(works="")),
        migrations.RunSQL(VISIBLE_HOMES.format(organisations=_THAT_WORK), VISIBLE_HOMES.format(organisations=_ALL)),
        migrations.RunSQL(MANAGED_HOMES.format(agreed=_AGREED), MANAGED_HOMES.format(agreed="")),
    ]
