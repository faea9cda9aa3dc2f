"""The classes of this app's tables. Anybody may cause a notification or a message; only its person, or the drain, reads it."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, protect

CAUSES = """
CREATE FUNCTION notify_people(people bigint[], kind text, title text, address text, urgent boolean) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    INSERT INTO notifications_notification (user_id, kind, title, address, urgent, created_at)
    SELECT DISTINCT each, $2, $3, $4, $5, now() FROM unnest($1) each
$$;
CREATE FUNCTION queue_message(dedup_key text, recipient_user bigint, subject text, body text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    INSERT INTO notifications_outboxmessage
        (dedup_key, recipient, subject, body, state, attempts, created_at, due_at, last_error)
    SELECT $1, u.email, $3, $4, 'waiting', 0, now(), now(), '' FROM access_user u WHERE u.id = $2 AND u.is_active
    ON CONFLICT (dedup_key) DO NOTHING
$$;
CREATE FUNCTION queue_message_to_address(dedup_key text, recipient text, subject text, body text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    INSERT INTO notifications_outboxmessage
        (dedup_key, recipient, subject, body, state, attempts, created_at, due_at, last_error)
    VALUES ($1, $2, $3, $4, 'waiting', 0, now(), now(), '')
    ON CONFLICT (dedup_key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION notify_people(bigint[], text, text, text, boolean), queue_message(text, bigint, text, text),
    queue_message_to_address(text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notify_people(bigint[], text, text, text, boolean), queue_message(text, bigint, text, text),
    queue_message_to_address(text, text, text, text) TO homeround_organisation, homeround_app, homeround_system;
"""

DROP = """
DROP FUNCTION notify_people(bigint[], text, text, text, boolean), queue_message(text, bigint, text, text),
    queue_message_to_address(text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        protect("notifications_notification", DataClass.PERSONAL, writes=["UPDATE"]),
        protect("notifications_outboxmessage", DataClass.SYSTEM),
        protect("notifications_tick", DataClass.SYSTEM),
        migrations.RunSQL(CAUSES, DROP),
    ]
