"""The pages of check-ins, and the SQL that a hand would write for them."""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from django.db import connections

from carehomes.demo.bench.facts import Facts, finds_facts
from carehomes.demo.bench.ground import LOG, logged
from carehomes.demo.bench.pages import RECORD, Page, measures_page
from carehomes.demo.england.accounts import CLINICIAN, COMMISSIONER, COORDINATOR, MANAGER, READER

# A call of today in progress, at the largest home of the network that has not been rung yet this week.
_TO_RING = """
    UPDATE checkins_checkin c SET state = 'in_progress', started_at = now()
    WHERE c.id = (
        SELECT c.id FROM checkins_checkin c
        JOIN directory_homerelationship r ON r.home_id = c.home_id AND r.kind = 'pcn' AND r.organisation_id = %(network)s
        JOIN directory_carehome h ON h.id = c.home_id
        WHERE c.week = %(monday)s AND c.state IN ('scheduled', 'in_progress', 'no_answer')
        ORDER BY c.state = 'in_progress' DESC, h.registered_beds DESC, h.id LIMIT 1
    )
    RETURNING c.id, c.home_id
"""


@finds_facts
def call_in_progress(facts: Facts) -> Facts:
    with connections["system"].cursor() as cursor:
        cursor.execute(_TO_RING, facts)
        check_in, home = cursor.fetchone()
    return {"check_in": check_in, "rung": home}


_CHECK_INS_SEEN = "SELECT count(*) FROM checkins_checkin WHERE week = %(monday)s"
_NOMINATIONS_SEEN = "SELECT count(*) FROM checkins_nomination WHERE state = 'raised'"
_OF_HOME = "SELECT count(*) FROM checkins_checkin WHERE home_id = %(home)s"

THIS_WEEK = """
    SELECT c.*, h.name, h.town, h.phone, n.person_name, n.job, n.phone, n.when_to_ring, s.note
    FROM checkins_checkin c JOIN directory_carehome h ON h.id = c.home_id
    LEFT JOIN directory_contactnumber n ON n.home_id = h.id AND n.is_main AND n.removed_on IS NULL
    LEFT JOIN directory_checkinschedule s ON s.home_id = h.id
        AND s.starts_on <= %(monday)s AND (s.ends_on IS NULL OR s.ends_on > %(monday)s)
    WHERE c.week = %(monday)s ORDER BY c.due_on, c.window_starts, h.name_key;
    SELECT home_id, kind, raised_at FROM issues_issue WHERE closed_at IS NULL;
    SELECT home_id, urgency, raised_at FROM checkins_nomination WHERE state = 'raised';
    SELECT home_id, at, by_name FROM checkins_attempt WHERE at >= %(monday)s
"""
_NAMED = """
    SELECT n.resident_id AS id, n.home_id, n.id AS nomination, n.urgency, n.agreed_urgency, n.state, n.reasons, n.sentence, n.raised_at,
        n.raised_by_name, n.acknowledge_by, n.deferred_until, r.given_name, r.family_name, r.date_of_birth, r.room, r.nhs_number, h.name,
        (SELECT p.phone FROM directory_contactnumber p WHERE p.home_id = h.id AND p.removed_on IS NULL ORDER BY p.is_main DESC LIMIT 1)
    FROM checkins_nomination n JOIN residents_resident r ON r.id = n.resident_id JOIN directory_carehome h ON h.id = n.home_id
    WHERE n.state = 'raised'
    ORDER BY array_position(ARRAY['same_day', 'within_48_hours', 'this_round', 'routine']::varchar[], n.urgency), n.raised_at LIMIT 20
"""
TO_SEE = f"""
    SELECT n.home_id, h.name, count(*) FILTER (WHERE n.state = 'raised' OR (n.state = 'deferred' AND n.deferred_until <= %(today)s)),
        count(*) FILTER (WHERE n.urgency = 'same_day'), count(*) FILTER (WHERE n.state IN ('acknowledged', 'triaged')),
        count(*) FILTER (WHERE n.state = 'on_agenda'), count(*) FILTER (WHERE n.state = 'deferred'),
        count(*) FILTER (WHERE n.state = 'seen'), count(*) FILTER (WHERE n.state = 'withdrawn')
    FROM checkins_nomination n JOIN directory_carehome h ON h.id = n.home_id
    WHERE n.state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred')
        OR (n.state = 'seen' AND n.seen_at >= now() - interval '14 days')
        OR (n.state = 'withdrawn' AND n.withdrawn_at >= now() - interval '14 days') GROUP BY n.home_id, h.name ORDER BY h.name;
    {logged(_NAMED)}
"""
COVERAGE = """
    SELECT state, due_on, count(*) FROM checkins_checkin WHERE week = %(monday)s GROUP BY state, due_on;
    SELECT o.id, o.name, c.state, count(*) FROM checkins_checkin c
    JOIN directory_homerelationship r ON r.home_id = c.home_id AND r.kind = 'pcn' AND r.ends_on IS NULL
    JOIN access_organisation o ON o.id = r.organisation_id
    WHERE c.week = %(monday)s GROUP BY o.id, o.name, c.state;
    SELECT c.id, c.state, c.due_on, h.name FROM checkins_checkin c JOIN directory_carehome h ON h.id = c.home_id
    WHERE c.week = %(monday)s ORDER BY h.name_key LIMIT 50
"""
_SINCE = "(%(monday)s::date - 133)"  # nineteen weeks and this one
_OURS = """
    directory_carehome h LEFT JOIN directory_homerelationship r ON r.home_id = h.id AND r.kind = 'pcn' AND r.status IN ('agreed', 'nearest')
        AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
    LEFT JOIN access_organisation o ON o.id = r.organisation_id
    WHERE h.id = ANY ((SELECT visible_homes('home'))::bigint[]) AND h.in_scope AND h.deregistered_on IS NULL
"""
COVERAGE_WEEKS = f"""
    WITH needy AS (
        SELECT h.id, h.name, h.name_key, o.name AS area, count(c.id) FILTER (
            WHERE c.week < %(monday)s AND c.state NOT IN ('completed', 'cancelled')) AS without
        FROM {_OURS.replace("WHERE", f"LEFT JOIN checkins_checkin c ON c.home_id = h.id AND c.week >= {_SINCE} WHERE")}
        GROUP BY h.id, o.name ORDER BY without DESC, h.name_key LIMIT 40
    )
    SELECT n.name, n.area, c.week, c.state FROM needy n LEFT JOIN checkins_checkin c ON c.home_id = n.id AND c.week >= {_SINCE};
    SELECT count(*) FROM {_OURS};
    SELECT week, count(*) FILTER (WHERE state = 'completed'), count(*) FROM checkins_checkin
    WHERE week >= {_SINCE} AND state <> 'cancelled' AND home_id IN (SELECT h.id FROM {_OURS}) GROUP BY week
"""
_WEEKS_SEEN = f"SELECT count(*) FROM checkins_checkin WHERE week >= {_SINCE}"
_LIVING = "SELECT {} FROM residents_resident WHERE home_id = %(rung)s AND state IN ('in_home', 'in_hospital', 'away')"
CHECK_IN = f"""
    SELECT c.*, h.*, d.fields, d.revision, d.saved_at, b.fields, b.changes, b.sent_at
    FROM checkins_checkin c JOIN directory_carehome h ON h.id = c.home_id
    LEFT JOIN checkins_checkindraft d ON d.check_in_id = c.id LEFT JOIN checkins_beforehand b ON b.check_in_id = c.id
    WHERE c.id = %(check_in)s;
    SELECT * FROM directory_contactnumber WHERE home_id = %(rung)s AND removed_on IS NULL;
    SELECT at, outcome, ring_back_at, again_at FROM checkins_attempt WHERE check_in_id = %(check_in)s ORDER BY at;
    SELECT r.id, r.given_name, r.family_name, r.date_of_birth, r.room, r.state, r.since, s.arrived_on, s.arrived_from, a.place
    FROM residents_resident r
    LEFT JOIN residents_stay s ON s.resident_id = r.id AND s.left_on IS NULL AND r.since >= %(last_monday)s
    LEFT JOIN residents_absence a ON a.resident_id = r.id AND a.back_on IS NULL AND a.removed_on IS NULL AND r.state = 'in_hospital'
    WHERE r.home_id = %(rung)s AND (r.state IN ('in_home', 'in_hospital', 'away') OR r.since >= %(last_monday)s)
    ORDER BY r.family_key;
    SELECT i.*, o.name, w.title, w.said, r.given_name, r.family_name
    FROM issues_issue i JOIN access_organisation o ON o.id = i.owner_organisation_id
    LEFT JOIN issues_issuewords w ON w.issue_id = i.id LEFT JOIN residents_resident r ON r.id = i.resident_id
    WHERE i.home_id = %(rung)s AND i.closed_at IS NULL;
    SELECT n.*, r.given_name, r.family_name FROM checkins_nomination n JOIN residents_resident r ON r.id = n.resident_id
    WHERE n.home_id = %(rung)s AND n.state = 'raised';
    SELECT a.section, a.something, a.text, a.details, c.id, c.week, c.completed_at, c.caller_name, v.spoke_to, v.note
    FROM checkins_sectionanswer a JOIN checkins_checkin c ON c.id = a.check_in_id
    LEFT JOIN checkins_conversation v ON v.check_in_id = c.id
    WHERE a.home_id = %(rung)s AND a.something AND a.check_in_id = (
        SELECT id FROM checkins_checkin WHERE home_id = %(rung)s AND state = 'completed' ORDER BY week DESC LIMIT 1);
    SELECT v.sections, v.note, v.valid_from FROM checkins_formversion v
    LEFT JOIN directory_homerelationship r
        ON r.organisation_id = v.organisation_id AND r.home_id = %(rung)s AND r.status IN ('agreed', 'nearest') AND r.ends_on IS NULL
    WHERE (v.organisation_id IS NULL OR r.id IS NOT NULL) AND v.valid_from <= %(today)s AND (v.valid_to IS NULL OR v.valid_to > %(today)s)
    ORDER BY array_position(ARRAY['pcn', 'practice', 'community_services', 'commissioner']::varchar[], r.kind), v.valid_from DESC LIMIT 1;
    SELECT value FROM checkins_policy p WHERE p.name = 'same_day_acknowledge_minutes' AND p.valid_from <= %(today)s
        AND (p.valid_to IS NULL OR p.valid_to > %(today)s) AND (p.organisation_id IS NULL OR p.organisation_id IN (
            SELECT organisation_id FROM directory_homerelationship WHERE home_id = %(rung)s AND ends_on IS NULL))
    ORDER BY p.organisation_id NULLS LAST LIMIT 1;
    SELECT r.kind, o.name, o.urgent_phone FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id = %(rung)s AND r.kind IN ('practice', 'pcn') AND r.ends_on IS NULL AND o.urgent_phone <> '';
    SELECT s.*, a.reached, a.at FROM checkins_signpost s LEFT JOIN LATERAL (
        SELECT x.reached, x.at FROM checkins_signpostanswer x WHERE x.signpost_id = s.id ORDER BY x.at DESC LIMIT 1) a ON true
    WHERE s.home_id = %(rung)s ORDER BY s.at LIMIT 20;
    {LOG.format(_LIVING.format("id, home_id"))}
"""
OF_HOME = """
    SELECT id, name FROM directory_carehome WHERE id = %(home)s AND id = ANY ((SELECT visible_homes('home'))::bigint[]);
    SELECT count(*) FROM checkins_checkin WHERE home_id = %(home)s;
    SELECT c.id, c.week, c.due_on, c.state, c.completed_at, c.caller_name, c.items_raised, c.nominations_raised, o.name
    FROM checkins_checkin c LEFT JOIN access_organisation o ON o.id = c.caller_organisation_id
    WHERE c.home_id = %(home)s ORDER BY c.week DESC LIMIT 26
"""

for _page in (
    Page("This week", "checkins:this_week", COORDINATOR, _CHECK_INS_SEEN, THIS_WEEK, area=True),
    Page("Residents to see", "checkins:to_see", COORDINATOR, _NOMINATIONS_SEEN, TO_SEE, area=True),
    Page("Residents to see", "checkins:to_see", CLINICIAN, _NOMINATIONS_SEEN, TO_SEE),
    Page("Residents to see", "checkins:to_see", MANAGER, _NOMINATIONS_SEEN, TO_SEE, area=True),
    Page(
        "Check-in form",
        "checkins:check_in",
        COORDINATOR,
        "SELECT 1",
        CHECK_IN,
        ("check_in",),
        most_queries=RECORD,
        area=True,
    ),
    Page("Check-ins of a home", "checkins:of_home", COORDINATOR, _OF_HOME, OF_HOME, ("home",), area=True),
    Page("Coverage of the week", "checkins:coverage", COMMISSIONER, _CHECK_INS_SEEN, COVERAGE),
    Page("Coverage of the week", "checkins:coverage", READER, _CHECK_INS_SEEN, COVERAGE),
    Page("Coverage, homes by week", "checkins:coverage_weeks", COMMISSIONER, _WEEKS_SEEN, COVERAGE_WEEKS),
):
    measures_page(_page)
