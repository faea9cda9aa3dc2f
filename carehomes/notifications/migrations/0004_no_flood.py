"""Many things within an hour are one e-mail: what comes beyond the first few is put together, so that nobody's telephone is flooded."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("carehomes.notifications.migrations.0002_row_security").TELL

TELL = """
-- A notification for each person who has not switched this kind off, and an e-mail for those who want it at once. What is urgent
-- asks no settings. An address that was refused before gets its e-mail when somebody has put it right.
--
-- After `at_most` e-mails within an hour whatever else comes is one e-mail a quarter of an hour, and one after the quiet hours, each
-- five minutes after their end: by then every transaction that began in them is over, and none finds its e-mail sent already.
CREATE FUNCTION tell_people(people bigint[], kind text, title text, address text, urgent boolean, usual_channel text,
    usual_quiet_from time, usual_quiet_to time, cause text, subject text, body text,
    at_most integer, together_subject text, together_body text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH chosen AS (
        SELECT u.id AS user_id, u.email, u.email_bounced_at,
               CASE WHEN $5 THEN 'at_once' ELSE coalesce(s.channel, $6) END AS channel,
               CASE WHEN $5 THEN NULL WHEN t.user_id IS NULL THEN $7 ELSE t.quiet_from END AS quiet_from,
               CASE WHEN $5 THEN NULL WHEN t.user_id IS NULL THEN $8 ELSE t.quiet_to END AS quiet_to
        FROM access_user u
        LEFT JOIN notifications_notificationsetting s ON s.user_id = u.id AND s.kind = $2
        LEFT JOIN notifications_deliverytimes t ON t.user_id = u.id
        WHERE u.id = ANY ($1) AND u.is_active
    ), told AS (
        INSERT INTO notifications_notification (user_id, kind, title, address, urgent, channel, cause, created_at)
        SELECT user_id, $2, $3, $4, $5, channel, $9, now() FROM chosen WHERE channel <> 'off'
        ON CONFLICT (user_id, cause) WHERE NOT (cause = '') DO NOTHING
        RETURNING id, user_id
    ), by_email AS (
        SELECT told.id, chosen.*, coalesce(quiet_until(quiet_from, quiet_to, now()), now()) AS due_at,
               NOT $5 AND coalesce((
                   SELECT coalesce(quiet_until(quiet_from, quiet_to, n.created_at), n.created_at) > now() - interval '1 hour'
                   FROM notifications_notification n
                   WHERE n.user_id = told.user_id AND n.channel = 'at_once' AND NOT n.urgent AND n.created_at > now() - interval '1 day'
                   ORDER BY n.created_at DESC OFFSET $12 - 1 LIMIT 1
               ), false) AS together
        FROM told JOIN chosen USING (user_id) WHERE chosen.channel = 'at_once'
    ), timed AS (
        SELECT id, user_id, email, email_bounced_at, together,
               CASE WHEN NOT together THEN due_at
                    WHEN due_at > now() THEN due_at + interval '5 minutes'
                    ELSE coalesce(quiet_until(quiet_from, quiet_to, later) + interval '5 minutes', later)
               END AS due_at
        FROM by_email, (SELECT date_bin('15 minutes', now(), 'epoch') + interval '20 minutes' AS later) quarter
    )
    INSERT INTO notifications_outboxmessage
        (dedup_key, recipient, recipient_user_id, subject, body, state, attempts, created_at, due_at, last_error)
    SELECT CASE WHEN together THEN 'together-' || user_id || '-' || extract(epoch FROM due_at)::bigint
                WHEN $9 = '' THEN 'notification-' || id
                ELSE $9 || '-' || user_id
           END,
           email, user_id, CASE WHEN together THEN $13 ELSE $10 END, CASE WHEN together THEN $14 ELSE $11 END,
           CASE WHEN email_bounced_at IS NULL THEN 'waiting' ELSE 'held' END, 0, now(), due_at, ''
    FROM timed
    ON CONFLICT (dedup_key) DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text, integer, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text, integer, text, text)
    TO homeround_organisation, homeround_app, homeround_system;
DROP FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text);
"""
BACK = """
DROP FUNCTION tell_people(bigint[], text, text, text, boolean, text, time, time, text, text, text, integer, text, text),
    quiet_until(time, time, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_no_notify_people")]

    operations = [migrations.RunSQL(TELL, BACK + BEFORE)]
