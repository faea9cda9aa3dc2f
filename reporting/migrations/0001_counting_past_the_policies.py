"""Facts about residents for counting, for whoever answers for homes and sees no resident: no name, no id, no moment comes out.

`counted_homes` says whose: the homes whose facts the acting membership may see; for readers of a region the homes of its commissioners,
for readers of England all. Small numbers are suppressed where they are shown (reporting/rules.py).
"""

from django.db import migrations

COUNTED_HOMES = """
CREATE FUNCTION counted_homes() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH reader AS (
        SELECT m.role, m.organisation_id
        FROM access_membership m JOIN access_user u ON u.id = m.user_id AND u.is_active
        WHERE m.id = nullif(current_setting('homeround.membership', true), '')::bigint
          AND m.starts_on <= london_today() AND (m.ends_on IS NULL OR m.ends_on > london_today())
    )
    SELECT coalesce(array_agg(DISTINCT each.id), '{}') FROM (
        SELECT unnest(visible_homes('home')) AS id FROM reader
        UNION ALL
        SELECT h.id FROM directory_carehome h WHERE EXISTS (SELECT FROM reader WHERE role = 'national_reader')
        UNION ALL
        SELECT r.home_id FROM reader
        JOIN access_organisationparent p ON p.parent_id = reader.organisation_id AND p.kind = 'region'
            AND p.starts_on <= london_today() AND (p.ends_on IS NULL OR p.ends_on > london_today())
        JOIN directory_homerelationship r ON r.organisation_id = p.child_id AND r.kind = 'commissioner'
            AND r.status IN ('agreed', 'nearest')
            AND r.starts_on <= london_today() AND (r.ends_on IS NULL OR r.ends_on > london_today())
        WHERE reader.role = 'regional_reader'
    ) each
$$;
"""

# Both denominators: whose patients the residents of a home are (domain: alignment is no registration). Two joins and a column for each
# function; `w` is the home's aligned PCN on the day.
ALIGNED = """
    LEFT JOIN directory_homerelationship w ON w.home_id = {home} AND w.kind = 'pcn' AND w.status IN ('agreed', 'nearest')
        AND w.starts_on <= {day} AND (w.ends_on IS NULL OR w.ends_on > {day})
"""
PATIENTS = """CASE
               WHEN {resident}.registered_practice_id IS NULL OR w.organisation_id IS NULL THEN 'not_known'
               WHEN EXISTS (
                   SELECT FROM access_organisationparent l
                   WHERE l.child_id = {resident}.registered_practice_id AND l.parent_id = w.organisation_id AND l.kind = 'network'
                     AND l.starts_on <= {day} AND (l.ends_on IS NULL OR l.ends_on > {day})) THEN 'aligned'
               ELSE 'other' END"""


def patients(resident: str, day: str) -> str:
    return PATIENTS.format(resident=resident, day=day)


def aligned(home: str, day: str) -> str:
    return ALIGNED.format(home=home, day=day)


# A nomination counts where the resident lived when it was raised. Times are minutes since then; `see_within` is what the home asked for.
NOMINATIONS = f"""
CREATE FUNCTION reported_nominations(first date, last date, at timestamptz)
RETURNS TABLE (home_id bigint, on_day date, urgency text, state text, waited numeric, acknowledge_within numeric,
    acknowledged_after numeric, agreed_after numeric, see_within numeric, seen_after numeric, climbed boolean,
    for_news2 boolean, for_soft_signs boolean, to_hospital boolean, patients text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT n.raised_at_home_id, raised.on_day, n.urgency, n.state,
           extract(epoch FROM $3 - n.raised_at) / 60,
           extract(epoch FROM n.acknowledge_by - n.raised_at) / 60,
           extract(epoch FROM n.acknowledged_at - n.raised_at) / 60,
           extract(epoch FROM n.agreed_at - n.raised_at) / 60,
           CASE n.urgency
               WHEN 'same_day' THEN
                   extract(epoch FROM (raised.on_day + 1)::timestamp AT TIME ZONE 'Europe/London' - n.raised_at) / 60
               WHEN 'within_48_hours' THEN 48 * 60 END,
           extract(epoch FROM n.seen_at - n.raised_at) / 60,
           n.escalation_tier > 0, n.reasons ? 'news2', n.reasons ? 'soft_signs',
           EXISTS (
               SELECT FROM residents_absence a
               WHERE a.resident_id = n.resident_id AND a.kind = 'hospital' AND a.removed_on IS NULL
                 AND a.went_on BETWEEN raised.on_day AND raised.on_day + 7),
           {patients("p", "raised.on_day")}
    FROM checkins_nomination n
    JOIN residents_resident p ON p.id = n.resident_id
    CROSS JOIN LATERAL (SELECT (n.raised_at AT TIME ZONE 'Europe/London')::date AS on_day) raised
    {aligned("n.raised_at_home_id", "raised.on_day")}
    WHERE n.raised_at_home_id = ANY ((SELECT counted_homes())::bigint[])
      AND n.raised_at >= $1::timestamp AT TIME ZONE 'Europe/London'
      AND n.raised_at < ($2 + 1)::timestamp AT TIME ZONE 'Europe/London'
$$;
"""  # noqa: S608 - the words are those above

# Everybody on the agenda of a round that was held, with what became of their turn. `counts`: a contact (RoundContact's own rule).
CONTACTS = f"""
CREATE FUNCTION reported_contacts(first date, last date)
RETURNS TABLE (home_id bigint, on_day date, kind text, outcome text, counts boolean, category text, how text, clinician_as text,
    patients text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT r.home_id, r.held_on, r.kind, c.outcome, coalesce(c.outcome IN ('seen', 'discussed'), false),
           coalesce(a.label, ''), coalesce(c.mode, ''), coalesce(c.clinician_as, ''),
           {patients("p", "r.held_on")}
    FROM checkins_round r
    JOIN checkins_agendaitem i ON i.round_id = r.id AND i.removed_at IS NULL
    JOIN residents_resident p ON p.id = i.resident_id
    {aligned("r.home_id", "r.held_on")}
    LEFT JOIN checkins_roundcontact c ON c.item_id = i.id
    LEFT JOIN checkins_appointmentcategory a ON a.id = c.category_id
    WHERE r.home_id = ANY ((SELECT counted_homes())::bigint[]) AND r.held_on BETWEEN $1 AND $2
      AND r.began_at IS NOT NULL AND r.state <> 'cancelled'
$$;
"""  # noqa: S608 - the words are those above

# Residents who live in a home now. Days since they came to it and since their last contact; days with a contact in twelve months.
# Whole tables are joined and nothing is looked up for each resident: England has 400,000.
RESIDENTS = """
CREATE FUNCTION reported_residents(today date)
RETURNS TABLE (home_id bigint, here_for integer, contact_ago integer, contacts_in_year integer, patients text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH mine AS MATERIALIZED (SELECT counted_homes() AS homes),
    aligned AS MATERIALIZED (
        SELECT r.home_id, r.organisation_id FROM directory_homerelationship r
        WHERE r.home_id = ANY ((SELECT homes FROM mine)::bigint[]) AND r.kind = 'pcn' AND r.status IN ('agreed', 'nearest')
          AND r.starts_on <= $1 AND (r.ends_on IS NULL OR r.ends_on > $1)
    ),
    members AS MATERIALIZED (
        SELECT DISTINCT o.child_id, o.parent_id FROM access_organisationparent o
        WHERE o.parent_id IN (SELECT organisation_id FROM aligned) AND o.kind = 'network'
          AND o.starts_on <= $1 AND (o.ends_on IS NULL OR o.ends_on > $1)
    )
    SELECT p.home_id, $1 - coalesce(s.arrived_on, p.since), $1 - made.latest, coalesce(made.days, 0)::integer,
           CASE WHEN p.registered_practice_id IS NULL OR w.organisation_id IS NULL THEN 'not_known'
                WHEN l.child_id IS NULL THEN 'other' ELSE 'aligned' END
    FROM residents_resident p
    LEFT JOIN residents_stay s ON s.resident_id = p.id AND s.left_on IS NULL
    LEFT JOIN (
        SELECT c.resident_id, max(c.day) AS latest, count(DISTINCT c.day) FILTER (WHERE c.day > $1 - 365) AS days
        FROM (
            SELECT t.resident_id, t.held_on AS day FROM checkins_roundcontact t
            WHERE t.home_id = ANY ((SELECT homes FROM mine)::bigint[]) AND t.outcome IN ('seen', 'discussed') AND t.held_on <= $1
            UNION ALL
            SELECT n.resident_id, (n.seen_at AT TIME ZONE 'Europe/London')::date FROM checkins_nomination n
            WHERE n.home_id = ANY ((SELECT homes FROM mine)::bigint[])
              AND n.seen_at < ($1 + 1)::timestamp AT TIME ZONE 'Europe/London'
        ) c GROUP BY c.resident_id
    ) made ON made.resident_id = p.id
    LEFT JOIN aligned w ON w.home_id = p.home_id
    LEFT JOIN members l ON l.child_id = p.registered_practice_id AND l.parent_id = w.organisation_id
    WHERE p.home_id = ANY ((SELECT homes FROM mine)::bigint[]) AND p.state IN ('in_home', 'in_hospital', 'away')
$$;
"""

STAYS = f"""
CREATE FUNCTION reported_hospital_stays(first date, last date)
RETURNS TABLE (home_id bigint, on_day date, planned boolean, named_before boolean, patients text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT s.stayed_at_id, a.went_on, a.planned, EXISTS (
        SELECT FROM checkins_nomination n
        WHERE n.resident_id = a.resident_id
          AND n.raised_at >= (a.went_on - 7)::timestamp AT TIME ZONE 'Europe/London'
          AND n.raised_at < (a.went_on + 1)::timestamp AT TIME ZONE 'Europe/London'), {patients("p", "a.went_on")}
    FROM residents_absence a JOIN residents_stay s ON s.id = a.stay_id
    JOIN residents_resident p ON p.id = a.resident_id
    {aligned("s.stayed_at_id", "a.went_on")}
    WHERE s.stayed_at_id = ANY ((SELECT counted_homes())::bigint[])
      AND a.kind = 'hospital' AND a.removed_on IS NULL AND a.went_on BETWEEN $1 AND $2
$$;
"""  # noqa: S608 - the words are those above

# How often the home said "not done", or somebody opened an issue again: readers of England see issues and not what happened to each.
REOPENINGS = """
CREATE FUNCTION reported_reopenings(first date, last date) RETURNS TABLE (issue_id bigint, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    SELECT s.issue_id, count(*)
    FROM issues_issue i JOIN issues_issuestatus s ON s.issue_id = i.id AND s.happened IN ('not_done', 'reopened')
    WHERE i.home_id = ANY ((SELECT counted_homes())::bigint[])
      AND i.raised_at >= $1::timestamp AT TIME ZONE 'Europe/London'
      AND i.raised_at < ($2 + 1)::timestamp AT TIME ZONE 'Europe/London'
    GROUP BY s.issue_id
$$;
"""

FUNCTIONS = {
    "counted_homes()": COUNTED_HOMES,
    "reported_nominations(date, date, timestamptz)": NOMINATIONS,
    "reported_contacts(date, date)": CONTACTS,
    "reported_residents(date)": RESIDENTS,
    "reported_hospital_stays(date, date)": STAYS,
    "reported_reopenings(date, date)": REOPENINGS,
}
RIGHTS = "".join(
    f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC;\n"
    f"GRANT EXECUTE ON FUNCTION {name} TO homeround_organisation, homeround_national;\n"
    for name in FUNCTIONS
)


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0002_row_security"),
        ("directory", "0002_row_security"),
        ("issues", "0002_row_security"),
        ("residents", "0002_row_security"),
    ]

    operations = [
        migrations.RunSQL("".join(FUNCTIONS.values()) + RIGHTS, f"DROP FUNCTION {', '.join(reversed(FUNCTIONS))}"),
    ]
