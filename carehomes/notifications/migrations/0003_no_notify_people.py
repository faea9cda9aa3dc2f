"""`notify_people` asked nobody how they want to be told; `tell_people` has taken its place everywhere."""

from django.db import migrations

AS_IT_WAS = """
CREATE FUNCTION notify_people(people bigint[], kind text, title text, address text, urgent boolean) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    INSERT INTO notifications_notification (user_id, kind, title, address, urgent, created_at)
    SELECT DISTINCT each, $2, $3, $4, $5, now() FROM unnest($1) each
$$;
REVOKE EXECUTE ON FUNCTION notify_people(bigint[], text, text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notify_people(bigint[], text, text, text, boolean)
    TO homeround_organisation, homeround_app, homeround_system;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_row_security")]

    operations = [
        migrations.RunSQL("DROP FUNCTION notify_people(bigint[], text, text, text, boolean)", AS_IT_WAS),
    ]
