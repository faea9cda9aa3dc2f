"""An e-mail may carry a calendar file."""

from django.db import migrations, models

QUEUE = """
-- To an account (recipient_user) at its own address, or to an address that is nobody's account (recipient_user null).
CREATE FUNCTION queue_calendar(dedup_key text, recipient_user bigint, recipient text, subject text, body text, calendar text)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    INSERT INTO notifications_outboxmessage
        (dedup_key, recipient, recipient_user_id, subject, body, calendar, state, attempts, created_at, due_at, last_error)
    SELECT $1, coalesce(u.email, $3), u.id, $4, $5, $6, CASE WHEN u.email_bounced_at IS NULL THEN 'waiting' ELSE 'held' END,
           0, now(), now(), ''
    FROM (SELECT 1) one LEFT JOIN access_user u ON u.id = $2 AND u.is_active
    WHERE u.id IS NOT NULL OR ($2 IS NULL AND $3 <> '')
    ON CONFLICT (dedup_key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION queue_calendar(text, bigint, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue_calendar(text, bigint, text, text, text, text) TO homeround_organisation, homeround_system;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_telling")]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="calendar",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="A calendar file without its recipient; see calendars.py",
            ),
        ),
        migrations.RunSQL(QUEUE, "DROP FUNCTION queue_calendar(text, bigint, text, text, text, text)"),
    ]
