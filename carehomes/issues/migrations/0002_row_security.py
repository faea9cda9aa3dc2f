"""The classes of this app's tables, the keys that carry the tenant, the lock on published policies, and the first policies."""

from datetime import date

from django.db import migrations

from carehomes.access.tenancy import DataClass, composite_key, protect

OF_ISSUE = (
    "issues_issuestatus",
    "issues_issuewords",
    "issues_issuenote",
    "issues_handoff",
    "issues_issuefile",
    "issues_issuewatcher",
    "issues_issuelink",
)

# What is published is a promise: only its end may be set, once, and its state moves on. Its tiers never change.
LOCK = """
CREATE FUNCTION issues_policy_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state IN ('published', 'succeeded')
        AND (NEW.id, NEW.organisation_id, NEW.about, NEW.name, NEW.version, NEW.clock, NEW.out_of_hours, NEW.out_of_hours_phone,
             NEW.valid_from, NEW.published_at, NEW.published_by_name)
        IS NOT DISTINCT FROM
            (OLD.id, OLD.organisation_id, OLD.about, OLD.name, OLD.version, OLD.clock, OLD.out_of_hours, OLD.out_of_hours_phone,
             OLD.valid_from, OLD.published_at, OLD.published_by_name)
        AND (OLD.valid_to IS NULL OR NEW.valid_to IS NOT DISTINCT FROM OLD.valid_to)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published policy is succeeded, not changed' USING ERRCODE = '23514';
END
$$;
CREATE TRIGGER issues_policy_is_kept BEFORE UPDATE OR DELETE ON issues_escalationpolicy
    FOR EACH ROW EXECUTE FUNCTION issues_policy_is_kept();

CREATE FUNCTION issues_tier_is_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM issues_escalationpolicy p
        WHERE p.state <> 'draft' AND p.id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.policy_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.policy_id END)
    ) THEN
        RAISE EXCEPTION 'the tiers of a published policy do not change' USING ERRCODE = '23514';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER issues_tier_is_kept BEFORE INSERT OR UPDATE OR DELETE ON issues_escalationtier
    FOR EACH ROW EXECUTE FUNCTION issues_tier_is_kept();
"""
UNLOCK = """
DROP TRIGGER issues_tier_is_kept ON issues_escalationtier;
DROP TRIGGER issues_policy_is_kept ON issues_escalationpolicy;
DROP FUNCTION issues_tier_is_kept(), issues_policy_is_kept();
"""

# Memberships of other organisations are hidden from the caller. Names and posts of those who work with a home come out, so that an
# issue can be given to somebody, and only to those who may see facts about the home themselves.
PEOPLE = """
CREATE FUNCTION people_of_home(home bigint)
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
    JOIN access_organisation o ON o.id = m.organisation_id
    WHERE m.starts_on <= (SELECT london_today()) AND (m.ends_on IS NULL OR m.ends_on > (SELECT london_today()))
    GROUP BY m.user_id, u.name, m.role, m.organisation_id, o.name
$$;
CREATE FUNCTION people_around(home bigint)
RETURNS TABLE (user_id bigint, name text, role text, organisation_id bigint, organisation text, sees_residents boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT * FROM people_of_home($1) WHERE $1 = ANY ((SELECT visible_homes('home'))::bigint[])
$$;
REVOKE EXECUTE ON FUNCTION people_of_home(bigint), people_around(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_of_home(bigint) TO homeround_system;
GRANT EXECUTE ON FUNCTION people_around(bigint) TO homeround_organisation;
"""

SINCE = date(2020, 5, 1)  # the letter that asked for weekly check-ins
SOURCE = "Homeround's default until an area agrees its own; not a national standard"
WORKING_HOURS = {"urgent": 4, "two_days": 16, "week": 24, "routine": 80}
TIERS = [
    (0, ["owner"]),
    (480, ["owner", "coordinator"]),
    (1440, ["owner", "coordinator", "clinical_lead", "commissioner"]),
]
SAME_DAY_TIERS = [
    (0, ["clinical_lead", "coordinator"]),
    (30, ["owners", "coordinator"]),
    (60, ["owners", "commissioner"]),
]
WORDS = "Ring the number on the home's page. In an emergency ring 999."


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    due, policy, tier = (apps.get_model("issues", name) for name in ("DuePolicy", "EscalationPolicy", "EscalationTier"))
    due.objects.using(alias).bulk_create(
        due(priority=priority, working_hours=hours, valid_from=SINCE, source=SOURCE)
        for priority, hours in WORKING_HOURS.items()
    )
    general = (("", "Issues", "working", TIERS), ("same_day", "Residents to be seen today", "always", SAME_DAY_TIERS))
    for about, name, clock, tiers in general:
        made = policy.objects.using(alias).create(about=about, name=name, version=1, clock=clock, out_of_hours=WORDS)
        tier.objects.using(alias).bulk_create(
            tier(policy=made, number=number, after_minutes=minutes, tells=tells)
            for number, (minutes, tells) in enumerate(tiers, start=1)
        )
        made.state, made.valid_from, made.published_by_name = "published", SINCE, "Homeround"
        made.published_at = f"{SINCE}T00:00:00Z"
        made.save(using=alias)


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0001_initial"),
        ("residents", "0002_row_security"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        protect("issues_issue", DataClass.HOME, national=True),
        protect("issues_issueevent", DataClass.HOME, append_only=True),
        protect("issues_issuestatus", DataClass.HOME, append_only=True),
        protect("issues_issuewords", DataClass.RESIDENT),
        protect("issues_issuewordsevent", DataClass.RESIDENT, append_only=True),
        protect("issues_issuenote", DataClass.RESIDENT, append_only=True),
        protect("issues_handoff", DataClass.RESIDENT),
        protect("issues_handoffevent", DataClass.RESIDENT, append_only=True),
        protect("issues_issuefile", DataClass.RESIDENT, append_only=True),
        protect("issues_issuewatcher", DataClass.HOME),
        protect("issues_issuelink", DataClass.HOME, writes=["INSERT"]),
        protect("issues_duepolicy", DataClass.REGISTER),
        protect("issues_escalationpolicy", DataClass.REGISTER),
        protect("issues_escalationtier", DataClass.REGISTER),
        composite_key("issues_issue", ("resident_id", "home_id"), "residents_resident", ("id", "home_id")),
        *(composite_key(table, ("issue_id", "home_id"), "issues_issue", ("id", "home_id")) for table in OF_ISSUE),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(LOCK, UNLOCK),
        migrations.RunSQL(PEOPLE, "DROP FUNCTION people_around(bigint), people_of_home(bigint)"),
    ]
