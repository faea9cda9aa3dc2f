"""What became of residents who were named for a score or for soft signs, in numbers, for those who answer for homes and see no resident.

The caller's homes only; no row and no name comes out. Small numbers are suppressed where they are shown.
"""

from django.db import migrations

ESCALATIONS = """
CREATE FUNCTION escalations_in_numbers(first timestamptz, until timestamptz)
RETURNS TABLE (reason text, named bigint, same_day bigint, in_time bigint, climbed bigint, seen bigint, withdrawn bigint,
    waiting bigint, to_hospital bigint, median interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT r.reason, count(*),
           count(*) FILTER (WHERE n.urgency = 'same_day'),
           count(*) FILTER (WHERE n.urgency = 'same_day' AND n.acknowledged_at <= n.acknowledge_by),
           count(*) FILTER (WHERE n.escalation_tier > 0),
           count(*) FILTER (WHERE n.state = 'seen'),
           count(*) FILTER (WHERE n.state = 'withdrawn'),
           count(*) FILTER (WHERE n.state NOT IN ('seen', 'withdrawn')),
           count(*) FILTER (WHERE EXISTS (
               SELECT FROM residents_absence a
               WHERE a.resident_id = n.resident_id AND a.kind = 'hospital' AND a.removed_on IS NULL
                 AND a.went_on BETWEEN (n.raised_at AT TIME ZONE 'Europe/London')::date
                                   AND (n.raised_at AT TIME ZONE 'Europe/London')::date + 7)),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n.seen_at - n.raised_at) FILTER (WHERE n.state = 'seen')
    FROM checkins_nomination n
    JOIN (VALUES ('news2'), ('soft_signs')) AS r (reason) ON n.reasons ? r.reason
    WHERE n.home_id = ANY ((SELECT visible_homes('home'))::bigint[]) AND n.raised_at >= $1 AND n.raised_at < $2
    GROUP BY r.reason ORDER BY r.reason
$$;
REVOKE EXECUTE ON FUNCTION escalations_in_numbers(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION escalations_in_numbers(timestamptz, timestamptz) TO homeround_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("checkins", "0009_waits_in_numbers"), ("residents", "0004_moving_between_homes")]

    operations = [
        migrations.RunSQL(ESCALATIONS, "DROP FUNCTION escalations_in_numbers(timestamptz, timestamptz)"),
    ]
