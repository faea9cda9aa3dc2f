"""How long residents wait for a clinician's contact, in numbers, for those who answer for homes and see no resident."""

from django.db import migrations

WAITS = """
CREATE FUNCTION nomination_waits(first timestamptz, until timestamptz)
RETURNS TABLE (urgency text, named bigint, seen bigint, median interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT n.urgency, count(*), count(n.seen_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY n.seen_at - n.raised_at) FILTER (WHERE n.seen_at IS NOT NULL)
    FROM checkins_nomination n
    WHERE n.home_id = ANY ((SELECT visible_homes('home'))::bigint[])
      AND n.raised_at >= $1 AND n.raised_at < $2 AND n.state <> 'withdrawn'
    GROUP BY n.urgency
$$;
REVOKE EXECUTE ON FUNCTION nomination_waits(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION nomination_waits(timestamptz, timestamptz) TO homeround_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("checkins", "0008_rounds")]

    operations = [migrations.RunSQL(WAITS, "DROP FUNCTION nomination_waits(timestamptz, timestamptz)")]
