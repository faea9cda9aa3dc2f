"""The memberships of a person come with the number of their unread notifications: every page shows it, without a query of its own."""

from django.db import migrations, models

COLUMNS = """id bigint, user_id bigint, person text, organisation_id bigint, organisation text, organisation_kind text,
    role_key text, ends_on date"""
BODY = """
    FROM access_membership m
    JOIN access_user u ON u.id = m.user_id AND u.is_active
    JOIN access_organisation o ON o.id = m.organisation_id AND (o.active_to IS NULL OR o.active_to > london_today())
    WHERE m.user_id = $1 AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
"""
SELECT = "SELECT m.id, m.user_id, u.name, m.organisation_id, o.name, o.kind, m.role, m.ends_on"
UNREAD = "(SELECT count(*) FROM notifications_notification n WHERE n.user_id = $1 AND n.read_at IS NULL)"


def definition(columns: str, body: str) -> str:
    return f"""
        DROP FUNCTION memberships_of(bigint);
        CREATE FUNCTION memberships_of(person bigint) RETURNS TABLE ({columns})
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ {body} $$;
        REVOKE EXECUTE ON FUNCTION memberships_of(bigint) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION memberships_of(bigint) TO homeround_app;
    """


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            definition(f"{COLUMNS}, unread bigint", f"{SELECT}, {UNREAD} {BODY}"),
            definition(COLUMNS, f"{SELECT} {BODY}"),
        ),
        migrations.AddIndex(
            "notification",
            models.Index(fields=["user_id"], condition=models.Q(read_at=None), name="notifications_unread"),
        ),
    ]
