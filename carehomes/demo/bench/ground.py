"""The pages of the ground floor: homes, a home, residents, a resident, the search. The SQL is what a hand would write for them."""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from carehomes.demo.bench.pages import RECORD, Page, measures_page
from carehomes.demo.england.accounts import COMMISSIONER, COORDINATOR, MANAGER, PROVIDER, READER

_HOMES_SEEN = "SELECT cardinality(visible_homes('home'))"
_ALL_HOMES = "SELECT count(*) FROM directory_carehome"
_ONE = "SELECT 1"
_RESIDENTS_SEEN = "SELECT count(*) FROM residents_resident"
_OF_HOME = "SELECT count(*) FROM residents_resident WHERE home_id = %(home)s"

_WORKING = (
    "r.status IN ('agreed', 'nearest') AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)"
)
_OURS = f"""
    WITH ours AS (
        SELECT DISTINCT r.home_id FROM directory_homerelationship r
        WHERE r.organisation_id = ANY ((SELECT visible_organisations())::bigint[]) AND {_WORKING}
    )
"""
_AREA = """
    (SELECT o.name FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
     WHERE r.home_id = h.id AND r.kind = '{}' AND r.ends_on IS NULL LIMIT 1)
"""
_HOME = f"""
    h.id, h.name, h.town, h.postcode, h.with_nursing, h.without_nursing, h.registered_beds, h.rating, h.in_scope,
    {_AREA.format("pcn")}, {_AREA.format("local_authority")}
"""
_PHONE = """
    (SELECT n.phone FROM directory_contactnumber n WHERE n.home_id = h.id AND n.removed_on IS NULL
     ORDER BY n.is_main DESC LIMIT 1)
"""
_HOMES_OURS = f"""
    {_OURS} SELECT (SELECT count(*) FROM directory_carehome WHERE deregistered_on IS NULL), count(*) FROM ours;
    {_OURS} SELECT {_HOME}, {_PHONE} FROM ours JOIN directory_carehome h ON h.id = ours.home_id
    WHERE h.deregistered_on IS NULL ORDER BY h.name_key, h.id LIMIT 40;
    {_OURS} SELECT DISTINCT o.id, o.kind, o.name FROM ours JOIN directory_homerelationship r ON r.home_id = ours.home_id
    JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.kind IN ('pcn', 'local_authority', 'commissioner') AND r.ends_on IS NULL
"""
_COUNT_ALL = "SELECT count(*) FROM directory_carehome h WHERE h.deregistered_on IS NULL"
_COUNT_BOTH = f"""
    {_OURS} SELECT count(*), count(*) FILTER (WHERE h.id IN (SELECT home_id FROM ours)) FROM directory_carehome h
    WHERE h.deregistered_on IS NULL
"""
_HOMES_ALL = f"""
    {{count}}{{words}};
    SELECT {_HOME} FROM directory_carehome h WHERE h.deregistered_on IS NULL{{words}} ORDER BY {{first}}h.name_key, h.id LIMIT 40;
    SELECT id, kind, name FROM access_organisation WHERE kind IN ('local_authority', 'icb', 'ccg') AND active_to IS NULL
"""
_TYPED = """
    AND (h.name_key LIKE '%%oak%%' OR h.town_key LIKE '%%oak%%') AND ' ' || h.name_key || ' ' || h.town_key LIKE '%% oak%%'
"""
_REGISTERED = f"""
    SELECT h.*, s.* FROM directory_carehome h LEFT JOIN directory_checkinschedule s ON s.home_id = h.id
        AND s.starts_on <= %(today)s AND (s.ends_on IS NULL OR s.ends_on > %(today)s) WHERE h.id = %(home)s;
    SELECT r.*, o.name FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id = %(home)s AND {_WORKING}
"""
_A_HOME = f"""
    {_REGISTERED};
    SELECT * FROM directory_contactnumber WHERE home_id = %(home)s AND removed_on IS NULL;
    SELECT * FROM directory_namedrole WHERE home_id = %(home)s AND (ends_on IS NULL OR ends_on > %(today)s);
    SELECT id, week, due_on, state, completed_at, caller_name FROM checkins_checkin
    WHERE home_id = %(home)s ORDER BY week DESC LIMIT 20
"""
_OF_REGISTER = """
    SELECT h.* FROM directory_carehome h WHERE h.id = %(home)s;
    SELECT r.*, o.name FROM directory_homerelationship r JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.home_id = %(home)s
"""
LOG = """
    INSERT INTO access_readlog (read_at, user_id, person, membership_id, organisation_id, organisation_name, resident_id, home_id,
                                screen)
    SELECT now(), m.user_id, 'name', m.id, m.organisation_id, 'organisation', shown.id, shown.home_id, 'bench'
    FROM ({}) shown, access_membership m WHERE m.id = current_setting('homeround.membership')::bigint
"""


def logged(shown: str) -> str:
    """These residents, and that they were read: one statement, since whoever writes by hand need not look for them twice."""
    return f"WITH shown AS ({shown}), log AS ({LOG.format('SELECT id, home_id FROM shown')}) SELECT * FROM shown"


_LISTED = """
    SELECT r.* FROM residents_resident r WHERE r.state IN ('in_home', 'in_hospital', 'away'){where}
    ORDER BY r.family_key, r.name_key, r.id LIMIT 35
"""
_RESIDENTS = f"""
    SELECT h.id, h.name, t.state, t.number, t.new FROM directory_carehome h LEFT JOIN (
        SELECT r.home_id, r.state, count(*) AS number, count(s.id) AS new FROM residents_resident r
        LEFT JOIN residents_stay s ON s.resident_id = r.id AND s.left_on IS NULL AND s.arrived_on >= %(today)s::date - 14
        WHERE (r.state <> 'left' OR EXISTS (
            SELECT FROM residents_stay x WHERE x.resident_id = r.id AND x.left_to <> 'recorded_in_error')){{where}}
        GROUP BY r.home_id, r.state
    ) t ON t.home_id = h.id WHERE h.id = ANY ((SELECT visible_homes('resident'))::bigint[]){{one}} ORDER BY h.name_key;
    {logged(_LISTED)}
"""
_A_RESIDENT = f"""
    SELECT r.*, h.name, p.name FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id
    LEFT JOIN access_organisation p ON p.id = r.registered_practice_id WHERE r.id = %(resident)s;
    SELECT s.*, h.name FROM residents_stay s JOIN directory_carehome h ON h.id = s.stayed_at_id WHERE s.resident_id = %(resident)s;
    SELECT * FROM residents_absence WHERE resident_id = %(resident)s;
    SELECT * FROM residents_allergy WHERE resident_id = %(resident)s;
    SELECT * FROM residents_legaldocument WHERE resident_id = %(resident)s;
    SELECT * FROM residents_residentstatus WHERE resident_id = %(resident)s;
    SELECT * FROM checkins_nomination WHERE resident_id = %(resident)s ORDER BY raised_at DESC;
    SELECT * FROM directory_contactnumber WHERE home_id = %(home)s AND removed_on IS NULL;
    {LOG.format("SELECT id, home_id FROM residents_resident WHERE id = %(resident)s")}
"""
# What the rooms show on these pages: issues, who waits for a clinician, rounds, signposts, what was measured.
_ISSUE = """
    SELECT i.id, i.kind, i.priority, i.state, i.raised_at, i.due_at, i.owner_name, o.name, w.title, w.said, w.answer, r.given_name,
        r.family_name
    FROM issues_issue i JOIN access_organisation o ON o.id = i.owner_organisation_id
    LEFT JOIN issues_issuewords w ON w.issue_id = i.id LEFT JOIN residents_resident r ON r.id = i.resident_id
"""
SIGNPOST = """
    SELECT s.*, a.reached, a.at, a.by_name FROM checkins_signpost s LEFT JOIN LATERAL (
        SELECT x.reached, x.at, x.by_name FROM checkins_signpostanswer x WHERE x.signpost_id = s.id ORDER BY x.at DESC LIMIT 1) a ON true
"""
_IN_HOME = f"""
    SELECT r.id, r.given_name, r.family_name, r.state, r.registered_practice_id, s.arrived_on, s.arrived_from,
        a.went_on, a.back_on, a.planned
    FROM residents_resident r LEFT JOIN residents_stay s ON s.resident_id = r.id AND s.left_on IS NULL
    LEFT JOIN LATERAL (SELECT x.went_on, x.back_on, x.planned FROM residents_absence x
        WHERE x.stay_id = s.id AND x.removed_on IS NULL ORDER BY x.went_on DESC LIMIT 1) a ON true
    WHERE r.home_id = %(home)s AND r.state IN ('in_home', 'in_hospital', 'away') ORDER BY r.family_key;
    {_ISSUE} WHERE i.home_id = %(home)s AND (i.closed_at IS NULL OR i.closed_at >= now() - interval '7 days')
    ORDER BY i.raised_at DESC LIMIT 50;
    SELECT n.id, n.urgency, n.state, n.reasons, n.sentence, n.raised_at, n.raised_by_name, r.given_name, r.family_name
    FROM checkins_nomination n JOIN residents_resident r ON r.id = n.resident_id
    WHERE n.home_id = %(home)s AND n.state IN ('raised', 'acknowledged') ORDER BY n.raised_at;
    SELECT id, kind, held_on, starts_at FROM checkins_round
    WHERE home_id = %(home)s AND held_on >= %(today)s AND began_at IS NULL ORDER BY held_on LIMIT 1;
    SELECT c.outcome, c.decided, c.at, c.held_on, c.clinician_name, r.id, r.given_name, r.family_name
    FROM checkins_roundcontact c JOIN residents_resident r ON r.id = c.resident_id
    WHERE c.round_id = (SELECT id FROM checkins_round WHERE home_id = %(home)s AND began_at IS NOT NULL ORDER BY began_at DESC LIMIT 1);
    {SIGNPOST} WHERE s.home_id = %(home)s ORDER BY s.at DESC LIMIT 5;
    {LOG.format("SELECT resident_id AS id, home_id FROM checkins_nomination WHERE home_id = %(home)s AND state = 'raised'")}
"""
OBSERVED = """
    SELECT * FROM checkins_observation WHERE resident_id = %(resident)s ORDER BY taken_at DESC LIMIT 7;
    SELECT * FROM checkins_baseline WHERE resident_id = %(resident)s ORDER BY valid_from DESC LIMIT 1;
    SELECT * FROM checkins_softsigns WHERE resident_id = %(resident)s ORDER BY noticed_at DESC LIMIT 3;
    SELECT * FROM checkins_sbard WHERE resident_id = %(resident)s ORDER BY recorded_at DESC LIMIT 3
"""
_OF_RESIDENT = f"""
    {OBSERVED};
    SELECT * FROM checkins_roundcontact WHERE resident_id = %(resident)s ORDER BY at DESC;
    {SIGNPOST} WHERE s.resident_id = %(resident)s ORDER BY s.at DESC LIMIT 20;
    {_ISSUE} WHERE i.resident_id = %(resident)s ORDER BY i.raised_at DESC LIMIT 50
"""
# The first of each kind in the order of the page: homes that one works with before others, names that begin with it before the rest.
_BEGINS = "name_key LIKE %(key)s || '%%' DESC, name_key, id LIMIT 11"
_CALLED = "{0}_key LIKE '%% ' || %(key)s || '%%' OR {0}_key LIKE %(key)s || '%%'"
_RESIDENTS_FOUND = """
    SELECT r.*, h.name FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id WHERE r.name_key LIKE '%%' || %(key)s || '%%'
    ORDER BY r.family_key LIKE %(key)s || '%%' DESC, r.family_key, r.name_key, r.id LIMIT 11
"""
_FOUND = f"""
    {_OURS} SELECT id, name, town, postcode, with_nursing, without_nursing, in_scope, deregistered_on FROM directory_carehome
    WHERE {_CALLED.format("name")} OR {_CALLED.format("town")} ORDER BY id IN (SELECT home_id FROM ours) DESC, {_BEGINS};
    SELECT id, name, kind FROM access_organisation WHERE ({_CALLED.format("name")} OR %(key)s IN (ods_code, gss_code, cqc_provider_id))
    AND (active_to IS NULL OR active_to > %(today)s) ORDER BY {_BEGINS};
    {logged(_RESIDENTS_FOUND)}
"""
_ORGANISATIONS = """
    SELECT kind, count(*) FROM access_organisation GROUP BY kind;
    SELECT id, name, kind FROM access_organisation WHERE kind <> 'care_home' ORDER BY name_key LIMIT 50
"""
_AN_ORGANISATION = """
    SELECT * FROM access_organisation WHERE id = %(commissioner)s;
    SELECT kind, count(*) FROM directory_homerelationship WHERE organisation_id = %(commissioner)s GROUP BY kind;
    SELECT p.*, o.name FROM access_organisationparent p JOIN access_organisation o ON o.id IN (p.child_id, p.parent_id)
    WHERE %(commissioner)s IN (p.child_id, p.parent_id) LIMIT 250;
    SELECT * FROM access_organisationname WHERE organisation_id = %(commissioner)s ORDER BY starts_on;
    SELECT s.*, o.name FROM access_organisationsuccession s JOIN access_organisation o ON o.id IN (s.predecessor_id, s.successor_id)
    WHERE %(commissioner)s IN (s.predecessor_id, s.successor_id);
    SELECT l.*, o.name FROM access_leadership l JOIN access_organisation o ON o.id = l.kept_by_id
    WHERE l.organisation_id = %(commissioner)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s);
    SELECT h.id, h.name, h.town, h.postcode, h.with_nursing, h.without_nursing, h.registered_beds, h.in_scope
    FROM directory_carehome h JOIN directory_homerelationship r ON r.home_id = h.id
    WHERE r.organisation_id = %(commissioner)s AND r.kind = 'commissioner' AND r.ends_on IS NULL ORDER BY h.name_key LIMIT 25
"""
_COUNTED = f"""
    {_A_HOME};
    {_ISSUE} WHERE i.home_id = %(home)s AND (i.closed_at IS NULL OR i.closed_at >= now() - interval '7 days')
    ORDER BY i.raised_at DESC LIMIT 50;
    SELECT seen, discussed FROM checkins_round WHERE home_id = %(home)s AND held_on >= %(today)s::date - 84 AND state = 'signed_off'
"""
_COMMISSIONED = _COUNTED.replace("%(home)s", "%(some_home)s")
_MY_HOME_SHOWN = f"{_OURS} SELECT home_id FROM ours LIMIT 2; {_A_HOME}; {_IN_HOME}"  # which home it is has to be found
_HOME_SHOWN, _RESIDENT_SHOWN = f"{_A_HOME};{_IN_HOME}", f"{_A_RESIDENT};{_OF_RESIDENT}"
_ALL = _HOMES_ALL.format(count=_COUNT_ALL, words="", first="")
_ALL_AND_OURS = _HOMES_ALL.format(count=_COUNT_BOTH, words="", first="")
_OAK = _HOMES_ALL.format(count=_COUNT_BOTH, words=_TYPED, first="h.name_key LIKE 'oak%%' DESC, ")
_SEEN, _HERE = (
    _RESIDENTS.format(where="", one=""),
    _RESIDENTS.format(where=" AND r.home_id = %(home)s", one=" AND h.id = %(home)s"),
)

for _page in (
    Page("Homes, ours", "directory:homes", COORDINATOR, _HOMES_SEEN, _HOMES_OURS, area=True),
    Page("Homes of England", "directory:homes", COORDINATOR, _ALL_HOMES, _ALL_AND_OURS, query={"of": "england"}),
    Page("Homes, typed “oak”", "directory:homes", COORDINATOR, _ALL_HOMES, _OAK, query={"of": "england", "q": "oak"}),
    Page("Homes, ours", "directory:homes", COMMISSIONER, _HOMES_SEEN, _HOMES_OURS),
    Page("Homes of England", "directory:homes", READER, _ALL_HOMES, _ALL),
    Page("A home", "directory:home", COORDINATOR, _OF_HOME, _HOME_SHOWN, ("home",), most_queries=RECORD, area=True),
    Page("My home", "directory:my_home", MANAGER, _OF_HOME, _MY_HOME_SHOWN, most_queries=RECORD, area=True),
    Page("A home", "directory:home", COMMISSIONER, _ONE, _COMMISSIONED, ("some_home",), most_queries=RECORD),
    Page("A home", "directory:home", READER, _ONE, _OF_REGISTER, ("home",), most_queries=RECORD),
    Page("Residents", "residents:residents", COORDINATOR, _RESIDENTS_SEEN, _SEEN, area=True),
    Page("Residents", "residents:residents", PROVIDER, _RESIDENTS_SEEN, _SEEN),
    Page("Residents of a home", "residents:of_home", MANAGER, _OF_HOME, _HERE, ("home",), area=True),
    Page("A resident", "residents:resident", COORDINATOR, _ONE, _RESIDENT_SHOWN, ("resident",), most_queries=RECORD, area=True),
    Page("A resident", "residents:resident", MANAGER, _ONE, _RESIDENT_SHOWN, ("resident",), most_queries=RECORD, area=True),
    Page("Search for a name", "search", COORDINATOR, _RESIDENTS_SEEN, _FOUND, query={"q": "{family}"}),
    Page("Search for a name", "search", PROVIDER, _RESIDENTS_SEEN, _FOUND, query={"q": "{family}"}),
    Page("Organisations", "directory:organisations", COMMISSIONER, "SELECT count(*) FROM access_organisation", _ORGANISATIONS),
    Page("An organisation", "directory:organisation", COMMISSIONER, _ONE, _AN_ORGANISATION, ("commissioner",), most_queries=RECORD),
):  # fmt: skip
    measures_page(_page)
