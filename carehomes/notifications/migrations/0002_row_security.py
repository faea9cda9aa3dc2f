"""The classes of this app's tables. Anybody may cause a notification or a message; only its person, or the drain, reads it.

Whoever causes a notification does not see how its people want to be told: the database asks their settings.
"""

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
        (dedup_key, recipient, recipient_user_id, subject, body, state, attempts, created_at, due_at, last_error)
    SELECT $1, u.email, u.id, $3, $4, CASE WHEN u.email_bounced_at IS NULL THEN 'waiting' ELSE 'held' END, 0, now(), now(), ''
    FROM access_user u WHERE u.id = $2 AND u.is_active
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

TELL = """
-- The end of the quiet hours that hold at this moment, on London's clocks, over midnight and both clock changes; null outside them.
CREATE FUNCTION quiet_until(quiet_from time, quiet_to time, at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        WHEN $1 IS NULL OR $1 = $2 THEN NULL
        WHEN $1 < $2 AND clock >= $1 AND clock < $2 THEN (day + $2) AT TIME ZONE 'Europe/London'
        WHEN $1 > $2 AND clock >= $1 THEN (day + 1 + $2) AT TIME ZONE 'Europe/London'
        WHEN $1 > $2 AND clock < $2 THEN (day + $2) AT TIME ZONE 'Europe/London'
    END
    FROM (SELECT ($3 AT TIME ZONE 'Europe/London')::date AS day, ($3 AT TIME ZONE 'Europe/London')::time AS clock) london
$$;

-- A notification for each person who has not switched this kind off, and an e-mail for those who want it at once. What is urgent
-- asks no settings. An address that was refused before gets its e-mail when somebody has put it right.
CREATE FUNCTION tell_people(people bigint[], kind text, title text, address text, urgent boolean, usual_channel text,
    usual_quiet_from time, usual_quiet_to time, cause text, subject text, body text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH chosen AS (
        SELECT u.id AS user_id, u.email, u.email_bounced_at,
               CASE WHEN $5 THEN 'at_once' ELSE coalesce(s.channel, $6) END AS channel,
               CASE WHEN $5 THEN NULL
                    WHEN t.user_id IS NULL THEN quiet_until($7, $8, now())
                    ELSE quiet_until(t.quiet_from, t.quiet_to, now())
               END AS quiet_until
        FROM access_user u
        LEFT JOIN notifications_notificationsetting s ON s.user_id = u.id AND s.kind = $2
        LEFT JOIN notifications_deliverytimes t ON t.user_id = u.id
        WHERE u.id = ANY ($1) AND u.is_active
    ), told AS (
        INSERT INTO notifications_notification (user_id, kind, title, address, urgent, channel, cause, created_at)
        SELECT user_id, $2, $3, $4, $5, channel, $9, now() FROM chosen WHERE channel <> 'off'
        ON CONFLICT (user_id, cause) WHERE NOT (cause = '') DO NOTHING
        RETURNING id, user_id
    )
    INSERT INTO notifications_outboxmessage
        (dedup_key, recipient, recipient_user_id, subject, body, state, attempts, created_at, due_at, last_error)
    SELECT CASE WHEN $9 = '' THEN 'notification-' || told.id ELSE $9 || '-' || told.user_id END,
           chosen.email, chosen.user_id, $10, $11, CASE WHEN chosen.email_bounced_at IS NULL THEN 'waiting' ELSE 'held' END,
           0, now(), coalesce(chosen.quiet_until, now()), ''
    FROM told JOIN chosen USING (user_id) WHERE chosen.channel = 'at_once'
    ON CONFLICT (dedup_key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text)
    TO homeround_organisation, homeround_app, homeround_system;
"""

# An e-mail may carry a calendar file.
CALENDAR = """
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

DROP = """
DROP FUNCTION queue_calendar(text, bigint, text, text, text, text),
    tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text), quiet_until(time, time, timestamptz);
DROP FUNCTION notify_people(bigint[], text, text, text, boolean), queue_message(text, bigint, text, text),
    queue_message_to_address(text, text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("access", "0002_row_security")]

    operations = [
        protect("notifications_notification", DataClass.PERSONAL, writes=["UPDATE"]),
        protect("notifications_outboxmessage", DataClass.SYSTEM),
        protect("notifications_tick", DataClass.SYSTEM),
        protect("notifications_digest", DataClass.PERSONAL, writes=[]),
        protect("notifications_notificationsetting", DataClass.PERSONAL, writes=["INSERT", "UPDATE", "DELETE"]),
        protect("notifications_deliverytimes", DataClass.PERSONAL, writes=["INSERT", "UPDATE", "DELETE"]),
        migrations.RunSQL(CAUSES + TELL + CALENDAR, DROP),
    ]
