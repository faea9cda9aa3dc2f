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
    WHERE h.deregistered_on IS NULL ORDER BY h.name_key, h.id LIMIT 50;
    {_OURS} SELECT DISTINCT o.id, o.kind, o.name FROM ours JOIN directory_homerelationship r ON r.home_id = ours.home_id
    JOIN access_organisation o ON o.id = r.organisation_id
    WHERE r.kind IN ('pcn', 'local_authority', 'commissioner') AND r.ends_on IS NULL
"""
_HOMES_ALL = f"""
    SELECT count(*) FROM directory_carehome h WHERE h.deregistered_on IS NULL{{words}};
    SELECT {_HOME} FROM directory_carehome h WHERE h.deregistered_on IS NULL{{words}} ORDER BY h.name_key, h.id LIMIT 50;
    SELECT id, kind, name FROM access_organisation WHERE kind IN ('local_authority', 'icb', 'ccg') AND active_to IS NULL
"""
_TYPED = " AND ' ' || h.name_key || ' ' || h.town_key LIKE '%% oak%%'"
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
    WHERE home_id = %(home)s ORDER BY week DESC LIMIT 12;
    SELECT state, count(*) FROM residents_resident WHERE home_id = %(home)s GROUP BY state
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
_LIVING = "r.state IN ('in_home', 'in_hospital', 'away'){where}"
_RESIDENTS = f"""
    SELECT r.home_id, r.state, count(*) FROM residents_resident r WHERE true{{where}} GROUP BY r.home_id, r.state;
    SELECT r.*, h.name FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id
    WHERE {_LIVING} ORDER BY r.family_key, r.name_key, r.id LIMIT 50;
    {LOG.format(f"SELECT r.id, r.home_id FROM residents_resident r WHERE {_LIVING} ORDER BY r.family_key, r.name_key, r.id LIMIT 50")}
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
_FOUND = """
    SELECT id, name, town FROM directory_carehome
    WHERE ' ' || name_key || ' ' || town_key LIKE '%% ' || %(key)s || '%%' LIMIT 11;
    SELECT id, name, kind FROM access_organisation WHERE name_key LIKE %(key)s || '%%' LIMIT 11;
    SELECT r.*, h.name FROM residents_resident r JOIN directory_carehome h ON h.id = r.home_id
    WHERE r.name_key LIKE '%%' || %(key)s || '%%' ORDER BY r.family_key LIMIT 11
"""
_ORGANISATIONS = """
    SELECT kind, count(*) FROM access_organisation GROUP BY kind;
    SELECT id, name, kind FROM access_organisation WHERE kind <> 'care_home' ORDER BY name_key LIMIT 50
"""
_AN_ORGANISATION = """
    SELECT * FROM access_organisation WHERE id = %(commissioner)s;
    SELECT kind, count(*) FROM directory_homerelationship WHERE organisation_id = %(commissioner)s GROUP BY kind;
    SELECT p.*, o.name FROM access_organisationparent p JOIN access_organisation o ON o.id IN (p.child_id, p.parent_id)
    WHERE %(commissioner)s IN (p.child_id, p.parent_id) LIMIT 50
"""
_COMMISSIONED = _A_HOME.partition("SELECT state")[0].rstrip(" ;\n").replace("%(home)s", "%(some_home)s")
_ALL, _OAK = _HOMES_ALL.format(words=""), _HOMES_ALL.format(words=_TYPED)
_SEEN, _HERE = _RESIDENTS.format(where=""), _RESIDENTS.format(where=" AND r.home_id = %(home)s")

for _page in (
    Page("Homes, ours", "directory:homes", COORDINATOR, _HOMES_SEEN, _HOMES_OURS, area=True),
    Page("Homes of England", "directory:homes", COORDINATOR, _ALL_HOMES, _ALL, query={"of": "england"}),
    Page("Homes, typed “oak”", "directory:homes", COORDINATOR, _ALL_HOMES, _OAK, query={"of": "england", "q": "oak"}),
    Page("Homes, ours", "directory:homes", COMMISSIONER, _HOMES_SEEN, _HOMES_OURS),
    Page("Homes of England", "directory:homes", READER, _ALL_HOMES, _ALL),
    Page("A home", "directory:home", COORDINATOR, _OF_HOME, _A_HOME, ("home",), most_queries=RECORD, area=True),
    Page("My home", "directory:my_home", MANAGER, _OF_HOME, _A_HOME, most_queries=RECORD, area=True),
    Page("A home", "directory:home", COMMISSIONER, _ONE, _COMMISSIONED, ("some_home",), most_queries=RECORD),
    Page("A home", "directory:home", READER, _ONE, _OF_REGISTER, ("home",), most_queries=RECORD),
    Page("Residents", "residents:residents", COORDINATOR, _RESIDENTS_SEEN, _SEEN, area=True),
    Page("Residents", "residents:residents", PROVIDER, _RESIDENTS_SEEN, _SEEN),
    Page("Residents of a home", "residents:of_home", MANAGER, _OF_HOME, _HERE, ("home",), area=True),
    Page("A resident", "residents:resident", COORDINATOR, _ONE, _A_RESIDENT, ("resident",), most_queries=RECORD, area=True),
    Page("A resident", "residents:resident", MANAGER, _ONE, _A_RESIDENT, ("resident",), most_queries=RECORD, area=True),
    Page("Search for a name", "search", COORDINATOR, _RESIDENTS_SEEN, _FOUND, query={"q": "{family}"}),
    Page("Search for a name", "search", PROVIDER, _RESIDENTS_SEEN, _FOUND, query={"q": "{family}"}),
    Page("Organisations", "directory:organisations", COMMISSIONER, "SELECT count(*) FROM access_organisation", _ORGANISATIONS),
    Page("An organisation", "directory:organisation", COMMISSIONER, _ONE, _AN_ORGANISATION, ("commissioner",), most_queries=RECORD),
):  # fmt: skip
    measures_page(_page)
