"""The functions that say who sees what, the classes of this app's tables and of the sign-in libraries', and the rules as rows.

Two functions read tables of the floors above (unread notifications, residents in the log), so that their tables come first.
"""

from django.db import migrations

from carehomes.access.roles import ROLES
from carehomes.access.rules import RULES
from carehomes.access.tenancy import DataClass, protect

# Settings are '' after a transaction that set them, never NULL: hence nullif. Definer functions pin their search_path.
FUNCTIONS = """
-- A function with settings of its own cannot become part of the query that asks it, and this one is asked for every relationship
-- (docs/performance.md). Every name is pg_catalog's, so that it needs no search_path of its own.
CREATE FUNCTION london_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT (pg_catalog.timezone('Europe/London', pg_catalog.now()))::pg_catalog.date $$;

CREATE FUNCTION plain_key(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f''\u2019]', '', 'g'), '[^a-z0-9]+', ' ', 'g'))
$$;

CREATE FUNCTION current_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT nullif(current_setting('homeround.person', true), '')::bigint $$;

-- They come with the number of the person's unread notifications: every page shows it, without a query of its own.
CREATE FUNCTION memberships_of(person bigint)
RETURNS TABLE (id bigint, user_id bigint, person text, organisation_id bigint, organisation text, organisation_kind text,
               role_key text, ends_on date, unread bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT m.id, m.user_id, u.name, m.organisation_id, o.name, o.kind, m.role, m.ends_on,
           (SELECT count(*) FROM notifications_notification n WHERE n.user_id = $1 AND n.read_at IS NULL)
    FROM access_membership m
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    JOIN access_organisation o ON o.id = m.organisation_id AND (o.active_to IS NULL OR o.active_to > london_today())
    WHERE m.user_id = $1 AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
$$;

-- The organisation of the acting membership, and those below it that share what they may see.
CREATE FUNCTION visible_organisations() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH acting AS (
        SELECT m.organisation_id
        FROM access_membership m
        JOIN access_user u ON u.id = m.user_id AND u.is_active
        WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
          AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
    )
    SELECT coalesce(array_agg(DISTINCT each.id), '{}') FROM (
        SELECT organisation_id AS id FROM acting
        UNION ALL
        SELECT p.child_id FROM acting JOIN access_organisationparent p ON p.parent_id = acting.organisation_id
        WHERE p.kind IN ('partnership', 'group')
          AND p.starts_on <= london_today() AND (p.ends_on IS NULL OR p.ends_on > london_today())
    ) each
$$;

CREATE FUNCTION administered_organisations() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(m.organisation_id), '{}')
    FROM access_membership m
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint AND m.role = 'organisation_administrator'
      AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
$$;

-- Oneself, and the members of the organisations that one may see.
CREATE FUNCTION visible_people() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT each.id), '{}') FROM (
        SELECT m.user_id AS id FROM access_membership m WHERE m.organisation_id = ANY (visible_organisations())
        UNION ALL
        SELECT current_person() WHERE current_person() IS NOT NULL
    ) each
$$;

REVOKE EXECUTE ON FUNCTION memberships_of(bigint), visible_organisations(), administered_organisations(), visible_people()
FROM PUBLIC;
GRANT EXECUTE ON FUNCTION memberships_of(bigint) TO homeround_app;
GRANT EXECUTE ON FUNCTION visible_organisations(), administered_organisations(), visible_people() TO homeround_organisation;
GRANT USAGE ON SCHEMA public TO homeround_app, homeround_organisation, homeround_national, homeround_system, homeround_backup;
"""

DROP = """
DROP FUNCTION visible_people(), administered_organisations(), visible_organisations(), memberships_of(bigint),
    current_person(), plain_key(text), london_today();
"""

# People and their sign-in are read by the web login before anybody acts; inside a scope only those of one's own organisations.
USER_POLICIES = """
ALTER TABLE access_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_user FORCE ROW LEVEL SECURITY;
CREATE POLICY system_all ON access_user TO homeround_system USING (true) WITH CHECK (true);
CREATE POLICY sign_in ON access_user TO homeround_app USING (true) WITH CHECK (true);
CREATE POLICY organisation_read ON access_user FOR SELECT TO homeround_organisation
    USING (id = ANY ((SELECT visible_people())::bigint[]));
CREATE POLICY organisation_update ON access_user FOR UPDATE TO homeround_organisation
    USING (id = (SELECT current_person())) WITH CHECK (id = (SELECT current_person()));
GRANT SELECT, INSERT, UPDATE ON access_user TO homeround_app, homeround_system;
GRANT SELECT, UPDATE ON access_user TO homeround_organisation;
"""
NO_USER_POLICIES = """
DROP POLICY organisation_update ON access_user;
DROP POLICY organisation_read ON access_user;
DROP POLICY sign_in ON access_user;
DROP POLICY system_all ON access_user;
REVOKE ALL ON access_user FROM homeround_organisation, homeround_app, homeround_system;
ALTER TABLE access_user NO FORCE ROW LEVEL SECURITY;
ALTER TABLE access_user DISABLE ROW LEVEL SECURITY;
"""

# A leadership contact is kept by the organisation that entered it.
LEADERSHIP = """
CREATE POLICY organisation_insert ON access_leadership FOR INSERT TO homeround_organisation
    WITH CHECK (kept_by_id = ANY ((SELECT visible_organisations())::bigint[]));
CREATE POLICY organisation_update ON access_leadership FOR UPDATE TO homeround_organisation
    USING (kept_by_id = ANY ((SELECT visible_organisations())::bigint[]))
    WITH CHECK (kept_by_id = ANY ((SELECT visible_organisations())::bigint[]));
GRANT INSERT, UPDATE ON access_leadership TO homeround_organisation;
CREATE POLICY organisation_insert ON access_leadershipevent FOR INSERT TO homeround_organisation
    WITH CHECK (kept_by_id = ANY ((SELECT visible_organisations())::bigint[]));
GRANT INSERT ON access_leadershipevent TO homeround_organisation;
"""

# Whoever accepts an invitation is no member yet: one function, which checks the token, reads it.
INVITATION = """
CREATE FUNCTION open_invitation(digest text)
RETURNS TABLE (id bigint, organisation_id bigint, organisation text, organisation_kind text, email text, name text, role text,
               job_title text, membership_ends_on date, invited_by_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT i.id, i.organisation_id, o.name, o.kind, i.email, i.name, i.role, i.job_title, i.membership_ends_on, i.invited_by_name
    FROM access_invitation i JOIN access_organisation o ON o.id = i.organisation_id
    WHERE i.token_digest = $1 AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > now()
$$;
REVOKE EXECUTE ON FUNCTION open_invitation(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_invitation(text) TO homeround_app;
"""

# Finding a resident in one's own log of readings, by NHS number or name, without seeing residents. A data protection officer is
# asked "who has read my record?" and has a number or a name. The function answers with the residents of that number or name whom
# the log of their own organisation already holds, and with nobody else: a person whom no colleague has read stays unknown.
# Somebody in another role gets an empty list.
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

# A role that the kind of organisation cannot have is refused here, not only in the form.
MEMBERSHIP_KEYS = """
ALTER TABLE access_membership ADD CONSTRAINT access_membership_kind FOREIGN KEY (organisation_id, organisation_kind)
    REFERENCES access_organisation (id, kind) ON UPDATE CASCADE;
ALTER TABLE access_membership ADD CONSTRAINT access_membership_role FOREIGN KEY (role, organisation_kind)
    REFERENCES access_rolekind (role, organisation_kind);
"""

# The tables of the libraries around sign-in: only the web login reads them, before anybody acts. What we do not use, nobody reads.
SIGN_IN = (
    "django_session",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "usersessions_usersession",
    "socialaccount_socialaccount",
    "socialaccount_socialapp",
    "socialaccount_socialtoken",
)
INTERNAL = ("auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "pghistory_context")


def fill_rules(apps, schema_editor):
    alias = schema_editor.connection.alias
    rule, role_kind = apps.get_model("access", "AccessRule"), apps.get_model("access", "RoleKind")
    rule.objects.using(alias).bulk_create(
        rule(relationship_kind=kind, role=role, sees=sees) for kind, role, sees in sorted(RULES)
    )
    role_kind.objects.using(alias).bulk_create(
        role_kind(role=role.key, organisation_kind=kind)
        for role in ROLES.values()
        for kind in sorted(role.organisation_kinds)
    )


def empty_rules(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name in ("AccessRule", "RoleKind"):
        apps.get_model("access", name).objects.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("notifications", "0001_initial"),
        ("residents", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(USER_POLICIES, NO_USER_POLICIES),
        protect("access_organisation", DataClass.REGISTER),
        protect("access_organisationevent", DataClass.REGISTER, append_only=True),
        protect("access_organisationname", DataClass.REGISTER),
        protect("access_organisationparent", DataClass.REGISTER),
        protect("access_organisationsuccession", DataClass.REGISTER),
        protect("access_leadership", DataClass.REGISTER),
        protect("access_leadershipevent", DataClass.REGISTER, append_only=True),
        migrations.RunSQL(LEADERSHIP, migrations.RunSQL.noop),
        protect("access_rolekind", DataClass.REFERENCE),
        protect("access_accessrule", DataClass.REFERENCE),
        protect("access_membership", DataClass.ORGANISATION),
        protect("access_membershipevent", DataClass.ORGANISATION, append_only=True),
        protect("access_invitation", DataClass.ORGANISATION),
        protect("access_invitationevent", DataClass.ORGANISATION, append_only=True),
        protect("access_readlog", DataClass.ORGANISATION, append_only=True, writes=[]),
        protect("access_idempotencykey", DataClass.PERSONAL, writes=["INSERT"]),
        protect("access_addressstatus", DataClass.PERSONAL, append_only=True, writes=[]),
        protect("access_accountstatus", DataClass.PERSONAL, append_only=True, writes=[]),
        *(protect(table, DataClass.SIGN_IN) for table in SIGN_IN),
        *(protect(table, DataClass.INTERNAL) for table in INTERNAL),
        migrations.RunSQL(INVITATION, "DROP FUNCTION open_invitation(text)"),
        migrations.RunSQL(READINGS, "DROP FUNCTION residents_in_log(text, text)"),
        migrations.RunPython(fill_rules, empty_rules),
        migrations.RunSQL(
            MEMBERSHIP_KEYS,
            "ALTER TABLE access_membership DROP CONSTRAINT access_membership_role, DROP CONSTRAINT access_membership_kind",
        ),
    ]
